/** Notices from their rows to the provider's yes: lease, recheck, render, freeze, send, outcome; embedded, with fsync. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { createEmailChannel } from '../../src/channels/email/channel.ts';
import { createTelegramApis } from '../../src/channels/telegram/api.ts';
import { createTelegramChannel } from '../../src/channels/telegram/channel.ts';
import { noted } from '../../src/channels/telegram/paced.ts';
import { createPacer } from '../../src/channels/telegram/pacer.ts';
import type { EmailPayload } from '../../src/delivery/channel.ts';
import type { Frozen } from '../../src/delivery/lease.ts';
import { planDue } from '../../src/delivery/planner.ts';
import { sendEmails } from '../../src/delivery/send-email.ts';
import { sendTelegram } from '../../src/delivery/send-telegram.ts';
import { recordEntries } from '../../src/journal/record.ts';
import { createRenderers } from '../../src/main/render.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { type Db, openDatabase } from '../../src/platform/database/open.ts';
import { asMail } from '../channels/email/as-mail.ts';
import { chatOf, crashEntry, makeCrashSchool } from '../crash/crash-school.ts';
import { silent } from '../silent.ts';
import { startBotApiProcess } from '../stand-ins/bot-api/child.ts';
import { PARENTS_TOKEN } from '../stand-ins/bot-api.ts';
import { startMailServer } from './mail-server.ts';

const FAMILIES = 1000;
const TELEGRAM_FLOOR = 28;
const EMAIL_FLOOR = 0.5;
const FROM = 'school@bench.example';

export interface BenchLine {
  name: string;
  figure: string;
  floor: string;
  ratio: string;
}

export async function bench(): Promise<BenchLine[]> {
  return [await telegram(), await email()];
}

async function telegram(): Promise<BenchLine> {
  const standIn = await startBotApiProcess(chatOf(FAMILIES));
  return inSchool(true, async (db) => {
    const clock = systemClock();
    const { api, close } = createTelegramApis({ token: PARENTS_TOKEN, apiRoot: standIn.root });
    const pace = createPacer({ clock, steadyNow: () => performance.now() });
    api.config.use(noted(pace));
    const channel = createTelegramChannel({ token: PARENTS_TOKEN, apiRoot: standIn.root, clock, api });
    await sendTelegram({ ...worker(db), bot: 'parents', channel, pace });
    close();
    const { accepted, span, tooMany } = await standIn.tally();
    await standIn.stop();
    if (accepted !== FAMILIES) throw new Error(`${accepted} of ${FAMILIES} messages arrived`);
    const speed = ((accepted - 1) * 1000) / span;
    return {
      name: 'Telegram: 1,000 chats from the database',
      figure: `${speed.toFixed(1)}/s, ${tooMany} × 429`,
      floor: `${TELEGRAM_FLOOR}/s, 0 × 429`,
      ratio: (speed / TELEGRAM_FLOOR).toFixed(2),
    };
  });
}

async function email(): Promise<BenchLine> {
  const { url, stop } = await startMailServer();
  return inSchool(false, async (db) => {
    const clock = systemClock();
    const channel = createEmailChannel({ smtpUrl: url, from: FROM, clock, log: silent });
    const began = performance.now();
    const sent = await sendEmails({ ...worker(db), channel });
    const ours = sent / ((performance.now() - began) / 1000);
    await channel.close();
    const bare = await bareLoop(db, url);
    stop();
    return {
      name: 'Email: 1,000 letters from the database',
      figure: `${ours.toFixed(0)}/s against ${bare.toFixed(0)}/s of a bare pooled nodemailer with the same bytes`,
      floor: `${EMAIL_FLOOR} of the bare loop`,
      ratio: (ours / bare).toFixed(2),
    };
  });
}

/** The very letters that were sent, through nodemailer alone. */
async function bareLoop(db: Db, url: string): Promise<number> {
  const rows = await db.delivery.findMany({ where: { state: 'accepted' }, select: { payload: true } });
  const mails = rows.map(({ payload }) => asMail((payload as unknown as Frozen).parts[0] as EmailPayload, FROM));
  if (mails.length !== FAMILIES) throw new Error(`${mails.length} of ${FAMILIES} letters were accepted`);
  const transport = createTransport({ url, pool: true, maxConnections: 5, maxMessages: Number.POSITIVE_INFINITY });
  const began = performance.now();
  await Promise.all(mails.map((mail) => transport.sendMail(mail)));
  const rate = mails.length / ((performance.now() - began) / 1000);
  transport.close();
  return rate;
}

const worker = (db: Db) => ({
  db,
  clock: systemClock(),
  holder: 'bench',
  render: createRenderers({ secret: 'a-secret-of-the-bench', publicUrl: 'https://diary.bench.example' }),
});

/** A school of 1,000 families with one message due for each. */
async function inSchool<T>(onTelegram: boolean, run: (db: Db) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vestnik-bench-'));
  const { prisma, close } = await openDatabase({ dataDir, log: silent });
  try {
    const clock = systemClock();
    await makeCrashSchool(prisma, clock, { families: FAMILIES, telegram: () => onTelegram });
    for (let from = 0; from < FAMILIES; from += 250) {
      const entries = Array.from({ length: 250 }, (_, i) => crashEntry(from + i, FAMILIES).entry);
      const refused = (await recordEntries({ db: prisma, clock }, 'bench', entries)).find(({ code }) => code);
      if (refused) throw new Error(`${refused.key}: ${refused.code}`);
    }
    await planDue(worker(prisma));
    return await run(prisma);
  } finally {
    await close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
