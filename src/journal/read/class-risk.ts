/** Who of a class stands below what the school calls satisfactory: the grounds of an information letter to parents (Ш 10). */
import { groupBy } from '../../platform/group-by.ts';
import type { SchoolDate } from '../../platform/school-time.ts';
import { averageOf } from './average.ts';
import type { Reader } from './child-queries.ts';

/** A child is at risk in a subject with so many marks in digits at least, and an average below. */
export interface RiskRule {
  below: number;
  marks: number;
}

export interface RiskSubject {
  subject: string;
  /** two decimals */
  average: number;
  /** standing marks of the period, in order */
  marks: { date: SchoolDate; value: string; work: string }[];
  /** its lessons missed in the period */
  missed: number;
}

export interface ChildAtRisk {
  studentId: string;
  last: string;
  first: string;
  patronymic: string;
  /** in alphabetical order; never empty */
  subjects: RiskSubject[];
  /** lessons of all subjects in the period */
  missed: { lessons: number; ill: number; late: number };
}

export interface ClassRisk {
  /** the grading period that runs; null: none runs, and there is nothing to warn of */
  period: { name: string; starts: SchoolDate; ends: SchoolDate } | null;
  /** in the order of the class */
  children: ChildAtRisk[];
}

interface EntryRow {
  studentId: string;
  last: string;
  first: string;
  patronymic: string;
  kind: 'mark' | 'absence' | 'periodMark';
  subject: string;
  date: SchoolDate;
  value: string;
  work: string | null;
  period: string | null;
}

const RUSSIAN = new Intl.Collator('ru');

/** The pupils of a class who are at risk in the period that runs today. Two queries. */
export async function classRisk(
  db: Reader,
  { classId, today }: { classId: number; today: SchoolDate },
  rule: RiskRule,
): Promise<ClassRisk> {
  // of periods that overlap the shortest: a quarter before its half-year
  const [period = null] = await db.$queryRaw<NonNullable<ClassRisk['period']>[]>`
    SELECT p.name, p.starts::text AS starts, p.ends::text AS ends
    FROM grading_period p JOIN school_class k ON k.year_id = p.year_id
    WHERE k.id = ${classId} AND p.starts <= ${today}::date AND p.ends >= ${today}::date
    ORDER BY p.ends - p.starts, p.id LIMIT 1`;
  if (!period) return { period, children: [] };
  const rows = await db.$queryRaw<EntryRow[]>`
    SELECT e.student_id AS "studentId", p.last, p.first, p.patronymic, e.kind::text AS kind, s.name AS subject, e.date::text AS date,
      e.value, e.work, e.period
    FROM membership m JOIN student t ON t.id = m.student_id AND (t.left_at IS NULL OR t.left_at > ${today}::date)
      JOIN person p ON p.id = t.id
      JOIN journal_entry e ON e.student_id = m.student_id AND e.kind IN ('mark', 'absence', 'periodMark') AND e.withdrawn_at IS NULL
      JOIN course c ON c.id = e.course_id JOIN subject s ON s.id = c.subject_id
      LEFT JOIN lesson l ON l.id = e.lesson_id
    WHERE m.class_id = ${classId} AND m."from" <= ${today}::date AND (m."to" IS NULL OR m."to" >= ${today}::date)
      AND e.date BETWEEN ${period.starts}::date AND ${today}::date
    ORDER BY e.date, l.number, e.id`;
  return { period, children: atRisk(rows, period.name, rule) };
}

/** Who of these entries' pupils is at risk. Pure. */
export function atRisk(rows: readonly EntryRow[], period: string, rule: RiskRule): ChildAtRisk[] {
  const children = [...groupBy(rows, ({ studentId }) => studentId).values()].map((own) => {
    const { studentId, last, first, patronymic } = own[0]!;
    const subjects = [...groupBy(own, ({ subject }) => subject)].flatMap(([subject, of]) =>
      subjectAtRisk(subject, of, period, rule),
    );
    const missed = own.filter(({ kind }) => kind === 'absence').map(({ value }) => value);
    return {
      studentId,
      last,
      first,
      patronymic,
      subjects: subjects.sort((a, b) => RUSSIAN.compare(a.subject, b.subject)),
      missed: {
        lessons: missed.filter((code) => code !== 'ОП').length,
        ill: missed.filter((code) => code === 'Б').length,
        late: missed.filter((code) => code === 'ОП').length,
      },
    };
  });
  return children
    .filter(({ subjects }) => subjects.length > 0)
    .sort((a, b) => RUSSIAN.compare(`${a.last} ${a.first}`, `${b.last} ${b.first}`));
}

/** Where the period's mark stands already, there is nothing left to warn of. */
function subjectAtRisk(subject: string, rows: EntryRow[], period: string, rule: RiskRule): RiskSubject[] {
  if (rows.some((row) => row.kind === 'periodMark' && row.period === period)) return [];
  const marks = rows.filter(({ kind }) => kind === 'mark');
  const { count, average } = averageOf(marks.map(({ value }) => value));
  if (count < rule.marks || average === undefined || average >= rule.below) return [];
  return [
    {
      subject,
      average,
      marks: marks.map(({ date, value, work }) => ({ date, value, work: work ?? '' })),
      missed: rows.filter(({ kind, value }) => kind === 'absence' && value !== 'ОП').length,
    },
  ];
}
