/** Writes what a call changed: two statements at most, however many entries. */
import { Prisma } from '../platform/database/generated/client.ts';
import type { Tx } from '../platform/database/open.ts';
import { type Draft, lessonKey } from './draft.ts';
import type { Circumstances } from './resolve.ts';
import type { StandingEntry } from './standing.ts';

/** Somebody else changed the same entry or key meanwhile: the whole call is to be tried again. */
export class ChangedMeanwhile extends Error {}

/**
 * Writes lessons, entries, their events and keys. New entries get their ids.
 * @throws ChangedMeanwhile; a unique violation means the same
 */
export async function writeDraft(tx: Tx, on: Circumstances, source: string, draft: Draft): Promise<void> {
  if (draft.changed.size > 0) await updateEntries(tx, draft);
  const keys = changedKeys(draft);
  if (draft.events.length > 0 || keys.length > 0) await insertRows(tx, on, source, draft, keys);
}

async function updateEntries(tx: Tx, { changed }: Draft): Promise<void> {
  const rows = [...changed].map(([e, was]) => ({ ...columnsOf(e), id: e.id, was }));
  const count = await tx.$executeRaw`
    UPDATE journal_entry e
    SET value = x.value, work = x.work, text = x.text, personal = x.personal, urgent = x.urgent,
      to_student = x.to_student, date = x.date, changed_at = x.changed_at, withdrawn_at = x.withdrawn_at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(
      id int, was timestamptz, value text, work text, text text, personal boolean, urgent boolean,
      to_student boolean, date date, changed_at timestamptz, withdrawn_at timestamptz)
    WHERE e.id = x.id AND e.changed_at = x.was`;
  if (count !== rows.length) throw new ChangedMeanwhile();
}

interface KeyRow {
  key: string;
  entry_id: number | null;
  /** place of a new entry among the new ones */
  no: number | null;
  hash: string;
  said_at: Date;
  was_entry: number | null;
  was_hash: string | null;
}

function changedKeys(draft: Draft): KeyRow[] {
  const places = new Map(draft.created.map((entry, no) => [entry, no]));
  return [...draft.keys].flatMap(([key, { entry, hash, saidAt }]) => {
    const before = draft.keysBefore.get(key);
    if (before && before.entryId === entry.id && before.hash === hash) return [];
    const no = places.get(entry) ?? null;
    const was = { was_entry: before?.entryId ?? null, was_hash: before?.hash ?? null };
    return [{ key, entry_id: entry.id, no, hash, said_at: saidAt, ...was }];
  });
}

async function insertRows(tx: Tx, on: Circumstances, source: string, draft: Draft, keys: KeyRow[]): Promise<void> {
  const newKeys = keys.filter((k) => k.was_entry === null);
  const oldKeys = keys.filter((k) => k.was_entry !== null);
  const [written] = await tx.$queryRaw<{ version: number; ids: number[]; moved: number }[]>`
    WITH ${lessonsPart(draft)} ${entriesPart(on, draft)} ${eventsPart(on, source, draft)}
    ${newKeys.length > 0 ? newKeysPart(source, newKeys) : Prisma.empty}
    ${oldKeys.length > 0 ? oldKeysPart(source, oldKeys) : Prisma.empty}
    SELECT roster_version AS version,
      ${draft.created.length > 0 ? Prisma.sql`(SELECT array_agg(id ORDER BY no) FROM new_entry)` : Prisma.sql`'{}'::int[]`} AS ids,
      ${oldKeys.length > 0 ? Prisma.sql`(SELECT count(*)::int FROM moved_key)` : Prisma.sql`0`} AS moved
    FROM school`;
  // this statement began after the locks were taken: now the version is sure
  if (written?.version !== on.roster.version || written.moved !== oldKeys.length) throw new ChangedMeanwhile();
  draft.created.forEach((entry, no) => {
    entry.id = written.ids[no] as number;
  });
}

/** Rows that are there already are touched only to learn their ids and to keep that somebody stood in. */
function lessonsPart({ lessons }: Draft): Prisma.Sql {
  const rows = [...lessons.values()].filter((l) => l.id === null);
  if (rows.length === 0) return Prisma.empty;
  return Prisma.sql`new_lesson AS (
      INSERT INTO lesson (course_id, date, number, teacher_id, substituted)
      SELECT "courseId", date, number, "teacherId", substituted
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(
        "courseId" int, date date, number int, "teacherId" text, substituted boolean)
      ORDER BY 1, 2, 3
      ON CONFLICT (course_id, date, number) DO UPDATE
        SET teacher_id = excluded.teacher_id, substituted = excluded.substituted
      RETURNING id, course_id, date, number
    ),`;
}

