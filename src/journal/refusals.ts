/**
 * Every reason for which the journal refuses an entry. The words for people stand in src/texts/refusals.ts, the fields
 * in docs/reference.md.
 */
export const REFUSALS = [
  /** the shape: a field is missing, of a wrong type, or no such date */
  'invalid',
  /** a line of a file that is not JSON */
  'invalid-json',
  'unknown-staff',
  'staff-left',
  'unknown-class',
  'unknown-subject',
  /** the class does not have the subject */
  'no-course',
  'unknown-student',
  /** not in the class on that date */
  'not-in-class',
  'not-in-group',
  /** the course has several groups then, and nothing says which is meant */
  'several-groups',
  /** neither the teacher of the course nor that day's substitute; a message by somebody who does not teach the class */
  'not-your-course',
  'not-your-message',
  'no-lesson',
  'lesson-cancelled',
  'date-in-future',
  'date-out-of-year',
  'due-in-past',
  'bad-mark',
  'bad-code',
  'bad-work',
  'unknown-period',
  'grade-1',
  /** individual plan: period marks only (Ш 7.8) */
  'taught-at-home',
  'key-conflict',
  'stale',
  'at-in-future',
  'unknown-key',
  'unknown-entry',
  /** a correction of what was withdrawn */
  'withdrawn',
  /** too old to be changed by anyone but deputy and director (Ш 7.6) */
  'locked',
  /** nothing was recorded because another entry of the same message was refused */
  'others-refused',
] as const;

export type RefusalCode = (typeof REFUSALS)[number];

/** What a user can mend: why, and which field. */
export interface Refusal {
  ok: false;
  code: RefusalCode;
  field: string;
}

export function refuse(code: RefusalCode, field: string): Refusal {
  return { ok: false, code, field };
}
