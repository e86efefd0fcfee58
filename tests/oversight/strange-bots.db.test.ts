/** A bot that chats do not know: nobody is given up for it, the school is told, and what waited goes when it is over. */
import { afterEach, expect, it } from 'vitest';
import { linkChat } from '../../src/access/contacts.ts';
import type { SendOutcome } from '../../src/delivery/channel.ts';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { checkBots } from '../../src/oversight/doctor/bots.ts';
import { watchChannels } from '../../src/oversight/outages.ts';
import { watchBots } from '../../src/oversight/strange-bots.ts';
import { readConfig } from '../../src/platform/config.ts';
import { type EXAMPLE, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

const FAMILIES = ['g1', 'g3', 'g4', 'g6', 'g7', 'g8'];
const UNKNOWN: SendOutcome = { kind: 'unreachable', code: '400', detail: 'chatNotFound: Bad Request: chat not found' };

/** The families of 7Б read Telegram alone; a deputy reads the teachers' bot. */
async function open(): Promise<void> {
  const change = (file: typeof EXAMPLE) => ({
    ...file,
    guardians: (file.guardians as { id: string; email?: string }[]).map(({ email: _, ...one }) =>
      FAMILIES.includes(one.id) ? { ...one, delivery: 'telegram', consent: true } : { ...one, delivery: 'paper' },
    ),
  });
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', change });
  for (const id of FAMILIES) await school.link(id);
  await school.db.$transaction((tx) => linkChat(tx, school.clock.now(), 't3', 'teachers', 'chat-t3'));
  await school.db.botTurn.create({ data: { bot: 'parents', botId: '1001' } });
}

async function tellAll(text: string): Promise<void> {
  await school.record({ kind: 'message', class: '7Б', text, by: 't1', key: text });
  school.clock.advance({ minutes: 3 });
  await school.work();
}

const givenUp = () => school.db.contact.count({ where: { state: 'unreachable' } });
const heard = (text: string) =>
  school.telegram.heard.filter((one) => one.text.includes(text)).map(({ chatId }) => chatId);
async function words(): Promise<string[]> {
  const rows = await school.db.delivery.findMany({ where: { rhythm: 'staff' }, orderBy: { id: 'asc' } });
  return rows.map(({ payload }) => (payload as unknown as { parts: [{ text: string }] }).parts[0].text);
}
async function doctor(): Promise<{ ok: boolean; text: string } | undefined> {
  const read = readConfig({ PARENTS_BOT_TOKEN: '1001:parents' });
  if (!read.ok) throw new Error('settings');
  const parts = { db: school.db, dialect: 'embedded', clock: school.clock, config: read.config, kind: 'real' } as const;
  return (await checkBots(parts)).find(({ part }) => part === 'telegram parents');
}

it('one chat among others that Telegram does not know is given up, and nobody is alarmed', async () => {
  await open();
  for (let day = 0; day < 6; day += 1) {
    school.telegram.script.push(UNKNOWN);
    await tellAll(`день ${day}`);
    school.clock.advance({ hours: 1 });
  }
  // each day the first of those left was unknown, the others took theirs
  expect(await givenUp()).toBe(6);
  expect(await watchBots(school)).toBe(0);
  expect(await doctor()).toMatchObject({ ok: true });
});

it('five in a row keep all others from being given up; when Telegram knows them again everybody is told', async () => {
  await open();
  const { send } = school.telegram;
  school.telegram.send = async () => UNKNOWN;
  await tellAll('собрание');
  expect(await givenUp()).toBe(4);
  expect(await school.db.delivery.count({ where: { state: 'gathering', tries: 1 } })).toBe(2);
  expect(await watchBots(school)).toBe(1);
  expect((await words()).join()).toContain('Telegram не знает ни одного из последних чатов');
  expect(await watchBots(school)).toBe(0);
  expect(await doctor()).toMatchObject({ ok: false, text: expect.stringContaining('TELEGRAM_API_ROOT') });
  // tried now and then, given up never
  school.clock.advance({ minutes: 11 });
  await school.work();
  expect(await givenUp()).toBe(4);

  school.telegram.send = send;
  school.clock.advance({ minutes: 11 });
  await school.work();
  expect(heard('собрание')).toHaveLength(2);
  expect(await watchBots(school)).toBe(4);
  await school.work();
  expect(heard('собрание').toSorted()).toEqual(FAMILIES.map((id) => `chat-${id}`).toSorted());
  expect(await givenUp()).toBe(0);
  expect(await doctor()).toMatchObject({ ok: true });
});

it('after another bot was accepted strange chats are given up as ever', async () => {
  await open();
  school.clock.advance({ minutes: 1 });
  await school.db.botTurn.updateMany({ data: { acceptedAt: school.clock.now() } });
  school.telegram.send = async () => UNKNOWN;
  await tellAll('собрание');
  expect(await givenUp()).toBe(FAMILIES.length);
});

it('another bot’s token is told at once, is an outage after half an hour, and the week passes it over', async () => {
  await open();
  await school.db.botTurn.updateMany({ data: { strangerId: '1002', strangerSince: school.clock.now() } });
  expect(await watchBots(school)).toBe(1);
  expect((await words())[0]).toContain('accept-bot parents');
  expect(await doctor()).toMatchObject({ ok: false, text: expect.stringContaining('accept-bot parents') });
  expect(await watchChannels(school)).toBe(0);
  school.clock.advance({ minutes: 31 });
  expect(await watchChannels(school)).toBe(1);
  expect(await watchChannels(school)).toBe(0);
  school.clock.set('2026-09-20T10:00:00+03:00');
  await closeWeeks(school);
  const ways = await school.db.deliveryItem.findMany({
    where: { guardianId: 'g4' },
    select: { delivery: { select: { channel: true } } },
  });
  expect(ways).toEqual([{ delivery: { channel: 'paper' } }]);
  // the former token is back: what waited leaves, and the outage ends with it
  await school.db.botTurn.updateMany({ data: { strangerId: null, strangerSince: null } });
  expect(await watchChannels(school)).toBe(0);
  await school.work();
  expect(await watchChannels(school)).toBe(1);
});

it('of the teachers’ bot, which cannot say it itself, is told by letter to whoever looks after the school’s channels', async () => {
  const change = (file: typeof EXAMPLE) => ({
    ...file,
    teachers: (file.teachers as { id: string }[]).map((one) =>
      one.id === 't3' || one.id === 't7' ? { ...one, email: `${one.id}@school.example` } : one,
    ),
  });
  school = await openSchool({ at: '2026-09-14T22:00:00+03:00', change });
  const since = school.clock.now();
  await school.db.botTurn.create({
    data: { bot: 'teachers', botId: '2001', strangerId: '2002', strangerSince: since },
  });
  const look = () => watchBots({ ...school, mailHost: 'diary.example' });
  expect(await look()).toBe(2);
  expect(await look()).toBe(0);
  // at night nobody is written to
  await school.work();
  expect(school.email.heard).toEqual([]);
  school.clock.set('2026-09-15T07:30:00+03:00');
  await school.work();
  expect(school.email.heard.map(({ to }) => to)).toEqual(['t3@school.example', 't7@school.example']);
  const [letter] = school.email.heard;
  expect(letter?.subject).toBe('Вестник: бот для учителей не работает');
  expect(letter?.text.replaceAll(/\s+/g, ' ')).toContain('попросите сотрудников открыть нового бота');
  expect(letter?.text).toContain('accept-bot teachers');
  expect(letter?.messageId).toMatch(/^<delivery-\d+-\d+@diary\.example>$/);
  // a day later once more, while it lasts; without mail nothing is put on its way
  school.clock.set('2026-09-15T22:30:00+03:00');
  expect(await watchBots(school)).toBe(0);
  school.clock.set('2026-09-16T23:00:00+03:00');
  expect(await look()).toBe(2);
  await school.db.botTurn.updateMany({ data: { strangerId: null, strangerSince: null } });
  school.clock.set('2026-09-18T12:00:00+03:00');
  expect(await look()).toBe(0);
});
