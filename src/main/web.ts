import { createWeb } from '../../web/create-web.ts';
import type { WebServices } from '../../web/services.ts';
import { ingest } from '../connectors/ingest.ts';
import { markOpened } from '../delivery/evidence.ts';
import { createMetrics } from '../oversight/metrics.ts';
import { openAttachments } from '../platform/attachments.ts';
import type { Io } from '../platform/io.ts';
import { startError, systemCode } from '../platform/start-error.ts';
import { START as say } from '../texts/start.ts';
import type { Bots } from './bots.ts';
import { childSheet } from './child-sheet.ts';
import type { App } from './open-app.ts';

/** A sweep that ended well longer ago than this is dead. */
const SWEEP_ALIVE_MS = 120_000;

/**
 * Serves diary and API.
 * @param parts `lastRuns`: when each sweep of this process last ended well
 * @returns stops serving
 * @throws StartError for a port or address that cannot be had
 */
export async function serveWeb(
  app: App,
  { lastRuns, io, bots }: { lastRuns: () => ReadonlyMap<string, Date>; io: Io; bots: Bots | null },
): Promise<() => Promise<void>> {
  const { db, clock, log, config } = app;
  const web = await createWeb({
    db,
    clock,
    log,
    config: { publicUrl: config.publicUrl, metricsToken: config.METRICS_TOKEN },
    services: webServices(app, { lastRuns, bots }),
  });
  await web.listen({ host: config.HOST, port: config.PORT }).catch((error: unknown) => {
    throw cannotListen(app, error);
  });
  await announce(app, io);
  return () => web.close();
}

/** The parts behind the web's routes. */
export function webServices(
  app: App,
  { lastRuns, bots }: { lastRuns: () => ReadonlyMap<string, Date>; bots: Bots | null },
): WebServices {
  const { db, clock, config } = app;
  return {
    ingest: async (request) => {
      const answer = await ingest({ db, clock, secret: config.INGEST_SECRET }, request);
      app.wake();
      return answer;
    },
    readiness: () => readiness(app, lastRuns),
    metrics: createMetrics(db, clock),
    attachment: (publicId) => openAttachments(config.DATA_DIR).read(publicId),
    sheetPdf: ({ studentId, week }) => childSheet(app, studentId, week),
    diarySeen: ({ guardianId, studentId, week }) =>
      markOpened({ db, clock }, { personId: guardianId, studentId, week }),
    ...(bots && {
      telegramWebhook: async ({ bot, secretToken, body }) => (await bots.webhook(bot, secretToken, body)) === 200,
    }),
  };
}

function cannotListen({ config: { HOST, PORT } }: App, error: unknown): unknown {
  const code = systemCode(error);
  if (code === 'EADDRINUSE') return startError('wrongKind', { why: say.portInUse(PORT) }, error);
  if (code === 'EACCES') return startError('wrongKind', { why: say.portForbidden(PORT) }, error);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return startError('wrongKind', { why: say.badHost(HOST) }, error);
  return error;
}

async function readiness({ db, clock }: App, lastRuns: () => ReadonlyMap<string, Date>) {
  const checks: Record<string, string> = {};
  try {
    await db.$queryRaw`SELECT 1`;
    checks.database = 'ok';
  } catch {
    checks.database = 'does not answer';
  }
  for (const [name, at] of lastRuns())
    checks[name] = clock.now().getTime() - at.getTime() < SWEEP_ALIVE_MS ? 'ok' : `last ran ${at.toISOString()}`;
  return { ready: checks.database === 'ok', checks };
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
