/**
 * An illness from–to: its lessons are entered with Б, the family is told once, and all of it can be shortened, prolonged or
 * taken back (Б 4.2; Д 3.2.2; Ш 7.3). Lessons to come are entered on the morning of their day (`fill.ts`).
 */
import type { Tx } from '../../platform/database/open.ts';
import { addDays, type SchoolDate, schoolDate, toDbDate } from '../../platform/school-time.ts';
import { classOf } from '../membership.ts';
import { changeEntriesIn, type JournalDeps, recordEntriesIn } from '../record.ts';
import { type Roster, staffNamed } from '../roster.ts';
import { rosterIn } from '../roster-view.ts';
import { yearOn } from '../school-days.ts';
import { inWriting } from '../writing.ts';
import { type PlannedDeed, planIllness, type Span } from './plan.ts';
import { type IllnessRow, illnessesOf, ownEntries, standingLessons } from './read.ts';
import { illnessSource } from './source.ts';

export interface IllnessWish {
  studentId: string;
  /** an illness that stands, as its form was opened; null: a new one */
  known: { id: number; revision: number } | null;
  /** null: it is taken back */
  span: Span | null;
  note: string;
  /** the member of staff who does it; whether they may for this pupil was asked before */
  by: string;
}

/** What the family reads. The journal itself holds no words. */
export interface IllnessWords {
  /** of the illness as it stands now */
  told(span: Span): string;
  /** where the first message cannot be withdrawn by whoever takes the illness back */
  takenBack(span: Span): string;
}

export type IllnessFault = 'badDate' | 'order' | 'outOfYear' | 'tooFar' | 'overlap' | 'changed' | 'atHome' | 'noClass';

export type IllnessPlan =
  | { ok: true; deeds: PlannedDeed[]; before: IllnessRow | null }
  | { ok: false; code: IllnessFault; field: string };

/** An illness is told of at most so many days ahead. */
const AHEAD_DAYS = 14;

/** What would become of the journal; nothing is written. */
export async function previewIllness(deps: JournalDeps, wish: IllnessWish): Promise<IllnessPlan> {
  return await deps.db.$transaction(async (tx) => planIn(tx, deps, wish));
}

/** Does it, or says why not. Whoever was there first is told of by `changed` and `overlap`. */
export async function saveIllness(deps: JournalDeps, wish: IllnessWish, words: IllnessWords): Promise<IllnessPlan> {
  return await inWriting(deps.db, async (tx) => {
    const roster = await rosterIn(tx, deps.db);
    await tx.$executeRaw`SELECT id FROM student WHERE id = ${wish.studentId} FOR NO KEY UPDATE`;
    const plan = await planIn(tx, deps, wish);
    if (!plan.ok) return plan;
    const now = deps.clock.now();
    const id = await keepRow(tx, wish, plan.before, { now, today: schoolDate(now, roster.zone) });
    await writeDeeds(tx, deps, { id, by: wish.by, studentId: wish.studentId }, plan.deeds);
    await tellFamily(tx, deps, roster, { ...wish, id }, plan.before, words);
    const details = { illness: id, ...wish.span, note: wish.note };
    await tx.auditRecord.create({
      data: {
        at: now,
        actorId: wish.by,
        action: wish.span ? 'keepIllness' : 'takeBackIllness',
        object: `illness:${id}`,
        studentId: wish.studentId,
        details: details as object,
      },
    });
    return plan;
  });
}

async function planIn(tx: Tx, deps: JournalDeps, wish: IllnessWish): Promise<IllnessPlan> {
  const { studentId, known, span } = wish;
  const roster = await rosterIn(tx, deps.db);
  const today = schoolDate(deps.clock.now(), roster.zone);
  const all = (await illnessesOf(tx, studentId)).filter(({ takenBack }) => !takenBack);
  const before = known ? all.find(({ id, revision }) => id === known.id && revision === known.revision) : null;
  if (before === undefined) return { ok: false, code: 'changed', field: 'starts' };
  const fault = span && spanFault(roster, studentId, span, today);
  if (fault) return { ok: false, ...fault };
  const others = all.filter(({ id }) => id !== before?.id);
  if (span && others.some(({ starts, ends }) => starts <= span.ends && span.starts <= ends))
    return { ok: false, code: 'overlap', field: 'starts' };
  const standing = span ? await standingLessons(tx, studentId, span) : [];
  const own = before ? await ownEntries(tx, before.id) : [];
  const asked = { roster, staff: staffNamed(roster, wish.by), studentId, today };
  return { ok: true, deeds: planIllness(asked, before, span, { standing, own }), before };
}

