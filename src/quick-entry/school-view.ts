/**
 * The part of a school file that quick entry reads. Dates are `YYYY-MM-DD` in the school's own zone,
 * clock times `HH:MM`, weekdays 1 (Monday) to 7.
 */
export interface SchoolView {
  name: string;
  timeZone: string;
  year: DateSpan;
  periods: PeriodView[];
  /** Single days off within periods. */
  holidays: string[];
  /** Lesson number → [starts, ends]. */
  bells: Record<string, [string, string]>;
  subjects: SubjectView[];
  classes: ClassView[];
  teachers: TeacherView[];
  courses: CourseView[];
  timetable: SlotView[];
  /** Days taught by another weekday's timetable, taken off, or taught remotely. */
  days?: DayView[];
  /** Single lessons cancelled, substituted or given to another subject. */
  changes?: ChangeView[];
  /** Dated membership of children who changed class. */
  members?: MemberView[];
}

export interface DateSpan {
  starts: string;
  ends: string;
}

export interface PeriodView extends DateSpan {
  name: string;
}

export interface SubjectView {
  name: string;
  short: string[];
}

export interface ClassView {
  name: string;
  grade: number;
  classTeacher: string;
  students: StudentView[];
}

export interface StudentView {
  id: string;
  last: string;
  first: string;
  patronymic?: string;
  sex: 'm' | 'f';
}

export interface TeacherView {
  id: string;
  name: string;
}

export interface CourseView {
  class: string;
  subject: string;
  teacher: string;
  /** Ids of the pupils; the whole class when absent. */
  group?: string[];
}

export interface SlotView {
  class: string;
  subject: string;
  weekday: number;
  lesson: number;
  group?: string[];
  from?: string;
  to?: string;
}

export interface DayView {
  date: string;
  class?: string;
  as: number | 'off' | 'remote';
}

export interface ChangeView {
  date: string;
  class: string;
  lesson: number;
  cancelled?: boolean;
  teacher?: string;
  subject?: string;
  /** Only the lesson of the course that this teacher owns: it is held then, or is cancelled. */
  owner?: string;
}

export interface MemberView {
  student: string;
  class: string;
  from: string;
  to?: string;
}
