/** What is gathering already follows a choice that changes: nothing goes the old way, nothing is lost. */
import { afterEach, describe, expect, test } from 'vitest';
import { accountFor } from '../../src/access/accounts.ts';
import { visitOf } from '../../src/access/actor.ts';
import { chatVisit } from '../../src/access/chat-visit.ts';
import type { Change } from '../../src/access/choice-check.ts';
import { choose } from '../../src/access/choices.ts';
import { pupil } from '../../src/access/relations.ts';
import { startSession } from '../../src/access/sessions.ts';
import { unsubscribe } from '../../src/access/unsubscribe.ts';
import type { EmailPayload, SendOutcome } from '../../src/delivery/channel.ts';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { readLedger } from '../../src/delivery/ledger.ts';
import { planDue } from '../../src/delivery/planner.ts';
import { mark, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

const WEEK = '2026-W38';
const CLOSE = '2026-09-20T10:00:00+03:00';

async function open(options: Parameters<typeof openSchool>[0] = {}): Promise<School> {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', ...options });
  return school;
}

/** The guardian chooses in the bot, as whoever reads that chat. */
async function chooses(guardianId: string, ...changes: Change[]): Promise<void> {
  const visit = await chatVisit(school.db, school.clock, `chat-${guardianId}`);
  if (!visit) throw new Error(`${guardianId} has no chat`);
  const { actor } = visit;
  expect(await choose(school, { actor, guardianIds: actor.guardianIds, way: 'bot' }, changes)).toMatchObject({
    ok: true,
  });
}

/** The class teacher records that consent is withdrawn. */
async function withdrawsConsent(guardianId: string, studentId: string): Promise<void> {
  const { db, clock } = school;
  const account = await db.$transaction((tx) => accountFor(tx, clock, 't1'));
  const visit = await visitOf(
    db,
    clock,
    await startSession(db, clock, { accountId: account.id, staff: true, agent: '' }),
  );
  const child = await pupil(db, studentId, '2026-09-14');
  if (!visit || !child) throw new Error('nobody to record it');
  const chosen = await choose(
    school,
    {
      actor: visit.actor,
      guardianIds: [guardianId],
      child: { studentId, classId: child.classId },
      application: { number: '7', date: '2026-09-14' },
    },
    [{ what: 'consent', studentId, given: false }],
  );
  expect(chosen).toEqual({ ok: true, changed: 1 });
}

/** Recorded and planned, not yet sent. */
async function gathers(...entries: object[]): Promise<void> {
  await school.record(...entries);
  expect(await planDue(school)).toBeGreaterThan(0);
}

const settled = async () => {
  school.clock.advance({ minutes: 5 });
  await school.work();
};
const marksOf = (rhythm: 'now' | 'evening' | 'week' | 'diary'): Change => ({
  what: 'rhythm',
  studentId: 's1',
  kind: 'mark',
  rhythm,
});
const ofWeek = async (guardian: string) => (await readLedger(school, WEEK)).find((line) => line.guardian === guardian);

describe('a mark that is gathering', () => {
  test.each(['week', 'diary'] as const)('is not told once marks are chosen %s; the week has it', async (rhythm) => {
    await open();
    await school.link('g1');
    await gathers(mark());
    await chooses('g1', marksOf(rhythm));
    await settled();
    expect(school.texts()).toEqual([]);
    expect(await school.db.delivery.findMany()).toMatchObject([{ state: 'withdrawn' }]);
    school.clock.set(CLOSE);
    await school.work();
    expect(school.texts().join()).toContain('Алгебра: 5');
  });

  test('waits for the evening once marks are chosen so', async () => {
    await open();
    await school.link('g1');
    await gathers(mark());
    await chooses('g1', marksOf('evening'));
    await settled();
    expect(school.texts()).toEqual([]);
    school.clock.set('2026-09-14T18:05:00+03:00');
    await school.work();
    expect(school.texts()).toHaveLength(1);
    expect(school.texts()[0]).toContain('Алгебра: 5');
  });

  test('goes by the mailbox that is chosen now, if marks are wanted there at once', async () => {
    await open();
    await school.link('g1');
    await gathers(mark());
    await chooses('g1', { what: 'channels', studentId: 's1', channels: ['email', 'telegram'] }, marksOf('now'));
    await settled();
    await settled();
    expect(school.texts()).toEqual([]);
    expect(school.email.heard.map(({ to, text }) => [to, text.includes('Алгебра: 5')])).toEqual([
      ['ivanova@mail.example', true],
    ]);
  });

  test('is silent in a pause that begins meanwhile, and told after it in the week’s summary', async () => {
    await open();
    await school.link('g1');
    await gathers(mark());
    await chooses('g1', { what: 'pause', until: '2026-09-15' });
    await settled();
    expect(school.texts()).toEqual([]);
    school.clock.set('2026-09-16T12:00:00+03:00');
    await school.record(mark({ date: '2026-09-16', value: '4' }));
    await settled();
    expect(school.texts()).toHaveLength(1);
    expect(school.texts()[0]).toContain('Алгебра: 4');
    expect(school.texts()[0]).not.toContain('Алгебра: 5');
    school.clock.set(CLOSE);
    await school.work();
    expect(school.texts().at(-1)).toContain('Алгебра: 5');
  });

  test('keeps silent in quiet hours that are chosen meanwhile', async () => {
    await open();
    await school.link('g1');
    await gathers(mark());
    await chooses('g1', { what: 'quiet', hours: { from: '11:00', to: '16:00' } });
    await settled();
    expect(school.texts()).toEqual([]);
    school.clock.set('2026-09-14T16:00:00+03:00');
    await settled();
    expect(school.texts()).toHaveLength(1);
  });

  test('follows the guardian to another chat; the old one hears nothing', async () => {
    await open();
    await school.link('g1', 'old');
    await gathers(mark());
    await school.db.contactHolder.updateMany({
      where: { personId: 'g1', contact: { address: 'old' } },
      data: { endedAt: school.clock.now() },
    });
    await school.link('g1', 'new');
    await settled();
    await settled();
    expect(school.texts('old')).toEqual([]);
    expect(school.texts('new')).toHaveLength(1);
  });
});

describe('a pause', () => {
  test('does not keep back what the school must tell: a first lesson missed, an urgent message', async () => {
    await open();
    await school.link('g1');
    await chooses('g1', { what: 'pause', until: '2026-09-30' });
    await school.record(
      mark({ subject: 'Физика', by: 't2' }),
      { kind: 'absence', class: '7Б', subject: 'Алгебра', date: '2026-09-14', student: 's1', code: 'Н', by: 't1' },
      { kind: 'message', class: '7Б', text: 'Уроков завтра нет.', urgent: true, by: 't1' },
    );
    await settled();
    const said = school.texts().join('\n');
    expect(said).toContain('Уроков завтра нет.');
    expect(said).toContain('отсутствие на 1-м уроке');
    expect(said).not.toContain('Физика');
  });

  test('ends at once when it is taken off', async () => {
    await open();
    await school.link('g1');
    await chooses('g1', { what: 'pause', until: '2026-09-30' });
    await chooses('g1', { what: 'pause', until: null });
    await school.record(mark());
    await settled();
    expect(school.texts()).toHaveLength(1);
  });
});

describe('consent withdrawn', () => {
  test('what is gathering does not leave, that instant', async () => {
    await open();
    await school.link('g4');
    await gathers(mark({ student: 's3' }));
    await withdrawsConsent('g4', 's3');
    await settled();
    expect(school.texts()).toEqual([]);
    await school.record(mark({ student: 's3', value: '3' }));
    await settled();
    expect(school.texts()).toEqual([]);
  });

  test('a week that was about to be sent goes on paper', async () => {
    await open();
    await school.link('g4');
    await school.record(mark({ student: 's3' }));
    await settled();
    const before = school.texts().length;
    school.clock.set(CLOSE);
    await closeWeeks(school);
    expect(await school.db.delivery.count({ where: { channel: 'telegram', rhythm: 'week', state: 'due' } })).toBe(1);
    await withdrawsConsent('g4', 's3');
    await school.work();
    expect(school.texts()).toHaveLength(before);
    expect(await school.db.sheet.findMany({ where: { guardianId: 'g4' } })).toMatchObject([{ studentId: 's3' }]);
    expect(await ofWeek('g4')).toMatchObject({ informed: false, next: { code: 'handOver' } });
  });

  test('the weeks that follow are printed from the start', async () => {
    await open();
    await school.link('g4');
    await withdrawsConsent('g4', 's3');
    await school.record(mark({ student: 's3' }));
    school.clock.set(CLOSE);
    await school.work();
    expect(school.texts()).toEqual([]);
    expect(await ofWeek('g4')).toMatchObject({ next: { code: 'handOver' } });
  });

  test('a letter that may have arrived is not sent a second time', async () => {
    await open();
    const hers = ({ to }: { to: string }) => to === 'mamutova@mail.example';
    const answer = (letter: EmailPayload): SendOutcome =>
      hers(letter) ? { kind: 'unknown', code: 'timeout', detail: '' } : { kind: 'accepted' };
    for (let letters = 0; letters < 10; letters++) school.email.script.push(answer);
    await school.record(mark({ student: 's5' }));
    school.clock.set(CLOSE);
    await school.work();
    const asked = school.email.heard.filter(hers).length;
    expect(asked).toBeGreaterThan(0);
    expect(await school.db.delivery.count({ where: { uncertain: true } })).toBe(1);
    await withdrawsConsent('g7', 's5');
    school.clock.advance({ hours: 2 });
    await school.work();
    expect(school.email.heard.filter(hers)).toHaveLength(asked);
    expect(await school.db.sheet.count({ where: { studentId: 's5', guardianId: 'g7' } })).toBe(1);
  });
});

describe('paper chosen', () => {
  test('between the close and the send: the week is printed, not sent', async () => {
    await open();
    await school.link('g4');
    school.clock.set('2026-09-18T12:00:00+03:00');
    await school.record(mark({ student: 's3', date: '2026-09-18' }));
    school.clock.set(CLOSE);
    await closeWeeks(school);
    await chooses('g4', { what: 'channels', studentId: 's3', channels: ['paper'] });
    await school.work();
    expect(school.texts()).toEqual([]);
    expect(await ofWeek('g4')).toMatchObject({ next: { code: 'handOver' } });
  });

  test('besides: both come', async () => {
    await open();
    await school.link('g4');
    await chooses('g4', { what: 'paper', studentId: 's3', wished: true });
    await school.record(mark({ student: 's3' }));
    school.clock.set(CLOSE);
    await school.work();
    expect(school.texts()).not.toEqual([]);
    expect(await school.db.sheet.count({ where: { studentId: 's3' } })).toBe(1);
  });

  test('by the letter’s one click: the next week comes on paper', async () => {
    await open();
    await school.record(mark({ student: 's5' }));
    const mailbox = await school.db.contact.findFirstOrThrow({ where: { address: 'mamutova@mail.example' } });
    await unsubscribe(school.db, school.clock, mailbox.id);
    school.clock.set(CLOSE);
    await school.work();
    expect(school.email.heard.filter(({ to }) => to === 'mamutova@mail.example')).toEqual([]);
    expect(await ofWeek('g7')).toMatchObject({ next: { code: 'handOver' } });
  });
});
