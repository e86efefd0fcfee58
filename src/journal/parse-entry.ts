import { z } from 'zod';
import { type EntryInput, entryInputSchema, type WithdrawInput, withdrawInputSchema } from './entry.ts';
import { type Refusal, refuse } from './refusals.ts';

export type ParsedEntry =
  | { ok: true; key: string | null; input: EntryInput | WithdrawInput }
  | (Refusal & { key: string | null });

const inputSchema = z.discriminatedUnion('kind', [...entryInputSchema.options, withdrawInputSchema]);

/** Instants before this are no moment of a school's journal, and some of them no timestamp of the database either. */
const EARLIEST = Date.UTC(2000, 0, 1);

/** The shape of one entry, before anything is known of the school. Never throws, whatever it is given. */
export function parseEntry(raw: unknown): ParsedEntry {
  const key = keyOf(raw);
  const refused = (field: string): ParsedEntry => ({ ...refuse('invalid', field), key });
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refused('entry');
  const parsed = inputSchema.safeParse(raw);
  if (!parsed.success) return refused(String(parsed.error.issues[0]?.path[0] ?? 'entry'));
  const input = parsed.data;
  const unstorable = Object.entries(input).find(([, value]) => typeof value === 'string' && !isStorable(value));
  if (unstorable) return refused(unstorable[0]);
  if ('date' in input && !isCalendarDate(input.date)) return refused('date');
  if ('due' in input && !isCalendarDate(input.due)) return refused('due');
  if (input.at !== undefined && Date.parse(input.at) < EARLIEST) return refused('at');
  return { ok: true, key, input };
}

function keyOf(raw: unknown): string | null {
  const key = typeof raw === 'object' && raw !== null && 'key' in raw ? raw.key : null;
  return typeof key === 'string' ? key : null;
}

/** PostgreSQL keeps neither a zero character nor half of a surrogate pair. */
function isStorable(value: string): boolean {
  return !value.includes('\0') && !/\p{Surrogate}/u.test(value);
}

function isCalendarDate(date: string): boolean {
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
}
