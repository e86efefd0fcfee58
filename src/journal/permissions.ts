/** Who may write what into the journal (Ш 2, 4; К-И 4.9). Pure. */
import { addDays, type SchoolDate } from '../platform/school-time.ts';
import { ABSENCE_CODES } from './entry.ts';
import { type PlannedLesson, substitutesOn } from './lessons.ts';
import { type Refusal, refuse } from './refusals.ts';
import type { Roster, RosterClass, RosterCourse, RosterStaff } from './roster.ts';

/** The member of staff who enters something today. */
export function staffMember(roster: Roster, id: string, today: SchoolDate): { ok: true; staff: RosterStaff } | Refusal {
  const staff = roster.staff.get(id);
  if (!staff) return refuse('unknown-staff', 'by');
  if (staff.leftAt !== null && staff.leftAt <= today) return refuse('staff-left', 'by');
  return { ok: true, staff };
}

/** Grade 1 has neither marks nor homework (Б 5.6; Д 3.2.3). */
export function isMarked(roster: Roster, classId: number): boolean {
  return roster.classes.get(classId)?.grade !== 1;
}

/** Deputy and director see and edit all (Ш 2). */
export function leads(staff: RosterStaff): boolean {
  return staff.roles.includes('deputy') || staff.roles.includes('director');
}

export function isClassTeacher(roster: Roster, staff: RosterStaff, classId: number): boolean {
  return roster.classes.get(classId)?.classTeacherId === staff.id;
}

/**
 * May enter for the course: its teacher, the substitute of one of these days (К-Р 2.10), deputy and director; the
 * class teacher where the school's rules allow it (Ш 2.4 against К-Р 2.4).
 */
export function mayWriteCourse(roster: Roster, staff: RosterStaff, course: RosterCourse, days: SchoolDate[]): boolean {
  if (course.teacherId === staff.id || leads(staff)) return true;
  if (days.some((day) => substitutesOn(roster, staff.id, course, day))) return true;
  return roster.rules.classTeacherMayEdit && isClassTeacher(roster, staff, course.classId);
}

/** The members of staff who may enter for a lesson by their course, their substitution or their class, not by their office. */
export function writersOf(roster: Roster, { course, date }: PlannedLesson): string[] {
  return [...roster.staff.values()]
    .filter((staff) => !leads(staff) || course.teacherId === staff.id || substitutesOn(roster, staff.id, course, date))
    .filter((staff) => mayWriteCourse(roster, staff, course, [date]))
    .map(({ id }) => id);
}

/** A message to a class is for its class teacher, its subject teachers, deputy and director. */
export function mayWriteToClass(staff: RosterStaff, schoolClass: RosterClass, day: SchoolDate): boolean {
  if (leads(staff) || schoolClass.classTeacherId === staff.id) return true;
  return schoolClass.courses.some((c) => c.teacherId === staff.id && (c.endedAt === null || day < c.endedAt));
}

/** After so many days only deputy and director change the journal (Ш 7.6). */
export function isLocked(roster: Roster, staff: RosterStaff, date: SchoolDate, today: SchoolDate): boolean {
  return !leads(staff) && addDays(date, roster.rules.editLockDays) < today;
}

/** Reasons of absence, which the class teacher corrects in all subjects (Б 4.2, Д 3.2.2, Ш 7.3). */
const REASONS: readonly (string | null)[] = ['Н', 'Б', 'У'];

/** The class teacher may change a standing absence's reason into another, whoever entered it; nothing else by this. */
export function mayChangeReason(
  roster: Roster,
  staff: RosterStaff,
  absence: { kind: string; classId: number },
  was: string | null,
  becomes: string | null,
): boolean {
  if (absence.kind !== 'absence' || !isClassTeacher(roster, staff, absence.classId)) return false;
  return REASONS.includes(was) && REASONS.includes(becomes);
}

/** The class teacher enters and takes back an illness in all subjects of the own class: lessons with Б, and nothing else by this. */
export function mayEnterIllness(
  roster: Roster,
  staff: RosterStaff,
  absence: { kind: string; classId: number },
  value: string | null,
): boolean {
  return absence.kind === 'absence' && value === 'Б' && isClassTeacher(roster, staff, absence.classId);
}

/**
 * What somebody may make of a standing absence, its own value included; empty: nothing. That somebody was late and not away
 * is for whoever gave the lesson to say: no reason of absence.
 */
export function absenceCodes(
  roster: Roster,
  staff: RosterStaff,
  absence: { course: RosterCourse; date: SchoolDate; value: string },
  today: SchoolDate,
): readonly string[] {
  const { course, date, value } = absence;
  if (isLocked(roster, staff, date, today)) return [];
  if (mayWriteCourse(roster, staff, course, [date])) return ABSENCE_CODES;
  const about = { kind: 'absence', classId: course.classId };
  return ABSENCE_CODES.filter((code) => mayChangeReason(roster, staff, about, value, code));
}
