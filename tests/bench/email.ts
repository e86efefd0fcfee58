/** Weekly letters, rendered and sent by the channel, against a bare pooled nodemailer loop sending the same bytes. */
import { createTransport, type SendMailOptions } from 'nodemailer';
import { pino } from 'pino';
import { createEmailChannel } from '../../src/channels/email/channel.ts';
import type { EmailPayload } from '../../src/delivery/channel.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { renderWeekEmail } from '../../src/texts/email/week.ts';
import { asMail } from '../channels/email/as-mail.ts';
import { fullWeek } from '../texts/facts.ts';
import { startMailServer } from './mail-server.ts';

const LETTERS = 1500;
const ROUNDS = 5;
const CONNECTIONS = 5;
const FROM = 'Школа № 1 <dnevnik@school.example.ru>';
const RENDERS = 5000;
const RENDER_FLOOR = 3000;

export interface Figure {
  name: string;
  figure: string;
  floor: number;
  ratio: number;
}

/** Each round sends both ways, in turns, to the same server; the middle round counts. */
export async function bench(): Promise<Figure[]> {
  const { url, stop } = await startMailServer();
  try {
    await throughChannel(url, 200);
    await throughBare(url, 200);
    const rounds: { bare: number; ours: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = round % 2 ? 0 : await throughBare(url, LETTERS);
      const ours = await throughChannel(url, LETTERS);
      rounds.push({ ours, bare: before || (await throughBare(url, LETTERS)) });
    }
    const rate = (of: 'bare' | 'ours') => Math.round(middle(rounds.map((round) => round[of])));
    const ratio = middle(rounds.map(({ ours, bare }) => ours / bare));
    const renders = rendersPerSecond();
    return [
      {
        name: 'email: weekly letters rendered and sent',
        figure: `${rate('ours')} letters/s, bare nodemailer ${rate('bare')}/s`,
        floor: 0.7,
        ratio,
      },
      {
        name: 'email: weekly letters rendered',
        figure: `${Math.round(renders)}/s`,
        floor: 1,
        ratio: renders / RENDER_FLOOR,
      },
    ];
  } finally {
    stop();
  }
}

function payload(i: number): EmailPayload {
  return {
    channel: 'email',
    to: `guardian${i}@example.ru`,
    ...rendered(i),
    messageId: `<week-${i}@school.example.ru>`,
    unsubscribeUrl: 'https://school.example.ru/u/AbCdEfGhIjKlMnOpQrStUvWxYz',
    date: '2026-09-19T07:00:00Z',
  };
}

function rendered(i: number) {
  return renderWeekEmail({
    facts: [fullWeek({ week: `2026-W${i}` })],
    guardianName: 'Мария Петровна',
    diaryUrl: 'https://school.example.ru/diary',
    unsubscribeUrl: 'https://school.example.ru/u/AbCdEfGhIjKlMnOpQrStUvWxYz',
  });
}

/** Letters a second, from the frozen facts to the server's yes. */
async function throughChannel(smtpUrl: string, letters: number): Promise<number> {
  const parts = { clock: systemClock(), log: pino({ level: 'silent' }), maxConnections: CONNECTIONS };
  const channel = createEmailChannel({ smtpUrl, from: FROM, ...parts });
  const began = performance.now();
  const outcomes = await Promise.all(Array.from({ length: letters }, (_, i) => channel.send(payload(i))));
  const seconds = (performance.now() - began) / 1000;
  await channel.close();
  if (outcomes.some(({ kind }) => kind !== 'accepted')) throw new Error('a letter was not accepted');
  return letters / seconds;
}

/** Letters a second of nodemailer alone, the letters made beforehand. */
async function throughBare(url: string, letters: number): Promise<number> {
  const mails: SendMailOptions[] = Array.from({ length: letters }, (_, i) => asMail(payload(i), FROM));
  const limits = { maxConnections: CONNECTIONS, maxMessages: Number.POSITIVE_INFINITY };
  const transport = createTransport({ url, pool: true, ...limits });
  const began = performance.now();
  await Promise.all(mails.map((mail) => transport.sendMail(mail)));
  const seconds = (performance.now() - began) / 1000;
  transport.close();
  return letters / seconds;
}

function rendersPerSecond(): number {
  const began = process.cpuUsage().user;
  for (let i = 0; i < RENDERS; i += 1) rendered(i);
  return RENDERS / ((process.cpuUsage().user - began) / 1e6);
}

function middle(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
