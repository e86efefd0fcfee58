/** A small school in a fresh database, with the whole path from journal to channels at hand, on a fake clock. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { writeSchool } from '../src/connectors/school-file/import.ts';
import { readSchoolFile } from '../src/connectors/school-file/read.ts';
import type { Channel, EmailPayload, SendOutcome, TelegramPayload } from '../src/delivery/channel.ts';
import { closeWeeks } from '../src/delivery/close-weeks.ts';
import { planDue } from '../src/delivery/planner.ts';
import { sendEmails } from '../src/delivery/send-email.ts';
import { sendTelegram } from '../src/delivery/send-telegram.ts';
import { recordEntries } from '../src/journal/record.ts';
import { createRenderers } from '../src/main/render.ts';
import type { Db } from '../src/platform/database/open.ts';
import { testDatabase } from './database.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { silent } from './silent.ts';

export const EXAMPLE = JSON.parse(
  readFileSync(new URL('./connectors/school-file/example.json', import.meta.url), 'utf8'),
) as Record<string, unknown> & { rules?: object };

/** A channel that notes what it is given and answers by script, else accepts. */
export interface Ear<P extends TelegramPayload | EmailPayload> extends Channel<P> {
  heard: P[];
  /** answers for the next sends, in order */
  script: (SendOutcome | ((payload: P) => SendOutcome | Promise<SendOutcome>))[];
}

function ear<P extends TelegramPayload | EmailPayload>(): Ear<P> {
  const heard: P[] = [];
  const script: Ear<P>['script'] = [];
  return {
    heard,
    script,
    send: async (payload) => {
      heard.push(payload);
      const answer = script.shift();
      if (typeof answer === 'function') return answer(payload);
      return answer ?? { kind: 'accepted', providerId: String(1000 + heard.length) };
    },
  };
}

export interface School {
  db: Db;
  clock: FakeClock;
  telegram: Ear<TelegramPayload>;
  email: Ear<EmailPayload>;
  /** links a guardian's chat, as the bot does */
  link(guardianId: string, chatId?: string): Promise<void>;
  /** records entries of the API, all of which must be taken */
  record(...entries: object[]): Promise<void>;
  /** plans and sends all that is due now */
  work(): Promise<void>;
  /** texts that a chat got, in order */
  texts(chatId?: string): string[];
  close(): Promise<void>;
}

const NO_PACE = { pausedUntil: () => null, chatWait: () => 0, slot: async () => undefined, pause: () => undefined };

/** What a school went through until a test begins. Tests of a suite that name the same begin with copies of what it left. */
export interface Past {
  name: string;
  live(school: School): Promise<unknown>;
}

/** What is left of a past beside rows. */
interface Left {
  at: Date;
  telegram: TelegramPayload[];
  email: EmailPayload[];
}
const left = new Map<string, Left>();

/** @param at where the clock starts; the school is imported then */
export async function openSchool({
  at = '2026-09-14T08:00:00+03:00',
  rules = {},
  change = (file: typeof EXAMPLE) => file,
  past,
}: {
  at?: string;
  rules?: object;
  change?: (file: typeof EXAMPLE) => typeof EXAMPLE;
  past?: Past;
} = {}): Promise<School> {
  const clock = fakeClock(at);
  const { db, fill, close } = await testDatabase();
  const { prisma } = db;
  const file = JSON.stringify(
    change(structuredClone({ ...EXAMPLE, rules: { hourly: false, ...EXAMPLE.rules, ...rules } })),
  );
  const imported = async () => {
    await prisma.school.create({ data: { id: 1, kind: 'real', madeAt: clock.now(), secret: 'a-secret-of-the-tests' } });
    const read = readSchoolFile(new TextEncoder().encode(file), clock.now());
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    await writeSchool({ db: prisma, clock, log: silent }, read.file, 'test');
  };
  const telegram = ear<TelegramPayload>();
  const email = ear<EmailPayload>();
  const render = createRenderers({ secret: 'a-secret-of-the-tests', publicUrl: 'https://diary.example' });
  const worker = { db: prisma, clock, holder: 'test', render };
  const school: School = {
    db: prisma,
    clock,
    telegram,
    email,
    link: (guardianId, chatId = `chat-${guardianId}`) => linkChat(prisma, clock, guardianId, chatId),
    record: async (...entries) => {
      const results = await recordEntries({ db: prisma, clock }, 'api', entries);
      const refused = results.filter(({ status }) => status === 'refused');
      if (refused.length) throw new Error(JSON.stringify(refused));
    },
    work: async () => {
      await planDue(worker);
      await closeWeeks(worker);
      await sendTelegram({ ...worker, bot: 'parents', channel: telegram, pace: NO_PACE });
      await sendEmails({ ...worker, channel: email });
    },
    texts: (chatId) =>
      telegram.heard
        .filter((one) => !chatId || one.chatId === chatId)
        .map(({ text }) => text.replaceAll(/[\u00a0\u202f]/g, ' ')),
    close,
  };
  const key = `school ${at} ${past ? `${expect.getState().testPath} ${past.name}` : ''} ${file}`;
  await fill(key, async () => {
    await imported();
    if (!past) return;
    await past.live(school);
    left.set(key, { at: clock.now(), telegram: [...telegram.heard], email: [...email.heard] });
  });
  const found = left.get(key);
  if (found) {
    clock.set(found.at);
    telegram.heard.splice(0, Infinity, ...found.telegram);
    email.heard.splice(0, Infinity, ...found.email);
  }
  return school;
}

async function linkChat(db: Db, clock: FakeClock, guardianId: string, chatId: string): Promise<void> {
  const now = clock.now();
  const contact = await db.contact.upsert({
    where: { channel_bot_address: { channel: 'telegram', bot: 'parents', address: chatId } },
    create: { channel: 'telegram', bot: 'parents', address: chatId, since: now },
    update: {},
  });
  await db.contactHolder.create({ data: { contactId: contact.id, personId: guardianId, linkedAt: now } });
}

let keys = 0;
/** A mark of Пётр Иванов (s1, 7Б) in algebra on Monday 14 September unless the test says otherwise. */
export function mark(differs: object = {}): object {
  keys += 1;
  return {
    kind: 'mark',
    class: '7Б',
    subject: 'Алгебра',
    date: '2026-09-14',
    student: 's1',
    value: '5',
    work: 'ответ',
    by: 't1',
    key: `k${keys}`,
    ...differs,
  };
}
