import type { LessonChangeRow, SpecialDayRow } from '../rows.ts';
import type { SchoolFile } from '../schema.ts';
import type { Ground } from './classes.ts';
import type { PlanContext } from './context.ts';

type FileDay = NonNullable<SchoolFile['days']>[number];
type FileChange = NonNullable<SchoolFile['changes']>[number];

/**
 * Moved days and changed lessons. Only what this file says differently from the last one is applied: what the deputy
 * entered at the desk in between stands. A day that the desk said stays though the file says it no more; what a file says anew
 * of it is the last word, and named among the changes. Lessons that the desk changed are no business of a file's.
 */
export function planDated(context: PlanContext, ground: Ground): void {
  planDays(context, ground);
  planChanges(context, ground);
}

function planDays({ current, file, plan, newId }: PlanContext, { classes }: Ground): void {
  const { insert, update, remove } = plan.writes.specialDay;
  const names = new Map([...classes.values()].map((row) => [row.id, row.name]));
  const keyOf = (date: string, className = '') => `${date} ${className}`.trim();
  const known = new Map(
    current.specialDays.map((row) => [keyOf(row.date, row.classId === null ? '' : names.get(row.classId)), row]),
  );
  const before = current.said?.days ?? {};
  for (const day of file.days ?? []) {
    const key = keyOf(day.date, day.class);
    plan.said.days[key] = String(day.as);
    const row = known.get(key);
    if (before[key] === String(day.as)) continue;
    const after = { id: row?.id ?? newId(), ...dayRow(day, day.class ? classes.get(day.class)!.id : null) };
    if (row && row.kind === after.kind && row.weekday === after.weekday) continue;
    (row ? update : insert).push(after);
    plan.changes.push({ kind: 'day', change: row ? 'changed' : 'added', id: key, of: partsOfDay(day) });
  }
  if (!file.days) {
    plan.said.days = before;
    return;
  }
  for (const key of Object.keys(before)) {
    const row = known.get(key);
    if (key in plan.said.days || !row || row.deedId !== null) continue;
    remove.push(row);
    const of = partsOfDay({ date: row.date, class: row.classId === null ? undefined : names.get(row.classId) });
    plan.changes.push({ kind: 'day', change: 'left', id: key, of });
  }
}

const partsOfDay = ({ date, class: name }: { date: string; class?: string | undefined }) =>
  name === undefined ? { date } : { date, class: name };

function dayRow({ date, as }: FileDay, classId: number | null): Omit<SpecialDayRow, 'id'> {
  return typeof as === 'number'
    ? { date, classId, kind: 'weekday', weekday: as, deedId: null }
    : { date, classId, kind: as, weekday: null, deedId: null };
}

function planChanges({ current, file, plan, newId }: PlanContext, { classes, subjects }: Ground): void {
  const { insert, update, remove } = plan.writes.lessonChange;
  const names = new Map([...classes.values()].map((row) => [row.id, row.name]));
  const keyOf = (date: string, className: string | undefined, lesson: number) => `${date} ${className} ${lesson}`;
  const known = new Map(current.lessonChanges.map((row) => [keyOf(row.date, names.get(row.classId), row.lesson), row]));
  const before = current.said?.changes ?? {};
  for (const change of file.changes ?? []) {
    const key = keyOf(change.date, change.class, change.lesson);
    const said = changeText(change);
    plan.said.changes[key] = said;
    if (before[key] === said) continue;
    const row = known.get(key);
    const after: LessonChangeRow = {
      id: row?.id ?? newId(),
      date: change.date,
      classId: classes.get(change.class)!.id,
      lesson: change.lesson,
      cancelled: change.cancelled ?? false,
      teacherId: change.teacher ?? null,
      subjectId: change.subject ? subjects.get(change.subject)!.id : null,
    };
    if (row && JSON.stringify(row) === JSON.stringify(after)) continue;
    (row ? update : insert).push(after);
    const of = { date: change.date, class: change.class, lesson: change.lesson };
    plan.changes.push({ kind: 'lessonChange', change: row ? 'changed' : 'added', id: key, of });
  }
  if (!file.changes) {
    plan.said.changes = before;
    return;
  }
  for (const key of Object.keys(before)) {
    const row = known.get(key);
    if (key in plan.said.changes || !row) continue;
    remove.push(row);
    const of = { date: row.date, class: names.get(row.classId) ?? '', lesson: row.lesson };
    plan.changes.push({ kind: 'lessonChange', change: 'left', id: key, of });
  }
}

function changeText({ cancelled = false, teacher = '', subject = '' }: FileChange): string {
  return cancelled ? 'cancelled' : [teacher, subject].join('/');
}
