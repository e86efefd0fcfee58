/** The example school with some journal entries, and the web on top of it. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MailboxLetter } from '../../src/access/mailboxes.ts';
import { type SignInLetter, signInLetter } from '../../src/access/sign-in-by-email.ts';
import type { EmailChannel } from '../../src/channels/email/channel.ts';
import type { BounceResult } from '../../src/connectors/bounces.ts';
import type { SignedAnswer, SignedRequest } from '../../src/connectors/signed-request.ts';
import { markOpened } from '../../src/delivery/evidence.ts';
import type { EntryResult } from '../../src/journal/entry.ts';
import { recordEntries } from '../../src/journal/record.ts';
import { sendTest, takeBackup } from '../../src/main/care.ts';
import { childSheet } from '../../src/main/child-sheet.ts';
import { openMail } from '../../src/main/mail.ts';
import type { App } from '../../src/main/open-app.ts';
import { verdicts } from '../../src/main/verbs/doctor.ts';
import { copyFile, weekStream } from '../../src/main/week-stream.ts';
import { openAttachments } from '../../src/platform/attachments.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { createWeb } from '../../web/create-web.ts';
import type { WebServices } from '../../web/services.ts';
import { example, importFile } from '../connectors/school-file/support.ts';
import { silent, testDatabase } from '../database.ts';
import { type FakeClock, fakeClock } from '../fake-clock.ts';

export const PUBLIC_URL = 'http://127.0.0.1:3000';
/** a Wednesday */
export const NOW = '2026-09-16T15:00:00+03:00';
export const WEEK = '2026-W38';

export interface Services extends WebServices {
  ingested: SignedRequest[];
  answer: SignedAnswer<EntryResult>;
  bounced: SignedRequest[];
  bounceAnswer: SignedAnswer<BounceResult>;
  webhookStatus: 200 | 400 | 401 | 404 | 503;
  ready: boolean;
  /** letters with links to sign in, as they were sent */
  letters: SignInLetter[];
  /** letters that confirm a mailbox, as they were sent */
  mailboxLetters: MailboxLetter[];
  /** letters on their way */
  mailing: Promise<void>[];
}

export interface WebSchool {
  app: Awaited<ReturnType<typeof createWeb>>;
  db: Db;
  clock: FakeClock;
  services: Services;
  /** where files are kept; made when the first is put there */
  dataDir: string;
  /** operations on the database since this school was opened */
  queries(): number;
  /**
   * Writes what no page shows: the next page reads its visitor anew, which on a shared server any write may make it do.
   * @returns the operations so far
   */
  othersWrote(): Promise<number>;
  close(): Promise<void>;
}

/** The real parts, but for what is signed, counted and posted by others. */
function servicesOf(app: App, mail: EmailChannel | null): Services {
  const { db, clock } = app;
  const { publicUrl } = app.config;
  const files = openAttachments(app.config.DATA_DIR);
  const services: Services = {
    ingested: [],
    answer: { status: 200, contentType: 'application/json', body: { results: [] } },
    bounced: [],
    bounceAnswer: { status: 200, contentType: 'application/json', body: { results: [] } },
    webhookStatus: 200,
    ready: true,
    health: () => verdicts(app),
    sendTest: (target) => sendTest(app, mail, target),
    backup: (by) => takeBackup(app, by),
    letters: [],
    mailboxLetters: [],
    mailMailboxLink: async (letter) => void services.mailboxLetters.push(letter),
    mailing: [],
    mailSignInLink: (mailbox) => {
      const sent = signInLetter(db, clock, mailbox, { publicUrl }).then((letter) => {
        if (letter) services.letters.push(letter);
      });
      services.mailing.push(sent);
      return sent;
    },
    bounces: async (request) => {
      services.bounced.push(request);
      return services.bounceAnswer;
    },
    ingest: async (request) => {
      services.ingested.push(request);
      return services.answer;
    },
    readiness: async () => ({ ready: services.ready, checks: { database: services.ready ? 'ok' : 'does not answer' } }),
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'vestnik_up 1\n' }),
    attachment: async (publicId) => (publicId.startsWith('AAAA') ? Buffer.from('%PDF-1.7 task') : files.read(publicId)),
    files,
    weekPdf: (request) => weekStream(app, request),
    copyPdf: (request) => copyFile(app, request),
    sheetPdf: async (asked) => {
      if ('period' in asked) return childSheet(app, asked);
      return asked.week < WEEK ? Buffer.from('%PDF-1.7 stand-in') : null;
    },
    diarySeen: ({ guardianId, ...visit }) => markOpened({ db, clock }, { personId: guardianId, ...visit }),
    telegramWebhook: async ({ secretToken }) => (secretToken === 'hook-secret' ? services.webhookStatus : 401),
  };
  return services;
}

