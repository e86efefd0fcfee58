import type { SchoolDate } from '../../platform/school-time.ts';
import type { Asked } from '../day/deed.ts';
import type { HomeworkMove } from '../day/move-homework.ts';
import type { Reader } from './child-queries.ts';

/** A deed of the desk as it is kept. */
export interface KeptDeed {
  id: number;
  date: SchoolDate;
  what: Asked;
  reason: string;
  byId: string;
  at: Date;
  homework: HomeworkMove[];
  undoneAt: Date | null;
  undoneById: string | null;
}

/** What the desk did to a day, a lesson moved to it from another included; the newest first. One query. */
export async function deedsOn(db: Reader, date: SchoolDate): Promise<KeptDeed[]> {
  return db.$queryRaw<KeptDeed[]>`
    SELECT id, date::text AS date, what, reason, by_id AS "byId", at, homework, undone_at AS "undoneAt", undone_by_id AS "undoneById"
    FROM day_deed WHERE date = ${date}::date OR what->'to'->>'date' = ${date}::text
    ORDER BY id DESC LIMIT 200`;
}
