/** Handing over sheets: what counts, what does not, and what a slip that is taken back leaves. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markTapped } from '../../src/delivery/evidence.ts';
import { type Deed, handOver, takeBack } from '../../src/delivery/hand-over.ts';
import { readLedger } from '../../src/delivery/ledger.ts';
import { verifyLedger } from '../../src/delivery/seal-ledger.ts';
import { copySheet } from '../../src/delivery/sheet-copy.ts';
import { countsByClass, sheetHistory, sheetsOnHand } from '../../src/delivery/sheets-view.ts';
import { LEDGER_NEXT } from '../../src/texts/command-line.ts';
import { openSchool, type School } from '../school.ts';

/** 7Б closes on Sunday 20 September; on paper there are Иванов (g2), Степанян (g8, s6) and Цой (g6, s4). */
const week = '2026-W38';
let school: School;
let vera: number;
let narek: number;
let more: number[];
beforeEach(async () => {
  const live = async (on: School) => {
    await on.link('g4');
    on.clock.set('2026-09-20T10:00:00+03:00');
    await on.work();
  };
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', past: { name: 'handed over', live } });
  vera = await sheetOf('g6');
  narek = await sheetOf('g8');
  more = [];
  school.clock.set('2026-09-21T09:00:00+03:00');
});
afterEach(() => school.close());

const sheetOf = async (guardianId: string) =>
  (await school.db.sheet.findFirstOrThrow({ where: { guardianId, copyOfId: null }, orderBy: { id: 'desc' } })).id;
const line = async (guardian: string) => (await readLedger(school, week)).find((one) => one.guardian === guardian);
const hand = (deed: Deed, sheetIds: number[], more: { date?: string; note?: string } = {}) =>
  handOver(school, { sheetIds, deed, date: '2026-09-21', byId: 't1', ...more });
const undo = (batch: string) => takeBack(school, { batch, sheetIds: [vera, narek, ...more], byId: 't1' });
const stateOf = async (id: number) => (await sheetsOnHand(school.db, { ids: [id] }))[0]?.state;
async function noted(result: ReturnType<typeof hand>): Promise<string> {
  const given = await result;
  if (!given.ok || given.batch === null) throw new Error(JSON.stringify(given));
  return given.batch;
}

describe('many sheets at once', () => {
  it('are noted in one transaction, all or none, each audited; what stood is left as it was', async () => {
    expect(await hand('person', [vera, narek])).toMatchObject({
      ok: true,
      noted: [vera, narek].sort((a, b) => a - b),
      stood: [],
    });
    expect(await line('g6')).toMatchObject({ informed: true, by: 'paper', evidence: 'handed-over', next: null });
    expect(await line('g8')).toMatchObject({ informed: true });
    expect(await school.db.auditRecord.count({ where: { action: 'handOver', actorId: 't1' } })).toBe(2);
    // a double tap, and a page that was open for long
    expect(await hand('absent', [vera, narek])).toMatchObject({
      ok: true,
      batch: null,
      noted: [],
      stood: expect.any(Array),
    });
    expect(await stateOf(vera)).toBe('handedOver');
    expect(await school.db.handover.count()).toBe(2);
  });

  it('are refused together: an unknown number, a day before the printing or ahead, a note too long', async () => {
    expect(await hand('person', [])).toEqual({ ok: false, code: 'noSheets', field: 'sheets' });
    expect(await hand('person', [vera, 99_999])).toEqual({ ok: false, code: 'unknownSheet', field: 'sheets' });
    expect(await hand('person', [vera], { date: '2026-09-22' })).toEqual({
      ok: false,
      code: 'dateInFuture',
      field: 'date',
    });
    expect(await hand('person', [vera], { date: '2026-09-19' })).toEqual({
      ok: false,
      code: 'beforePrinting',
      field: 'date',
    });
    for (const date of ['2026-02-30', '21.09.2026', '', '2026-9-21'])
      expect(await hand('person', [vera], { date }), date).toEqual({ ok: false, code: 'badDate', field: 'date' });
    expect(await hand('person', [vera], { note: 'я'.repeat(301) })).toMatchObject({ ok: false, field: 'note' });
    expect(await school.db.handover.count()).toBe(0);
    expect(await line('g6')).toMatchObject({ informed: false, next: { code: 'handOver' } });
    expect(await hand('post', [vera], { date: '2026-09-20' })).toMatchObject({ ok: true });
  });

  it('two people at once note each sheet once', async () => {
    const both = await Promise.all([hand('person', [vera, narek]), hand('proxy', [narek, vera])]);
    expect(both.map((one) => one.ok && one.noted.length).toSorted()).toEqual([0, 2]);
    expect(await school.db.handover.count()).toBe(2);
  });
});

