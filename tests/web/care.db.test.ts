/** The administrator's desk: what doctor says, a test message through the real channel, backups to take away. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeBackup } from '../../src/main/care.ts';
import { openWebSchool, type WebSchool } from './school.ts';
import { csrfOf, signedIn, type Visitor } from './visitor.ts';

let school: WebSchool;
let admin: Visitor;
beforeAll(async () => {
  school = await openWebSchool();
  const data = { id: 'adm', last: 'Техник', first: 'Яков', staff: { create: { roles: ['admin'] } } };
  admin = await signedIn(school, (await school.db.person.create({ data })).id);
});
afterAll(() => school.close());

const plain = (text: string) => text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/[\s\u00a0]+/g, ' ');
const send = async (path: string, fields: Record<string, string> = {}) =>
  admin.post(path, { _csrf: csrfOf((await admin.get(path)).text), ...fields });

test('what doctor says, what asks for a person first; nothing is looked at before it is asked for', async () => {
  expect(plain((await admin.get('/desk/health')).text)).not.toContain('Места на диске');
  const page = plain((await send('/desk/health')).text);
  expect(page).toContain(
    'Требует внимания: 1. Требует внимания Резервной копии ещё не было. В порядке Места на диске хватает.',
  );
});

test('a test letter: accepted or refused with the reason, to an address that is one, ten an hour', async () => {
  const letter = { where: 'email', address: 'tech@example.org' };
  expect(plain((await send('/desk/send-test', letter)).text)).toContain('Принято сервером.');
  expect(school.services.tested).toEqual([{ channel: 'email', to: 'tech@example.org' }]);
  school.services.testOutcome = { kind: 'rejected', code: 'EAUTH', detail: '535 <bad>' };
  const refused = await send('/desk/send-test', letter);
  expect(plain(refused.text)).toContain('Не принято по нашей вине: EAUTH, 535');
  expect(refused.text).not.toContain('<bad>');
  school.services.testOutcome = null;
  expect(plain((await send('/desk/send-test', letter)).text)).toContain('Этот канал не настроен');
  for (const address of ['', 'x', 'a@b.ru\r\nBcc: c@d.ru'])
    expect((await send('/desk/send-test', { where: 'email', address })).status, address).toBe(422);
  expect((await send('/desk/send-test')).status).toBe(422);
  expect(school.services.tested).toHaveLength(3);
  for (let nth = 0; nth < 7; nth++) await send('/desk/send-test', letter);
  expect(plain((await send('/desk/send-test', letter)).text)).toContain('Слишком много проб');
  // where it went is not kept
  expect(JSON.stringify(await school.db.auditRecord.findMany())).not.toContain('example.org');
});

test('a test message goes to one’s own chat and to no other', async () => {
  school.clock.advance({ minutes: 61 });
  expect(plain((await send('/desk/send-test', { where: 'parents' })).text)).toContain('Чата с ботом у Вас нет');
  const now = school.clock.now();
  const holders = { create: { personId: 'adm', linkedAt: now } };
  const data = { channel: 'telegram' as const, bot: 'parents', address: '7707', since: now, holders };
  await school.db.contact.create({ data });
  school.services.tested = [];
  await send('/desk/send-test', { where: 'parents', chat: '999' });
  expect(school.services.tested).toEqual([{ channel: 'telegram', bot: 'parents', chatId: '7707' }]);
});

test('the last copy and its age; one that is made is the whole school, and leaves no file behind', async () => {
  expect(plain((await admin.get('/desk/backups')).text)).toContain('Копий ещё не было.');
  const folder = mkdtempSync(join(tmpdir(), 'vestnik-care-'));
  const parts = { ...school, config: { DATA_DIR: folder } as Parameters<typeof takeBackup>[0]['config'] };
  const chunks: Buffer[] = [];
  const into = new Writable({
    write: (chunk: Buffer, _, done) => {
      chunks.push(chunk);
      done();
    },
  });
  await pipeline(await takeBackup(parts, 'adm'), into);
  expect(gunzipSync(Buffer.concat(chunks)).toString()).toContain('Сидоров');
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
  const page = plain((await admin.get('/desk/backups')).text);
  expect(page).toMatch(/Последняя копия: [\d.]+, \d+:\d\d \(сегодня\)\. Правило недели соблюдено\./);
  expect(page).toContain('Техник Я.');
  school.clock.advance({ days: 8 });
  admin = await signedIn(school, 'adm');
  expect(plain((await admin.get('/desk/backups')).text)).toContain('Прошло больше недели');
  const file = await send('/desk/backups');
  expect([file.status, file.text, file.headers['content-disposition']]).toEqual([
    200,
    'a backup',
    'attachment; filename="vestnik-2026-09-24.backup"',
  ]);
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
