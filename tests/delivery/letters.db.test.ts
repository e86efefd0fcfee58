/** The mail sender: how many are under way, what a server's word to everybody does, and what is mended goes again. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Channel, EmailPayload, SendOutcome } from '../../src/delivery/channel.ts';
import { endLeases } from '../../src/delivery/lease.ts';
import { outgoing } from '../../src/delivery/outgoing.ts';
import { planDue } from '../../src/delivery/planner.ts';
import { mendLetters } from '../../src/delivery/rejected.ts';
import { sendEmails } from '../../src/delivery/send-email.ts';
import { recordEntries } from '../../src/journal/record.ts';
import { createRenderers } from '../../src/main/render.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { crashEntry, mailboxOf, makeCrashSchool } from '../crash/crash-school.ts';
import { testDatabase } from '../database.ts';
import { type FakeClock, fakeClock } from '../fake-clock.ts';

const render = createRenderers({ secret: 'a-secret-of-the-tests', publicUrl: 'https://diary.example' });
const FAMILIES = 70;

let db: Db;
let clock: FakeClock;
let close: () => Promise<void>;
afterEach(() => close());

type Answer = (letter: EmailPayload) => SendOutcome | Promise<SendOutcome>;
const accept: Answer = () => ({ kind: 'accepted', providerId: 'taken' });

/** A school in which so many families are owed a letter now. */
async function open(letters: number): Promise<void> {
  clock = fakeClock('2026-09-14T12:00:00+03:00');
  const opened = await testDatabase();
  ({ close } = opened);
  db = opened.db.prisma;
  const make = () => makeCrashSchool(db, clock, { families: FAMILIES, telegram: () => false });
  await opened.fill(`letters for ${FAMILIES} families`, make);
  await news(0, letters);
}

/** One message for each of so many families. */
async function news(from: number, letters: number): Promise<void> {
  const entries = Array.from({ length: letters }, (_, i) => crashEntry(from + i, FAMILIES).entry);
  const results = await recordEntries({ db, clock }, 'api', entries);
  expect(results.every(({ status }) => status === 'recorded')).toBe(true);
  await planDue({ db, clock });
}

/** Sends what is due; tells what each letter was answered. */
async function send(answer: Answer, signal?: AbortSignal, apart = false): Promise<EmailPayload[]> {
  const heard: EmailPayload[] = [];
  const channel: Channel<EmailPayload> = {
    send: async (letter) => {
      heard.push(letter);
      return answer(letter);
    },
  };
  await sendEmails({ db, clock, holder: 'test', render, channel, apart, ...(signal && { signal }) });
  return heard;
}

const states = async () => {
  const groups = await db.delivery.groupBy({ by: ['state'], _count: true, orderBy: { state: 'asc' } });
  return Object.fromEntries(groups.map(({ state, _count }) => [state, _count]));
};
const restOver = () => db.$executeRaw`UPDATE channel_pause SET until = clock_timestamp() - interval '1 millisecond'`;
const inFiveMinutes = () => new Date(clock.now().getTime() + 5 * 60_000);
const letters = (families: number[]) => families.map(mailboxOf).sort();
const readers = (heard: EmailPayload[]) => heard.map(({ to }) => to).sort();
const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i);

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

