/**
 * Who may what: the one table of roles × actions × whose. Every read and write in the web passes `may`
 * (К-И 4.9, Ш 2 and 4, Д 1.7).
 */
import type { Actor } from './actor.ts';

export const ROLES = [
  'guardian',
  'student',
  'teacher',
  'classTeacher',
  'deputy',
  'director',
  'secretary',
  'admin',
] as const;
export type Role = (typeof ROLES)[number];

export const ACTIONS = [
  'readDiary',
  'printWeek',
  'keepHomework',
  'readNotices',
  'readClass',
  'keepAttendance',
  'readDesk',
  'changeChoices',
  'recordChoices',
  'changeRights',
  'openApplications',
  'keepApplications',
  'issueLetters',
  'warnOfRisk',
  'printRuns',
  'handOver',
  'changeDay',
  'oversee',
  'readJournal',
  'readAudit',
  'exportOwnData',
  'keepPersonalData',
  'enterLesson',
  'importSchool',
  'keepAccounts',
  'findPeople',
  'readPeople',
  'transferPupils',
  'lookAfter',
] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * ownChild: pairs that have not ended, with full rights and consent; self: the pupil; ownClass: the class one leads;
 * ownCourse: what one teaches; ownLesson: of one's own course, as the substitute of that day, or of the own class where the
 * school's rules let its class teacher write; own: one's own choices; any: all of the school
 */
export type Whose = 'ownChild' | 'self' | 'ownClass' | 'ownCourse' | 'ownLesson' | 'own' | 'any';

export const TABLE: Record<Action, Partial<Record<Role, Whose>>> = {
  readDiary: { guardian: 'ownChild', student: 'self', classTeacher: 'ownClass', deputy: 'any', director: 'any' },
  printWeek: { guardian: 'ownChild', classTeacher: 'ownClass', deputy: 'any', director: 'any' },
  // ticking off and one's own calendar link
  keepHomework: { guardian: 'ownChild', student: 'self' },
  // of what was sent to oneself
  readNotices: { guardian: 'ownChild' },
  readClass: { classTeacher: 'ownClass', deputy: 'any', director: 'any' },
  // reasons of absence and illnesses (Б 4.2; Д 3.2.2; Ш 7.3); what of the journal changes is asked of src/journal besides
  keepAttendance: { classTeacher: 'ownClass', deputy: 'any', director: 'any' },
  readDesk: { teacher: 'any', classTeacher: 'any', deputy: 'any', director: 'any', secretary: 'any', admin: 'any' },
  changeChoices: { guardian: 'own' },
  // on a written application (К-У 2.2, 4.2; Ш 7.13)
  recordChoices: { classTeacher: 'ownClass', deputy: 'any', director: 'any' },
  // by a court's decision and the like, and who informs whom; each with its ground
  changeRights: { classTeacher: 'ownClass', deputy: 'any', director: 'any' },
  // the register's page; what it lists and lets be done is asked of each application
  openApplications: { classTeacher: 'any', deputy: 'any', director: 'any', secretary: 'any' },
  // recorded, granted, refused, withdrawn, printed (К-У 2.2, 4.2, 5)
  keepApplications: { classTeacher: 'ownClass', deputy: 'any', director: 'any', secretary: 'any' },
  // credentials of families (К-У 6.2)
  issueLetters: { classTeacher: 'ownClass', deputy: 'any', director: 'any', secretary: 'any' },
  warnOfRisk: { classTeacher: 'ownClass', deputy: 'any', director: 'any' },
  // the secretary prints and hands over, and reads no class besides (К-И 4.9)
  printRuns: { classTeacher: 'ownClass', deputy: 'any', director: 'any', secretary: 'any' },
  handOver: { classTeacher: 'ownClass', deputy: 'any', director: 'any', secretary: 'any' },
  // substitutions, moved days, cancelled lessons (Ш 2: the deputy edits all)
  changeDay: { deputy: 'any', director: 'any' },
  // the weekly promise, deadlines and channels of the whole school (К-И 4.8, 6.2)
  oversee: { deputy: 'any', director: 'any' },
  // a course's journal page with its history (К-И 4.9, Ш 2)
  readJournal: { teacher: 'ownCourse', classTeacher: 'ownClass', deputy: 'any', director: 'any' },
  readAudit: { deputy: 'any', director: 'any', admin: 'any' },
  // all that is kept about oneself (152-ФЗ, ст. 14)
  exportOwnData: { guardian: 'own' },
  // of any guardian, exported or erased on request (152-ФЗ, ст. 14, 20, 21)
  keepPersonalData: { deputy: 'any', director: 'any' },
  // the journal of one lesson, read and filled in (К-Р 2.10; Ш 2, 4)
  enterLesson: { teacher: 'ownLesson', deputy: 'any', director: 'any' },
  // a school file, shown and written (К-И 4.9: the office keeps people, classes and timetable)
  importSchool: { director: 'any', secretary: 'any', admin: 'any' },
  // who signs in where; sessions ended, a stolen account, a new invitation (К-Р 4; К-И 4.7; К-У 6.2)
  keepAccounts: { deputy: 'any', director: 'any', admin: 'any' },
  // names and what they are; the administrator sees no more of a person
  findPeople: { deputy: 'any', director: 'any', secretary: 'any', admin: 'any' },
  // classes, relations, how one gets in; no address, no mark
  readPeople: { deputy: 'any', director: 'any', secretary: 'any' },
  // another class, left, came: on the director's order
  transferPupils: { deputy: 'any', director: 'any', secretary: 'any' },
  // Vestnik itself: what doctor says, test messages, backups
  lookAfter: { admin: 'any' },
};

/** What an action is about. */
export type Objekt =
  | { kind: 'student'; studentId: string; classId: number | null }
  | { kind: 'class'; classId: number }
  /** of this teacher */
  | { kind: 'course'; classId: number; teacherId: string }
  | { kind: 'guardian'; guardianId: string }
  /** by the staff who may enter for it, their offices aside */
  | { kind: 'lesson'; writers: readonly string[] }
  | { kind: 'school' };

/** Whether this person may do this to that. Pure: the actor's relations are loaded by `actor.ts`. */
export function may(actor: Actor | null, action: Action, object: Objekt): boolean {
  if (!actor) return false;
  return actor.roles.some((role) => {
    const whose = TABLE[action][role];
    return whose !== undefined && covers(actor, whose, object);
  });
}

function covers(actor: Actor, whose: Whose, object: Objekt): boolean {
  switch (whose) {
    case 'ownChild':
      return object.kind === 'student' && actor.children.some((child) => child.studentId === object.studentId);
    case 'self':
      return object.kind === 'student' && actor.selves.some((self) => self.studentId === object.studentId);
    case 'ownClass':
      return 'classId' in object && actor.ledClasses.some((led) => led.id === object.classId);
    case 'ownCourse':
      return object.kind === 'course' && actor.personIds.includes(object.teacherId);
    case 'own':
      return object.kind === 'guardian' && actor.personIds.includes(object.guardianId);
    case 'ownLesson':
      return object.kind === 'lesson' && actor.personIds.some((id) => object.writers.includes(id));
    case 'any':
      return true;
  }
}
