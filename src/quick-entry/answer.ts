/** What a line becomes: journal entries, one question, or a refusal with its reason. */
export type Answer = Recorded | Question | Refusal;

export interface Recorded {
  status: 'ok';
  entries: Entry[];
}

export interface Question {
  status: 'ask';
  about: About;
  /** Names of classes or subjects, ids of students, or dates; empty for `date` only. */
  candidates: string[];
  /** The words of the text that are in question; empty when they were left out. */
  asked: string;
  /** Where in the text the question arose: tells two questions of one message apart. */
  at: number;
}

export interface Refusal {
  status: 'error';
  code: RefusalCode;
  /** The words of the text that are at fault, where there are such. */
  word?: string;
}

export type About = 'class' | 'subject' | 'student' | 'date' | 'due';

export type RefusalCode =
  | 'unknown-class'
  | 'unknown-subject'
  | 'unknown-student'
  | 'not-your-course'
  | 'bad-mark'
  | 'grade-1'
  | 'date-in-future'
  | 'date-out-of-year'
  | 'empty'
  | 'unreadable';

/** A question answered: `about` and `at` of the question as it was asked, and the candidate chosen. */
export interface Answered {
  about: About;
  at: number;
  value: string;
}

export type AbsenceCode = 'Н' | 'Б' | 'У' | 'ОП';

export type Entry = MarkEntry | AbsenceEntry | HomeworkEntry | TopicEntry | MessageEntry | PeriodMarkEntry;

export interface MarkEntry {
  kind: 'mark';
  class: string;
  subject: string;
  date: string;
  student: string;
  value: string;
  work: string;
}

export interface AbsenceEntry {
  kind: 'absence';
  class: string;
  subject: string;
  date: string;
  student: string;
  code: AbsenceCode;
}

export interface HomeworkEntry {
  kind: 'homework';
  class: string;
  subject: string;
  due: string;
  text: string;
  student?: string;
}

export interface TopicEntry {
  kind: 'topic';
  class: string;
  subject: string;
  date: string;
  text: string;
}

export interface MessageEntry {
  kind: 'message';
  class: string;
  text: string;
  student?: string;
}

export interface PeriodMarkEntry {
  kind: 'periodMark';
  class: string;
  subject: string;
  period: string;
  student: string;
  value: string;
}

/** A refusal as a value, so that recognisers and checks can return it. */
export function refuse(code: RefusalCode, word?: string): Refusal {
  return word ? { status: 'error', code, word } : { status: 'error', code };
}