describe('letters under way', () => {
  it('are fifty at most by the rows, the others start as these end, and each goes once', async () => {
    await open(FAMILIES);
    let most = 0;
    let flying = 0;
    const heard = await send(async () => {
      flying += 1;
      const { started = 0 } = await states();
      most = Math.max(most, started);
      expect(flying).toBeLessThanOrEqual(50);
      flying -= 1;
      return { kind: 'accepted' };
    });
    expect(most).toBe(50);
    expect(readers(heard)).toEqual(letters(upTo(FAMILIES)));
    expect(await states()).toEqual({ accepted: FAMILIES });
    expect(await db.attempt.count({ where: { outcome: 'accepted' } })).toBe(FAMILIES);
  });

  it('wait for one that takes its time no longer than it takes to start others', async () => {
    await open(FAMILIES);
    let release = () => {};
    const slow = new Promise<SendOutcome>((resolve) => {
      release = () => resolve({ kind: 'accepted' });
    });
    let count = 0;
    const heard = await send(() => {
      count += 1;
      if (count === FAMILIES) release();
      return count === 1 ? slow : { kind: 'accepted' };
    });
    expect(heard).toHaveLength(FAMILIES);
    expect(await states()).toEqual({ accepted: FAMILIES });
  });

  it('that were accepted are written down at once by a database apart, while others are on their way', async () => {
    await open(20);
    let release = () => {};
    const slow = new Promise<SendOutcome>((resolve) => {
      release = () => resolve({ kind: 'accepted' });
    });
    const sending = send((letter) => (letter.to === mailboxOf(3) ? slow : { kind: 'accepted' }), undefined, true);
    await expect.poll(states).toEqual({ accepted: 19, started: 1 });
    release();
    expect(await sending).toHaveLength(20);
    expect(await states()).toEqual({ accepted: 20 });
  });

  it('have all ended before a database apart renders the next, or the last has taken its time', async () => {
    for (const patience of ['lasts', 'is over']) {
      await open(FAMILIES);
      // the fake clock lets every wait pass at once
      if (patience === 'lasts') clock.sleep = (ms, over) => (ms && over ? aborted(over) : Promise.resolve());
      let release = () => {};
      const slow = new Promise<SendOutcome>((resolve) => {
        release = () => resolve({ kind: 'accepted' });
      });
      let count = 0;
      const answer = () => (++count === 1 ? slow : ({ kind: 'accepted' } as const));
      const sending = send(answer, undefined, true);
      const before = patience === 'lasts' ? 50 : FAMILIES;
      await expect.poll(states).toMatchObject({ accepted: before - 1, started: 1 });
      expect(count).toBe(before);
      release();
      expect(await sending).toHaveLength(FAMILIES);
      if (patience === 'lasts') await close();
    }
  });

  it('are written down when the sender is told to stop, and the rest stays due', async () => {
    await open(FAMILIES);
    const stop = new AbortController();
    const heard = await send(() => {
      stop.abort();
      return { kind: 'accepted' };
    }, stop.signal);
    expect(heard).toHaveLength(50);
    expect(await states()).toEqual({ accepted: 50, gathering: FAMILIES - 50 });
    expect(readers(await send(accept))).toHaveLength(FAMILIES - 50);
  });

  it('that were killed with their worker go again as the very same letters; nothing else does', async () => {
    await open(60);
    const first: EmailPayload[] = [];
    const killed = send((letter) => {
      first.push(letter);
      return new Promise(() => undefined);
    });
    await expect.poll(() => first.length).toBe(50);
    expect(await states()).toEqual({ started: 50, gathering: 10 });
    expect(await endLeases({ db, clock })).toBe(0);
    expect(await endLeases({ db, clock }, { all: true })).toBe(50);
    clock.advance({ minutes: 1 });
    const again = await send(accept);
    expect(again).toHaveLength(60);
    for (const letter of first) expect(again).toContainEqual(letter);
    void killed;
  });

  it('one that cannot be made is our fault alone, and keeps none of the others', async () => {
    await open(20);
    await send((letter) => {
      if (letter.to === mailboxOf(3)) throw new TypeError('a letter without a date');
      return { kind: 'accepted' };
    });
    expect(await states()).toEqual({ accepted: 19, rejected: 1 });
    expect(await db.attempt.findFirst({ where: { outcome: 'rejected' } })).toMatchObject({ code: 'fault' });
  });

  it('leave what may not be told yet to a letter of its own', async () => {
    await open(1);
    await news(FAMILIES, 1);
    const [, held] = await db.deliveryItem.findMany({ orderBy: { id: 'asc' } });
    const notBefore = new Date(clock.now().getTime() + 3_600_000);
    await db.deliveryItem.update({ where: { id: held!.id }, data: { notBefore } });
    const [first, ...none] = await send(accept);
    expect(none).toEqual([]);
    expect(first?.text).toContain('<вестник 0>');
    expect(first?.text).not.toContain(`<вестник ${FAMILIES}>`);
    expect(await send(accept)).toEqual([]);
    clock.advance({ hours: 1 });
    const [second] = await send(accept);
    expect(second?.text).toContain(`<вестник ${FAMILIES}>`);
    expect(await db.told.count()).toBe(2);
  });

  it('are shown as they left', async () => {
    await open(1);
    const [sent] = await send(accept);
    const [shown] = await outgoing(db, { channel: 'email', limit: 1 });
    expect(shown?.parts).toEqual([sent]);
  });
});