it('absent and refused are noted and leave the duty open, each with its next step; through the child it waits for the stub', async () => {
  const next = async () => {
    const { next: step } = (await line('g6')) ?? {};
    return step && LEDGER_NEXT[step.code]?.(step);
  };
  await hand('absent', [vera], { note: 'болеет вся семья' });
  expect(await next()).toBe(
    `распечатку № ${vera} некому было вручить, вручить снова или отправить почтой: Орлова Анна Сергеевна, 7Б`,
  );
  await hand('refused', [vera]);
  expect(await next()).toContain(`от распечатки № ${vera} отказались`);
  const sent = await noted(hand('child', [vera]));
  expect(await next()).toContain('передана через ребёнка, вернуть корешок');
  expect(await line('g6')).toMatchObject({ informed: false, evidence: null });
  school.clock.set('2026-09-22T09:00:00+03:00');
  await hand('stub', [vera], { date: '2026-09-22' });
  expect(await line('g6')).toMatchObject({ informed: true, by: 'paper', evidence: 'handed-over' });
  // what was noted since stays: the child's part alone cannot be taken out from under the stub
  expect(await undo(sent)).toEqual({ ok: false, code: 'changedSince', field: 'batch' });
  expect((await sheetHistory(school.db, vera)).map(({ deed, note, date }) => [deed, note, date])).toEqual([
    ['stub', '', '2026-09-22'],
    ['child', '', '2026-09-21'],
    ['refused', '', '2026-09-21'],
    ['absent', 'болеет вся семья', '2026-09-21'],
  ]);
  expect(await countsByClass(school.db, { week })).toContainEqual(
    expect.objectContaining({ className: '7Б', total: 3, handedOver: 1, awaitingStub: 0, open: 2 }),
  );
});

describe('a slip', () => {
  it('taken back opens the duties again, history stays, nothing can be taken back twice', async () => {
    const batch = await noted(hand('person', [vera, narek]));
    expect(await undo(batch)).toMatchObject({ ok: true });
    for (const guardian of ['g6', 'g8'])
      expect(await line(guardian)).toMatchObject({ informed: false, evidence: null, next: { code: 'handOver' } });
    expect(await undo(batch)).toEqual({ ok: false, code: 'changedSince', field: 'batch' });
    expect(await undo('')).toMatchObject({ ok: false });
    const [row] = await sheetHistory(school.db, vera);
    expect(row).toMatchObject({ deed: 'person', takenBack: { by: { last: 'Орлова' } } });
    await expect(school.db.handover.deleteMany()).rejects.toThrow(/append-only/);
    // the same day: no deadline moves
    expect(await school.db.obligation.count({ where: { reopenedAt: { not: null } } })).toBe(0);
    expect(await verifyLedger(school.db)).toMatchObject({ broken: null, differs: null });
    await hand('person', [vera]);
    expect(await line('g6')).toMatchObject({ informed: true });
  });

  it('goes back to what was noted before it', async () => {
    await hand('child', [vera]);
    const batch = await noted(hand('stub', [vera]));
    await undo(batch);
    expect(await stateOf(vera)).toBe('awaitingStub');
    expect(await line('g6')).toMatchObject({ informed: false, next: { code: 'awaitStub' } });
  });

  it('found another day is asked about anew', async () => {
    const batch = await noted(hand('person', [vera]));
    await school.db.obligation.updateMany({
      where: { guardianId: 'g6' },
      data: { askedAt: new Date(), escalatedAt: new Date() },
    });
    school.clock.set('2026-09-24T09:00:00+03:00');
    await undo(batch);
    const duty = await school.db.obligation.findFirstOrThrow({ where: { guardianId: 'g6' } });
    expect(duty).toMatchObject({ reopenedAt: school.clock.now(), askedAt: null, escalatedAt: null });
  });

  it('takes nothing from a family that was informed otherwise', async () => {
    // g4 reads Telegram and gets a sheet besides
    const summary = await school.db.delivery.findFirstOrThrow({
      where: { channel: 'telegram', rhythm: 'week', items: { some: { guardianId: 'g4' } } },
    });
    const duty = await school.db.obligation.findFirstOrThrow({ where: { guardianId: 'g4' } });
    const paper = await school.db.delivery.create({
      data: {
        channel: 'paper',
        rhythm: 'week',
        state: 'due',
        week,
        dueAt: school.clock.now(),
        createdAt: school.clock.now(),
      },
    });
    await school.db.deliveryItem.create({
      data: { deliveryId: paper.id, guardianId: 'g4', studentId: duty.studentId, obligationId: duty.id },
    });
    const run = await school.db.printRun.findFirstOrThrow({ where: { week } });
    const { id } = await school.db.sheet.create({
      data: {
        runId: run.id,
        weeklyRecordId: duty.weeklyRecordId,
        studentId: duty.studentId,
        guardianId: 'g4',
        deliveryId: paper.id,
        createdAt: school.clock.now(),
      },
    });
    more = [id];
    const before = await line('g4');
    expect(before).toMatchObject({ by: 'telegram', evidence: 'accepted' });
    const first = await noted(hand('person', [id]));
    expect(await line('g4')).toMatchObject({ by: 'paper' });
    await undo(first);
    expect(await line('g4')).toEqual(before);
    await markTapped(school, { deliveryId: summary.id, personIds: ['g4'] });
    const seen = await line('g4');
    expect(seen).toMatchObject({ evidence: 'seen' });
    const second = await noted(hand('person', [id]));
    await undo(second);
    expect(await line('g4')).toEqual(seen);
  });
});

it('a copy’s handing over is the first sheet’s', async () => {
  const copied = await copySheet({ ...school, publicUrl: 'https://diary.example' }, vera);
  expect(copied.ok).toBe(true);
  const copy = await school.db.sheet.findFirstOrThrow({ where: { copyOfId: vera } });
  await hand('person', [copy.id, vera]);
  expect(await stateOf(vera)).toBe('handedOver');
  expect(await school.db.handover.findMany({ select: { sheetId: true } })).toEqual([{ sheetId: vera }]);
  expect(await line('g6')).toMatchObject({ informed: true });
});
