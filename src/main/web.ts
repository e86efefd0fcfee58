import { createWeb } from '../../web/create-web.ts';
import { createWebhooks } from '../../web/create-webhooks.ts';
import type { WebServices } from '../../web/services.ts';
import type { MailboxLetter } from '../access/mailboxes.ts';
import { bounceMeans } from '../channels/email/bounces.ts';
import type { EmailChannel } from '../channels/email/channel.ts';
import { type BounceDeps, receiveBounces } from '../connectors/bounces.ts';
import { ingest } from '../connectors/ingest.ts';
import { recordBounce } from '../delivery/bounce.ts';
import { markOpened } from '../delivery/evidence.ts';
import { createMetrics } from '../oversight/metrics.ts';
import { openAttachments } from '../platform/attachments.ts';
import type { Io } from '../platform/io.ts';
import { startError, systemCode } from '../platform/start-error.ts';
import { START as say } from '../texts/start.ts';
import type { Bots } from './bots.ts';
import { sendTest, takeBackup } from './care.ts';
import { childSheet } from './child-sheet.ts';
import { mailMailboxLink, mailSignInLink } from './mail.ts';
import type { App } from './open-app.ts';
import type { Pulse } from './pulse.ts';
import { verdicts } from './verbs/doctor.ts';
import { copyFile, weekStream } from './week-stream.ts';

/**
 * Serves diary and API; or, for a process that only runs the bots in webhook mode, what Telegram posts.
 * @param parts `pulse`: of the loops of this process
 * @returns stops serving
 * @throws StartError for a port or address that cannot be had
 */
export async function serveWeb(
  app: App,
  {
    pulse,
    io,
    bots,
    mail,
    diary,
  }: { pulse: Pulse; io: Io; bots: Bots | null; mail: EmailChannel | null; diary: boolean },
): Promise<() => Promise<void>> {
  const { db, clock, log, config } = app;
  const web = await (diary ? createWeb : createWebhooks)({
    db,
    clock,
    log,
    config: { publicUrl: config.publicUrl, metricsToken: config.METRICS_TOKEN, colour: config.SCHOOL_COLOUR },
    services: webServices(app, { pulse, bots, mail }),
  });
  await web.listen({ host: config.HOST, port: config.PORT }).catch((error: unknown) => {
    throw cannotListen(app, error);
  });
  if (diary) await announce(app, io);
  else await io.out(`${say.webhooks(config.HOST, config.PORT, config.publicUrl)}\n`);
  return () => web.close();
}

/** The parts behind the web's routes. */
export function webServices(
  app: App,
  { pulse, bots, mail = null }: { pulse: Pulse; bots: Bots | null; mail?: Pick<EmailChannel, 'send'> | null },
): WebServices {
  const { db, clock, config } = app;
  return {
    ingest: async (request) => {
      const answer = await ingest({ db, clock, secret: config.INGEST_SECRET }, request);
      app.wake();
      return answer;
    },
    bounces: async (request) => {
      const answer = await receiveBounces({ db, clock, secret: config.INGEST_SECRET, record: bounced(app) }, request);
      app.wake();
      return answer;
    },
    readiness: () => readiness(db, pulse),
    health: () => verdicts(app),
    sendTest: (target) => sendTest(app, mail, target),
    backup: (by) => takeBackup(app, by),
    metrics: createMetrics({ db, clock }),
    attachment: (publicId) => openAttachments(config.DATA_DIR).read(publicId),
    files: openAttachments(config.DATA_DIR),
    sheetPdf: (asked) => childSheet(app, asked),
    weekPdf: (request) => weekStream(app, request),
    copyPdf: (request) => copyFile(app, request),
    diarySeen: ({ guardianId, studentId, week }) =>
      markOpened({ db, clock }, { personId: guardianId, studentId, week }),
    ...(mail && {
      mailSignInLink: (mailbox: string) => mailSignInLink(app, mail, mailbox),
      mailMailboxLink: (letter: MailboxLetter) => mailMailboxLink(app, mail, letter),
    }),
    ...(bots && { telegramWebhook: ({ bot, secretToken, body }) => bots.webhook(bot, secretToken, body) }),
  };
}

/** A bounce with what its code says of the mailbox. */
function bounced({ clock }: App): BounceDeps['record'] {
  return (tx, bounce) => recordBounce(tx, clock.now(), bounce, bounceMeans(bounce.code, bounce.detail));
}

function cannotListen({ config: { HOST, PORT } }: App, error: unknown): unknown {
  const code = systemCode(error);
  if (code === 'EADDRINUSE') return startError('wrongKind', { why: say.portInUse(PORT) }, error);
  if (code === 'EACCES') return startError('wrongKind', { why: say.portForbidden(PORT) }, error);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return startError('wrongKind', { why: say.badHost(HOST) }, error);
  return error;
}

/** Not ready: the database does not answer, or what plans and sends in this process has died. */
async function readiness(db: App['db'], pulse: Pulse) {
  const checks: Record<string, string> = {};
  const answers = await db.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
  checks.database = answers ? 'ok' : 'does not answer';
  const loops = pulse.states();
  for (const { name, late, lastRun } of loops)
    checks[name] = late ? (lastRun ? `last ran ${lastRun.toISOString()}` : 'has not run') : 'ok';
  return { ready: answers && !loops.some(({ vital, late }) => vital && late), checks };
}

async function announce({ config, kind, db }: App, io: Io): Promise<void> {
  const url = config.publicUrl;
  const lines: string[] = [];
  if (kind === 'demo') {
    lines.push(say.demo(url));
    if (!config.PARENTS_BOT_TOKEN) lines.push(say.notSent.telegram);
    if (!config.SMTP_URL) lines.push(say.notSent.email);
  } else {
    const school = await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { importedAt: true } });
    lines.push(say.open(url));
    if (!school.importedAt) lines.push(say.empty(url));
    if (!config.PARENTS_BOT_TOKEN) lines.push(say.notConfigured.telegram);
    if (!config.SMTP_URL) lines.push(say.notConfigured.email);
  }
  await io.out(`${lines.join('\n')}\n`);
}
