/** Reads what one call needs to know of the journal: one query, however many entries. */
import { Prisma } from '../platform/database/generated/client.ts';
import { locksForRecording } from '../platform/database/locks.ts';
import type { Tx } from '../platform/database/open.ts';
import { type Draft, type LessonState, lessonKey } from './draft.ts';
import type { Refusal } from './refusals.ts';
import type { Target } from './resolve.ts';
import { type StandingEntry, slotOf } from './standing.ts';

export interface Wanted {
  source: string;
  keys: string[];
  entryIds: number[];
  targets: Target[];
}

type EntryRow = Omit<StandingEntry, 'id' | 'changedAt' | 'withdrawnAt'> & {
  id: number;
  changedAt: string;
  withdrawnAt: string | null;
};

interface FactsRow {
  version: number;
  keys: { key: string; entryId: number; hash: string; saidAt: string }[] | null;
  entries: EntryRow[] | null;
  lessons: (LessonState & { id: number })[] | null;
}

/** What is wanted, gathered from the entries of a call. */
export function wantedOf(
  source: string,
  items: { key: string | null; target: Target | Refusal | null }[],
  entryIds: number[] = [],
): Wanted {
  const keys = items.flatMap((i) => i.key ?? []);
  const targets = items.flatMap((i) => (i.target?.ok ? [i.target] : []));
  return { source, keys: [...new Set(keys)], entryIds, targets };
}

/**
 * Takes the locks of a writer and reads the draft that a call starts from, with the roster's version. All of it may be
 * out of date by as long as the locks were waited for: `writeDraft` finds that out.
 */
export async function readFacts(tx: Tx, wanted: Wanted): Promise<{ version: number; draft: Draft }> {
  const lessons = new Map(
    wanted.targets.flatMap(({ lesson: l }) => (l ? [[lessonKey(l.course.id, l.date, l.number), l] as const] : [])),
  );
  const [row] = await tx.$queryRaw<FactsRow[]>`
    SELECT roster_version AS version, ${locksForRecording}
      ${wanted.keys.length > 0 ? keysQuery(wanted) : Prisma.empty}
      ${entriesQuery(wanted)}
      ${lessons.size > 0 ? lessonsQuery([...lessons.values()]) : Prisma.empty}
    FROM school`;
  return { version: row?.version ?? 0, draft: draftOf(row) };
}

function keysQuery({ source, keys }: Wanted): Prisma.Sql {
  return Prisma.sql`, (
    SELECT json_agg(json_build_object('key', k.key, 'entryId', k.entry_id, 'hash', k.value_hash, 'saidAt', k.said_at))
    FROM entry_key k WHERE k.source = ${source} AND k.key = ANY(${keys}::text[])) AS keys`;
}

function lessonsQuery(lessons: NonNullable<Target['lesson']>[]): Prisma.Sql {
  return Prisma.sql`, (
    SELECT json_agg(json_build_object(
      'id', l.id, 'courseId', l.course_id, 'date', l.date, 'number', l.number,
      'teacherId', l.teacher_id, 'substituted', l.substituted))
    FROM lesson l WHERE ${amongLessons(lessons)}) AS lessons`;
}

function amongLessons(lessons: NonNullable<Target['lesson']>[]): Prisma.Sql {
  const [first, ...others] = lessons;
  // one lesson is what most calls are about, and plans in half the time
  if (first && others.length === 0)
    return Prisma.sql`l.course_id = ${first.course.id} AND l.date = ${first.date}::date AND l.number = ${first.number}`;
  return Prisma.sql`(l.course_id, l.date, l.number) IN (SELECT * FROM unnest(
    ${lessons.map((l) => l.course.id)}::int[], ${lessons.map((l) => l.date)}::date[],
    ${lessons.map((l) => l.number)}::int[]))`;
}

