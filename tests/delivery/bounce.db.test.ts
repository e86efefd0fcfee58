import { afterEach, describe, expect, it } from 'vitest';
import { type Bounce, recordBounce } from '../../src/delivery/bounce.ts';
import type { BounceMeaning } from '../../src/delivery/channel.ts';
import { markOpened } from '../../src/delivery/evidence.ts';
import { handOver } from '../../src/delivery/hand-over.ts';
import { type LedgerLine, readLedger } from '../../src/delivery/ledger.ts';
import { unprovenFamilies } from '../../src/oversight/unproven.ts';
import { type EXAMPLE, mark, openSchool, type Past, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

const WEEK = '2026-W38';
/** 1А, where g1 has another child, closes a day before 7Б */
const CLOSE_OF_OTHERS = '2026-09-19T10:00:00+03:00';
const CLOSE = '2026-09-20T10:00:00+03:00';
const MAILBOX = 'ivanova@mail.example';

/** The week of 7Б closes; g1, without a chat, is told of s1's week by a letter. @returns its Message-ID */
async function closeWeek(on: School, send: () => Promise<void>): Promise<string> {
  await on.record(mark());
  on.clock.set(CLOSE_OF_OTHERS);
  await on.work();
  on.clock.set(CLOSE);
  await send();
  return letterOf(on);
}

function letterOf({ email }: School): string {
  const letter = email.heard.find(({ to, text }) => to === MAILBOX && text.includes('Алгебра: 5'));
  if (!letter) throw new Error('no letter');
  return letter.messageId;
}

/** s1 has no guardian on paper here; `relative` is one whom nothing reaches, before g1 in the household's order. */
function open({
  relative = false,
  ...options
}: {
  rules?: object;
  relative?: boolean;
  past?: Past;
} = {}): Promise<School> {
  const g0 = { id: 'g0', name: 'Иванова Ольга Львовна', delivery: 'telegram', consent: true, children: ['s1'] };
  const change = (file: typeof EXAMPLE) => {
    const others = (file.guardians as { id: string }[]).filter(({ id }) => id !== 'g2');
    return { ...file, guardians: relative ? [g0, ...others] : others };
  };
  return openSchool({ at: '2026-09-14T12:00:00+03:00', change, ...options });
}

async function afterTheLetter(options: Parameters<typeof open>[0] = {}): Promise<string> {
  const live = async (on: School) => {
    await closeWeek(on, on.work);
    on.clock.advance({ hours: 2 });
  };
  school = await open({ ...options, past: { name: 'told by a letter', live } });
  return letterOf(school);
}

const bounce = (differs: Partial<Bounce>, means: BounceMeaning = 'addressGone') =>
  school.db.$transaction((tx) =>
    recordBounce(
      tx,
      school.clock.now(),
      { permanent: true, code: '5.1.1', detail: 'no such\nuser', at: school.clock.now(), ...differs },
      means,
    ),
  );
const line = async (guardian: string, student: string): Promise<LedgerLine | undefined> =>
  (await readLedger(school, WEEK)).find((one) => one.guardian === guardian && one.student === student);
const mailbox = () => school.db.contact.findFirstOrThrow({ where: { address: MAILBOX } });
const factsOf = async (guardianId: string) => {
  const rows = await school.db.ledgerEntry.findMany({ orderBy: { id: 'asc' } });
  const duty = await school.db.obligation.findFirstOrThrow({ where: { guardianId, studentId: 's1' } });
  return rows
    .filter(({ obligationId }) => obligationId === duty.id)
    .map(({ fact }) => fact as { evidence: string | null });
};

describe('a letter that came back for good', () => {
  it('proves nothing any more: the duty is open again, the mailbox is given up, the class teacher is to act', async () => {
    const messageId = await afterTheLetter();
    expect(await line('g1', 's1')).toMatchObject({ informed: true, by: 'email', evidence: 'accepted' });
    expect(await bounce({ messageId })).toBe('recorded');
    expect(await line('g1', 's1')).toMatchObject({ informed: false, by: null, evidence: null });
    expect((await line('g1', 's1'))?.next?.code).toBe('unreached');
    expect(await mailbox()).toMatchObject({ state: 'unreachable', reason: 'bounced' });
    const listed = (await unprovenFamilies(school.db, school.clock.now())).filter(
      ({ child }) => child.last === 'Иванов',
    );
    expect(listed).toMatchObject([{ week: WEEK, openSince: school.clock.now(), askedAt: null }]);
    expect((await factsOf('g1')).map(({ evidence }) => evidence)).toEqual([null, 'accepted', null]);
  });

  it('stands beside its acceptance: attempts are appended, none is rewritten', async () => {
    const messageId = await afterTheLetter();
    const before = await school.db.attempt.findMany({ orderBy: { id: 'asc' } });
    await bounce({ messageId, at: new Date('2026-09-20T07:30:00Z') });
    const after = await school.db.attempt.findMany({ orderBy: { id: 'asc' } });
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length)).toMatchObject([
      {
        outcome: 'unreachable',
        code: 'bounce 5.1.1',
        detail: 'no such user',
        startedAt: new Date('2026-09-20T07:30:00Z'),
      },
    ]);
  });

  it('goes to the guardian’s next channel', async () => {
    const messageId = await afterTheLetter();
    await school.link('g1');
    await bounce({ messageId });
    await school.work();
    expect(school.texts('chat-g1')).toEqual([expect.stringContaining('Алгебра: 5')]);
    expect(await line('g1', 's1')).toMatchObject({ informed: true, by: 'telegram' });
  });

  it('or to paper, where the school has it so', async () => {
    const messageId = await afterTheLetter({ rules: { paperFor: 'unreached' } });
    await bounce({ messageId });
    expect((await line('g1', 's1'))?.next).toMatchObject({ code: 'handOver', sheet: expect.any(Number) });
    const sheet = await school.db.sheet.findFirstOrThrow({ where: { studentId: 's1' } });
    await handOver(school, { sheetIds: [sheet.id], deed: 'person', date: '2026-09-20', byId: 't1' });
    expect(await line('g1', 's1')).toMatchObject({ informed: true, by: 'paper' });
  });

  it('leaves nobody of the household counting on it', async () => {
    const messageId = await afterTheLetter({ relative: true });
    expect((await line('g0', 's1'))?.by).toBe('family');
    await bounce({ messageId });
    const both = [await line('g0', 's1'), await line('g1', 's1')];
    expect(both.map((one) => one?.informed)).toEqual([false, false]);
    expect(both.map((one) => one?.next?.code)).toEqual(['unreached', 'family']);
  });

  it('takes nothing from who saw the week in the diary', async () => {
    const messageId = await afterTheLetter();
    await markOpened(school, { personId: 'g1', studentId: 's1', week: WEEK });
    expect(await bounce({ messageId })).toBe('recorded');
    expect(await line('g1', 's1')).toMatchObject({ informed: true, evidence: 'seen' });
    expect((await mailbox()).state).toBe('unreachable');
  });

  it('tells its news by the next channel that wants them now', async () => {
    school = await open();
    const now = { rhythm: 'now' as const, at: school.clock.now() };
    await school.db.preference.create({ data: { guardianId: 'g1', studentId: 's1', kind: 'mark', ...now } });
    await school.record(mark());
    school.clock.advance({ minutes: 3 });
    await school.work();
    const [letter] = school.email.heard;
    expect(letter?.text).toContain('Алгебра: 5');
    await school.link('g1');
    expect(await bounce({ messageId: letter?.messageId ?? '' })).toBe('recorded');
    school.clock.advance({ minutes: 3 });
    await school.work();
    expect(school.texts('chat-g1')).toEqual([expect.stringContaining('Алгебра: 5')]);
  });

  it('that may have arrived and would go once more goes no more', async () => {
    school = await open();
    const messageId = await closeWeek(school, async () => {
      school.email.script.push({ kind: 'unknown', code: 'noAnswerAfterData', detail: '' });
      await school.work();
    });
    expect(await bounce({ messageId })).toBe('recorded');
    const sent = school.email.heard.length;
    school.clock.advance({ minutes: 5 });
    await school.work();
    expect(school.email.heard.slice(sent)).toEqual([]);
    expect((await line('g1', 's1'))?.next?.code).toBe('unreached');
  });
});

