/** What the web is given by `main`: the parts behind its routes, and the settings it needs. */
import type { IngestAnswer, IngestRequest } from '../src/connectors/ingest.ts';
import type { Clock } from '../src/platform/clock.ts';
import type { Db } from '../src/platform/database/open.ts';
import type { Log } from '../src/platform/log.ts';

export interface Readiness {
  ready: boolean;
  /** part → `ok` or what is wrong, in English: database, migrations, sweeps … */
  checks: Record<string, string>;
}

export interface WebServices {
  /** checks the signature, records the entries, keeps and repeats answers of a known `webhook-id` */
  ingest(request: IngestRequest): Promise<IngestAnswer>;
  readiness(): Promise<Readiness>;
  /** everything Prometheus may know */
  metrics(): Promise<{ contentType: string; text: string }>;
  /** the sheet of one closed week, rendered from its frozen record; null: that week is not closed for the child */
  sheetPdf(request: { studentId: string; week: string }): Promise<Uint8Array | null>;
  /** the bytes of a file that a teacher joined to homework; null: there is none of that name */
  attachment(publicId: string): Promise<Buffer | null>;
  /** a guardian opened a child's week: evidence, and the last visit; called every five minutes at most for each */
  diarySeen(visit: { guardianId: string; studentId: string; week: string }): Promise<void>;
  /** an update by webhook; false: the secret token is wrong. Absent: the bots poll */
  telegramWebhook?(update: { bot: 'parents' | 'teachers'; secretToken: string; body: unknown }): Promise<boolean>;
}

export interface WebConfig {
  /** where people reach the diary; https makes cookies secure and sets HSTS */
  publicUrl: string;
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
