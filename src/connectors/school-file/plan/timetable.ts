import { groupBy } from '../../../platform/group-by.ts';
import type { SlotRow } from '../rows.ts';
import type { FileCourse, FileSlot } from '../schema.ts';
import { type CourseParts, courseLabel, type PlanContext } from './context.ts';
import type { PlannedCourse } from './courses.ts';
import { ended, lasting } from './spans.ts';

type Resolve = (group: FileSlot['group'], same: FileCourse[]) => FileCourse[];
type Days = Pick<SlotRow, 'from' | 'to'>;

/**
 * The timetable, dated: a slot gone from the file ended yesterday, a new one begins today, unless the file itself says
 * from when to when. In a class that never had a timetable slots begin with the year.
 */
export function planSlots(context: PlanContext, planned: PlannedCourse[], resolve: Resolve): void {
  const { current, file } = context;
  const byCourse = new Map(planned.map((one) => [one.course, one]));
  const bySubject = groupBy(file.courses, ({ class: name, subject }) => `${name}\n${subject}`);
  const classOf = new Map(current.courses.map((row) => [row.id, row.classId]));
  const timed = new Set(current.slots.map((slot) => classOf.get(slot.courseId)));
  const wanted = file.timetable.flatMap((slot) =>
    resolve(slot.group, bySubject.get(`${slot.class}\n${slot.subject}`) ?? []).map((course) => ({
      slot,
      one: byCourse.get(course)!,
    })),
  );
  const known = groupBy(current.slots, placeOf);
  for (const same of groupBy(wanted, ({ slot, one }) => placeOf({ ...slot, courseId: one.row.id })).values()) {
    const { slot, one } = same[0]!;
    const place = { courseId: one.row.id, weekday: slot.weekday, lesson: slot.lesson };
    const before = known.get(placeOf(place)) ?? [];
    known.delete(placeOf(place));
    const from = timed.has(one.row.classId) ? context.from : null;
    const days = wantedDays(
      context,
      same.map((each) => each.slot),
      before,
      from,
    );
    sync(context, place, { class: slot.class, subject: slot.subject }, before, days);
  }
  endRest(context, [...known.values()].flat(), planned);
}

const placeOf = ({ courseId, weekday, lesson }: Omit<SlotRow, 'id' | 'from' | 'to'>): string =>
  `${courseId} ${weekday} ${lesson}`;

/** When a course meets at this place of the week. */
function wantedDays(context: PlanContext, slots: FileSlot[], before: SlotRow[], from: string | null): Days[] {
  const dated = slots.some((slot) => slot.from !== undefined || slot.to !== undefined);
  if (!dated) {
    const last = before.find((slot) => lasting(slot, context));
    const others = before.filter((slot) => slot !== last).flatMap((slot) => ended(slot, context) ?? []);
    return [...others, { from: last ? last.from : from, to: null }];
  }
  const said = slots.map((slot) => ({ from: slot.from ?? null, to: slot.to ?? null }));
  const first = said.reduce<string | null>((least, { from: day }) => (least && day && least < day ? least : day), '~');
  // what was over before the first day of the file is history
  const history = first ? before.filter((slot) => slot.to !== null && slot.to < first) : [];
  return [...history, ...said];
}

function sync(
  { plan, newId }: PlanContext,
  place: Omit<SlotRow, 'id' | 'from' | 'to'>,
  of: Pick<CourseParts, 'class' | 'subject'>,
  before: SlotRow[],
  wanted: Days[],
): void {
  const { insert, update, remove } = plan.writes.timetableSlot;
  const left = new Set(before);
  let change: 'added' | 'changed' | null = null;
  for (const { from, to } of wanted) {
    const same = [...left].find((row) => row.from === from);
    if (!same) {
      insert.push({ id: newId(), ...place, from, to });
      change ??= 'added';
      continue;
    }
    left.delete(same);
    if (same.to === to) continue;
    update.push({ ...same, to });
    change = 'changed';
  }
  for (const row of left) {
    remove.push(row);
    change = 'changed';
  }
  if (!change) return;
  const { weekday, lesson } = place;
  const id = `${of.class} · ${of.subject} · ${weekday}/${lesson}`;
  plan.changes.push({ kind: 'timetable', change, id, of: { ...of, weekday, lesson } });
}

/** Slots that the file names no more: ended yesterday, or with their year. */
function endRest(context: PlanContext, rest: SlotRow[], planned: PlannedCourse[]): void {
  const { current, plan, year } = context;
  const { update, remove } = plan.writes.timetableSlot;
  const named = new Map(planned.map(({ row, of }) => [row.id, of]));
  const courses = new Map(current.courses.map((row) => [row.id, row]));
  const classes = new Map(current.classes.map((row) => [row.id, row]));
  const years = new Map(current.years.map((row) => [row.id, row]));
  for (const slot of rest) {
    const schoolClass = classes.get(courses.get(slot.courseId)?.classId ?? 0);
    const older = schoolClass && schoolClass.yearId !== year.id ? years.get(schoolClass.yearId) : undefined;
    const after = ended(slot, older ? { from: context.from, until: older.ends } : context);
    if (after === slot) continue;
    if (after) update.push(after);
    else remove.push(slot);
    const { weekday, lesson } = slot;
    const course = named.get(slot.courseId);
    const of = { ...(course ?? { class: schoolClass?.name ?? '' }), weekday, lesson };
    const id = `${course ? courseLabel(course) : of.class} · ${weekday}/${lesson}`;
    plan.changes.push({ kind: 'timetable', change: 'left', id, of });
  }
}
