import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invite } from '../../src/access/invitations.ts';
import { unsubscribeToken } from '../../src/access/secret-links.ts';
import { createSignInLink } from '../../src/access/sign-in-links.ts';
import { keptPassword } from '../kept-password.ts';
import { openWebSchool, PUBLIC_URL, type WebSchool } from './school.ts';
import { csrfOf, signedIn, visitor } from './visitor.ts';

let school: WebSchool;
beforeAll(async () => {
  school = await openWebSchool();
});
afterAll(() => school.close());

const PASSWORD = 'сиреневый вечер';
const invited = async (person: string) => {
  const [made] = await invite(school.db, school.clock, [person], { publicUrl: PUBLIC_URL });
  return { code: made!.code, path: new URL(made!.link).pathname };
};

describe('joining', () => {
  test('by code: form, account, the login to remember, the diary; later by password', async () => {
    const { code } = await invited('g7');
    const who = visitor(school);
    const joined = await who.submit('/join', {
      code: `${code.slice(0, 4)} ${code.slice(4)}`,
      class: '7б',
      password: PASSWORD,
    });
    expect(joined).toMatchObject({ status: 303, location: '/joined' });
    const done = await who.get('/joined');
    expect(done.text).toContain('<strong>mamutova.ds</strong>');
    expect((await who.get('/diary')).text).toContain('Мамутов Руслан');

    const out = await who.submit('/joined', {}, '/logout');
    expect(out.location).toBe('/');
    expect((await who.get('/diary')).status).toBe(303);
    const again = await who.submit('/login', { login: 'mamutova.ds', password: PASSWORD });
    expect(again).toMatchObject({ status: 303, location: '/' });
    expect((await who.get('/diary')).status).toBe(200);
  });

  test('by link: looking at it as often as one likes uses nothing up', async () => {
    const { path } = await invited('g9');
    const who = visitor(school);
    for (let looked = 0; looked < 3; looked++) {
      const page = await who.get(path);
      expect(page.status).toBe(200);
      expect(page.text).not.toContain('name="code"');
    }
    expect(await who.submit(path, { class: '1А', password: PASSWORD })).toMatchObject({ location: '/joined' });
    const used = await visitor(school).get(path);
    expect(used.status).toBe(410);
    expect(used.text).toContain('уже использована');
  });

  test('names the field to mend beside it, and keeps what was filled in', async () => {
    const { code } = await invited('g1');
    const who = visitor(school);
    const page = await who.submit('/join', { code, class: '7Б', password: 'кратко' });
    expect(page.status).toBe(422);
    expect(page.text).toMatch(/aria-describedby="password-hint password-fault"[^>]*aria-invalid="true"/);
    expect(page.text).toContain('Пароль короче 8 знаков.');
    expect(page.text).toContain(`value="${code}"`);
    expect(page.text).not.toContain('кратко');
    expect((await who.submit('/join', { code: '1', class: '7Б', password: PASSWORD })).text).toContain(
      'Такого кода нет',
    );
    const wrong = await who.submit('/join', { code, class: '9А', password: PASSWORD });
    expect(wrong.text.replaceAll('\u00a0', ' ')).toContain('Класс не совпадает. Осталось 4 попытки.');
  });
});

describe('the one-time link from the bot', () => {
  test('enters by its button only, once', async () => {
    const { link } = await createSignInLink(school.db, school.clock, 'g1', { publicUrl: PUBLIC_URL });
    const path = new URL(link).pathname;
    const preview = visitor(school);
    expect((await preview.get(path)).status).toBe(200);
    expect((await preview.get('/diary')).status).toBe(303);
    const who = visitor(school);
    expect(await who.submit(path, {})).toMatchObject({ status: 303, location: '/' });
    expect((await who.get('/')).location).toBe('/diary');
    const second = await visitor(school).get(path);
    expect(second.status).toBe(410);
    expect(second.text).toContain('уже входили');
  });
});

