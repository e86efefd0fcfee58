/** Families without any evidence of a closed week, by class, with what is to be done. Reading only. */
import { isSchoolDay } from '../journal/lessons.ts';
import type { Roster } from '../journal/roster.ts';
import type { Db } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { addDays, fromDbDate, instantOf, type SchoolDate, schoolDate, weekdayOf } from '../platform/school-time.ts';

/** Older weeks are beyond mending: the weeks since then have told the same families more. */
export const LOOK_BACK_DAYS = 35;
/** The longest holidays, and some. */
const LOOK_AHEAD_DAYS = 120;
/** School days after the close until the class teacher is asked. */
export const ASK_AFTER_DAYS = 2;

interface Name {
  last: string;
  first: string;
  patronymic: string;
}

/** The guardians of one child who inform one another, of whom none has evidence of the week. */
export interface UnprovenFamily {
  obligationIds: number[];
  classId: number;
  week: string;
  starts: SchoolDate;
  ends: SchoolDate;
  /** when the week closed for them, or was opened again by a letter that came back */
  openSince: Date;
  askedAt: Date | null;
  escalatedAt: Date | null;
  child: Name;
  guardians: Name[];
  /** nothing about the child may leave electronically, no name to a member of staff's chat either (152-ФЗ) */
  nameless: boolean;
  /** a key of delivery's NEXT */
  step: string;
  sheet: number | null;
}

interface Row {
  id: number;
  studentId: string;
  householdId: number | null;
  classId: number;
  week: string;
  starts: Date;
  ends: Date;
  openSince: Date;
  askedAt: Date | null;
  escalatedAt: Date | null;
  next: string | null;
  consent: boolean;
  sheet: number | null;
  child: Name;
  guardian: Name;
}

/**
 * All of the last weeks, those that are still within their two school days too; in order of class and surname.
 * @param classId only this class's
 */
export async function unprovenFamilies(db: Db, now: Date, classId: number | null = null): Promise<UnprovenFamily[]> {
  const since = new Date(now.getTime() - LOOK_BACK_DAYS * 86_400_000);
  const rows = await db.$queryRaw<Row[]>`
    SELECT o.id, o.student_id AS "studentId", p.household_id AS "householdId", w.class_id AS "classId", w.week, w.starts, w.ends,
           greatest(w.closed_at, o.reopened_at) AS "openSince", o.asked_at AS "askedAt", o.escalated_at AS "escalatedAt", o.next, p.consent,
           (SELECT max(s.id) FROM sheet s WHERE s.student_id = o.student_id AND s.weekly_record_id = o.weekly_record_id AND s.guardian_id = o.guardian_id
               AND s.copy_of_id IS NULL)::int AS sheet,
           jsonb_build_object('last', c.last, 'first', c.first, 'patronymic', c.patronymic) AS child,
           jsonb_build_object('last', h.last, 'first', h.first, 'patronymic', h.patronymic) AS guardian
      FROM obligation o
      JOIN weekly_record r ON r.id = o.weekly_record_id JOIN school_week w ON w.id = r.school_week_id
      JOIN school_class k ON k.id = w.class_id
      JOIN student st ON st.id = o.student_id AND st.left_at IS NULL
      JOIN guardianship p ON p.guardian_id = o.guardian_id AND p.student_id = o.student_id AND p.ended_at IS NULL AND p.rights <> 'none'
      JOIN guardian g ON g.id = o.guardian_id AND g.left_at IS NULL
      JOIN person c ON c.id = o.student_id JOIN person h ON h.id = o.guardian_id
     WHERE o.met_by IS NULL AND o.next IS DISTINCT FROM 'simulated' AND w.closed_at > ${since}
       AND (${classId}::int IS NULL OR w.class_id = ${classId}::int)
       AND NOT EXISTS (
           SELECT FROM obligation m JOIN guardianship q ON q.guardian_id = m.guardian_id AND q.student_id = m.student_id
            WHERE m.weekly_record_id = o.weekly_record_id AND m.met_by IS NOT NULL
              AND q.household_id IS NOT DISTINCT FROM p.household_id)
     ORDER BY w.week, k.grade, k.name, c.last, c.first, o.student_id, o.id`;
  const families = groupBy(rows, ({ week, studentId, householdId }) => `${week} ${studentId} ${householdId}`);
  return [...families.values()].map(asFamily);
}

/** What the class teacher can do best comes first. */
const STEPS = ['handOver', 'absent', 'awaitStub', 'refused', 'rejected', 'sending', 'unreached'];

function asFamily(rows: Row[]): UnprovenFamily {
  const [first] = rows as [Row, ...Row[]];
  const step = STEPS.find((one) => rows.some(({ next }) => next === one)) ?? 'unreached';
  const latest = (dates: (Date | null)[]) =>
    dates.reduce((last, one) => (one && (!last || one > last) ? one : last), null);
  const told = (dates: (Date | null)[]) => (dates.every(Boolean) ? latest(dates) : null);
  return {
    obligationIds: rows.map(({ id }) => id),
    classId: first.classId,
    week: first.week,
    starts: fromDbDate(first.starts),
    ends: fromDbDate(first.ends),
    openSince: latest(rows.map(({ openSince }) => openSince)) ?? first.openSince,
    askedAt: told(rows.map(({ askedAt }) => askedAt)),
    escalatedAt: told(rows.map(({ escalatedAt }) => escalatedAt)),
    child: first.child,
    guardians: rows.map(({ guardian }) => guardian),
    nameless: rows.every(({ consent }) => !consent),
    step,
    sheet: rows.find((row) => row.next === step && row.sheet)?.sheet ?? null,
  };
}

/** Has the family had its two school days? Then the class teacher is asked. */
export function isOverdue(roster: Roster, family: UnprovenFamily, now: Date): boolean {
  return now >= schoolDaysAfter(roster, family.classId, family.openSince, ASK_AFTER_DAYS);
}

/**
 * The end of the class's so-many-th school day after an instant's day: the hour by which the day's journal is due. When
 * the year is over no school day comes: then working days from Monday to Friday count.
 */
export function schoolDaysAfter(roster: Roster, classId: number, after: Date, days: number): Date {
  const start = schoolDate(after, roster.zone);
  const ends = roster.classes.get(classId)?.year.ends ?? start;
  let date = start;
  for (let left = days, ahead = 0; left > 0 && ahead < LOOK_AHEAD_DAYS; ahead += 1) {
    date = addDays(date, 1);
    const counts =
      date > ends ? weekdayOf(date) <= 5 && !roster.holidays.has(date) : isSchoolDay(roster, classId, date);
    if (counts) left -= 1;
  }
  return instantOf(date, roster.rules.journalBy, roster.zone);
}
