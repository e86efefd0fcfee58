/** What a guardian chooses in the diary and by a letter's link, and what the class teacher records on an application. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealId } from '../../src/access/public-ids.ts';
import { choicesToken } from '../../src/access/secret-links.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { type Page, signedIn, type Visitor, visitor } from './visitor.ts';

let school: WebSchool;
beforeAll(async () => {
  school = await openWebSchool();
});
afterAll(() => school.close());

const SECRET = 'for tests only';
const student = (id: string) => sealId(SECRET, 'student', id);
const plain = ({ text }: Page) => text.replace(/<[^>]+>/g, ' ').replaceAll(/[\u00a0\s]+/g, ' ');
const pair = (guardianId: string, studentId: string) =>
  school.db.guardianship.findUniqueOrThrow({ where: { guardianId_studentId: { guardianId, studentId } } });
const recordsOf = async (guardianId: string, ground: string) =>
  (await school.db.choiceRecord.findMany({ where: { guardianId, ground }, orderBy: { id: 'asc' } })).map(
    ({ what, value }) => [what, value],
  );

describe('in the diary', () => {
  test('one glance first; what is changed is saved with its ground, and nothing twice', async () => {
    const who = await signedIn(school, 'g3');
    const page = await who.get('/settings');
    expect(plain(page)).toContain(
      'Анна, 7Б Куда почта В течение дня итоговые отметки Раз в неделю итоги, пропуски и опоздания, отметки, домашние задания, сообщения школы',
    );
    const wish = {
      part: 'child',
      child: student('s2'),
      order: 'email',
      mark: 'evening',
      absence: 'now',
      homework: 'week',
    };
    expect((await who.submit('/settings', wish)).location).toBe('/settings?saved=1');
    const both = [
      ['rhythm', { absence: 'now' }],
      ['rhythm', { mark: 'evening' }],
    ];
    expect(await recordsOf('g3', 'дневник')).toEqual(both);
    await who.submit('/settings', wish);
    expect(await recordsOf('g3', 'дневник')).toEqual(both);
    const after = await who.get('/settings?saved=1');
    expect(after.text).toContain('Сохранено.');
    expect(after.text).toMatch(/<option value="evening" selected>/);
    expect(plain(after)).toContain('Вечером отметки');
    expect(plain(after)).toContain(
      '16 сентября 2026 г., 15:00 · Петрова Юлия Игоревна · дневник · Анна, 7Б Пропуски и опоздания — сразу. Отметки — вечером',
    );
    expect(plain(after)).toContain('школа · файл школы · Анна, 7Б');
  });

  test('quiet hours of one’s own, a pause and its end', async () => {
    const who = await signedIn(school, 'g3');
    const rest = { part: 'rest', quiet: 'own', from: '22:30', to: '06:15', until: '2026-09-30' };
    expect((await who.submit('/settings', rest)).location).toBe('/settings?saved=1');
    const page = await who.get('/settings');
    expect(plain(page)).toContain('Не беспокоим с 22:30 до 6:15 Пауза до 30 сентября включительно Снять паузу');
    expect(page.text).toMatch(/name="until"[^>]*value="2026-09-30"/);
    expect((await who.submit('/settings', { part: 'resume' })).location).toBe('/settings?saved=1');
    expect((await who.submit('/settings', { part: 'rest', quiet: 'school', from: '22:30', to: '06:15' })).status).toBe(
      303,
    );
    expect(await school.db.guardian.findUnique({ where: { id: 'g3' } })).toMatchObject({
      quietFrom: null,
      pausedUntil: null,
    });
    expect((await recordsOf('g3', 'дневник')).slice(2)).toEqual([
      ['quiet', { from: '22:30', to: '06:15' }],
      ['pause', '2026-09-30'],
      ['pause', {}],
      ['quiet', {}],
    ]);
  });

  test.each([
    [{ part: 'rest', quiet: 'own', from: '22:00', to: '22:00' }, 'совпадать они не могут'],
    [{ part: 'rest', quiet: 'own' }, 'Укажите, пожалуйста, начало и конец'],
    [{ part: 'rest', quiet: 'school', until: '2026-09-15' }, 'Этот день уже прошёл.'],
    [{ part: 'rest', quiet: 'school', until: '2030-09-15' }, 'Пауза — не дольше года.'],
    [{ part: 'rest', quiet: 'school', until: 'soon' }, 'Проверьте, пожалуйста, дату.'],
    [{ part: 'child', child: student('s2'), order: 'telegram' }, 'Этот способ пока не подключён.'],
    [
      { part: 'child', child: student('s2'), order: 'email', periodMark: 'diary' },
      'По правилам школы так выбрать нельзя.',
    ],
    [{ part: 'child', child: student('s2'), order: 'pigeon' }, 'Выберите, пожалуйста, из предложенного.'],
    [{ part: 'child', child: student('s1'), order: 'paper' }, 'Эти настройки сейчас закрыты'],
    [{ part: 'anything' }, 'Выберите, пожалуйста, из предложенного.'],
  ])('%j is refused in words, beside what was filled in', async (fields, words) => {
    const who = await signedIn(school, 'g3');
    const before = await school.db.choiceRecord.count();
    const page = await who.submit('/settings', fields as Record<string, string>);
    expect(page.status).toBe(422);
    expect(page.text).toContain(words);
    if (fields.part === 'rest') expect(page.text).toMatch(/<details open>/);
    expect(await school.db.choiceRecord.count()).toBe(before);
  });

  test('offers no channel without an address, and says at the control what the school’s rules leave', async () => {
    const who = await signedIn(school, 'g3');
    const { text } = await who.get('/settings');
    expect(text).toContain('value="email"');
    expect(text).not.toContain('value="telegram');
    expect(text).toContain('Чат с ботом ещё не подключён');
    const mandatory = /<select id="c0-periodMark"[\s\S]*?<\/select><small[^>]*>([^<]*)/.exec(text);
    expect(mandatory?.[1]).toContain('Отключить нельзя.');
    expect(mandatory?.[0]).not.toContain('value="diary"');
    expect(mandatory?.[0]).toContain('aria-describedby="c0-periodMark-note"');
  });
});

describe('by the link of a letter', () => {
  const mailboxOf = async (personId: string) =>
    (await school.db.contact.findFirstOrThrow({ where: { channel: 'email', holders: { some: { personId } } } })).id;
  const linkTo = async (personId: string, sentAt = school.clock.now()) =>
    `/choices/${choicesToken(SECRET, await mailboxOf(personId), sentAt)}`;
  /** Sends a form as it would from that page: no cookie, no token of ours. */
  const send = (who: Visitor, path: string, fields: Record<string, string>) => who.post(path, fields);

  test('opens without signing in, as often as one likes; only what is sent changes anything', async () => {
    const path = await linkTo('g7');
    const before = await school.db.choiceRecord.count();
    const who = visitor(school);
    for (let looked = 0; looked < 3; looked++) {
      const page = await who.get(path);
      expect(page.status).toBe(200);
      expect(plain(page)).toContain('Настройки открыты по ссылке из письма: Диляра Сейдаметовна.');
      expect(plain(page)).toContain('Руслан, 7Б');
    }
    expect(await school.db.choiceRecord.count()).toBe(before);
    const saved = await send(who, path, {
      part: 'child',
      child: student('s5'),
      order: 'email',
      paper: 'on',
      mark: 'now',
    });
    expect(saved).toMatchObject({ status: 303, location: `${path}?saved=1` });
    expect(await recordsOf('g7', 'ссылка в письме')).toEqual([
      ['paper', true],
      ['rhythm', { mark: 'now' }],
    ]);
    expect(await pair('g7', 's5')).toMatchObject({ paperApplied: true });
    const again = await send(who, path, { part: 'rest', quiet: 'none' });
    expect(again.status).toBe(303);
    expect(plain(await who.get(`${path}?saved=1`))).toContain('Сохранено.');
  });

  test('opens that guardian’s choices alone: neither another’s child nor the diary', async () => {
    const path = await linkTo('g7');
    const who = visitor(school);
    const page = await send(who, path, { part: 'child', child: student('s1'), order: 'paper' });
    expect(page.status).toBe(422);
    expect((await pair('g1', 's1')).channels[0]).toBe('telegram');
    for (const url of ['/diary', '/settings', '/diary/sheet.pdf?week=2026-W37'])
      expect((await who.get(url)).status, url).toBe(303);
    expect((await who.get(path)).text).not.toMatch(/Алгебра|href="\/(diary|settings|desk)/);
  });

  test('is refused when it was made up, altered, or is for another mailbox', async () => {
    const token = (await linkTo('g7')).slice('/choices/'.length);
    const [id, at, signature] = token.split('-');
    const other = (await mailboxOf('g10')).toString(36);
    for (const made of [
      'x',
      'a-b-c',
      `${other}-${at}-${signature}`,
      `${id}-${at}0-${signature}`,
      `${id}-${signature}`,
      token.slice(0, -1),
    ]) {
      expect((await visitor(school).get(`/choices/${made}`)).status, made).toBe(404);
      expect((await send(visitor(school), `/choices/${made}`, { part: 'resume' })).status, made).toBe(404);
    }
    const unsubscribe = await visitor(school).get(`/unsubscribe/${token}`);
    expect(unsubscribe.status).toBe(404);
  });

  test('grows old: 60 days after its letter it opens nothing, the next letter’s does', async () => {
    const day = 86_400_000;
    const now = school.clock.now().getTime();
    // that mailbox was not theirs yet when so old a letter would have been sent
    await school.db.contactHolder.updateMany({
      where: { personId: 'g7' },
      data: { linkedAt: new Date(now - 70 * day) },
    });
    expect((await visitor(school).get(await linkTo('g7', new Date(now - 60 * day)))).status).toBe(200);
    const old = await visitor(school).get(await linkTo('g7', new Date(now - 60 * day - 1)));
    expect(old.status).toBe(410);
    expect(plain(old)).toContain('Ссылка больше не действует');
  });

  test('is voided by its reader, here or in the diary: every letter so far, none to come', async () => {
    const path = await linkTo('g7');
    const earlier = await linkTo('g7', new Date(school.clock.now().getTime() - 3_600_000));
    const who = visitor(school);
    const done = await send(who, path, { part: 'links' });
    expect(done.status).toBe(200);
    expect(plain(done)).toContain('Ссылки отключены');
    for (const each of [path, earlier]) {
      expect((await who.get(each)).status).toBe(410);
      expect((await send(who, each, { part: 'resume' })).status).toBe(410);
    }
    expect(await recordsOf('g7', 'ссылка в письме')).toContainEqual(['links', { void: true }]);
    school.clock.advance({ ms: 1 });
    const fresh = await linkTo('g7');
    expect((await who.get(fresh)).status).toBe(200);
    const signed = await signedIn(school, 'g7');
    expect((await signed.submit('/settings', { part: 'links' })).location).toBe('/settings?saved=1');
    expect((await who.get(fresh)).status).toBe(410);
    school.clock.advance({ ms: 1 });
  });

  test('ends with the mailbox: who reads it no more, and who came to read it later, is not meant', async () => {
    const path = await linkTo('g10');
    await school.db.contactHolder.create({
      data: { contactId: await mailboxOf('g10'), personId: 'g4', linkedAt: new Date(school.clock.now().getTime() + 1) },
    });
    expect(plain(await visitor(school).get(path))).not.toContain('Клим');
    await school.db.contactHolder.updateMany({ where: { personId: 'g10' }, data: { endedAt: school.clock.now() } });
    expect((await visitor(school).get(path)).status).toBe(410);
    await school.db.contactHolder.deleteMany({ where: { personId: 'g4' } });
    await school.db.contactHolder.updateMany({ where: { personId: 'g10' }, data: { endedAt: null } });
  });

  test('of a mailbox that two read opens both’s choices, which they make together', async () => {
    await school.db.contactHolder.create({
      data: { contactId: await mailboxOf('g7'), personId: 'g4', linkedAt: new Date(school.clock.now().getTime() - 1) },
    });
    const page = await visitor(school).get(await linkTo('g7'));
    expect(plain(page)).toMatch(/Диляра Сейдаметовна, Денис Павлович|Денис Павлович, Диляра Сейдаметовна/);
    expect(plain(page)).toContain('Клим, 7Б');
    await school.db.contactHolder.deleteMany({ where: { personId: 'g4' } });
  });

  test('names no child without consent', async () => {
    await school.db.guardianship.updateMany({ where: { guardianId: 'g10' }, data: { consent: false } });
    const page = await visitor(school).get(await linkTo('g10'));
    expect(page.status).toBe(200);
    expect(plain(page)).toContain('Настраивать нечего');
    await school.db.guardianship.updateMany({ where: { guardianId: 'g10' }, data: { consent: true } });
  });
});

