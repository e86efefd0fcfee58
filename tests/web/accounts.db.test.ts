/** `/desk/accounts`: who signs in, sessions ended, a new invitation, a stolen account with its printed report. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountFor } from '../../src/access/accounts.ts';
import { sealId } from '../../src/access/public-ids.ts';
import { correctEntry, recordEntries } from '../../src/journal/record.ts';
import { pagesOf } from '../channels/paper/pdf.ts';
import { needs } from '../needs.ts';
import { ACCOUNT_KEEPERS, ACCOUNT_ROUTES, PEOPLE, type Who } from './routes.ts';
import { addAdmin, openWebSchool, type WebSchool } from './school.ts';
import { csrfOf, signedIn, type Visitor, visitor } from './visitor.ts';

let school: WebSchool;
const visitors = {} as Record<Who, Visitor>;
beforeAll(async () => {
  school = await openWebSchool();
  await addAdmin(school.db);
  visitors.nobody = visitor(school);
  for (const [who, person] of Object.entries(PEOPLE)) visitors[who as Who] = await signedIn(school, person);
});
afterAll(() => school.close());

const plain = (text: string) =>
  text
    .replaceAll('\u00a0', ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const seal = (purpose: string, id: string) => sealId('for tests only', purpose, id);
const about = (person: string, page = '/desk/account') => `${page}?person=${seal('person', person)}`;

describe.each(ACCOUNT_ROUTES)('%s', (route) => {
  const [method = '', url = ''] = route.split(' ');
  test.each(['nobody', ...Object.keys(PEOPLE)] as Who[])('%s', async (who) => {
    const { id } = await school.db.$transaction((tx) => accountFor(tx, school.clock, 'g11'));
    const { id: theft } = await school.db.accountTheft.create({
      data: { accountId: id, reportedAt: new Date(0), reportedById: 'g11', settledAt: new Date(0), settledById: 't3' },
    });
    const path = url.endsWith('report') ? `${url}?theft=${seal('theft', String(theft))}` : about('g11', url);
    const fields: Record<string, string> = url.endsWith('theft') ? { day: 'x', time: 'y' } : { part: 'all' };
    const token = who === 'nobody' ? '/login' : '/account';
    const page = method === 'GET' ? await visitors[who].get(path) : await visitors[who].submit(token, fields, path);
    const allowed = ACCOUNT_KEEPERS.includes(who);
    if (who === 'nobody') expect(page.location).toMatch(/^\/login/);
    else if (!allowed) expect(page.status).toBe(403);
    else expect(page.status).toBe(method === 'GET' ? 200 : url.endsWith('theft') ? 422 : 303);
    if (!allowed) expect(page.text).not.toContain('Ковальчук');
  });

  test('a made-up address opens nobody', async () => {
    const name = url.endsWith('report') ? 'theft' : 'person';
    for (const made of ['', `?${name}=t1`, `?${name}=${seal('student', 's1')}`, `?${name}=${seal(name, '9999')}`])
      expect((await visitors.director.submit('/account', { part: 'all' }, `/desk/account${made}`)).status).toBe(404);
    if (method === 'GET') expect((await visitors.director.get(`${url}?${name}=AAAA`)).status).toBe(404);
  });
});

describe('the list', () => {
  const search = (who: Visitor, fields: Record<string, string>) => who.submit('/desk/accounts', fields);

  test('finds by the beginning of name or login, by role; no name stands in an address, no id of the school file on a page', async () => {
    const all = await visitors.director.get('/desk/accounts');
    expect(plain(all.text)).toContain('Сейтаблаева Эльмира Рустемовна сотрудник, заместитель директора');
    const found = plain((await search(visitors.director, { text: 'мел оле', kind: 'staff' })).text);
    expect(found).toContain('Мельник Олег Васильевич сотрудник; законный представитель');
    expect(found).not.toContain('Орлова');
    const byLogin = plain((await search(visitors.director, { text: 'IVANOVA.' })).text);
    expect(byLogin).toContain('Иванова Мария Петровна законный представитель ivanova.mp');
    expect(plain((await search(visitors.director, { text: '%' })).text)).toContain('Никого не нашлось.');
    expect(plain((await search(visitors.director, { text: 'Иванов', kind: 'student' })).text)).toContain(
      'обучающийся, 7Б',
    );
    expect(all.text).not.toMatch(/[=/"](s|g|t)\d+["&/]/);
    expect(all.text).toContain('<form method="post"');
  });

  test('goes on beyond fifty, and takes few queries', async () => {
    const others = Array.from({ length: 30 }, (_, nth) => `y${nth}`);
    await school.db.person.createMany({ data: others.map((id) => ({ id, last: 'Яценко', first: 'Яна' })) });
    await school.db.guardian.createMany({ data: others.map((id) => ({ id })) });
    const first = plain((await visitors.director.get('/desk/accounts')).text);
    const rest = plain((await search(visitors.director, { skip: '50' })).text);
    expect(first).toContain('Показать ещё');
    const before = await school.othersWrote();
    await visitors.director.get('/desk/accounts');
    expect(school.queries() - before).toBeLessThanOrEqual(6);
    expect(rest).not.toBe(first);
  });
});

describe('one account', () => {
  test('its sessions are ended, one or all; a deputy does not touch the director’s, nor the own', async () => {
    const owner = await signedIn(school, 't4');
    const other = await signedIn(school, 't4');
    const page = await visitors.deputy.get(about('t4'));
    const sealed = /name="session" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const one = await visitors.deputy.post(about('t4'), { _csrf: csrfOf(page.text), part: 'session', session: sealed });
    expect(one.location).toContain('ended=1');
    expect([(await owner.get('/desk')).status, (await other.get('/desk')).status].toSorted()).toEqual([200, 303]);
    const all = await visitors.deputy.submit(about('t4'), { part: 'all' });
    expect(plain((await visitors.deputy.get(all.location ?? '')).text)).toContain('Завершено: 1 вход.');
    expect([(await owner.get('/desk')).status, (await other.get('/desk')).status]).toEqual([303, 303]);
    expect(await school.db.auditRecord.count({ where: { action: 'endSessions', actorId: 't3' } })).toBeGreaterThan(1);
    for (const person of ['t6', 't3']) {
      expect(plain((await visitors.deputy.get(about(person))).text)).toContain('Входами директора и администратора');
      expect((await visitors.deputy.submit('/account', { part: 'all' }, about(person))).status).toBe(403);
      expect((await visitors.deputy.get(about(person, '/desk/account/theft'))).status).toBe(403);
    }
    expect((await visitors.director.get('/desk')).status).toBe(200);
  });

  test(
    'staff get a new invitation, once; families that lost nothing are the class teacher’s',
    needs('pdftotext'),
    async () => {
      const letter = await visitors.deputy.submit(about('t4'), { part: 'invite' });
      expect(letter.headers['content-type']).toBe('application/pdf');
      expect(await school.db.invitation.count({ where: { personId: 't4', voidedAt: null } })).toBe(1);
      const family = await visitors.deputy.submit(about('g4'), { part: 'invite' });
      expect(family.status).toBe(422);
      expect(family.text).toContain('Семьям и ученикам коды выдаёт классный руководитель');
    },
  );
});

describe('a stolen account', () => {
  test('from the report of its owner to the printed report, and back in', async () => {
    const owner = await signedIn(school, 't1');
    const { id } = await school.db.journalEntry.findFirstOrThrow({
      where: { kind: 'mark', value: '5', studentId: 's1' },
    });
    school.clock.advance({ minutes: 10 });
    await correctEntry(school, { entryId: id, by: 't1', source: 'web', value: { value: '2' } });
    await recordEntries(school, 'api', [
      { kind: 'message', class: '7Б', by: 't1', text: 'Уроков <b>завтра</b> не будет.' },
    ]);
    await owner.submit('/account', { part: 'theft' });
    const desk = plain((await visitors.deputy.get('/desk')).text);
    expect(desk).toContain('Чужой вход, ждут проверки: 1 сообщение');
    const list = plain((await visitors.deputy.get('/desk/accounts')).text);
    expect(list.indexOf('Орлова Анна Сергеевна сообщение о чужом входе')).toBeGreaterThan(0);
    expect(list.indexOf('Орлова Анна')).toBeLessThan(list.indexOf('Громов'));

    const first = await visitors.deputy.get(about('t1', '/desk/account/theft'));
    expect(first.text).toContain('value="15:10"');
    const path = `${about('t1', '/desk/account/theft')}&day=2026-09-16&time=15:05`;
    const before = await school.othersWrote();
    const preview = await visitors.deputy.get(path);
    expect(school.queries() - before).toBeLessThanOrEqual(6);
    const seen = plain(preview.text);
    expect(seen).toContain(
      'Алгебра, 15 сентября, 2-й урок: 2 (контрольная) Иванов П. И. · 7Б · 16 сентября 2026 г., 15:10 · рабочий стол вернётся: Алгебра, 15 сентября, 2-й урок: 5 (контрольная)',
    );
    expect(seen).toContain('будет снято');
    expect(preview.text).not.toContain('<b>завтра');
    expect(await school.db.accountTheft.count({ where: { settledAt: null } })).toBe(1);

    const fields = { _csrf: csrfOf(preview.text), day: '2026-09-16', time: '15:05' };
    const [done, again] = await Promise.all(
      [1, 2].map(() => visitors.deputy.post(about('t1', '/desk/account/theft'), fields)),
    );
    expect([done?.status, again?.status]).toEqual([303, 303]);
    expect(done?.location).toBe(again?.location);
    expect((await owner.get('/desk')).status).toBe(303);
    const report = await visitors.deputy.get(done?.location ?? '');
    const words = plain(report.text);
    expect(words).toContain('Отчёт о чужом входе Орлова А. С.');
    expect(words).toContain('возвращено: Алгебра, 15 сентября, 2-й урок: 5 (контрольная)');
    expect(words).toContain('Уроков &lt;b>завтра&lt;/b> не будет.');
    expect(words).toContain('снято');
    expect(words).toContain('верное внесите, пожалуйста, снова');
    expect((await school.db.journalEntry.findUniqueOrThrow({ where: { id } })).value).toBe('5');
    expect(plain((await visitors.deputy.get('/desk')).text)).not.toContain('ждут проверки');

    const letter = await visitors.deputy.submit(done?.location ?? '', { part: 'invite' }, about('t1'));
    expect(letter.headers['content-type']).toBe('application/pdf');
  });

  test('what cannot be a moment is said by its words; a groundless report is closed', async () => {
    const theft = about('g4', '/desk/account/theft');
    for (const [query, words] of [
      ['&day=2026-02-31x&time=10:00', 'Укажите, пожалуйста, день и время.'],
      ['&day=2027-01-01&time=10:00', 'Этот момент ещё не наступил.'],
    ])
      expect((await visitors.deputy.get(theft + query)).text).toContain(words);
    const old = await visitors.deputy.submit('/account', { day: '2020-01-01', time: '10:00' }, theft);
    expect([old.status, old.text.includes('Отменяем не больше, чем за год.')]).toEqual([422, true]);
    const owner = await signedIn(school, 'g4');
    await owner.submit('/account', { part: 'theft' });
    const closed = await visitors.deputy.submit(about('g4'), { part: 'dismiss' });
    expect((await visitors.deputy.get(closed.location ?? '')).text).toContain('Сообщение закрыто.');
    expect((await owner.get('/account')).text).toContain('Сообщить школе');
  });
});

test('the letter to staff and to who lost an account says what it opens', needs('pdftotext'), async () => {
  const raw = await school.app.inject({
    method: 'POST',
    url: about('t4'),
    headers: {
      host: '127.0.0.1:3000',
      'content-type': 'application/x-www-form-urlencoded',
      cookie: `vestnik_session=${visitors.director.cookies.get('vestnik_session')}`,
    },
    payload: new URLSearchParams({
      _csrf: csrfOf((await visitors.director.get('/account')).text),
      part: 'invite',
    }).toString(),
  });
  const text = (await pagesOf(raw.rawPayload)).join('\n').replaceAll('\u00a0', ' ');
  expect(text).toContain('Здравствуйте, Ирина Павловна!');
  expect(text).toContain('Для Вас открыт рабочий стол школы');
  expect(text).not.toContain('Удобнее на бумаге');
  expect(text).toMatch(/Код \d{4} \d{4}/);
});