describe('a server that asks everybody to wait', () => {
  const closing = (): SendOutcome => ({
    kind: 'retryLater',
    code: '421',
    detail: 'closing',
    at: new Date(clock.now().getTime() + 60_000),
    pauseUntil: inFiveMinutes(),
  });

  it('is left alone by every process until then, restarts included; then all goes', async () => {
    await open(FAMILIES);
    expect(await send(closing)).toHaveLength(50);
    const [pause] = await db.$queryRaw<{ seconds: number }[]>`
      SELECT extract(epoch FROM until - clock_timestamp())::float8 AS seconds FROM channel_pause`;
    expect(pause?.seconds).toBeGreaterThan(290);
    expect(pause?.seconds).toBeLessThanOrEqual(300);
    clock.advance({ minutes: 2 });
    expect(await send(accept)).toEqual([]);
    expect(await mendLetters({ db, clock })).toBe(0);
    expect(await send(accept)).toEqual([]);
    await restOver();
    expect(readers(await send(accept))).toEqual(letters(upTo(FAMILIES)));
  });

  it('a longer pause stays when a shorter one is asked for', async () => {
    await open(2);
    const waits = [300, 60];
    await send(
      () =>
        ({ ...closing(), pauseUntil: new Date(clock.now().getTime() + (waits.shift() ?? 0) * 1000) }) as SendOutcome,
    );
    const [pause] = await db.$queryRaw<{ seconds: number }[]>`
      SELECT extract(epoch FROM until - clock_timestamp())::float8 AS seconds FROM channel_pause`;
    expect(pause?.seconds).toBeGreaterThan(290);
  });

  it('one reader’s answer holds nobody else', async () => {
    await open(60);
    const { pauseUntil: _, ...later } = closing() as Extract<SendOutcome, { kind: 'retryLater' }>;
    const heard = await send(({ to }) => (to === mailboxOf(0) ? later : { kind: 'accepted' }));
    expect(heard).toHaveLength(60);
    expect(await states()).toEqual({ accepted: 59, gathering: 1 });
  });
});

describe('what was refused through our own fault', () => {
  const wrongPassword = (): SendOutcome => ({
    kind: 'rejected',
    code: '535 5.7.8',
    detail: 'auth: credentials invalid',
    mendable: true,
    pauseUntil: inFiveMinutes(),
  });
  const waits = (): SendOutcome => ({
    kind: 'retryLater',
    code: '535 5.7.8',
    detail: 'auth: credentials invalid',
    at: new Date(clock.now().getTime() + 60_000),
    pauseUntil: inFiveMinutes(),
  });

  it('goes again at the next start, at once, with those that only waited', async () => {
    await open(60);
    let tried = 0;
    expect(
      await send(() => {
        tried += 1;
        return tried <= 5 ? wrongPassword() : waits();
      }),
    ).toHaveLength(50);
    expect(await states()).toEqual({ rejected: 5, gathering: 55 });
    expect(await db.told.count()).toBe(0);
    expect(await mendLetters({ db, clock })).toBe(5);
    const heard = await send(accept);
    expect(readers(heard)).toEqual(letters(upTo(60)));
    expect(await db.told.count()).toBe(60);
    expect(await mendLetters({ db, clock })).toBe(0);
    expect(await send(accept)).toEqual([]);
  });

  it('is rejected once more where nothing was mended, and goes when it is', async () => {
    await open(1);
    await send(wrongPassword);
    expect(await mendLetters({ db, clock })).toBe(1);
    expect(await send(wrongPassword)).toHaveLength(1);
    expect(await states()).toEqual({ rejected: 1 });
    expect(await mendLetters({ db, clock })).toBe(1);
    expect(await send(accept)).toHaveLength(1);
  });

  it('says what the journal says by then, as one letter for a reader, and nothing that was told meanwhile', async () => {
    await open(2);
    await send(wrongPassword);
    await restOver();
    await news(FAMILIES, 1);
    await send(wrongPassword);
    await restOver();
    await news(2 * FAMILIES, 1);
    expect(await send(accept)).toHaveLength(1);
    clock.advance({ minutes: 1 });
    const withdrawal = { kind: 'withdraw', key: crashEntry(1, FAMILIES).key, at: clock.now().toISOString() };
    await recordEntries({ db, clock }, 'api', [withdrawal]);
    await planDue({ db, clock });
    expect(await mendLetters({ db, clock })).toBe(2);
    const [only, ...more] = await send(accept);
    expect(more).toEqual([]);
    expect(only?.to).toBe(mailboxOf(0));
    for (const index of [0, FAMILIES]) expect(only?.text).toContain(`<вестник ${index}>`);
    expect(only?.text).not.toContain(`<вестник ${2 * FAMILIES}>`);
  });

  it('that may have arrived goes as it was', async () => {
    await open(1);
    const [first] = await send(() => ({ kind: 'unknown', code: 'timeout', detail: '' }));
    clock.advance({ minutes: 1 });
    await send(wrongPassword);
    expect(await db.told.count()).toBe(1);
    expect(await mendLetters({ db, clock })).toBe(1);
    expect(await send(accept)).toEqual([first]);
  });

  it('stays where it was older than a week, or the letter itself was wrong', async () => {
    await open(2);
    const tooBig: SendOutcome = { kind: 'rejected', code: '552 5.3.4', detail: 'tooBig: 5.3.4' };
    await send(({ to }) => (to === mailboxOf(0) ? tooBig : wrongPassword()));
    clock.advance({ days: 8 });
    expect(await mendLetters({ db, clock })).toBe(0);
    expect(await states()).toEqual({ rejected: 2 });
  });
});
