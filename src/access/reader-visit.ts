/** Who reads a chat or mailbox: loaded anew for each message or page, so that what ended a minute ago has ended here. */
import type { Clock } from '../platform/clock.ts';
import type { Prisma } from '../platform/database/generated/client.ts';
import type { Db } from '../platform/database/open.ts';
import { readRules, type SchoolRules } from '../platform/school-rules.ts';
import { type SchoolDate, schoolDate } from '../platform/school-time.ts';
import type { Actor } from './actor.ts';
import { childrenOf } from './relations.ts';

export interface ReaderVisit {
  contactId: number;
  /** false: it was given up as blocked or bounced */
  reachable: boolean;
  /** the guardians who read it; two of a family may share it. Its children: permitted by consent and rights */
  actor: Actor;
  /** pairs that have not ended, permitted or not: whose consent may be missing */
  studentIds: string[];
  school: { name: string; zone: string; secret: string; today: SchoolDate; rules: SchoolRules };
}

/**
 * The visit of a contact, or null when no guardian reads it (any more). Three queries.
 * @param which condition over `k` (contact), `h` (contact_holder) and `g` (guardian)
 */
export async function readerVisit(db: Db, clock: Clock, which: Prisma.Sql): Promise<ReaderVisit | null> {
  const { name, timeZone, secret, rules } = await db.school.findUniqueOrThrow({ where: { id: 1 } });
  const today = schoolDate(clock.now(), timeZone);
  const rows = await db.$queryRaw<HolderRow[]>`
    SELECT k.id AS "contactId", k.state = 'confirmed' AS reachable, p.id, p.last, p.first, p.patronymic,
      coalesce((
        SELECT json_agg(g.student_id) FROM guardianship g WHERE g.guardian_id = p.id AND g.ended_at IS NULL
      ), '[]'::json) AS students
    FROM contact k
      JOIN contact_holder h ON h.contact_id = k.id AND h.ended_at IS NULL
      JOIN person p ON p.id = h.person_id AND p.erased_at IS NULL
      JOIN guardian g ON g.id = p.id AND (g.left_at IS NULL OR g.left_at > ${today}::date)
    WHERE ${which} AND k.state <> 'ended'
    ORDER BY h.linked_at, p.id`;
  const [first] = rows;
  if (!first) return null;
  const guardianIds = rows.map(({ id }) => id);
  const children = await childrenOf(db, guardianIds, today);
  return {
    contactId: first.contactId,
    reachable: first.reachable,
    actor: {
      accountId: 0,
      login: '',
      personIds: guardianIds,
      staffId: null,
      guardianIds,
      name: { last: first.last, first: first.first, patronymic: first.patronymic },
      roles: ['guardian'],
      children: children.filter(({ self, left }) => !self && !left),
      selves: [],
      ledClasses: [],
    },
    studentIds: [...new Set(rows.flatMap(({ students }) => students))],
    school: { name, zone: timeZone, secret, today, rules: readRules(rules) },
  };
}

interface HolderRow {
  contactId: number;
  reachable: boolean;
  id: string;
  last: string;
  first: string;
  patronymic: string;
  students: string[];
}
