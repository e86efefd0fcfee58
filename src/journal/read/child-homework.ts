/** The read model of one child's homework by the day it is due. */
import type { Db } from '../../platform/database/open.ts';
import type { SchoolDate } from '../../platform/school-time.ts';
import type { ChildHomework } from './child-day.ts';
import { childDays } from './child-week.ts';

export interface DueHomework extends ChildHomework {
  due: SchoolDate;
}

/** What is due from `from` to `to`, both included, in the order of days and lessons. Three queries. */
export async function childHomework(
  db: Db,
  studentId: string,
  from: SchoolDate,
  to: SchoolDate,
): Promise<DueHomework[]> {
  const read = await childDays(db, studentId, from, to);
  return (read?.days ?? []).flatMap(({ date, lessons, otherHomework }) =>
    [...lessons.flatMap(({ homework }) => homework), ...otherHomework].map((each) => ({ ...each, due: date })),
  );
}
