/** Files joined to homework: whom they may be shown to is whom the homework is for. */
import type { Attachments } from '../platform/attachments.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { fromDbDate } from '../platform/school-time.ts';
import { takesCourse } from './membership.ts';
import type { RosterCourse } from './roster.ts';
import { currentRoster } from './roster-view.ts';

export interface ShownFile {
  name: string;
  mediaType: string;
}

/** The file, if its homework stands and is this pupil's: own, or of a course that the pupil takes on its day. */
export async function fileForStudent(db: Db, publicId: string, studentId: string): Promise<ShownFile | null> {
  const row = await db.attachment.findUnique({
    where: { publicId },
    select: {
      name: true,
      mediaType: true,
      entry: { select: { withdrawnAt: true, studentId: true, courseId: true, date: true } },
    },
  });
  if (!row?.entry || row.entry.withdrawnAt) return null;
  const { entry, name, mediaType } = row;
  if (entry.studentId !== null) return entry.studentId === studentId ? { name, mediaType } : null;
  const roster = await currentRoster(db);
  // homework is always of a course
  const course = roster.courses.get(entry.courseId as number) as RosterCourse;
  return takesCourse(roster, studentId, course, fromDbDate(entry.date)) ? { name, mediaType } : null;
}

/** A draft may be recorded for half a day, and its message edited for two. */
const KEPT_MS = 3 * 86_400_000;

/** Throws away files whose homework was never recorded; photos of stubs stay. @returns how many */
export async function dropUnjoined({ db, clock }: { db: Db; clock: Clock }, attachments: Attachments): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_MS);
  const dropped = await db.$queryRaw<{ id: string }[]>`
    DELETE FROM attachment WHERE entry_id IS NULL AND sheet_id IS NULL AND at < ${before} RETURNING public_id AS id`;
  for (const { id } of dropped) await attachments.drop(id);
  return dropped.length;
}