export interface SchoolOptions {
  kind?: 'real' | 'demo' | 'rehearsal';
  publicUrl?: string;
  metricsToken?: string;
  /** further variables of the environment: bots, mail */
  settings?: Record<string, string>;
  /** nothing imported, nothing recorded */
  empty?: boolean;
}

/** Opens the web of a school of its own; close it afterwards. */
export async function openWebSchool(options: SchoolOptions = {}): Promise<WebSchool> {
  const { kind = 'real', empty, publicUrl = PUBLIC_URL, metricsToken } = options;
  const test = await testDatabase();
  const db = test.db.prisma;
  const clock = fakeClock(NOW);
  const madeAt = new Date('2026-09-01T06:00:00Z');
  await test.fill(`web ${kind} ${empty}`, async () => {
    await db.school.create({ data: { id: 1, kind, madeAt, secret: 'for tests only' } });
    if (!empty) await fill(db, clock);
  });
  const dataDir = join(tmpdir(), `vestnik-web-${randomBytes(6).toString('hex')}`);
  const read = readConfig({ PUBLIC_URL: publicUrl, DATA_DIR: dataDir, ...options.settings });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const parts = { db, database: test.db, clock, log: silent, config: read.config, kind };
  const mail = openMail(parts);
  const services = servicesOf({ ...parts, wake: () => {}, close: async () => {} }, mail);
  let asked = 0;
  const counting = db.$extends({
    query: {
      $allOperations: ({ args, query }) => {
        asked++;
        return query(args);
      },
    },
  });
  const app = await createWeb({
    db: counting as unknown as Db,
    clock,
    log: silent,
    config: { publicUrl, metricsToken },
    services,
  });
  const close = async () => {
    await app.close();
    await mail?.close();
    await test.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const othersWrote = async () => {
    await db.rateCount.deleteMany({ where: { key: 'elsewhere' } });
    await db.rateCount.create({ data: { key: 'elsewhere', windowStart: clock.now(), count: 1 } });
    return asked;
  };
  return { app, db, clock, services, dataDir, queries: () => asked, othersWrote, close };
}

async function fill(db: Db, clock: FakeClock): Promise<void> {
  const { code } = await importFile({ db, clock, log: silent }, example());
  if (code !== 0) throw new Error('the example school was refused');
  const results = await recordEntries({ db, clock }, 'test', ENTRIES);
  const refused = results.filter((result) => result.status !== 'recorded');
  if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused)}`);
}

const of7b = { class: '7Б', by: 't1' };
export const ENTRIES = [
  { kind: 'mark', ...of7b, subject: 'Алгебра', date: '2026-09-15', student: 's1', value: '5', work: 'контрольная' },
  { kind: 'mark', ...of7b, subject: 'Алгебра', date: '2026-09-14', student: 's1', value: '4' },
  { kind: 'mark', ...of7b, subject: 'Алгебра', date: '2026-09-16', student: 's1', value: '4' },
  { kind: 'mark', ...of7b, subject: 'Алгебра', date: '2026-09-15', student: 's2', value: '2' },
  { kind: 'absence', ...of7b, subject: 'Русский язык', date: '2026-09-14', student: 's1', code: 'Б', by: 't3' },
  { kind: 'topic', ...of7b, subject: 'Алгебра', date: '2026-09-15', text: 'Степень с натуральным показателем' },
  { kind: 'homework', ...of7b, subject: 'Алгебра', due: '2026-09-17', text: '§ 12, № 345–350' },
  { kind: 'homework', ...of7b, subject: 'Алгебра', due: '2026-09-17', text: 'выучить правило', student: 's2' },
  { kind: 'message', ...of7b, text: 'В пятницу собрание в 18:00.' },
  { kind: 'message', ...of7b, text: 'Принесите справку.', student: 's1', personal: true },
  { kind: 'message', ...of7b, text: 'Возьмите циркуль.', toStudent: true },
  { kind: 'message', class: '7Б', by: 't1', text: 'Только семье Петровой.', student: 's2', personal: true },
];

/** An administrator who holds no other office; the secretary of the example school keeps that one alone. */
export async function addAdmin(db: Db): Promise<void> {
  await db.person.create({
    data: { id: 'admin', last: 'Техник', first: 'Яков', staff: { create: { roles: ['admin'] } } },
  });
  await db.staffMember.update({ where: { id: 't7' }, data: { roles: ['secretary'] } });
}
