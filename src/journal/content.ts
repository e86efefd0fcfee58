/** The part of an entry that a correction may change: its value. */
import { createHash } from 'node:crypto';
import { ABSENCE_CODES, type EntryInput, MARK_VALUES, WORKS } from './entry.ts';
import { type Refusal, refuse } from './refusals.ts';

export type EntryKind = EntryInput['kind'];

export interface EntryContent {
  /** mark, absence code or period mark */
  value: string | null;
  work: string | null;
  text: string | null;
  personal: boolean;
  urgent: boolean;
  toStudent: boolean;
}

const NOTHING: EntryContent = {
  value: null,
  work: null,
  text: null,
  personal: false,
  urgent: false,
  toStudent: false,
};

/** The pupil an entry names, if it names one. */
export const studentIn = (input: EntryInput): string | null => ('student' in input ? input.student : null) ?? null;

export function contentOf(input: EntryInput): EntryContent {
  switch (input.kind) {
    case 'mark':
      return { ...NOTHING, value: input.value, work: input.work };
    case 'absence':
      return { ...NOTHING, value: input.code };
    case 'periodMark':
      return { ...NOTHING, value: input.value };
    case 'message':
      return {
        ...NOTHING,
        text: input.text,
        personal: input.personal,
        urgent: input.urgent,
        toStudent: input.toStudent,
      };
    default:
      return { ...NOTHING, text: input.text };
  }
}

/**
 * The value is one that the journal knows. A period mark is never «н/а» (К-И 5.3) nor «осв»: neither is among the marks.
 * @returns null when all is well
 */
export function checkContent(kind: EntryKind, content: EntryContent): Refusal | null {
  const isOneOf = (list: readonly string[], value: string | null) => value !== null && list.includes(value);
  if (kind === 'absence') return isOneOf(ABSENCE_CODES, content.value) ? null : refuse('bad-code', 'code');
  if (kind === 'mark' && !isOneOf(WORKS, content.work)) return refuse('bad-work', 'work');
  if (kind === 'mark' || kind === 'periodMark')
    return isOneOf(MARK_VALUES, content.value) ? null : refuse('bad-mark', 'value');
  return content.text ? null : refuse('invalid', 'text');
}

export function sameContent(a: EntryContent, b: EntryContent): boolean {
  return (
    a.value === b.value &&
    a.work === b.work &&
    a.text === b.text &&
    a.personal === b.personal &&
    a.urgent === b.urgent &&
    a.toStudent === b.toStudent
  );
}

/** What a key's last value is remembered as, after its source took the entry back. */
export const WITHDRAWN_HASH = 'withdrawn';

/**
 * Identifies what a source said under a key: the entry's place and its value, defaults filled in, but neither who said
 * it nor when.
 */
export function valueHash(input: EntryInput): string {
  const place = [
    input.kind,
    input.class,
    'subject' in input ? input.subject : null,
    'date' in input ? input.date : null,
    'due' in input ? input.due : null,
    'lesson' in input ? input.lesson : null,
    'period' in input ? input.period : null,
    studentIn(input),
  ];
  const content = contentOf(input);
  return createHash('sha256')
    .update(JSON.stringify([place, content.value, content.work, content.text, content.personal, content.urgent]))
    .update(String(content.toStudent))
    .digest('base64url');
}
