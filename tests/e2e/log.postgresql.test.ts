/** A demo school in a process of its own, on a bad day, with everything logged: no line tells of anybody. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordEntries } from '../../src/journal/record.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { freePort } from '../free-port.ts';
import { type BotApi, faults, PARENTS_TOKEN, startBotApi, TEACHERS_TOKEN } from '../stand-ins/bot-api.ts';
import { type SmtpStandIn, startSmtp } from '../stand-ins/smtp.ts';

const SECRETS = {
  SESSION_SECRET: 'a session secret that nobody may read',
  INGEST_SECRET: `whsec_${Buffer.from('an ingest secret that nobody may read').toString('base64')}`,
  METRICS_TOKEN: 'a metrics token that nobody may read',
  PARENTS_BOT_TOKEN: PARENTS_TOKEN,
  TEACHERS_BOT_TOKEN: TEACHERS_TOKEN,
};
const SMTP_PASSWORD = 'smtp-password-of-the-school';
const FIRST_CHAT = 7_712_340_000;
const TEXT = 'Совершенно особый текст сообщения';
const PATIENCE_MS = 120_000;
const clock = systemClock();

let database: TestDatabase;
let db: Db;
let botApi: BotApi;
let smtp: SmtpStandIn;
let vestnik: ChildProcess;
let origin: string;
let log = '';
beforeAll(async () => {
  database = await testDatabase();
  db = database.db.prisma;
  botApi = await startBotApi();
  smtp = await startSmtp({ disabledCommands: ['STARTTLS'] });
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
  vestnik = spawn(process.execPath, [at('src/run.mjs'), at('src/main.ts'), 'start'], {
    cwd: at('.'),
    env: {
      PATH: process.env.PATH,
      ...database.env,
      ...SECRETS,
      DEMO: '1',
      PORT: String(port),
      TELEGRAM_API_ROOT: botApi.root,
      SMTP_URL: smtp.url.replace('://', `://school:${SMTP_PASSWORD}@`),
      LOG_LEVEL: 'trace',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [vestnik.stdout!, vestnik.stderr!])
    stream.on('data', (chunk) => {
      log += String(chunk);
    });
}, 200_000);
afterAll(async () => {
  if (vestnik.exitCode === null) {
    vestnik.kill('SIGKILL');
    await once(vestnik, 'exit');
  }
  await botApi.close();
  await smtp.close();
  await database.close();
});

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (vestnik.exitCode !== null || performance.now() > deadline)
      throw new Error(`never: ${what}\n${log.slice(-3_000)}`);
    await pause(50);
  }
}
const says = (words: string) => until(words, () => log.includes(words));
const get = (path: string) => fetch(`${origin}${path}`, { redirect: 'manual' });

/** Every guardian who is reached by Telegram gets a chat. */
async function linkChats(): Promise<number[]> {
  const guardians = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT guardian_id AS id FROM guardianship
     WHERE ended_at IS NULL AND rights = 'full' AND consent AND 'telegram' = ANY(channels)`;
  const since = clock.now();
  for (const [index, { id }] of guardians.entries()) {
    const address = String(FIRST_CHAT + index);
    botApi.person('parents', { id: FIRST_CHAT + index, begun: true });
    const contact = await db.contact.create({ data: { channel: 'telegram', bot: 'parents', address, since } });
    await db.contactHolder.create({ data: { contactId: contact.id, personId: id, linkedAt: since } });
  }
  return guardians.map((_, index) => FIRST_CHAT + index);
}

/** A message to the parents of every class, due at once. */
async function news(): Promise<void> {
  await db.$executeRaw`UPDATE school SET rules = jsonb_set(jsonb_set(rules, '{settleMinutes}', '0'), '{quietHours}', '{"from":"00:00","to":"00:00"}')`;
  await db.$executeRaw`UPDATE school SET roster_version = roster_version + 1`;
  const roster = await currentRoster(db);
  const entries = [...roster.classes.values()].flatMap(({ name, classTeacherId }) =>
    classTeacherId ? [{ kind: 'message', class: name, text: TEXT, urgent: true, by: classTeacherId }] : [],
  );
  await recordEntries({ db, clock }, 'api', entries);
}

/** All of what must not be read in a log that is read there. Short words might be part of others, so names stand as whole words. */
async function betrayed(chats: number[]): Promise<string[]> {
  const people = await db.person.findMany();
  const contacts = await db.contact.findMany();
  const { secret } = await db.school.findUniqueOrThrow({ where: { id: 1 } });
  const sessions = await db.account.findMany({ select: { login: true } });
  const names = new Set(people.flatMap(({ last, first, patronymic }) => [last, first, patronymic]).filter(Boolean));
  const plain = [
    ...contacts.map(({ address }) => address),
    ...chats.map(String),
    ...sessions.map(({ login }) => login),
    ...Object.values(SECRETS),
    SMTP_PASSWORD,
    secret,
    TEXT,
    'Совершенно особый',
  ];
  const words = new Set(log.toLowerCase().match(/[\p{L}\p{N}-]+/gu));
  return [
    ...[...names].filter((name) => words.has(name.toLowerCase())),
    ...plain.filter((each) => log.includes(each)),
    ...(log.match(/@[a-z0-9-]+\.[a-z]/g) ?? []),
  ];
}

it('of a demo day with blocked chats, refused letters, broken handlers and a broken database tells nothing of anybody', async () => {
  await until('it serves', async () => (await get('/readyz').catch(() => null))?.ok ?? false);
  const chats = await linkChats();
  const [someone = '', other = ''] = (await db.contact.findMany({ where: { channel: 'email' }, take: 2 })).map(
    ({ address }) => address,
  );
  smtp.script({
    recipient: (address) =>
      address === someone
        ? `550 5.1.1 <${address}> no such user`
        : address === other
          ? `550 5.7.1 ${address}: we refuse all letters of ${SMTP_PASSWORD}`
          : undefined,
  });
  botApi.fault(faults.answer(403, 'Forbidden: bot was blocked by Иванова Мария'), { method: 'sendMessage', times: 3 });
  botApi.fault(faults.answer(401, 'Unauthorized'), { method: 'sendMessage', times: 1 });
  botApi.fault(faults.html(502), { method: 'sendMessage', times: 2 });
  botApi.fault(faults.resetBefore, { method: 'sendMessage', times: 2 });
  botApi.fault(faults.answer(500, 'Internal Server Error'), { method: 'getUpdates', times: 2 });
  await news();
  await until('messages are tried', () => botApi.calls.filter(({ method }) => method === 'sendMessage').length > 10);

  // the database refuses rows and tells them in its error
  await db.$executeRaw`ALTER TABLE delivery ADD CONSTRAINT broken CHECK (false) NOT VALID`;
  await db.$executeRaw`ALTER TABLE audit_record ADD CONSTRAINT broken CHECK (false) NOT VALID`;
  await db.$executeRaw`ALTER TABLE rate_count ADD CONSTRAINT broken CHECK (false) NOT VALID`;
  await news();
  const stranger = botApi.person('parents', { id: FIRST_CHAT + 900, name: 'Пётр Незнакомцев' });
  for (const words of ['/start 48271936', 'Мария Иванова, 7Б', '/week', '/settings']) stranger.sends(words);
  botApi.person('teachers', { id: FIRST_CHAT + 901, name: 'Учитель' }).sends('7Б алг Иванов 5, Петров н');
  for (const path of ['/', '/login', '/demo', '/diary', '/join/x', '/enter/x', '/unsubscribe/x', '/outgoing', '/desk'])
    await get(path);
  const body = `{"entries":[{"text":"${TEXT}"`;
  await fetch(`${origin}/api/v1/entries`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${SECRETS.METRICS_TOKEN}` } });
  const signIn = new URLSearchParams({ login: 'ivanova', password: 'Иванова Мария' });
  await fetch(`${origin}/login`, { method: 'POST', body: signIn, redirect: 'manual' });
  await says('a sweep failed and will be tried again');
  await says('sending failed and will be tried again');
  await says('an update was given up');
  await db.$executeRaw`ALTER TABLE sign_in_link RENAME TO sign_in_link_gone`;
  await get(`/enter/${'x'.repeat(43)}`);
  await db.$executeRaw`ALTER TABLE sign_in_link_gone RENAME TO sign_in_link`;
  await says('a request failed');

  vestnik.kill('SIGTERM');
  await once(vestnik, 'exit');
  const lines = log.split('\n').filter((line) => line.startsWith('{'));
  expect(lines.length).toBeGreaterThan(20);
  const told = await betrayed(chats);
  expect(
    told.map((thing) => [thing, log.split('\n').find((line) => line.toLowerCase().includes(thing.toLowerCase()))]),
  ).toEqual([]);
}, 400_000);