describe('at the desk', () => {
  const open = (studentId: string, guardianId?: string) =>
    `/desk/choices?child=${student(studentId)}${guardianId ? `&guardian=${sealId(SECRET, 'guardian', guardianId)}` : ''}`;
  const application = (guardianId: string, fields: Record<string, string>) => ({
    guardian: sealId(SECRET, 'guardian', guardianId),
    number: '01-15/27',
    date: '2026-09-15',
    consent: 'given',
    quiet: 'school',
    ...fields,
  });
  let teacher: Visitor;
  beforeAll(async () => {
    teacher = await signedIn(school, 't1');
  });

  test('the class teacher sees of each guardian what comes how, from the class’s list on', async () => {
    const { text } = await teacher.get('/desk');
    const list = /href="(\/desk\/class[^"]+)"/.exec(text)?.[1] ?? '';
    const pupil = /href="(\/desk\/pupil[^"]+)"/.exec((await teacher.get(list)).text)?.[1] ?? '';
    const href = /href="(\/desk\/choices[^"]+)"/.exec((await teacher.get(pupil)).text)?.[1] ?? '';
    expect((await teacher.get(href)).status).toBe(200);
    const page = plain(await teacher.get(open('s3')));
    expect(page).toContain(
      'Сидоров Денис Павлович Согласие есть. Чат не подключён. Адреса почты нет. Куда выбрано: Telegram, сейчас не дойдёт.',
    );
    expect(page).toContain('Сидорова Лидия Ивановна доверенное лицо Только получает распечатку: по доверенности.');
    const ivanov = plain(await teacher.get(open('s1')));
    expect(ivanov).toContain(
      'Иванов Илья Андреевич отец Согласия нет: в электронном виде ничего не уходит, только распечатка.',
    );
    expect(
      await school.db.auditRecord.count({ where: { action: 'readChoices', studentId: 's3', actorId: 't1' } }),
    ).toBe(1);
  });

  test('records an application: number, date, the choice; the ground stands in the history, here and in the diary', async () => {
    const form = await teacher.get(open('s4', 'g6'));
    expect(form.text).toMatch(/name="order" value="telegram"/);
    const wish = application('g6', {
      order: 'telegram',
      paper: 'on',
      quiet: 'own',
      from: '20:00',
      to: '08:00',
      until: '2026-09-20',
    });
    const sent = await teacher.submit(open('s4', 'g6'), wish, open('s4'));
    expect(sent.location).toBe(`${open('s4')}&saved=1`);
    const ground = 'заявление № 01-15/27 от 15.09.2026';
    expect(await recordsOf('g6', ground)).toEqual([
      ['channels', ['telegram', 'paper']],
      ['quiet', { from: '20:00', to: '08:00' }],
      ['pause', '2026-09-20'],
    ]);
    const page = plain(await teacher.get(`${open('s4')}&saved=1`));
    expect(page).toContain('Заявление записано.');
    expect(page).toContain(`Орлова Анна Сергеевна · ${ground}`);
    const own = plain(await (await signedIn(school, 'g6')).get('/settings'));
    expect(own).toContain(`Орлова Анна Сергеевна · ${ground}`);
    expect(own).toContain('Не беспокоить с 20:00 до 8:00');
  });

  test('an application that changes nothing says so', async () => {
    const same = application('g6', {
      order: 'telegram',
      paper: 'on',
      quiet: 'own',
      from: '20:00',
      to: '08:00',
      until: '2026-09-20',
    });
    const sent = await teacher.submit(open('s4', 'g6'), same, open('s4'));
    expect(sent.location).toBe(`${open('s4')}&saved=0`);
    expect(plain(await teacher.get(`${open('s4')}&saved=0`))).toContain('Заявление ничего не меняет');
  });

  test.each([
    [{ number: '' }, 'Номер заявления'],
    [{ number: '12 бис!' }, 'Номер заявления'],
    [{ date: '2026-09-17' }, 'Этот день ещё не наступил.'],
    [{ date: '2006-09-17' }, 'Заявлению больше пяти лет.'],
    [{ order: 'email' }, 'Этот способ пока не подключён.'],
    [{ until: '2026-09-01' }, 'Этот день уже прошёл.'],
  ])('%j is refused in words, and what was filled in stands there', async (fields, words) => {
    const wish = application('g6', { order: 'paper', ...(fields as Record<string, string>) });
    const page = await teacher.submit(open('s4', 'g6'), wish, open('s4'));
    expect(page.status).toBe(422);
    expect(page.text).toContain(words);
    expect(page.text).toContain(`name="date" type="date" max="2026-09-16" value="${wish.date}"`);
    expect((await pair('g6', 's4')).channels).toEqual(['telegram', 'paper']);
  });

  test('consent withdrawn: from that moment the diary is shut, and the chosen order is kept for later', async () => {
    const guardian = await signedIn(school, 'g7');
    const before = (await pair('g7', 's5')).channels;
    expect((await guardian.get('/diary')).status).toBe(200);
    const wish = application('g7', { consent: 'none', order: 'email', paper: 'on', quiet: 'none' });
    expect((await teacher.submit(open('s5', 'g7'), wish, open('s5'))).location).toContain('saved=1');
    expect((await guardian.get('/diary')).status).toBe(303);
    expect(await pair('g7', 's5')).toMatchObject({ consent: false, channels: before });
    expect(plain(await teacher.get(open('s5')))).toContain('Мамутова Диляра Сейдаметовна мать Согласия нет');
    const given = application('g7', { consent: 'given', order: 'telegram', paper: 'on', quiet: 'none' });
    expect((await teacher.submit(open('s5', 'g7'), given, open('s5'))).location).toContain('saved=1');
    expect(await pair('g7', 's5')).toMatchObject({ consent: true, channels: ['telegram', 'paper'] });
  });

  test('who only fetches paper has nothing to choose', async () => {
    expect((await teacher.get(open('s3', 'g5'))).status).toBe(404);
  });
});