describe('a letter that was refused for something else than its address', () => {
  it.each([
    ['ourFault', 'rejected'],
    ['letterLost', 'passedOn'],
  ] as const)('%s: the mailbox stays, the week goes another way', async (means, state) => {
    const messageId = await afterTheLetter();
    await school.link('g1');
    // Telegram first would be chosen anyway; email first shows that the mailbox is passed over
    await school.db.guardianship.updateMany({ where: { guardianId: 'g1' }, data: { channels: ['email', 'telegram'] } });
    const sent = school.email.heard.length;
    expect(await bounce({ messageId, code: '5.7.1' }, means)).toBe('recorded');
    await school.work();
    expect(await mailbox()).toMatchObject({ state: 'confirmed' });
    expect(school.email.heard.slice(sent)).toEqual([]);
    expect(await line('g1', 's1')).toMatchObject({ informed: true, by: 'telegram' });
    expect(await school.db.delivery.count({ where: { state, endReason: 'bounced' } })).toBe(1);
  });
});

describe('said again, or of nothing of ours', () => {
  it('changes nothing', async () => {
    const messageId = await afterTheLetter({ rules: { paperFor: 'unreached' } });
    await bounce({ messageId });
    const before = await snapshot();
    expect(await bounce({ messageId })).toBe('duplicate');
    expect(await bounce({ messageId: messageId.slice(1, -1), code: '550' })).toBe('duplicate');
    expect(await bounce({ address: MAILBOX.toUpperCase() })).toBe('duplicate');
    expect(await snapshot()).toEqual(before);
  });

  it('is told apart from what is not known', async () => {
    const messageId = await afterTheLetter();
    expect(await bounce({ messageId: '<someone@else.example>' })).toBe('not-found');
    expect(await bounce({ messageId: messageId.replace(/-\d+@/, '-5@') })).toBe('not-found');
    expect(await bounce({ messageId: messageId.replace(/delivery-\d+/, 'delivery-99999') })).toBe('not-found');
    expect(await bounce({ messageId: '<delivery-99999999999-1@x>' })).toBe('not-found');
    expect(await bounce({ address: 'nobody@mail.example' })).toBe('not-found');
    expect(await mailbox()).toMatchObject({ state: 'confirmed' });
  });

  it('a temporary one is noted, and the evidence stands', async () => {
    const messageId = await afterTheLetter();
    const before = await snapshot();
    expect(await bounce({ messageId, permanent: false, code: '4.2.2' })).toBe('noted');
    expect(await bounce({ messageId: '<x@y>', permanent: false })).toBe('not-found');
    expect(await snapshot()).toEqual(before);
  });
});

