/** A child's days for a page that may be kept: with a mark that differs whenever anything they are made of does. */
import { perDatabase } from '../../platform/database/ask-together.ts';
import { Prisma } from '../../platform/database/generated/client.ts';
import type { Db } from '../../platform/database/open.ts';
import { PREPARED } from '../../platform/database/prepared-names.ts';
import { STAMP } from '../../platform/database/stamp.ts';
import type { SchoolDate } from '../../platform/school-time.ts';
import type { Roster } from '../roster.ts';
import { cachedRoster, currentRoster } from '../roster-view.ts';
import { type EntryRow, entriesWhere, phoneOf } from './child-queries.ts';
import { daysOf, nextSchoolDay, type PlainDays, spanOf } from './child-week.ts';

export interface MarkedDays {
  /** version of the roster and digest of what stands in the journal */
  mark: string;
  /** null: the child belonged to no class then; 'known': as they were under the mark that the caller knows */
  days: PlainDays | null | 'known';
  /** of the state of the database in which that was so */
  stamp: string;
}

interface Which {
  studentId: string;
  from: SchoolDate;
  to: SchoolDate;
  /** the child's next school day after this one is wanted too, where it lies beyond `to` */
  nextAfter?: SchoolDate | undefined;
}

/**
 * The child's days from `from` to `to`, both included, or the proof that they are what they were. Asks nobody whether the
 * reader may see the child: that is for the caller, by `may`. One query while the roster stands.
 * @param known the mark of the last call with the same child and span; empty: none
 */
export async function markedDays(db: Db, which: Which, known: string): Promise<MarkedDays> {
  let roster = cachedRoster(db) ?? (await currentRoster(db));
  for (;;) {
    const read = await readWith(db, roster, which, known);
    if (read) return read;
    roster = await currentRoster(db);
  }
}

/** @returns null where the roster is another by now: entries may name courses that this one does not have */
async function readWith(
  db: Db,
  roster: Roster,
  { studentId, from, to: last, nextAfter }: Which,
  known: string,
): Promise<MarkedDays | null> {
  const [knownVersion, knownDigest = ''] = known.split(' ');
  const asked = spanOf(roster, studentId, from, last);
  const next = asked && nextAfter ? nextSchoolDay(roster, asked.student, nextAfter) : null;
  const span = asked && next && next > last ? { ...asked, dates: [...asked.dates, next] } : asked;
  const to = span?.dates.at(-1) ?? last;
  const { version, stamp, digest, entries, phone } = await readSource(db, {
    student: studentId,
    classes: span?.classIds ?? [],
    from,
    to,
    teacher: span?.teacherId ?? null,
    known: knownVersion === String(roster.version) ? knownDigest : '',
  });
  if (version !== roster.version) return null;
  const mark = `${version} ${digest}`;
  if (entries === null) return { mark, stamp, days: 'known' };
  return { mark, stamp, days: span && daysOf(roster, span, JSON.parse(entries) as EntryRow[], phone ?? undefined) };
}

interface Asked {
  student: string;
  classes: number[];
  from: SchoolDate;
  to: SchoolDate;
  /** the class teacher, whose number the page gives */
  teacher: string | null;
  /** digest */
  known: string;
}

interface Source {
  nth: number;
  /** of the roster that stands now */
  version: number;
  stamp: string;
  digest: string;
  /** JSON of EntryRow[]; null: the digest is the one that was known */
  entries: string | null;
  phone: string | null;
}

const ENTRIES = entriesWhere(Prisma.sql`
  (e.student_id = q.student OR (e.student_id IS NULL AND e.class_id = ANY(q.classes))) AND e.date BETWEEN q."from" AND q."to"`);

/** Everything that days are made of beside the roster, digested by the database: one statement, hence of one moment. */
const readSource = perDatabase(async (db: Db, asked: Asked[]): Promise<Source[]> => {
  const questions = asked.map((each, nth) => ({ nth, ...each }));
  const rows = await db.$queryRaw<Source[]>`${PREPARED}
    SELECT q.nth, sc.roster_version AS version, ${STAMP} AS stamp, d.digest, CASE WHEN d.digest <> q.known THEN s.entries END AS entries, s.phone
    FROM jsonb_to_recordset(${JSON.stringify(questions)}::jsonb) AS q(
      nth int, student text, classes int[], "from" date, "to" date, teacher text, known text)
    CROSS JOIN school sc
    CROSS JOIN LATERAL (
      SELECT coalesce((SELECT json_agg(e) FROM (${ENTRIES}) e)::text, '[]') AS entries,
        (${phoneOf(Prisma.sql`q.teacher`)}) AS phone OFFSET 0) s
    CROSS JOIN LATERAL (SELECT md5(s.entries || coalesce(s.phone, '')) AS digest OFFSET 0) d
    ORDER BY q.nth`;
  return rows;
});
