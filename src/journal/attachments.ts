/** Files joined to homework: whom they may be shown to is whom the homework is for. */
import type { Attachments } from '../platform/attachments.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import { isInClass, takesCourse } from './membership.ts';
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
      entry: { select: { withdrawnAt: true, studentId: true, classId: true, courseId: true, date: true } },
    },
  });
  if (!row?.entry || row.entry.withdrawnAt) return null;
  const { entry, name, mediaType } = row;
  if (entry.studentId !== null) return entry.studentId === studentId ? { name, mediaType } : null;
  const roster = await currentRoster(db);
  const day: SchoolDate = entry.date.toISOString().slice(0, 10);
  const course = entry.courseId === null ? undefined : roster.courses.get(entry.courseId);
  const isTheirs = course
    ? takesCourse(roster, studentId, course, day)
    : isInClass(roster, studentId, entry.classId, day);
  return isTheirs ? { name, mediaType } : null;
}

/** A draft may be recorded for half a day, and its message edited for two. */
const KEPT_MS = 3 * 86_400_000;

/** Throws away files whose homework was never recorded. @returns how many */
export async function dropUnjoined({ db, clock }: { db: Db; clock: Clock }, attachments: Attachments): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_MS);
  const stale = await db.attachment.findMany({
    where: { entryId: null, at: { lt: before } },
    select: { publicId: true },
  });
  for (const { publicId } of stale) {
    const { count } = await db.attachment.deleteMany({ where: { publicId, entryId: null } });
    if (count > 0) await attachments.drop(publicId);
  }
  return stale.length;
}
