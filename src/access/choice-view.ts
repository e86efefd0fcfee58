/** What was chosen and where somebody can be reached, as pages and bots show it. */
import type { Db } from '../platform/database/open.ts';

/** Where a guardian can be reached. */
export interface Address {
  guardianId: string;
  channel: 'telegram' | 'email';
  address: string;
  /** false: given up until the person does something: blocked, bounced */
  works: boolean;
}

/** The chats and mailboxes of these guardians that have not ended. One query. */
export async function addressesOf(db: Db, guardianIds: readonly string[]): Promise<Address[]> {
  return await db.$queryRaw<Address[]>`
    SELECT h.person_id AS "guardianId", c.channel::text AS channel, c.address, c.state = 'confirmed' AS works
      FROM contact_holder h JOIN contact c ON c.id = h.contact_id
     WHERE h.person_id = ANY(${[...guardianIds]}) AND h.ended_at IS NULL AND c.state <> 'ended'
       AND (c.channel = 'email' OR (c.channel = 'telegram' AND c.bot = 'parents'))
     ORDER BY h.contact_id`;
}

/** What one guardian chose at one moment on one ground. */
export interface HistoryEntry {
  at: Date;
  guardianId: string;
  /** absent: what concerns the person, not a child */
  studentId: string | null;
  /** who did it; absent: nobody in person, such as an import */
  by: { id: string; last: string; first: string; patronymic: string } | null;
  ground: string;
  /** `what` and `value` of each record, as they are kept */
  choices: { what: string; value: unknown }[];
}

/** Records read at most: a page of somebody who taps a lot stays a page. */
const RECORDS = 300;

interface RecordRow {
  at: Date;
  guardianId: string;
  studentId: string | null;
  by: HistoryEntry['by'];
  ground: string;
  what: string;
  value: unknown;
}

/**
 * The choices of these guardians about these children and about themselves, the newest first; what was chosen together stands
 * together. One query.
 */
export async function choiceHistory(
  db: Db,
  { guardianIds, studentIds }: { guardianIds: readonly string[]; studentIds: readonly string[] },
): Promise<HistoryEntry[]> {
  const records = await db.$queryRaw<RecordRow[]>`
    SELECT c.at, c.guardian_id AS "guardianId", c.student_id AS "studentId", c.ground, c.what, c.value,
      CASE WHEN p.id IS NOT NULL
        THEN json_build_object('id', p.id, 'last', p.last, 'first', p.first, 'patronymic', p.patronymic) END AS by
    FROM choice_record c LEFT JOIN person p ON p.id = c.by_id
    WHERE c.guardian_id = ANY(${[...guardianIds]}) AND (c.student_id IS NULL OR c.student_id = ANY(${[...studentIds]}))
    ORDER BY c.id DESC LIMIT ${RECORDS}`;
  const entries: (HistoryEntry & { key: string })[] = [];
  for (const { what, value, ...said } of records) {
    const { at, guardianId, studentId, by, ground } = said;
    const key = [at.getTime(), guardianId, studentId, by?.id, ground].join('\n');
    const last = entries.at(-1);
    if (last?.key === key) last.choices.unshift({ what, value });
    else entries.push({ key, ...said, choices: [{ what, value }] });
  }
  return entries.map(({ key: _, ...entry }) => entry);
}

/** A guardian of one child, as the class teacher sees them. */
export interface ChildGuardian {
  id: string;
  last: string;
  first: string;
  patronymic: string;
  relation: string | null;
  /** paper: may only fetch the printed sheet */
  rights: 'full' | 'paper';
  consent: boolean;
}

/** Whoever the school informs about a child; pairs that ended or have no rights are left out. By name. One query. */
export async function guardiansOf(db: Db, studentId: string): Promise<ChildGuardian[]> {
  return await db.$queryRaw<ChildGuardian[]>`
    SELECT p.id, p.last, p.first, p.patronymic, g.relation, g.rights::text AS rights, g.consent
    FROM guardianship g JOIN guardian r ON r.id = g.guardian_id AND r.left_at IS NULL
      JOIN person p ON p.id = g.guardian_id AND p.erased_at IS NULL
    WHERE g.student_id = ${studentId} AND g.ended_at IS NULL AND g.rights <> 'none'
    ORDER BY p.last, p.first, p.id`;
}
