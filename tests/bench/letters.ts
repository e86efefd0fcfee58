/** Letters from their rows to the server's yes: claim, recheck, render, freeze, send, outcome; against a bare nodemailer. */
import { createTransport, type SendMailOptions } from 'nodemailer';
import { createEmailChannel } from '../../src/channels/email/channel.ts';
import { composerOf } from '../../src/channels/email/message.ts';
import type { EmailPayload } from '../../src/delivery/channel.ts';
import { type Stored, unpack } from '../../src/delivery/packed.ts';
import { sendEmails } from '../../src/delivery/send-email.ts';
import { MAIL_CONNECTIONS } from '../../src/main/mail.ts';
import { asMail } from '../channels/email/as-mail.ts';
import { silent } from '../silent.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { type DatabaseName, FAMILIES, inNewsSchool, type NewsSchool } from './news-school.ts';

const ROUNDS = 5;
const FROM = 'school@bench.example';

interface Round {
  /** letters a second */
  ours: number;
  /** nodemailer that makes the same letters of the same words */
  bare: number;
  /** nodemailer that is given the finished letters */
  given: number;
}

/** Each round sends one letter to each family three ways, the same bytes to the same server; the first is to warm up. */
export async function benchLetters(on: DatabaseName, floor: number) {
  const server = await startMailServer();
  try {
    const rounds = await inNewsSchool(on, false, async (school) => {
      const all: Round[] = [];
      for (let round = 0; round <= ROUNDS; round += 1) all.push(await oneRound(school, server, on === 'PostgreSQL'));
      return all.slice(1);
    });
    const rate = (of: keyof Round) => middle(rounds.map((round) => round[of])).toFixed(0);
    const against = (of: keyof Round) => middle(rounds.map((round) => round.ours / round[of])).toFixed(2);
    return {
      name: `Email: 1,000 letters from the database, ${on}`,
      figure:
        `${rate('ours')}/s against ${rate('bare')}/s of a bare pooled nodemailer with the same bytes ` +
        `(given the finished bytes ${rate('given')}/s, ratio ${against('given')})`,
      floor: `${floor} of the bare loop`,
      ratio: against('bare'),
    };
  } finally {
    server.stop();
  }
}

async function oneRound({ worker, news }: NewsSchool, server: MailServer, apart: boolean): Promise<Round> {
  await news();
  const maxConnections = MAIL_CONNECTIONS[apart ? 'postgresql' : 'embedded'];
  const channel = createEmailChannel({
    smtpUrl: server.url,
    from: FROM,
    clock: worker.clock,
    log: silent,
    maxConnections,
  });
  const ours = await timed(server, () => sendEmails({ ...worker, channel, apart }));
  await channel.close();
  const letters = await sentLetters(worker.db);
  const compose = composerOf(FROM);
  const bare = await loop(
    server,
    letters.map((letter) => asMail(letter, FROM)),
  );
  const given = await loop(
    server,
    letters.map(compose).map(({ from, to, bytes }) => ({ envelope: { from, to }, raw: bytes })),
  );
  for (const { bytes } of [bare, given])
    if (bytes !== ours.bytes) throw new Error(`${bytes} bytes instead of ${ours.bytes}`);
  return { ours: ours.rate, bare: bare.rate, given: given.rate };
}

async function sentLetters(db: NewsSchool['worker']['db']): Promise<EmailPayload[]> {
  const rows = await db.delivery.findMany({
    where: { state: 'accepted' },
    select: { payload: true },
    orderBy: { id: 'desc' },
    take: FAMILIES,
  });
  return rows.map(({ payload }) => unpack(payload as unknown as Stored).parts[0] as EmailPayload);
}

async function loop(server: MailServer, mails: SendMailOptions[]) {
  const limits = { maxConnections: 5, maxMessages: Number.POSITIVE_INFINITY };
  const transport = createTransport({ url: server.url, pool: true, ...limits });
  const done = await timed(server, () => Promise.all(mails.map((mail) => transport.sendMail(mail))));
  transport.close();
  return done;
}

async function timed(server: MailServer, send: () => Promise<unknown>): Promise<{ rate: number; bytes: number }> {
  await server.tally();
  const began = performance.now();
  await send();
  const seconds = (performance.now() - began) / 1000;
  const { letters, bytes } = await server.tally();
  if (letters !== FAMILIES) throw new Error(`${letters} of ${FAMILIES} letters arrived`);
  return { rate: letters / seconds, bytes };
}

function middle(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
