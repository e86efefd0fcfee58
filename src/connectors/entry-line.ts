import type { EntryResult } from '../journal/entry.ts';
import type { RecordedResult } from '../journal/record.ts';

/** A result as the contract prints it. */
export function contractResult({ key, status, code, field }: RecordedResult): EntryResult {
  return status === 'refused' ? { key, status, code, field } : { key, status };
}