function entriesPart(on: Circumstances, draft: Draft): Prisma.Sql {
  if (draft.created.length === 0)
    return Prisma.sql`new_entry AS (SELECT NULL::int AS id, NULL::int AS no WHERE false),`;
  const simple = onlyRecorded(draft);
  const rows = draft.created.map((entry, no) => {
    const after = simple ? draft.events[no]?.after : null;
    return { ...columnsOf(entry), no, lesson_id: lessonIdOf(draft, entry), after };
  });
  const madeLessons = [...draft.lessons.values()].some((l) => l.id === null);
  const given = Prisma.sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(
        no int, kind event_kind, class_id int, course_id int, lesson_id int, lesson_number int, date date,
        student_id text, value text, work text, text text, period text, personal boolean, urgent boolean,
        to_student boolean, by_id text, changed_at timestamptz, withdrawn_at timestamptz, after jsonb)`;
  // ids are drawn in the order of the entries
  const source = madeLessons
    ? Prisma.sql`(
        SELECT x.*, coalesce(x.lesson_id, l.id) AS the_lesson_id FROM ${given}
        LEFT JOIN new_lesson l ON l.course_id = x.course_id AND l.date = x.date AND l.number = x.lesson_number
        ORDER BY x.no) x`
    : given;
  return Prisma.sql`new_entry AS MATERIALIZED (SELECT nextval('journal_entry_id_seq')::int AS id, x.* FROM ${source}),
    kept_entry AS (
      INSERT INTO journal_entry
        (id, kind, class_id, course_id, lesson_id, date, student_id, value, work, text, period, personal, urgent,
         to_student, by_id, recorded_at, changed_at, withdrawn_at, baseline)
      SELECT id, kind, class_id, course_id, ${Prisma.raw(madeLessons ? 'the_lesson_id' : 'lesson_id')}, date, student_id,
        value, work, text, period, personal, urgent, to_student, by_id, ${on.now}::timestamptz, changed_at, withdrawn_at,
        ${on.baseline}::boolean
      FROM new_entry
    ),`;
}

/** Every event is the record of a new entry, in the same order: then the events are made of the entries. */
function onlyRecorded({ created, events }: Draft): boolean {
  if (created.length === 0 || created.length !== events.length) return false;
  return events.every((e, i) => e.change === 'recorded' && e.entry === created[i]);
}

function eventsPart(on: Circumstances, source: string, draft: Draft): Prisma.Sql {
  const common = Prisma.sql`${source}::text, ${on.now}::timestamptz, ${on.baseline ? on.now : null}::timestamptz`;
  const rows = onlyRecorded(draft)
    ? Prisma.sql`SELECT n.id, 'recorded'::event_change, n.kind, n.class_id, n.student_id, NULL::jsonb, n.after,
          n.by_id, n.changed_at, ${common}
        FROM new_entry n ORDER BY n.no`
    : Prisma.sql`SELECT coalesce(x.entry_id, n.id), x.change::event_change, x.kind::event_kind, x.class_id, x.student_id,
          x.before, x.after, x.by_id, x.at, ${common}
        FROM jsonb_to_recordset(${JSON.stringify(eventRows(draft))}::jsonb) AS x(
          ord int, entry_id int, no int, change text, kind text, class_id int, student_id text, before jsonb,
          after jsonb, by_id text, at timestamptz)
        LEFT JOIN new_entry n ON n.no = x.no
        ORDER BY x.ord`;
  return Prisma.sql`new_event AS (
      INSERT INTO journal_event
        (entry_id, change, kind, class_id, student_id, before, after, by_id, at, source, recorded_at, planned_at)
      ${rows}
    )`;
}

function lessonIdOf(draft: Draft, { courseId, date, lessonNumber }: StandingEntry): number | null {
  if (courseId === null || lessonNumber === null) return null;
  return draft.lessons.get(lessonKey(courseId, date, lessonNumber))?.id ?? null;
}

function columnsOf(e: StandingEntry) {
  return {
    kind: e.kind,
    class_id: e.classId,
    course_id: e.courseId,
    lesson_number: e.lessonNumber,
    date: e.date,
    student_id: e.studentId,
    value: e.value,
    work: e.work,
    text: e.text,
    period: e.period,
    personal: e.personal,
    urgent: e.urgent,
    to_student: e.toStudent,
    by_id: e.byId,
    changed_at: e.changedAt,
    withdrawn_at: e.withdrawnAt,
  };
}

function eventRows({ created, events }: Draft) {
  const places = new Map(created.map((entry, no) => [entry, no]));
  return events.map(({ entry, change, before, after, byId, at }, ord) => ({
    ord,
    entry_id: entry.id,
    no: places.get(entry) ?? null,
    change,
    kind: entry.kind,
    class_id: entry.classId,
    student_id: entry.studentId,
    before,
    after,
    by_id: byId,
    at,
  }));
}

function newKeysPart(source: string, keys: KeyRow[]): Prisma.Sql {
  return Prisma.sql`, new_key AS (
      INSERT INTO entry_key (source, key, entry_id, value_hash, said_at)
      SELECT ${source}::text, x.key, coalesce(x.entry_id, n.id), x.hash, x.said_at
      FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS x(
        key text, entry_id int, no int, hash text, said_at timestamptz)
      LEFT JOIN new_entry n ON n.no = x.no
      ORDER BY x.key
    )`;
}

function oldKeysPart(source: string, keys: KeyRow[]): Prisma.Sql {
  return Prisma.sql`, moved_key AS (
      UPDATE entry_key k SET entry_id = coalesce(x.entry_id, n.id), value_hash = x.hash, said_at = x.said_at
      FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS x(
        key text, entry_id int, no int, hash text, said_at timestamptz, was_entry int, was_hash text)
      LEFT JOIN new_entry n ON n.no = x.no
      WHERE k.source = ${source} AND k.key = x.key AND k.entry_id = x.was_entry AND k.value_hash = x.was_hash
      RETURNING 1
    )`;
}
