/** What happens when a channel says «not now»: to lists, summaries and doubtful bytes, to a whole bot, to a worker that stops. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../src/delivery/channel.ts';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { readLedger } from '../../src/delivery/ledger.ts';
import { sendEmails } from '../../src/delivery/send-email.ts';
import { type Pace, sendTelegram } from '../../src/delivery/send-telegram.ts';
import { createRenderers } from '../../src/main/render.ts';
import { mark, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

const sixDayClose = '2026-09-20T10:00:00+03:00';

async function open(options?: Parameters<typeof openSchool>[0]): Promise<void> {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', ...options });
  await school.link('g4');
}
const news = (differs: object = {}) => mark({ student: 's3', ...differs });
const inAMinute = (): SendOutcome => ({
  kind: 'retryLater',
  at: new Date(school.clock.now().getTime() + 60_000),
  code: '502',
  detail: '',
});
const unknown: SendOutcome = { kind: 'unknown', code: 'timeout', detail: '' };
const states = async () =>
  (await school.db.delivery.findMany({ where: { channel: 'telegram' }, orderBy: { id: 'asc' } })).map(
    ({ state, tries }) => `${state} ${tries}`,
  );

describe('not now', () => {
  it('said to the evening message, is an evening message still, with what came meanwhile', async () => {
    await open();
    await school.db.preference.create({
      data: { guardianId: 'g4', studentId: 's3', kind: 'mark', rhythm: 'evening', at: school.clock.now() },
    });
    await school.record(news());
    await school.work();
    school.telegram.script.push(() => inAMinute());
    school.clock.set('2026-09-14T18:00:00+03:00');
    await school.work();
    expect(await states()).toEqual(['gathering 1']);
    await school.record(news({ value: '4', work: 'тест' }));
    school.clock.advance({ minutes: 4 });
    await school.work();
    expect(school.texts()).toHaveLength(2);
    expect(school.texts()[1]).toContain('4 (тест)');
    expect(await states()).toEqual(['accepted 1']);
  });

  it('said to a weekly summary, is due again by itself: nothing joins it', async () => {
    await open();
    school.telegram.script.push(() => inAMinute());
    school.clock.set(sixDayClose);
    await school.work();
    expect(await states()).toEqual(['due 1']);
    await school.work();
    expect(school.texts()).toHaveLength(1);
    school.clock.advance({ minutes: 1 });
    await school.work();
    expect(school.texts()[1]).toBe(school.texts()[0]);
    expect(await states()).toEqual(['accepted 1']);
  });

  it('a correction of what is in doubt looks again when that is tried again, and not at night', async () => {
    await open();
    school.clock.set('2026-09-14T20:20:00+03:00');
    school.telegram.script.push(unknown, unknown);
    await school.record(news({ key: 'a', value: '5' }));
    school.clock.advance({ minutes: 3 });
    await school.work();
    school.clock.advance({ seconds: 30 });
    await school.work();
    await school.record(news({ key: 'a', value: '2', at: school.clock.now().toISOString() }));
    school.clock.advance({ minutes: 3 });
    await school.work();
    const due = await school.db.delivery.findMany({ orderBy: { id: 'asc' }, select: { state: true, dueAt: true } });
    // the third try of the first an hour after the second, so when quiet hours end; the correction after it
    expect(due).toEqual([
      { state: 'due', dueAt: new Date('2026-09-14T21:23:30+03:00') },
      { state: 'gathering', dueAt: new Date('2026-09-14T21:23:50+03:00') },
    ]);
    const at = async (...moments: string[]) => {
      for (const moment of moments) {
        school.clock.set(moment);
        await school.work();
      }
    };
    await at('2026-09-14T21:23:50+03:00', '2026-09-14T21:24:30+03:00', '2026-09-15T07:29:00+03:00');
    expect(school.telegram.heard).toHaveLength(2);
    await at('2026-09-15T07:30:00+03:00', '2026-09-15T07:30:20+03:00', '2026-09-15T07:31:00+03:00');
    expect(school.telegram.heard[2]).toEqual(school.telegram.heard[0]);
    expect(school.texts()[3]).toContain('было 5, стало 2');
    expect(school.telegram.heard).toHaveLength(4);
  });

  it('said to bytes that may have arrived before, keeps them as they are', async () => {
    await open();
    school.telegram.script.push(unknown, () => inAMinute());
    await school.record(news({ key: 'a', value: '5' }));
    school.clock.advance({ minutes: 3 });
    await school.work();
    school.clock.advance({ seconds: 30 });
    await school.work();
    expect(school.telegram.heard).toHaveLength(2);
    await school.record(news({ key: 'a', value: '2', at: school.clock.now().toISOString() }));
    school.clock.advance({ minutes: 1 });
    await school.work();
    expect(school.telegram.heard[2]).toEqual(school.telegram.heard[0]);
    school.clock.advance({ minutes: 4 });
    await school.work();
    expect(school.texts()[3]).toContain('было 5, стало 2');
  });
});

it('a summary that is rejected through our fault is the technician’s to mend, and the ledger says so', async () => {
  await open();
  school.telegram.script.push({ kind: 'rejected', code: '401', detail: 'token' });
  school.clock.set(sixDayClose);
  await school.work();
  const line = (await readLedger(school, '2026-W38')).find(({ guardian }) => guardian === 'g4');
  expect(line).toMatchObject({ informed: false, evidence: null, next: { code: 'rejected' } });
});

const render = createRenderers({ secret: 'a-secret-of-the-tests', publicUrl: 'https://diary.example' });

describe('a bot', () => {
  /** Three families whose messages are due. */
  async function threeChats(): Promise<void> {
    await open();
    await school.link('g1');
    await school.link('g9');
    await school.record(news(), mark(), {
      kind: 'message',
      class: '1А',
      student: 's11',
      text: 'Зайдите',
      by: 't4',
      key: 'm',
    });
    await school.work();
    school.clock.advance({ minutes: 3 });
  }
  const send = (pace: Partial<Pace>) =>
    sendTelegram({
      db: school.db,
      clock: school.clock,
      holder: 'test',
      render,
      bot: 'parents',
      channel: school.telegram,
      pace: { pausedUntil: () => null, chatWait: () => 0, slot: async () => {}, pause: () => {}, ...pace },
    });
  const chats = () => school.telegram.heard.map(({ chatId }) => chatId);

  it('that is told to wait sends nothing more until then, and holds nothing', async () => {
    await threeChats();
    let until: Date | null = null;
    school.telegram.script.push(() => {
      const pauseUntil = new Date(school.clock.now().getTime() + 30_000);
      return { kind: 'retryLater', at: pauseUntil, pauseUntil, code: '429', detail: '' };
    });
    const pace: Partial<Pace> = {
      pausedUntil: () => until,
      pause: (moment) => {
        until = moment;
      },
    };
    expect(await send(pace)).toBe(1);
    expect(await send(pace)).toBe(0);
    expect(await school.db.delivery.count({ where: { leaseHolder: { not: null } } })).toBe(0);
    school.clock.advance({ seconds: 30 });
    expect(await send(pace)).toBe(3);
    expect(new Set(chats()).size).toBe(3);
  });

  it('serves first the chat that is ready, else the one that is ready soonest', async () => {
    await threeChats();
    const waits = new Map([
      ['chat-g4', 900],
      ['chat-g1', 300],
      ['chat-g9', 500],
    ]);
    await send({ chatWait: (chatId) => waits.get(chatId) ?? 0 });
    expect(chats()).toEqual(['chat-g1', 'chat-g9', 'chat-g4']);
  });
});

it('a worker that is told to stop begins no letter; the next one sends them', async () => {
  await open();
  const worker = { db: school.db, clock: school.clock, holder: 'test', render, channel: school.email };
  school.clock.set(sixDayClose);
  await closeWeeks(school);
  expect(await sendEmails({ ...worker, signal: AbortSignal.abort() })).toBe(0);
  expect(school.email.heard).toEqual([]);
  expect(await school.db.delivery.count({ where: { channel: 'email', state: { not: 'due' } } })).toBe(0);
  expect(await sendEmails(worker)).toBe(school.email.heard.length);
  expect(school.email.heard.length).toBeGreaterThan(0);
});