describe('signing in', () => {
  test('comes back to where one was going, and nowhere else', async () => {
    const { code } = await invited('g3');
    await visitor(school).submit('/join', { code, class: '7Б', password: PASSWORD });
    const attempt = (next: string) =>
      visitor(school).submit('/login', { login: 'petrova.ii', password: PASSWORD, next });
    const { id, login } = await school.db.account.findFirstOrThrow({
      where: { people: { some: { personId: 'g3' } } },
    });
    expect(login).toBe('petrova.ii');
    await school.db.account.update({ where: { id }, data: { passwordHash: keptPassword(PASSWORD) } });
    expect((await attempt('/diary/marks')).location).toBe('/diary/marks');
    const elsewhere = [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '/%0d%0aset-cookie:x',
      '/\t/evil.example',
      'diary',
    ];
    for (const next of elsewhere) {
      const { location } = await attempt(next);
      expect(new URL(location ?? '', PUBLIC_URL).origin, next).toBe(PUBLIC_URL);
      expect(location, next).toMatch(/^\/(%0d%0aset-cookie)?/);
    }
    const page = await visitor(school).get('/login?next=//evil.example');
    expect(page.text).not.toContain('evil');
  });

  test('says the same for a wrong password and an unknown name', async () => {
    const who = visitor(school);
    const wrong = await who.submit('/login', { login: 'petrova.ii', password: 'не тот пароль' });
    const unknown = await who.submit('/login', { login: 'nobody', password: 'не тот пароль' });
    expect([wrong.status, unknown.status]).toEqual([422, 422]);
    const alert = /role="alert"[^>]*>([^<]+)</;
    expect(alert.exec(wrong.text)?.[1]).toBe('Логин или пароль не подходит.');
    expect(alert.exec(unknown.text)?.[1]).toBe(alert.exec(wrong.text)?.[1]);
  });

  test('gives a new session whatever cookie the browser brought', async () => {
    const { code } = await invited('g10');
    const who = visitor(school);
    who.cookies.set('vestnik_session', 'chosen-by-a-thief');
    await who.submit('/join', { code, class: '9А', password: PASSWORD });
    const first = who.cookies.get('vestnik_session');
    expect(first).toMatch(/^[\w-]{43}$/);
    await who.submit('/joined', {}, '/logout');
    const thief = visitor(school);
    thief.cookies.set('vestnik_session', first ?? '');
    expect((await thief.get('/diary')).status).toBe(303);
  });

  test('too many tries are answered as such', async () => {
    const who = visitor(school, '192.0.2.99');
    let status = 0;
    for (let tried = 0; tried < 9; tried++) {
      status = (await who.submit('/login', { login: 'petrova.ii', password: 'догадка' })).status;
    }
    expect(status).toBe(429);
  });
});

describe('a form from elsewhere changes nothing', () => {
  const change = { part: 'child', order: 'paper' };
  test('without the page’s token, with another’s, or from another origin', async () => {
    const who = await signedIn(school, 'g1');
    const page = await who.get('/settings');
    const child = /name="child" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const token = csrfOf(page.text);
    const other = csrfOf((await (await signedIn(school, 'g3')).get('/settings')).text);
    const good = { ...change, child, _csrf: token };
    const tries: [Record<string, string>, Record<string, string>][] = [
      [{ ...change, child }, {}],
      [{ ...good, _csrf: other }, {}],
      [{ ...good, _csrf: '' }, {}],
      [good, { origin: 'https://evil.example' }],
      [good, { origin: 'null' }],
    ];
    for (const [fields, headers] of tries) {
      expect((await who.post('/settings', fields, headers)).status).toBe(403);
    }
    expect(
      (await school.db.guardianship.findFirstOrThrow({ where: { studentId: 's1', guardianId: 'g1' } })).channels[0],
    ).toBe('telegram');
    expect((await who.post('/settings', good)).location).toBe('/settings?saved=1');
  });

  test('signing in and out are guarded too', async () => {
    const who = await signedIn(school, 'g1');
    expect((await who.post('/logout', {})).status).toBe(403);
    expect((await who.get('/diary')).status).toBe(200);
    expect((await visitor(school).post('/login', { login: 'a', password: 'b' })).status).toBe(403);
  });

  test('cookies are out of the reach of scripts and other sites', async () => {
    const answer = await school.app.inject({ url: '/login' });
    const kept = { httpOnly: true, sameSite: 'Lax', path: '/' };
    expect(answer.cookies).toMatchObject([
      { name: 'vestnik_form', ...kept },
      { name: 'vestnik_style', ...kept },
    ]);
  });
});

describe('the unsubscribe link of a letter', () => {
  const path = async (personId: string) => {
    const contact = await school.db.contact.findFirstOrThrow({
      where: { channel: 'email', holders: { some: { personId } } },
    });
    return `/unsubscribe/${unsubscribeToken('for tests only', contact.id)}`;
  };

  test('one click of the mail program, without cookies, is enough (RFC 8058); the page tells what comes instead', async () => {
    const url = await path('g10');
    const looked = await visitor(school).get(url);
    expect(looked.text).toContain('Отключить письма на этот адрес?');
    const before = await school.db.guardianship.findFirstOrThrow({ where: { guardianId: 'g10' } });
    expect(before.channels).toContain('email');
    const answer = await school.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'List-Unsubscribe=One-Click',
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.payload).toContain('каждую неделю будет выдавать распечатку');
    const after = await school.db.guardianship.findFirstOrThrow({ where: { guardianId: 'g10' } });
    expect(after.channels).toEqual(['paper']);
  });

  test('multipart, as some programs send it, and a token made up', async () => {
    const answer = await school.app.inject({
      method: 'POST',
      url: await path('g7'),
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      payload: '--x\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    });
    expect(answer.statusCode).toBe(200);
    expect((await visitor(school).get('/unsubscribe/1-abc')).status).toBe(404);
  });
});
