/** The rows that an import reads and writes, as plain data: dates `YYYY-MM-DD`, instants ISO with Z. */
import type { SchoolDate } from '../../platform/school-time.ts';

export interface PersonRow {
  id: string;
  last: string;
  first: string;
  patronymic: string;
  sex: string | null;
}

export interface StudentRow {
  id: string;
  leftAt: SchoolDate | null;
  taughtAtHome: boolean;
}

export interface GuardianRow {
  id: string;
  leftAt: SchoolDate | null;
}

export interface StaffRow {
  id: string;
  roles: string[];
  leftAt: SchoolDate | null;
}

export interface GuardianshipRow {
  guardianId: string;
  studentId: string;
  relation: string | null;
  rights: 'full' | 'paper' | 'none';
  consent: boolean;
  consentDate: SchoolDate | null;
  channels: string[];
  paperApplied: boolean;
  startedAt: string;
  endedAt: string | null;
}

/** A guardianship with what was decided about it elsewhere than in a file. */
export interface CurrentGuardianship extends GuardianshipRow {
  /** when the person last chose channels or consent; null: never */
  chosenAt: string | null;
  /** when the school last decided about rights elsewhere, after the last file did; null: never */
  decidedAt: string | null;
}

export interface ContactRow {
  id: number;
  channel: 'email' | 'sms';
  bot: string;
  address: string;
  state: 'confirmed' | 'unreachable' | 'ended';
  since: string;
}

export interface HolderRow {
  contactId: number;
  personId: string;
  linkedAt: string;
  endedAt: string | null;
}

export interface ChoiceRow {
  guardianId: string;
  studentId: string;
  what: 'consent' | 'channels' | 'rights';
  value: unknown;
  ground: string;
  at: string;
}

export interface YearRow {
  id: number;
  starts: SchoolDate;
  ends: SchoolDate;
}

export interface PeriodRow {
  id: number;
  yearId: number;
  name: string;
  starts: SchoolDate;
  ends: SchoolDate;
}

export interface HolidayRow {
  date: SchoolDate;
}

export interface SpecialDayRow {
  id: number;
  date: SchoolDate;
  classId: number | null;
  kind: 'weekday' | 'off' | 'remote';
  weekday: number | null;
  /** the desk said so; a row that a file writes has none */
  deedId: number | null;
}

export interface LessonChangeRow {
  id: number;
  date: SchoolDate;
  classId: number;
  lesson: number;
  cancelled: boolean;
  teacherId: string | null;
  subjectId: number | null;
}

export interface ClassRow {
  id: number;
  yearId: number;
  name: string;
  grade: number;
  classTeacherId: string | null;
  leftAt: SchoolDate | null;
}

/** A span of days, `to` inclusive, null while it lasts. */
export interface SpanRow {
  id: number;
  from: SchoolDate;
  to: SchoolDate | null;
}

export interface MembershipRow extends SpanRow {
  studentId: string;
  classId: number;
}

export interface SubjectRow {
  id: number;
  name: string;
  short: string[];
}

export interface CourseRow {
  id: number;
  classId: number;
  subjectId: number;
  teacherId: string;
  grouped: boolean;
  /** the first day without it */
  endedAt: SchoolDate | null;
}

export interface GroupMemberRow extends SpanRow {
  courseId: number;
  studentId: string;
}

export interface SlotRow {
  id: number;
  courseId: number;
  weekday: number;
  lesson: number;
  from: SchoolDate | null;
  to: SchoolDate | null;
}

/** Every table an import writes, by its row. */
export interface Tables {
  person: PersonRow;
  student: StudentRow;
  guardian: GuardianRow;
  staffMember: StaffRow;
  guardianship: GuardianshipRow;
  contact: ContactRow;
  contactHolder: HolderRow;
  choiceRecord: ChoiceRow;
  schoolYear: YearRow;
  gradingPeriod: PeriodRow;
  holiday: HolidayRow;
  specialDay: SpecialDayRow;
  lessonChange: LessonChangeRow;
  schoolClass: ClassRow;
  membership: MembershipRow;
  subject: SubjectRow;
  course: CourseRow;
  groupMember: GroupMemberRow;
  timetableSlot: SlotRow;
}

export type TableName = keyof Tables;

/** What the school's own row says that a file may change. */
export interface SchoolFacts {
  name: string;
  timeZone: string;
  rules: Record<string, unknown>;
  bells: Record<string, [string, string]>;
}

/** All that a file is compared with. */
export interface Current {
  school: SchoolFacts & { imported: boolean };
  people: (PersonRow & { erasedAt: string | null })[];
  students: StudentRow[];
  guardians: GuardianRow[];
  staff: StaffRow[];
  guardianships: CurrentGuardianship[];
  /** mailboxes and telephones */
  contacts: ContactRow[];
  holders: HolderRow[];
  years: YearRow[];
  periods: PeriodRow[];
  holidays: HolidayRow[];
  specialDays: SpecialDayRow[];
  lessonChanges: LessonChangeRow[];
  classes: ClassRow[];
  memberships: MembershipRow[];
  subjects: SubjectRow[];
  courses: CourseRow[];
  groupMembers: GroupMemberRow[];
  slots: SlotRow[];
  /** what the last file said where people and the school may say otherwise in between */
  said: Said | null;
}

/**
 * What a file said, kept with its import: only what a later file says differently is applied, so that a change made
 * in between by the person or at the desk stands.
 */
export interface Said {
  /** person → hash of mailbox and telephone */
  contacts: Record<string, string>;
  /** date and class → what */
  days: Record<string, string>;
  changes: Record<string, string>;
}
