/** What a gathered notice says at the moment it leaves: the journal as it is now against what the family was told. Pure. */
import type { EntryValue } from '../journal/entry.ts';
import { groupBy } from '../platform/group-by.ts';
import { isReasonOnly } from './mandatory.ts';
import type { Notice, NoticeChild, NoticeKind, NoticeLine } from './notice.ts';

/** More news than this for one guardian is a flood, told as a summary. The evening list is as long as the day is. */
export const FLOOD_ABOVE = 15;

export interface WaitingItem {
  itemId: number;
  eventId: number;
  entryId: number;
  guardianId: string;
  studentId: string;
  /** of the evening list, which names all that is due: told again, though it was told */
  listed?: boolean;
}

export interface StandingEntry {
  kind: NoticeKind;
  /** null: withdrawn */
  now: EntryValue | null;
  /** school day of entry */
  entered: string;
}

/** What a guardian was told last of an entry; null: that it was withdrawn. */
export type ToldBefore = Map<string, EntryValue | null>;

export const toldKey = (guardianId: string, entryId: number) => `${guardianId}\n${entryId}`;

export interface Composed {
  /** null: nothing is left to say */
  notice: Notice | null;
  /** what each guardian will know once this leaves */
  told: { guardianId: string; studentId: string; entryId: number; eventId: number; value: EntryValue | null }[];
  dropped: { itemId: number; reason: 'withdrawn' | 'alreadyTold' | 'weekly' }[];
  /** entries of which every line is a correction; empty when something is new */
  corrects: number[];
}

export interface Composition {
  items: WaitingItem[];
  entries: Map<number, StandingEntry>;
  told: ToldBefore;
  children: Map<string, Omit<NoticeChild, 'lines'>>;
  today: string;
  rhythm: 'now' | 'evening';
  detail: 'full' | 'minimal';
}

/** Composes one notice of a contact. Two guardians in one chat read one line and are both told. */
export function composeNotice(input: Composition): Composed {
  const told: Composed['told'] = [];
  const dropped: Composed['dropped'] = [];
  const lines = new Map<string, NoticeLine & { entryId: number; studentId: string }>();
  const seen = new Set<string>();
  const keyOf = ({ guardianId, studentId, entryId }: Omit<WaitingItem, 'itemId'>) =>
    `${toldKey(guardianId, entryId)}\n${studentId}`;
  const listed = new Set(input.items.filter((item) => item.listed).map(keyOf));
  for (const item of [...input.items].sort((a, b) => b.eventId - a.eventId)) {
    const entry = input.entries.get(item.entryId);
    const before = input.told.get(toldKey(item.guardianId, item.entryId));
    const key = keyOf(item);
    const line = seen.has(key) ? 'alreadyTold' : lineOf(entry, before, listed.has(key));
    seen.add(key);
    if (typeof line === 'string') {
      dropped.push({ itemId: item.itemId, reason: line });
      continue;
    }
    const { guardianId, studentId, entryId, eventId } = item;
    told.push({ guardianId, studentId, entryId, eventId, value: line.now });
    lines.set(`${studentId}\n${entryId}`, { ...line, entryId, studentId });
  }
  const all = [...lines.values()].sort(byDayAndLesson);
  return {
    notice: all.length ? asNotice(all, input, isFlood(told.filter((one) => !listed.has(keyOf(one))))) : null,
    told,
    dropped,
    corrects: correctionsOnly(all),
  };
}

function lineOf(
  entry: StandingEntry | undefined,
  before: EntryValue | null | undefined,
  listed: boolean,
): NoticeLine | 'withdrawn' | 'alreadyTold' | 'weekly' {
  if (!entry) return 'withdrawn';
  const { kind, now, entered } = entry;
  if (!before) {
    if (!now) return before === null ? 'alreadyTold' : 'withdrawn';
    return isLate(kind, now, entered) ? { kind, now, entered } : { kind, now };
  }
  if (now && sameNews(before, now)) return listed ? { kind, now } : 'alreadyTold';
  if (now && kind === 'absence' && isReasonOnly(before, now)) return 'weekly';
  return { kind, now, told: before };
}

/** Too many news for one guardian, whoever else reads the chat. */
function isFlood(told: Composed['told']): boolean {
  return [...groupBy(told, ({ guardianId }) => guardianId).values()].some((of) => of.length > FLOOD_ABOVE);
}

/** Do two values read the same to a family? */
export function sameNews(a: EntryValue, b: EntryValue): boolean {
  return (['value', 'work', 'text', 'date', 'period', 'subject'] as const).every((field) => a[field] === b[field]);
}

function isLate(kind: NoticeKind, now: EntryValue, entered: string): boolean {
  return (kind === 'mark' || kind === 'absence') && entered > now.date;
}

function correctionsOnly(lines: (NoticeLine & { entryId: number })[]): number[] {
  return lines.every((line) => line.told) ? [...new Set(lines.map((line) => line.entryId))] : [];
}

const dayOf = (line: NoticeLine) => (line.now ?? line.told)?.date ?? '';
const lessonOf = (line: NoticeLine) => (line.now ?? line.told)?.lesson ?? 99;

function byDayAndLesson(a: NoticeLine & { entryId: number }, b: NoticeLine & { entryId: number }): number {
  return dayOf(a).localeCompare(dayOf(b)) || lessonOf(a) - lessonOf(b) || a.entryId - b.entryId;
}

function asNotice(
  lines: (NoticeLine & { studentId: string })[],
  { children, today, rhythm, detail }: Composition,
  flood: boolean,
): Notice {
  const byChild = new Map<string, NoticeChild>();
  for (const { studentId, kind, now, told, entered } of lines) {
    const child = children.get(studentId);
    if (!child) throw new Error(`no child ${studentId} for a line of a notice`);
    const listed = byChild.get(studentId) ?? { ...child, lines: [] };
    byChild.set(studentId, listed);
    listed.lines.push({ kind, now, ...(told && { told }), ...(entered && { entered }) });
  }
  const inOrder = [...byChild.values()].sort((a, b) => a.first.localeCompare(b.first, 'ru'));
  return { children: inOrder, today, rhythm, detail, flood };
}
