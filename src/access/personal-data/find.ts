/** Guardians as those look them up who answer for personal data. */
import { Prisma } from '../../platform/database/generated/client.ts';
import type { Db } from '../../platform/database/open.ts';
import type { SchoolDate } from '../../platform/school-time.ts';
import { likePart } from '../plain-name.ts';

export interface FoundGuardian {
  id: string;
  last: string;
  first: string;
  patronymic: string;
  leftAt: SchoolDate | null;
  /** «Иванов Пётр» of relations that have not ended */
  children: string[];
}

export const FOUND_AT_MOST = 50;

/** Guardians whose surname begins so, or who have left the school's list; erased ones are nobody. By name. One query. */
export async function findGuardians(
  db: Db,
  whose: { surname: string } | { id: string } | { left: true },
): Promise<FoundGuardian[]> {
  const which =
    'surname' in whose
      ? Prisma.sql`replace(lower(p.last), 'ё', 'е') LIKE ${`${likePart(whose.surname)}%`}`
      : 'id' in whose
        ? Prisma.sql`p.id = ${whose.id}`
        : Prisma.sql`r.left_at IS NOT NULL`;
  return await db.$queryRaw<FoundGuardian[]>`
    SELECT p.id, p.last, p.first, p.patronymic, r.left_at::text AS "leftAt",
      ARRAY(SELECT concat_ws(' ', c.last, c.first) FROM guardianship g JOIN person c ON c.id = g.student_id
             WHERE g.guardian_id = p.id AND g.ended_at IS NULL ORDER BY 1) AS children
    FROM guardian r JOIN person p ON p.id = r.id
    WHERE p.erased_at IS NULL AND ${which}
    ORDER BY p.last, p.first, p.patronymic, p.id LIMIT ${FOUND_AT_MOST}`;
}
