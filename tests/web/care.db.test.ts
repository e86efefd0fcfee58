/** The administrator's desk: what doctor says, a test message through the real channel, backups to take away. */
import { existsSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BotApi, PARENTS_TOKEN, startBotApi } from '../stand-ins/bot-api.ts';
import { type SmtpStandIn, startSmtp } from '../stand-ins/smtp.ts';
import { addAdmin, openWebSchool, type WebSchool } from './school.ts';
import { csrfOf, signedIn, type Visitor } from './visitor.ts';

let smtp: SmtpStandIn;
let telegram: BotApi;
let school: WebSchool;
let admin: Visitor;
beforeAll(async () => {
  [smtp, telegram] = await Promise.all([startSmtp(), startBotApi()]);
  school = await openWebSchool({
    settings: { SMTP_URL: smtp.url, PARENTS_BOT_TOKEN: PARENTS_TOKEN, TELEGRAM_API_ROOT: telegram.root },
  });
  await addAdmin(school.db);
  admin = await signedIn(school, 'admin');
});
afterAll(async () => {
  await school.close();
  await Promise.all([smtp.close(), telegram.close()]);
});

const plain = (text: string) => text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/[\s\u00a0]+/g, ' ');
const send = async (path: string, fields: Record<string, string> = {}) =>
  admin.post(path, { _csrf: csrfOf((await admin.get(path)).text), ...fields });

test('what doctor says, what asks for a person first; nothing is looked at before it is asked for', async () => {
  await school.db.school.update({ where: { id: 1 }, data: { sendingPausedAt: school.clock.now() } });
  expect(plain((await admin.get('/desk/health')).text)).not.toContain('распечаток на месте');
  const page = plain((await send('/desk/health')).text);
  expect(page).toMatch(/Требует внимания: \d+\. Требует внимания .*Отправка остановлена .*В порядке .*Шрифты /);
  await school.db.school.update({ where: { id: 1 }, data: { sendingPausedAt: null } });
  expect(plain((await send('/desk/health')).text)).not.toContain('Отправка остановлена');
});

test('a test letter: accepted or refused with the reason, to an address that is one, ten an hour', async () => {
  const letter = { where: 'email', address: 'tech@example.org' };
  expect(plain((await send('/desk/send-test', letter)).text)).toContain('Принято сервером.');
  expect(smtp.letters.map(({ to }) => to)).toEqual([['tech@example.org']]);
  expect((await PostalMime.parse(smtp.letters[0]!.raw)).text).toContain('Проба: МБОУ «Приморская школа»');
  smtp.script({ recipient: () => '550 5.7.1 <b>listed</b> as spam' });
  const refused = await send('/desk/send-test', letter);
  expect(plain(refused.text)).toContain('Не принято по нашей вине: 550 5.7.1, policy: ');
  expect(refused.text).not.toContain('<b>listed');
  smtp.script({});
  for (const address of ['', 'x', 'a@b.ru\r\nBcc: c@d.ru'])
    expect((await send('/desk/send-test', { where: 'email', address })).status, address).toBe(422);
  expect((await send('/desk/send-test')).status).toBe(422);
  for (let nth = 2; nth < 10; nth++) await send('/desk/send-test', letter);
  expect(plain((await send('/desk/send-test', letter)).text)).toContain('Слишком много проб');
  expect(smtp.letters).toHaveLength(9);
  // where it went is not kept
  expect(JSON.stringify(await school.db.auditRecord.findMany())).not.toContain('example.org');
});

test('a test message goes to one’s own chat and to no other, by a bot that is set up', async () => {
  school.clock.advance({ minutes: 61 });
  expect(plain((await send('/desk/send-test', { where: 'parents' })).text)).toContain('Чата с ботом у Вас нет');
  const now = school.clock.now();
  for (const bot of ['parents', 'teachers'] as const) {
    const holders = { create: { personId: 'admin', linkedAt: now } };
    const data = { channel: 'telegram' as const, bot, address: '7707', since: now, holders };
    await school.db.contact.create({ data });
  }
  telegram.person('parents', { id: 999, begun: true });
  const own = telegram.person('parents', { id: 7707, begun: true });
  expect(plain((await send('/desk/send-test', { where: 'parents', chat: '999' })).text)).toContain('Принято сервером.');
  expect(own.last()?.text).toContain('Проба: МБОУ «Приморская школа» может присылать сюда сообщения.');
  expect(telegram.sent('parents').map(({ chat }) => chat)).toEqual(['7707']);
  const error = { error_code: 403, description: 'Forbidden: bot was blocked by the user' };
  telegram.fault({ kind: 'answer', error });
  expect(plain((await send('/desk/send-test', { where: 'parents' })).text)).toContain('Адрес не принимает сообщений');
  expect(plain((await send('/desk/send-test', { where: 'teachers' })).text)).toContain('Этот канал не настроен');
});

test('the last copy and its age; one that is made is the whole school, and leaves no file behind', async () => {
  const page = await admin.get('/desk/backups');
  expect(plain(page.text)).toContain('Копий ещё не было.');
  const file = await school.app.inject({
    method: 'POST',
    url: '/desk/backups',
    headers: {
      host: '127.0.0.1:3000',
      origin: 'http://127.0.0.1:3000',
      cookie: [...admin.cookies].map((pair) => pair.join('=')).join('; '),
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams({ _csrf: csrfOf(page.text) }).toString(),
  });
  expect(file.headers['content-disposition']).toBe('attachment; filename="vestnik-2026-09-16.backup"');
  expect(gunzipSync(file.rawPayload).toString()).toContain('Сидоров');
  expect(existsSync(school.dataDir) ? readdirSync(school.dataDir) : []).toEqual([]);
  const after = plain((await admin.get('/desk/backups')).text);
  expect(after).toMatch(/Последняя копия: [\d.]+, \d+:\d\d \(сегодня\)\. Правило недели соблюдено\./);
  expect(after).toContain('Техник Я.');
  school.clock.advance({ days: 8 });
  admin = await signedIn(school, 'admin');
  expect(plain((await admin.get('/desk/backups')).text)).toContain('Прошло больше недели');
});

test('a bot whose token is another’s stands on the desk and on the health page for who can mend it; teachers read where to enter', async () => {
  const turn = { bot: 'teachers', botId: '2001', username: 'school_bot' };
  await school.db.botTurn.upsert({ where: { bot: 'teachers' }, create: turn, update: turn });
  const teacher = await signedIn(school, 't5');
  const deputy = await signedIn(school, 't3');
  expect((await teacher.get('/desk')).text).toContain('https://t.me/school_bot');
  await school.db.botTurn.updateMany({ data: { strangerId: '2002', strangerSince: school.clock.now() } });
  const before = await school.othersWrote();
  const own = await admin.get('/desk');
  expect(school.queries() - before).toBeLessThanOrEqual(6);
  for (const page of [own, await deputy.get('/desk'), await admin.get('/desk/health')]) {
    expect(page.text).toContain('role="alert"');
    expect(plain(page.text)).toContain('accept-bot teachers и попросите сотрудников открыть нового бота.');
  }
  expect(own.text).toContain('href="/desk/health"');
  const read = await teacher.get('/desk');
  expect(plain(read.text)).toContain('Бот для учителей сейчас не работает. Всё можно внести здесь');
  expect(read.text).not.toMatch(/accept-bot|t\.me/);
  await school.db.botTurn.updateMany({ data: { strangerId: null, strangerSince: null } });
  expect((await admin.get('/desk')).text).not.toContain('accept-bot');
});
