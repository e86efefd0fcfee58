import { afterEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../src/delivery/channel.ts';
import { endLeases, giveBack, leaseDue } from '../../src/delivery/lease.ts';
import { planDue } from '../../src/delivery/planner.ts';
import { mark, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

async function open(options?: Parameters<typeof openSchool>[0]): Promise<School> {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', ...options });
  await school.link('g1');
  return school;
}

async function tell(value: string, key: string): Promise<void> {
  await school.record(mark({ value, key }));
  school.clock.advance({ minutes: 3 });
  await school.work();
}

const inAMinute = (): SendOutcome => ({
  kind: 'retryLater',
  at: new Date(school.clock.now().getTime() + 60_000),
  code: '502',
  detail: '',
});
const states = async () => (await school.db.delivery.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state);

describe('not now', () => {
  it('is tried again when it may, and says what the journal says by then', async () => {
    await open();
    school.telegram.script.push(() => inAMinute());
    await tell('5', 'a');
    expect(await states()).toEqual(['gathering']);
    const at = school.clock.now().toISOString();
    await school.record(mark({ value: '4', key: 'a', at }));
    await school.work();
    expect(school.telegram.heard).toHaveLength(1);
    school.clock.advance({ minutes: 4 });
    await school.work();
    expect(school.texts()[1]).toContain('Алгебра: 4');
    expect(school.texts()[1]).not.toContain('было');
    expect(await states()).toEqual(['accepted']);
    expect(await school.db.told.count()).toBe(1);
  });

  it('is joined by what came meanwhile: the end of an outage is one message', async () => {
    await open();
    school.telegram.script.push(() => inAMinute());
    await tell('5', 'a');
    await school.record(mark({ value: '3', key: 'b' }));
    school.clock.advance({ minutes: 4 });
    await school.work();
    expect(school.telegram.heard).toHaveLength(2);
    expect(school.texts()[1]).toContain('5');
    expect(school.texts()[1]).toContain('3');
  });

  it('joins what began to gather while it was on its way', async () => {
    await open();
    school.telegram.script.push(async () => {
      await school.record(mark({ value: '3', key: 'b' }));
      await planDue(school);
      return inAMinute();
    });
    await tell('5', 'a');
    expect(await states()).toEqual(['passedOn', 'gathering']);
    school.clock.advance({ minutes: 4 });
    await school.work();
    expect(school.telegram.heard).toHaveLength(2);
    expect(school.texts()[1]).toContain('5');
    expect(await states()).toEqual(['passedOn', 'accepted']);
  });
});

describe('a chat that moved', () => {
  const moved: SendOutcome = { kind: 'unreachable', code: '400', detail: 'migrated', movedTo: '-1007' };
  const chats = async () =>
    (
      await school.db.contact.findMany({
        where: { bot: 'parents' },
        orderBy: { id: 'asc' },
        include: { holders: true },
      })
    ).map(
      ({ address, state, holders }) =>
        `${address} ${state}: ${holders.flatMap(({ personId, endedAt }) => (endedAt ? [] : personId)).join()}`,
    );

  it('is followed, and what was to be said is said there', async () => {
    await open();
    school.telegram.script.push(moved);
    await tell('5', 'a');
    await school.work();
    expect(await chats()).toEqual(['-1007 confirmed: g1']);
    expect(school.texts('-1007')).toEqual([expect.stringContaining('Алгебра: 5')]);
  });

  it('to an id that its people are known under already is joined to that: said once, there', async () => {
    await open();
    await school.link('g4', '-1007');
    await school.db.contact.updateMany({ where: { address: '-1007' }, data: { state: 'unreachable', reason: '403' } });
    school.telegram.script.push(moved);
    await tell('5', 'a');
    expect(await chats()).toEqual(['chat-g1 ended: ', '-1007 confirmed: g4,g1']);
    school.clock.advance({ minutes: 4 });
    await school.work();
    expect(school.texts('-1007')).toEqual([expect.stringContaining('Алгебра: 5')]);
    expect(await states()).toEqual(['passedOn', 'accepted']);
  });

  it('takes what was frozen for it along', async () => {
    await open();
    school.telegram.script.push({ kind: 'unknown', code: 'ECONNRESET', detail: '' }, moved);
    await tell('5', 'a');
    school.clock.advance({ minutes: 1 });
    await school.work();
    await school.work();
    expect(school.telegram.heard.map(({ chatId }) => chatId)).toEqual(['chat-g1', 'chat-g1', '-1007']);
  });
});

describe('blocked', () => {
  it('ends the address and leaves the news to the next channel that wants it now', async () => {
    await open();
    await school.db.preference.create({
      data: { guardianId: 'g1', studentId: 's1', kind: 'mark', rhythm: 'now', at: school.clock.now() },
    });
    school.telegram.script.push({ kind: 'unreachable', code: '403', detail: 'blocked' });
    await tell('5', 'a');
    school.clock.advance({ minutes: 3 });
    await school.work();
    expect(await states()).toEqual(['unreachable', 'accepted']);
    expect(school.email.heard[0]?.text).toContain('Алгебра: 5');
    expect(school.email.heard[0]?.to).toBe('ivanova@mail.example');
  });
});

describe('rejected', () => {
  it('ends there for a person of the school to mend, and nothing counts as told', async () => {
    await open();
    school.telegram.script.push({ kind: 'rejected', code: '401', detail: 'token' });
    await tell('5', 'a');
    expect(await states()).toEqual(['rejected']);
    expect(await school.db.told.count()).toBe(0);
    expect(await school.db.contact.count({ where: { state: 'unreachable' } })).toBe(0);
  });
});

describe('unknown', () => {
  it('goes once more with the same bytes, marked, while a correction waits its end', async () => {
    await open();
    school.telegram.script.push({ kind: 'unknown', code: 'timeout', detail: '' });
    await tell('5', 'a');
    expect(await school.db.delivery.findFirst()).toMatchObject({ state: 'due', uncertain: true, tries: 1 });
    expect(await school.db.attempt.findFirst()).toMatchObject({ outcome: 'unknown', code: 'timeout' });
    const at = school.clock.now().toISOString();
    await school.record(mark({ value: '2', key: 'a', at }));
    school.clock.advance({ seconds: 20 });
    await school.work();
    expect(school.telegram.heard).toHaveLength(1);
    school.clock.advance({ seconds: 10 });
    await school.work();
    expect(school.telegram.heard[1]).toEqual(school.telegram.heard[0]);
    school.clock.advance({ minutes: 4 });
    await school.work();
    expect(school.texts()[2]).toContain('было 5, стало 2');
    expect(school.telegram.heard[2]?.replyTo).toBe('1002');
  });

  it('twice goes once more an hour later, and is left to the week after that', async () => {
    await open();
    const unknown: SendOutcome = { kind: 'unknown', code: 'timeout', detail: '' };
    school.telegram.script.push(unknown, unknown, unknown);
    await tell('5', 'a');
    for (const [pause, heard] of [
      [{ minutes: 1 }, 2],
      [{ minutes: 30 }, 2],
      [{ minutes: 31 }, 3],
      [{ hours: 2 }, 3],
    ] as const) {
      school.clock.advance(pause);
      await school.work();
      expect(school.telegram.heard).toHaveLength(heard);
    }
    expect(new Set(school.texts()).size).toBe(1);
    expect((await states())[0]).toBe('passedOn');
  });

  it('because our own process ended is no doubt of the provider: it goes on until it is told', async () => {
    await open();
    const killed = () => {
      throw new Error('the process is killed here');
    };
    school.telegram.script.push(killed, killed, { kind: 'unknown', code: 'timeout', detail: '' });
    await expect(tell('5', 'a')).rejects.toThrow();
    await endLeases(school, { all: true });
    await expect(school.work()).rejects.toThrow();
    await endLeases(school, { all: true });
    await school.work();
    school.clock.advance({ minutes: 1 });
    await school.work();
    expect(school.telegram.heard).toHaveLength(4);
    expect(await states()).toEqual(['accepted']);
  });
});

describe('leases', () => {
  const lease = (holder: string, seconds = 60) =>
    leaseDue({ ...school, holder }, { channel: 'telegram', bot: 'parents', limit: 10, seconds });

  it('belong to one worker; given back or run out without a start they are simply due again', async () => {
    await open();
    await school.record(mark());
    await planDue(school);
    school.clock.advance({ minutes: 3 });
    const mine = await lease('a');
    expect(mine).toHaveLength(1);
    expect(await lease('b')).toEqual([]);
    await giveBack(
      { ...school, holder: 'b' },
      mine.map(({ id }) => id),
    );
    expect(await lease('b')).toEqual([]);
    await giveBack(
      { ...school, holder: 'a' },
      mine.map(({ id }) => id),
    );
    expect(await lease('b', -1)).toHaveLength(1);
    expect(await endLeases(school)).toBe(1);
    await school.work();
    expect(school.telegram.heard).toHaveLength(1);
    expect(await school.db.delivery.findFirst()).toMatchObject({ uncertain: false, tries: 0 });
  });

  it('that end after the start may have arrived: the same bytes go again, the attempt is unknown', async () => {
    await open();
    school.telegram.script.push(() => {
      throw new Error('the process is killed here');
    });
    await expect(tell('5', 'a')).rejects.toThrow();
    expect(await states()).toEqual(['started']);
    expect(await endLeases(school)).toBe(0);
    expect(await endLeases(school, { all: true })).toBe(1);
    await school.work();
    expect(school.telegram.heard[1]).toEqual(school.telegram.heard[0]);
    expect((await school.db.attempt.findMany({ orderBy: { id: 'asc' } })).map(({ outcome }) => outcome)).toEqual([
      'unknown',
      'accepted',
    ]);
  });

  const endedWhileUnderWay = (andThen: () => Promise<unknown>) => async (): Promise<SendOutcome> => {
    await endLeases(school, { all: true });
    await andThen();
    return { kind: 'accepted', providerId: '1' };
  };

  it('that ended while the provider took its time: an acceptance still counts, and nothing goes a second time', async () => {
    await open();
    school.telegram.script.push(endedWhileUnderWay(async () => undefined));
    await tell('5', 'a');
    expect(school.telegram.heard).toHaveLength(1);
    expect(await states()).toEqual(['accepted']);
    expect((await school.db.attempt.findFirst())?.outcome).toBe('accepted');
  });

  it('that ended, and another worker began anew: the first leaves that alone', async () => {
    await open();
    school.telegram.script.push(endedWhileUnderWay(() => school.work()));
    await tell('5', 'a');
    expect(school.telegram.heard).toHaveLength(2);
    expect((await school.db.attempt.findMany({ orderBy: { id: 'asc' } })).map(({ outcome }) => outcome)).toEqual([
      'unknown',
      'accepted',
    ]);
  });

  it('rest while sending is paused after a restore', async () => {
    await open();
    await school.db.school.update({ where: { id: 1 }, data: { sendingPausedAt: school.clock.now() } });
    await tell('5', 'a');
    expect(school.telegram.heard).toEqual([]);
    await school.db.school.update({ where: { id: 1 }, data: { sendingPausedAt: null } });
    await school.work();
    expect(school.telegram.heard).toHaveLength(1);
  });
});

it('a text beyond Telegram’s limit goes in several messages, none of them twice', async () => {
  await open();
  const text = Array.from({ length: 3 }, (_, part) => `${'слово '.repeat(220)}конец ${part}`);
  await school.record(...text.map((one, i) => ({ kind: 'message', class: '7Б', text: one, by: 't1', key: `m${i}` })));
  school.clock.advance({ minutes: 3 });
  for (let i = 0; i < 3; i += 1) {
    await school.work();
    school.clock.advance({ seconds: 2 });
  }
  expect(school.texts().length).toBeGreaterThan(1);
  expect(school.texts().every((one) => one.length <= 4096)).toBe(true);
  for (const part of [0, 1, 2]) expect(school.texts().join('\n').split(`конец ${part}`)).toHaveLength(2);
});