describe('a mailbox without its letter', () => {
  it('means the last letter that it took by then', async () => {
    const first = await afterTheLetter();
    // by then the letter about the other child, of the day before
    expect(await bounce({ address: MAILBOX, at: new Date('2026-09-20T06:00:00Z') })).toBe('recorded');
    expect(await line('g1', 's13')).toMatchObject({ informed: false });
    expect(await line('g1', 's1')).toMatchObject({ informed: true });
    expect(await mailbox()).toMatchObject({ state: 'unreachable' });
    expect(await bounce({ address: MAILBOX })).toBe('recorded');
    expect((await line('g1', 's1'))?.informed).toBe(false);
    expect(await bounce({ messageId: first })).toBe('duplicate');
  });

  it('and stands in for a letter that is not known', async () => {
    await afterTheLetter();
    expect(await bounce({ messageId: '<provider-1@relay.example>', address: ` ${MAILBOX}`.trim() })).toBe('recorded');
    expect((await line('g1', 's1'))?.informed).toBe(false);
  });

  it('that was confirmed anew since is not given up for what came back before', async () => {
    const messageId = await afterTheLetter();
    const at = school.clock.now();
    school.clock.advance({ days: 1 });
    await school.db.contact.updateMany({ where: { address: MAILBOX }, data: { since: school.clock.now() } });
    expect(await bounce({ messageId, at })).toBe('recorded');
    expect(await mailbox()).toMatchObject({ state: 'confirmed' });
  });
});

async function snapshot() {
  const { delivery, deliveryItem, obligation, attempt, contact, sheet, ledgerEntry } = school.db;
  const order = { orderBy: { id: 'asc' as const } };
  return [
    await delivery.findMany(order),
    await deliveryItem.findMany(order),
    await obligation.findMany(order),
    await attempt.findMany(order),
    await contact.findMany(order),
    await sheet.findMany(order),
    await ledgerEntry.count(),
  ];
}
