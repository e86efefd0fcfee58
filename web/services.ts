/** What the web is given by `main`: the parts behind its routes, and the settings it needs. */
import type { Readable } from 'node:stream';
import type { MailboxLetter } from '../src/access/mailboxes.ts';
import type { BounceResult } from '../src/connectors/bounces.ts';
import type { SignedAnswer, SignedRequest } from '../src/connectors/signed-request.ts';
import type { SendOutcome } from '../src/delivery/channel.ts';
import type { EntryResult } from '../src/journal/entry.ts';
import type { Finding } from '../src/oversight/doctor/check.ts';
import type { Attachments } from '../src/platform/attachments.ts';
import type { Clock } from '../src/platform/clock.ts';
import type { Db } from '../src/platform/database/open.ts';
import type { Log } from '../src/platform/log.ts';

export interface Readiness {
  ready: boolean;
  /** part → `ok` or what is wrong, in English: database, migrations, sweeps … */
  checks: Record<string, string>;
}

/**
 * An update that Telegram posted.
 * @returns the HTTP status: 200 taken, 400 no update, 401 wrong secret token, 404 no such bot here, 503 come again
 */
export type TelegramWebhook = (update: {
  bot: 'parents' | 'teachers';
  secretToken: string;
  body: unknown;
}) => Promise<200 | 400 | 401 | 404 | 503>;

/** One mailbox, or one chat with a bot. */
export type TestTarget =
  | { channel: 'email'; to: string }
  | { channel: 'telegram'; bot: 'parents' | 'teachers'; chatId: string };

export interface WebServices {
  /** what `doctor` says of each part */
  health(): Promise<Finding[]>;
  /** Sends a test message through the real channel, once. @returns null where the channel is not set up */
  sendTest(target: TestTarget): Promise<SendOutcome | null>;
  /** a backup to take away; audited */
  backup(by: string): Promise<Readable>;
  /** checks the signature, records the entries, keeps and repeats answers of a known `webhook-id` */
  ingest(request: SignedRequest): Promise<SignedAnswer<EntryResult>>;
  /** the same for letters that came back */
  bounces(request: SignedRequest): Promise<SignedAnswer<BounceResult>>;
  readiness(): Promise<Readiness>;
  /** everything Prometheus may know */
  metrics(): Promise<{ contentType: string; text: string }>;
  /** the sheet of one closed week, rendered from its frozen record, or of a grading period; null: not closed, not begun */
  sheetPdf(request: { studentId: string } & ({ week: string } | { period: string })): Promise<Uint8Array | null>;
  /**
   * The sheets of one class or of the whole school of a closed week, or those of one run, as they are printed.
   * @returns null: there are none
   */
  weekPdf(request: { className: string | null; week: string } | { runId: number }): Promise<Readable | null>;
  /** one sheet again, marked as a copy; null: there is no such copy of it */
  copyPdf(request: { number: number; copyId: number }): Promise<Uint8Array | null>;
  /** the bytes of a file that a teacher joined to homework, or of a stub's photo; null: there is none of that name */
  attachment(publicId: string): Promise<Buffer | null>;
  /** where such files are put */
  files: Pick<Attachments, 'store' | 'drop'>;
  /** a guardian opened a child's week: evidence, and the last visit; called every five minutes at most for each */
  diarySeen(visit: { guardianId: string; studentId: string; week: string }): Promise<void>;
  /** Sends a link to sign in to whoever reads that mailbox, if anybody does. Absent: the school sends no mail */
  mailSignInLink?(mailbox: string): Promise<void>;
  /** Sends the letter by which somebody confirms a mailbox. Absent: the school sends no mail */
  mailMailboxLink?(letter: MailboxLetter): Promise<void>;
  /** Absent: the bots poll, or run elsewhere */
  telegramWebhook?: TelegramWebhook;
}

export interface WebConfig {
  /** where people reach the diary; https makes cookies secure and sets HSTS */
  publicUrl: string;
  /** `#rrggbb`, the school's own; absent: Vestnik's */
  colour?: string | undefined;
  /** absent: /metrics is not served */
  metricsToken?: string | undefined;
}

export interface WebDeps {
  db: Db;
  clock: Clock;
  log: Log;
  config: WebConfig;
  services: WebServices;
}
