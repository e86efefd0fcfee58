/** Families whose weekly summaries the provider accepts and nobody answers: acceptance alone proves little. */
import { fullName } from '../journal/roster.ts';
import type { Db } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';

/** So many summaries in a row, and so many days since the first of them. */
const WEEKS = 3;
const SILENT_MS = 21 * 86_400_000;
/** Further back than any holidays nobody looks. */
const LOOK_BACK_MS = 120 * 86_400_000;

/** What one guardian of a family has of one week. */
export interface WeekAnswer {
  week: string;
  evidence: 'accepted' | 'seen' | 'handedOver' | null;
  metAt: Date | null;
  /** the guardian's last tap under a summary or visit to the diary, whichever week it was about */
  lastSeenAt: Date | null;
}

/**
 * Since when a family is silent: the last three summaries were accepted, the first of them three weeks ago, and nobody
 * tapped «Вижу», opened the diary or took a sheet since.
 * @param answers of all guardians who inform one another, about the child's closed weeks
 * @returns null: not silent, or not for so long
 */
export function silentSince(answers: readonly WeekAnswer[], now: Date): Date | null {
  const weeks = [...groupBy(answers, ({ week }) => week)].sort(([a], [b]) => (a < b ? 1 : -1)).slice(0, WEEKS);
  if (weeks.length < WEEKS) return null;
  const heard = weeks.flatMap(([, ofWeek]) => ofWeek);
  if (heard.some(({ evidence }) => evidence === 'seen' || evidence === 'handedOver')) return null;
  const accepted = weeks.map(([, ofWeek]) => ofWeek.flatMap(({ metAt }) => metAt?.getTime() ?? []));
  if (accepted.some((ofWeek) => !ofWeek.length)) return null;
  const since = new Date(Math.min(...accepted.flat()));
  if (answers.some(({ lastSeenAt }) => lastSeenAt && lastSeenAt >= since)) return null;
  return now.getTime() - since.getTime() >= SILENT_MS ? since : null;
}

export interface SilentFamily {
  classId: number;
  className: string;
  classTeacherId: string | null;
  studentId: string;
  student: { last: string; first: string };
  guardians: { id: string; name: string }[];
  /** the first of the summaries that nobody answered */
  since: Date;
  /** when the class teacher was told of this silence */
  toldAt: Date | null;
}

interface AnswerRow extends WeekAnswer {
  classId: number;
  className: string;
  classTeacherId: string | null;
  studentId: string;
  studentLast: string;
  studentFirst: string;
  householdId: number | null;
  guardianId: string;
  last: string;
  first: string;
  patronymic: string;
  consent: boolean;
  toldAt: Date | null;
}

/**
 * The silent families of the school, for their class teachers: by class and surname. Who has taken every consent back is
 * served on paper by now. One query.
 * @param only this class's families
 */
export async function familiesSilentFor(
  db: Pick<Db, '$queryRaw'>,
  now: Date,
  only: number | null = null,
): Promise<SilentFamily[]> {
  const rows = await db.$queryRaw<AnswerRow[]>`
    WITH closed AS (
      SELECT r.student_id, w.week, w.class_id, row_number() OVER (PARTITION BY r.student_id ORDER BY w.week DESC) AS place
        FROM weekly_record r JOIN school_week w ON w.id = r.school_week_id JOIN student s ON s.id = r.student_id
       WHERE w.closed_at IS NOT NULL AND w.closes_at > ${new Date(now.getTime() - LOOK_BACK_MS)} AND s.left_at IS NULL)
    SELECT c.id AS "classId", c.name AS "className", c.class_teacher_id AS "classTeacherId",
           k.student_id AS "studentId", child.last AS "studentLast", child.first AS "studentFirst", p.household_id AS "householdId",
           p.guardian_id AS "guardianId", own.last, own.first, own.patronymic, p.consent, p.silence_told_at AS "toldAt", g.last_seen_at AS "lastSeenAt",
           k.week, o.evidence, o.met_at AS "metAt"
      FROM closed k
      JOIN closed newest ON newest.student_id = k.student_id AND newest.place = 1 JOIN school_class c ON c.id = newest.class_id
      JOIN person child ON child.id = k.student_id
      JOIN guardianship p ON p.student_id = k.student_id AND p.ended_at IS NULL AND p.rights <> 'none'
      JOIN guardian g ON g.id = p.guardian_id AND g.left_at IS NULL JOIN person own ON own.id = g.id
      LEFT JOIN obligation o ON o.week = k.week AND o.guardian_id = p.guardian_id AND o.student_id = k.student_id
     WHERE k.place <= ${WEEKS} AND (${only}::int IS NULL OR newest.class_id = ${only}::int)
     ORDER BY c.grade, c.name, child.last, child.first, k.student_id, p.guardian_id`;
  const families = groupBy(rows, ({ studentId, householdId }) => `${studentId} ${householdId}`);
  return [...families.values()].flatMap((answers) => {
    const since = silentSince(answers, now);
    return since && answers.some(({ consent }) => consent) ? [asFamily(answers, since)] : [];
  });
}

function asFamily(answers: AnswerRow[], since: Date): SilentFamily {
  const { classId, className, classTeacherId, studentId, studentLast, studentFirst } = answers[0] as AnswerRow;
  const guardians = new Map(answers.map((row) => [row.guardianId, row]));
  return {
    classId,
    className,
    classTeacherId,
    studentId,
    student: { last: studentLast, first: studentFirst },
    guardians: [...guardians].map(([id, row]) => ({ id, name: fullName({ ...row, sex: null }) })),
    since,
    toldAt: answers.find(({ toldAt }) => toldAt)?.toldAt ?? null,
  };
}
