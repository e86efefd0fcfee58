import type { EntryValue } from '../journal/entry.ts';
import { takesCourse } from '../journal/membership.ts';
import { fullName, type Roster, type RosterClass, type RosterPeriod, type RosterStudent } from '../journal/roster.ts';
import { periodOn } from '../journal/school-days.ts';
import type { NoticeKind } from '../notify/notice.ts';
import type { WeekHead, WeekSource } from '../notify/week.ts';
import type { Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { fromDbDate, schoolDate, schoolTime, toDbDate } from '../platform/school-time.ts';
import type { TakenWeek } from './week-records.ts';

interface EventRow {
  id: number;
  entry_id: number;
  kind: NoticeKind;
  student_id: string | null;
  course_id: number | null;
  before: EntryValue | null;
  after: EntryValue | null;
  recorded_at: Date;
}

interface StandingRow {
  kind: 'mark' | 'absence' | 'homework';
  student_id: string | null;
  course_id: number;
  value: string | null;
  text: string | null;
  date: Date;
}

/** What each child's record of a taken week is made of; a constant number of queries for a class. */
export async function loadWeekSources(
  tx: Tx,
  roster: Roster,
  week: TakenWeek,
  students: RosterStudent[],
): Promise<WeekSource[]> {
  const schoolClass = roster.classes.get(week.classId) as RosterClass;
  const period = periodOf(schoolClass, week.ends);
  const ids = students.map(({ id }) => id);
  const starts = await windowStarts(tx, ids);
  const events = await loadEvents(tx, week, ids, Math.min(week.fromEvent, ...starts.values()));
  const standing = await loadStanding(tx, week, ids, period);
  const phone = await phoneOf(tx, schoolClass.classTeacherId);
  const eventsOf = groupBy(events, ({ student_id }) => student_id);
  const standingOf = groupBy(standing, ({ student_id }) => student_id);
  return students.map((student) => {
    const takes = ({ course_id }: { course_id: number | null }) => {
      const course = course_id === null ? undefined : roster.courses.get(course_id);
      return !course || takesCourse(roster, student.id, course, week.ends);
    };
    const own = [...(eventsOf.get(student.id) ?? []), ...(eventsOf.get(null) ?? []).filter(takes)];
    const stands = [...(standingOf.get(student.id) ?? []), ...(standingOf.get(null) ?? []).filter(takes)];
    const start = starts.get(student.id) ?? week.fromEvent;
    const subjectOf = ({ course_id }: StandingRow) => roster.courses.get(course_id)?.subject.name ?? '';
    return {
      head: headOf(roster, week, schoolClass, student, period, phone),
      events: own
        .filter(({ id }) => id > start)
        .sort((a, b) => a.id - b.id)
        .map(({ entry_id, kind, before, after, recorded_at }) => ({
          entryId: entry_id,
          kind,
          before,
          after,
          entered: schoolDate(recorded_at, roster.zone),
        })),
      periodMarks: stands
        .filter(({ kind }) => kind === 'mark')
        .map((row) => ({ subject: subjectOf(row), value: row.value ?? '' })),
      periodAbsences: stands.filter(({ kind }) => kind === 'absence').map(({ value }) => ({ code: value ?? '' })),
      homework: stands
        .filter(({ kind }) => kind === 'homework')
        .map((row) => ({ due: fromDbDate(row.date), subject: subjectOf(row), text: row.text ?? '' })),
    };
  });
}

/** The grading period that a date belongs to: of a day between two, the one before. */
export function periodOf({ year }: RosterClass, date: string): RosterPeriod | undefined {
  return periodOn(year, date) ?? year.periods.findLast(({ starts }) => starts <= date);
}

export function headOf(
  roster: Roster,
  week: Pick<TakenWeek, 'week' | 'starts' | 'ends' | 'closesAt'>,
  schoolClass: RosterClass,
  student: RosterStudent,
  period: RosterPeriod | undefined,
  phone: string | undefined,
): WeekHead {
  const teacher = roster.staff.get(schoolClass.classTeacherId ?? '');
  const { id, last, first, patronymic } = student;
  return {
    school: roster.school,
    week: week.week,
    from: week.starts,
    to: week.ends,
    asOf: `${schoolDate(week.closesAt, roster.zone)}T${schoolTime(week.closesAt, roster.zone)}`,
    student: { id, last, first, patronymic },
    class: schoolClass.name,
    grade: schoolClass.grade,
    classTeacher: { name: teacher ? fullName(teacher) : '', ...(phone && { phone }) },
    taughtAtHome: student.taughtAtHome,
    ...(period && { period: period.name }),
  };
}

/** Where each child's window begins: after the last one it was told of, in whatever class that was. */
async function windowStarts(tx: Tx, studentIds: string[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ student_id: string; to_event: number }[]>`
    SELECT r.student_id, max(w.to_event)::int AS to_event FROM weekly_record r JOIN school_week w ON w.id = r.school_week_id
     WHERE r.student_id = ANY(${studentIds}) GROUP BY r.student_id`;
  return new Map(rows.map(({ student_id, to_event }) => [student_id, to_event]));
}

/** Events of the window; of a first import only what is about the week itself. */
async function loadEvents(tx: Tx, week: TakenWeek, studentIds: string[], from: number): Promise<EventRow[]> {
  return tx.$queryRaw<EventRow[]>`
    SELECT e.id, e.entry_id, e.kind::text AS kind, e.student_id, n.course_id, e.before, e.after, e.recorded_at
      FROM journal_event e JOIN journal_entry n ON n.id = e.entry_id
     WHERE e.id > ${from} AND e.id <= ${week.toEvent}
       AND (e.student_id = ANY(${studentIds}) OR (e.student_id IS NULL AND e.class_id = ${week.classId}))
       AND NOT (n.baseline AND n.date < ${toDbDate(week.starts)}::date)
     ORDER BY e.id`;
}

/** Marks and absences of the running period, homework that is due after the week. */
async function loadStanding(
  tx: Tx,
  week: TakenWeek,
  studentIds: string[],
  period: RosterPeriod | undefined,
): Promise<StandingRow[]> {
  const from = toDbDate(period?.starts ?? week.starts);
  return tx.$queryRaw<StandingRow[]>`
    SELECT kind::text AS kind, student_id, course_id, value, text, date FROM journal_entry
     WHERE withdrawn_at IS NULL AND recorded_at <= ${week.closesAt}
       AND ((kind IN ('mark', 'absence') AND student_id = ANY(${studentIds})
             AND date >= ${from}::date AND date <= ${toDbDate(week.ends)}::date)
         OR (kind = 'homework' AND date > ${toDbDate(week.ends)}::date
             AND (student_id = ANY(${studentIds}) OR (student_id IS NULL AND class_id = ${week.classId}))))
     ORDER BY date, id`;
}

/** Of a member of staff, as the school file says; shown to parents of the own class. */
export async function phoneOf(tx: Tx, personId: string | null): Promise<string | undefined> {
  if (!personId) return undefined;
  const [row] = await tx.$queryRaw<{ address: string }[]>`
    SELECT c.address FROM contact_holder h JOIN contact c ON c.id = h.contact_id
     WHERE h.person_id = ${personId} AND h.ended_at IS NULL AND c.channel = 'sms' LIMIT 1`;
  return row?.address;
}