/** Entries known by key or id, and those in the natural places of the call's entries. */
function entriesQuery(wanted: Wanted): Prisma.Sql {
  const found = [
    wanted.keys.length > 0
      ? Prisma.sql`SELECT entry_id FROM entry_key
          WHERE source = ${wanted.source} AND key = ANY(${wanted.keys}::text[])`
      : null,
    wanted.entryIds.length > 0 ? Prisma.sql`SELECT unnest(${wanted.entryIds}::int[])` : null,
    absencesQuery(wanted.targets.filter((t) => t.kind === 'absence')),
    topicsQuery(wanted.targets.filter((t) => t.kind === 'topic')),
    periodMarksQuery(wanted.targets.filter((t) => t.kind === 'periodMark')),
  ].filter((part) => part !== null);
  if (found.length === 0) return Prisma.empty;
  return Prisma.sql`, (
    SELECT json_agg(json_build_object(
      'id', e.id, 'kind', e.kind, 'classId', e.class_id, 'courseId', e.course_id, 'lessonNumber', el.number,
      'date', e.date, 'studentId', e.student_id, 'value', e.value, 'work', e.work, 'text', e.text,
      'period', e.period, 'personal', e.personal, 'urgent', e.urgent, 'toStudent', e.to_student,
      'byId', e.by_id, 'changedAt', e.changed_at, 'withdrawnAt', e.withdrawn_at))
    FROM journal_entry e LEFT JOIN lesson el ON el.id = e.lesson_id
    WHERE e.id IN (${Prisma.join(found, ' UNION ')})) AS entries`;
}

function absencesQuery(targets: Target[]): Prisma.Sql | null {
  if (targets.length === 0) return null;
  return Prisma.sql`SELECT a.id
    FROM unnest(
      ${targets.map((t) => t.course?.id)}::int[], ${targets.map((t) => t.date)}::date[],
      ${targets.map((t) => t.lesson?.number)}::int[], ${targets.map((t) => t.studentId)}::text[]
    ) AS w(course_id, date, number, student_id)
    JOIN lesson al ON al.course_id = w.course_id AND al.date = w.date AND al.number = w.number
    JOIN journal_entry a ON a.lesson_id = al.id AND a.student_id = w.student_id
    WHERE a.kind = 'absence' AND a.withdrawn_at IS NULL`;
}

function topicsQuery(targets: Target[]): Prisma.Sql | null {
  if (targets.length === 0) return null;
  return Prisma.sql`SELECT t.id
    FROM unnest(
      ${targets.map((t) => t.course?.id)}::int[], ${targets.map((t) => t.date)}::date[],
      ${targets.map((t) => t.lesson?.number)}::int[]
    ) AS w(course_id, date, number)
    JOIN lesson tl ON tl.course_id = w.course_id AND tl.date = w.date AND tl.number = w.number
    JOIN journal_entry t ON t.lesson_id = tl.id
    WHERE t.kind = 'topic' AND t.withdrawn_at IS NULL`;
}

function periodMarksQuery(targets: Target[]): Prisma.Sql | null {
  if (targets.length === 0) return null;
  return Prisma.sql`SELECT p.id
    FROM unnest(
      ${targets.map((t) => t.course?.id)}::int[], ${targets.map((t) => t.studentId)}::text[],
      ${targets.map((t) => t.period)}::text[]
    ) AS w(course_id, student_id, period)
    JOIN journal_entry p ON p.course_id = w.course_id AND p.student_id = w.student_id AND p.period = w.period
    WHERE p.kind = 'periodMark' AND p.withdrawn_at IS NULL`;
}

function draftOf(row: FactsRow | undefined): Draft {
  const entries = new Map((row?.entries ?? []).map((e) => [e.id, standingOf(e)]));
  const live = [...entries.values()].filter((e) => e.withdrawnAt === null);
  const keys = row?.keys ?? [];
  return {
    entries,
    slots: new Map(live.flatMap((e) => [[slotOf(e), e] as const].filter(hasSlot))),
    keys: new Map(
      // the same query reads the entries of these keys
      keys.map(({ key, entryId, hash, saidAt }) => {
        return [key, { entry: entries.get(entryId) as StandingEntry, hash, saidAt: new Date(saidAt) }];
      }),
    ),
    keysBefore: new Map(keys.map(({ key, entryId, hash }) => [key, { entryId, hash }])),
    lessons: new Map((row?.lessons ?? []).map((l) => [lessonKey(l.courseId, l.date, l.number), l])),
    created: [],
    changed: new Map(),
    events: [],
  };
}

const hasSlot = (pair: readonly [string | null, StandingEntry]): pair is readonly [string, StandingEntry] =>
  pair[0] !== null;

function standingOf(row: EntryRow): StandingEntry {
  return {
    ...row,
    changedAt: new Date(row.changedAt),
    withdrawnAt: row.withdrawnAt === null ? null : new Date(row.withdrawnAt),
  };
}
