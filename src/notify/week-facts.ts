/** The frozen facts of one child's school week: the row that Telegram, email and sheet render. Pure data, canonical JSON. */

export interface WeekMark {
  date: string;
  value: string;
  work: string;
  /** day of entry when later than the lesson's own week */
  entered?: string;
}

export interface WeekAbsence {
  date: string;
  lesson?: number;
  subject: string;
  code: string;
  /** the code told before, when this is a change of reason (Н→Б) */
  was?: string;
}

/** Something told in an earlier week that changed in this one. `now` null: withdrawn. */
export interface WeekCorrection {
  kind: 'mark' | 'absence' | 'homework' | 'message' | 'periodMark';
  subject?: string;
  date: string;
  work?: string;
  period?: string;
  was: string;
  now: string | null;
  /** of a message to one family: not for a sheet that the child carries */
  personal?: boolean;
}

export interface WeekFacts {
  version: 1;
  school: string;
  /** ISO week, and its first and last school day for this class */
  week: string;
  from: string;
  to: string;
  /** entries of the journal up to this school-local moment, YYYY-MM-DDTHH:MM */
  asOf: string;
  student: { id: string; last: string; first: string; patronymic: string };
  class: string;
  grade: number;
  classTeacher: { name: string; phone?: string };
  taughtAtHome: boolean;
  /** subjects in alphabetical order, only those with something to say; average of the running period from three marks on */
  subjects: { name: string; marks: WeekMark[]; average?: string }[];
  /** the running grading period, for averages and counts */
  period?: string;
  absences: WeekAbsence[];
  /** lessons missed and late arrivals so far in the grading period */
  missedInPeriod: { lessons: number; ill: number; excused: number; late: number };
  periodMarks: { period: string; subject: string; value: string }[];
  messages: { date: string; by: string; text: string; personal: boolean }[];
  /** homework due after the window */
  homework: { due: string; subject: string; text: string }[];
  corrections: WeekCorrection[];
  /** no week: a sheet of news that did not wait for it */
  notice?: true;
  /** no week: a whole grading period, asked for */
  wholePeriod?: true;
}