function spanFault(
  roster: Roster,
  studentId: string,
  { starts, ends }: Span,
  today: SchoolDate,
): { code: IllnessFault; field: string } | null {
  for (const [field, date] of [
    ['starts', starts],
    ['ends', ends],
  ] as const)
    if (!/^\d{4}-\d\d-\d\d$/.test(date) || addDays(date, 0) !== date) return { code: 'badDate', field };
  if (ends < starts) return { code: 'order', field: 'ends' };
  const year = yearOn(roster, today) ?? yearOn(roster, starts);
  if (!year || starts < year.starts) return { code: 'outOfYear', field: 'starts' };
  if (ends > year.ends) return { code: 'outOfYear', field: 'ends' };
  if (starts > addDays(today, AHEAD_DAYS)) return { code: 'tooFar', field: 'starts' };
  if (roster.students.get(studentId)?.taughtAtHome) return { code: 'atHome', field: 'starts' };
  if (!classOf(roster, studentId, starts) && !classOf(roster, studentId, ends))
    return { code: 'noClass', field: 'starts' };
  return null;
}

async function keepRow(
  tx: Tx,
  { studentId, span, note, by }: IllnessWish,
  before: IllnessRow | null,
  { now, today }: { now: Date; today: SchoolDate },
): Promise<number> {
  if (!span) {
    await tx.illness.update({
      where: { id: before!.id },
      data: { takenBackAt: now, revision: { increment: 1 } },
    });
    return before!.id;
  }
  const filled = span.starts <= today ? toDbDate(today < span.ends ? today : span.ends) : null;
  const data = { starts: toDbDate(span.starts), ends: toDbDate(span.ends), note, filledThrough: filled };
  if (before) {
    await tx.illness.update({ where: { id: before.id }, data: { ...data, revision: { increment: 1 } } });
    return before.id;
  }
  const made = await tx.illness.create({
    data: { ...data, studentId, byId: by, recordedAt: now },
    select: { id: true },
  });
  return made.id;
}

/** Enters, changes and puts back what is planned. A lesson that somebody wrote meanwhile is left as they wrote it. */
export async function writeDeeds(
  tx: Tx,
  deps: JournalDeps,
  { id, by, studentId }: { id: number; by: string; studentId: string },
  deeds: readonly PlannedDeed[],
): Promise<void> {
  const source = illnessSource(id);
  const entered = deeds.filter(({ deed }) => deed === 'enter' || deed === 'change');
  const inputs = entered.map(({ schoolClass, course, date, number }) => ({
    kind: 'absence' as const,
    class: schoolClass.name,
    subject: course.subject.name,
    date,
    lesson: number,
    student: studentId,
    code: 'Б',
    by,
  }));
  if (inputs.length > 0) await recordEntriesIn(tx, deps, source, inputs, { illness: true });
  const undone = deeds.flatMap(({ deed, entryId, was }) =>
    deed === 'undo' && entryId !== null ? [{ entryId, value: was === null ? null : { value: was } }] : [],
  );
  if (undone.length > 0) await changeEntriesIn(tx, deps, { by, source, illness: true }, undone);
}

/** One message for the whole illness: made, corrected, or withdrawn; by another than its author it is written anew. */
async function tellFamily(
  tx: Tx,
  deps: JournalDeps,
  roster: Roster,
  { id, studentId, span, by }: IllnessWish & { id: number },
  before: IllnessRow | null,
  words: IllnessWords,
): Promise<void> {
  const who = { by, source: illnessSource(id) };
  if (before && span && before.starts === span.starts && before.ends === span.ends) return;
  if (before?.messageId) {
    const value = span ? { text: words.told(span) } : null;
    const [changed] = await changeEntriesIn(tx, deps, who, [{ entryId: before.messageId, value }]);
    if (changed?.ok) return;
  }
  const text = span ? words.told(span) : before ? words.takenBack(before) : '';
  const today = schoolDate(deps.clock.now(), roster.zone);
  const schoolClass = classOf(roster, studentId, today);
  if (!schoolClass || text === '') return;
  const message = { kind: 'message', class: schoolClass.name, text, student: studentId, by };
  const [made] = await recordEntriesIn(tx, deps, who.source, [message]);
  if (made?.entryId) await tx.illness.update({ where: { id }, data: { messageId: made.entryId } });
}
