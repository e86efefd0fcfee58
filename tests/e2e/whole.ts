/** All of Vestnik in this process but for its loops: a test says when each of them has its turn. On the fake clock. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { createParentsBot } from '../../bots/parents/bot.ts';
import { createTeachersBot } from '../../bots/teachers/bot.ts';
import { createEmailChannel } from '../../src/channels/email/channel.ts';
import { createTelegramChannel } from '../../src/channels/telegram/channel.ts';
import { createPacer } from '../../src/channels/telegram/pacer.ts';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { planDue } from '../../src/delivery/planner.ts';
import { sendEmails } from '../../src/delivery/send-email.ts';
import { sendTelegram } from '../../src/delivery/send-telegram.ts';
import type { App } from '../../src/main/open-app.ts';
import { createPulse } from '../../src/main/pulse.ts';
import { createRenderers } from '../../src/main/render.ts';
import { runVerb } from '../../src/main/verbs.ts';
import { webServices } from '../../src/main/web.ts';
import { readConfig } from '../../src/platform/config.ts';
import { readChunks, writeAtomically } from '../../src/platform/files.ts';
import type { Io } from '../../src/platform/io.ts';
import { settleKind } from '../../src/platform/school-kind.ts';
import { createWeb } from '../../web/create-web.ts';
import { testDatabase } from '../database.ts';
import { type FakeClock, fakeClock } from '../fake-clock.ts';
import { silent } from '../silent.ts';
import { PARENTS_TOKEN, startBotApi, TEACHERS_TOKEN } from '../stand-ins/bot-api.ts';
import { startSmtp } from '../stand-ins/smtp.ts';

export type Whole = Awaited<ReturnType<typeof startWhole>>;

const PUBLIC_URL = 'https://diary.school.example';

export async function startWhole(start: string) {
  const clock = fakeClock(start);
  const { db: database, close } = await testDatabase();
  const botApi = await startBotApi({ now: () => clock.now().getTime() });
  const smtp = await startSmtp();
  const folder = mkdtempSync(join(tmpdir(), 'vestnik-story-'));
  const config = configOf({ apiRoot: botApi.root, smtpUrl: smtp.url });
  const { kind } = await settleKind(database.prisma, clock, config);
  const app: App = { db: database.prisma, database, clock, log: silent, config, kind, wake: () => undefined, close };
  const { secret } = await app.db.school.findUniqueOrThrow({ where: { id: 1 } });
  const stop = new AbortController();
  const worker = { ...app, holder: 'story', render: createRenderers({ secret, publicUrl: PUBLIC_URL }) };
  const bots = botsOf(app, stop.signal);
  const letters = createEmailChannel({ smtpUrl: smtp.url, from: config.mailFrom, clock, log: silent });
  const web = await createWeb({
    db: app.db,
    clock,
    log: silent,
    config: { publicUrl: PUBLIC_URL },
    services: webServices(app, { pulse: createPulse(clock), bots: null }),
  });

  /** Each bot hears what people wrote since. */
  async function listen(): Promise<void> {
    for (const one of bots) {
      const updates = await one.bot.pollingApi.getUpdates({ offset: one.offset, timeout: 0 });
      for (const update of updates) {
        await one.bot.handle(update);
        one.offset = update.update_id + 1;
      }
    }
  }

  /** Plans, closes and sends what is due by the clock. */
  async function work(): Promise<void> {
    await planDue(worker);
    await closeWeeks(worker);
    for (const { name, channel, pacer } of bots) await sendTelegram({ ...worker, bot: name, channel, pace: pacer });
    await sendEmails({ ...worker, channel: letters });
  }

  return {
    ...app,
    clock,
    web,
    botApi,
    listen,
    work,
    /** runs a verb of the command line; its file arguments are real */
    verb: (...argv: string[]) => runCaptured(app, argv),
    write: (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    },
    path: (name: string) => join(folder, name),
    pdfText: (path: string) => tidy(execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })),
    letters: async () =>
      Promise.all(smtp.letters.map(async ({ to, raw }) => ({ ...(await PostalMime.parse(raw)), to }))),
    close: async () => {
      stop.abort();
      await web.close();
      await letters.close();
      for (const { bot } of bots) bot.close();
      await botApi.close();
      await smtp.close();
      await close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** As people read it: no-break spaces are spaces. */
export const tidy = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

function configOf({ apiRoot, smtpUrl }: { apiRoot: string; smtpUrl: string }) {
  const read = readConfig({
    DEMO: '0',
    PUBLIC_URL,
    PARENTS_BOT_TOKEN: PARENTS_TOKEN,
    TEACHERS_BOT_TOKEN: TEACHERS_TOKEN,
    TELEGRAM_API_ROOT: apiRoot,
    SMTP_URL: smtpUrl,
    CLOCK_START: '2026-09-14T08:00:00+03:00',
  });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.config;
}

function botsOf(app: App, stop: AbortSignal) {
  const { clock, config } = app;
  const make = <B>(token: string, create: (options: Parameters<typeof createParentsBot>[0]) => B) => {
    const pacer = createPacer({ clock });
    const options = { ...app, token, apiRoot: config.TELEGRAM_API_ROOT, publicUrl: config.publicUrl, pacer, stop };
    return { pacer, bot: create(options) };
  };
  const parents = make(PARENTS_TOKEN, createParentsBot);
  const teachers = make(TEACHERS_TOKEN, (options) => createTeachersBot({ ...options, dataDir: config.DATA_DIR }));
  return [
    { name: 'parents' as const, ...parents },
    { name: 'teachers' as const, ...teachers },
  ].map((one) => ({
    ...one,
    offset: 0,
    channel: createTelegramChannel({
      token: one.name === 'parents' ? PARENTS_TOKEN : TEACHERS_TOKEN,
      apiRoot: config.TELEGRAM_API_ROOT,
      clock: clock as FakeClock,
      api: one.bot.noticeApi,
    }),
  }));
}

async function runCaptured(app: App, argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const io: Io = {
    stdin: async function* () {},
    out: async (text) => {
      said.out += text;
    },
    err: async (text) => {
      said.err += text;
    },
    readFile: readChunks,
    writeFile: writeAtomically,
    signal: new AbortController().signal,
  };
  const code = await runVerb(argv, { io, open: async () => app, start: async () => 1, quickEntry: async () => 1 });
  return { code, ...said };
}
