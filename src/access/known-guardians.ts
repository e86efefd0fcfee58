/** People whom the school knows and who may be a new pupil's guardians: guardians of others, and staff. */
import { Prisma } from '../platform/database/generated/client.ts';
import type { Db } from '../platform/database/open.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import { plainName } from './plain-name.ts';

export interface KnownGuardian {
  id: string;
  last: string;
  first: string;
  patronymic: string;
  staff: boolean;
  /** «Иванов Пётр, 7Б», of relations that have not ended */
  children: string[];
}

/** More are not shown: who looks for one types more of the name. */
export const MOST_KNOWN = 20;

/** By the beginnings of their names in any order, or by id; pupils and erased people are none. One query. */
export async function knownGuardians(
  db: Db,
  whose: { name: string } | { ids: readonly string[] },
  today: SchoolDate,
): Promise<KnownGuardian[]> {
  const words = 'name' in whose ? plainName(whose.name).split(/\s+/).filter(Boolean).slice(0, 5) : [];
  if ('name' in whose ? words.length === 0 : whose.ids.length === 0) return [];
  const which =
    'name' in whose
      ? Prisma.sql`NOT EXISTS (SELECT FROM unnest(${words}::text[]) w WHERE strpos(
          ' ' || translate(lower(concat_ws(' ', p.last, p.first, p.patronymic)), 'ё', 'е'), ' ' || w) = 0)`
      : Prisma.sql`p.id = ANY(${[...whose.ids]})`;
  return await db.$queryRaw<KnownGuardian[]>`
    SELECT p.id, p.last, p.first, p.patronymic, t.id IS NOT NULL AS staff, ARRAY(
        SELECT concat_ws(', ', concat_ws(' ', c.last, c.first), (
          SELECT k.name FROM membership m JOIN school_class k ON k.id = m.class_id
           WHERE m.student_id = c.id AND m."from" <= ${today}::date AND (m."to" IS NULL OR m."to" >= ${today}::date)
           ORDER BY m."from" DESC LIMIT 1))
        FROM guardianship g JOIN person c ON c.id = g.student_id
       WHERE g.guardian_id = p.id AND g.ended_at IS NULL AND g.rights <> 'none' ORDER BY c.id) AS children
    FROM person p LEFT JOIN guardian r ON r.id = p.id LEFT JOIN staff_member t ON t.id = p.id AND t.left_at IS NULL
    WHERE p.erased_at IS NULL AND (r.id IS NOT NULL OR t.id IS NOT NULL)
      AND NOT EXISTS (SELECT FROM student s WHERE s.id = p.id) AND ${which}
    ORDER BY p.last, p.first, p.patronymic, p.id LIMIT ${MOST_KNOWN + 1}`;
}
