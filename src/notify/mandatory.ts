/** What a school tells whatever a guardian chose. Pure; the planner and the printing of sheets decide by it alike. */
import type { EntryValue } from '../journal/entry.ts';
import type { SchoolRules } from '../platform/school-rules.ts';
import type { NoticeKind } from './notice.ts';

/** What of an entry decides. */
export interface Weighed {
  kind: NoticeKind;
  /** a message marked urgent */
  urgent: boolean;
  /** an absence: from the first lesson that the pupil has that day, a late arrival is none */
  firstLesson?: boolean;
}

/**
 * Does the school's rule `mandatory` name this entry? Then it beats the rhythm that a guardian chose and a pause, yet
 * never consent, rights or quiet hours (but an urgent message). Period, exam and final marks within a day: К-У 4.5.
 */
export function isMandatory({ kind, urgent, firstLesson = false }: Weighed, { mandatory }: SchoolRules): boolean {
  if (kind === 'topic') return false;
  if (kind === 'message' && urgent && mandatory.includes('urgent')) return true;
  if (kind === 'absence' && firstLesson && mandatory.includes('firstLesson')) return true;
  return mandatory.includes(kind);
}

/**
 * Does it come on a sheet of its own by the next school day for a family on paper? What the school must tell that day still
 * helps then: period marks (К-У 4.5) and urgent messages. Of an absence paper would come too late; who teaches calls.
 */
export function waitsOnPaper({
  kind,
  urgent,
  mandatory,
}: Pick<Weighed, 'kind' | 'urgent'> & { mandatory: boolean }): boolean {
  return mandatory && (kind === 'periodMark' || (kind === 'message' && urgent));
}

/** Is the change only one of reason: Н, Б, У into one another? Who came late after all is news. */
export function isReasonOnly(before: EntryValue | null, after: EntryValue | null): boolean {
  return before !== null && after !== null && before.value !== 'ОП' && after.value !== 'ОП';
}
