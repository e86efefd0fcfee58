/** The read model of one child's marks: by subject, for one grading period, with the period marks of the whole year. */
import type { SchoolDate } from '../../platform/school-time.ts';
import { averageOf } from './average.ts';
import type { Reader } from './child-queries.ts';

export interface SubjectMarks {
  subject: string;
  marks: { entryId: number; date: SchoolDate; value: string; work: string }[];
  /** two decimals, from three marks in digits on */
  average?: number;
  /** by the period's name, «год» included */
  periodMarks: Record<string, string>;
}

export interface ChildMarks {
  periods: { name: string; starts: SchoolDate; ends: SchoolDate }[];
  /** the period shown: the one asked for, else the one that runs today or ran last; absent when the school has none */
  period?: { name: string; starts: SchoolDate; ends: SchoolDate };
  /** in alphabetical order: every subject with a mark of any kind this year */
  subjects: SubjectMarks[];
}

/**
 * A child's marks of one grading period of the year in which `today` lies.
 * @param period its name; one that the year does not have counts as not given. Two queries
 */
export async function childMarks(
  db: Reader,
  studentId: string,
  today: SchoolDate,
  period?: string,
): Promise<ChildMarks> {
  const periods = await db.$queryRaw<ChildMarks['periods']>`
    SELECT g.name, g.starts::text AS starts, g.ends::text AS ends
    FROM grading_period g
    WHERE g.year_id = (SELECT id FROM school_year ORDER BY (starts <= ${today}::date) DESC,
      abs(starts - ${today}::date) LIMIT 1)
    ORDER BY g.starts, g.ends DESC`;
  const shown =
    periods.find(({ name }) => name === period) ?? periods.findLast(({ starts }) => starts <= today) ?? periods[0];
  const first = periods[0]?.starts ?? today;
  const rows = await db.$queryRaw<MarkRow[]>`
    SELECT e.id, e.kind::text AS kind, e.date::text AS date, e.value, e.work, e.period, s.name AS subject
    FROM journal_entry e JOIN course c ON c.id = e.course_id JOIN subject s ON s.id = c.subject_id
      LEFT JOIN lesson l ON l.id = e.lesson_id
    WHERE e.student_id = ${studentId} AND e.kind IN ('mark', 'periodMark') AND e.withdrawn_at IS NULL
      AND e.date >= ${first}::date
    ORDER BY e.date, l.number, e.id`;
  return { periods, ...(shown ? { period: shown } : {}), subjects: bySubject(rows, shown) };
}

function bySubject(rows: MarkRow[], period: ChildMarks['period']): SubjectMarks[] {
  const subjects = new Map<string, SubjectMarks>();
  for (const row of rows) {
    const subject = subjects.get(row.subject) ?? { subject: row.subject, marks: [], periodMarks: {} };
    subjects.set(row.subject, subject);
    if (row.kind === 'periodMark') subject.periodMarks[row.period] = row.value;
    else if (period && period.starts <= row.date && row.date <= period.ends)
      subject.marks.push({ entryId: row.id, date: row.date, value: row.value, work: row.work });
  }
  return [...subjects.values()]
    .map((subject) => {
      const { average } = averageOf(subject.marks.map(({ value }) => value));
      return { ...subject, ...(average !== undefined && { average }) };
    })
    .toSorted((a, b) => a.subject.localeCompare(b.subject, 'ru'));
}

type MarkRow = { id: number; date: SchoolDate; value: string; subject: string } & (
  | { kind: 'mark'; work: string }
  | { kind: 'periodMark'; period: string }
);
