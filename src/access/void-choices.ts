/** What somebody else chose in a stolen name is put back, with a record of its own; what was chosen since by others stays. */
import { type ChoiceRecord, Prisma } from '../platform/database/generated/client.ts';
import type { EventKind, Rhythm } from '../platform/database/generated/enums.ts';
import type { Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import {
  type Channel,
  type Choice,
  type Hours,
  type PaperWay,
  type PersonalChoice,
  setChannels,
  setConsent,
  setPaper,
  setPaperWay,
  setPause,
  setQuietHours,
  setRhythm,
} from './choice-writes.ts';

export interface VoidedChoice {
  guardianId: string;
  studentId: string | null;
  /** as in a choice record; a rhythm with its kind: `rhythm mark` */
  what: string;
  /** what they left */
  chose: unknown;
  /** what stands again; {}: nothing of one's own */
  stands: unknown;
  /**
   * restored: put back. stays: chosen anew since, or as it was. byHand: what stood before was not kept, or nothing can be put
   * back (an ended link, rights, a household): the school looks
   */
  state: 'restored' | 'stays' | 'byHand';
  at: Date;
}

export interface VoidChoices {
  byIds: readonly string[];
  since: Date;
}

/** A record as the database puts it into JSON. */
export type ChosenRow = Omit<ChoiceRecord, 'at'> & { at: string };

/**
 * All records of whatever somebody chose in a stolen name since, others' of the same included: one JSON value, for a
 * statement that asks for more.
 */
export const chosenSince = ({ byIds, since }: VoidChoices): Prisma.Sql => Prisma.sql`
  SELECT coalesce(json_agg(json_build_object('id', r.id, 'guardianId', r.guardian_id, 'studentId', r.student_id, 'what', r.what,
      'value', r.value, 'before', r.before, 'byId', r.by_id, 'ground', r.ground, 'at', r.at) ORDER BY r.id), '[]') AS chosen
    FROM choice_record r WHERE EXISTS (SELECT FROM choice_record t
      WHERE t.by_id = ANY(${[...byIds]}) AND t.at >= ${since}
        AND t.guardian_id = r.guardian_id AND t.student_id IS NOT DISTINCT FROM r.student_id AND t.what = r.what)`;

/** What would be put back, in order of time. Pure. */
export function planChoices(rows: readonly ChosenRow[], which: VoidChoices): VoidedChoice[] {
  const records = rows.map((row): ChoiceRecord => ({ ...row, at: new Date(row.at) }));
  const nameIn = (record: ChoiceRecord) => JSON.stringify([record.guardianId, record.studentId, nameOf(record)]);
  return [...groupBy(records, nameIn).values()]
    .flatMap((group) => planChoice(group, which) ?? [])
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/**
 * The void choices at the end of what was chosen there; pure.
 * @param records of one guardian, child and choice, in order
 * @returns null when none is void
 */
export function planChoice(records: readonly ChoiceRecord[], { byIds, since }: VoidChoices): VoidedChoice | null {
  const isVoid = ({ byId, at }: ChoiceRecord) => byId !== null && byIds.includes(byId) && at >= since;
  const last = records.findLast(isVoid);
  if (!last) return null;
  const { guardianId, studentId, at, value: chose } = last;
  const about = { guardianId, studentId, what: nameOf(last), chose, at };
  if (records.at(-1) !== last) return { ...about, stands: records.at(-1)?.value, state: 'stays' };
  const from = records.findLastIndex((record) => !isVoid(record)) + 1;
  const stands = records[from]?.before ?? records[from - 1]?.value;
  if (stands === undefined || !PUT_BACK.includes(last.what)) return { ...about, stands: null, state: 'byHand' };
  return { ...about, stands, state: JSON.stringify(stands) === JSON.stringify(chose) ? 'stays' : 'restored' };
}

const PUT_BACK = ['channels', 'rhythm', 'paper', 'paperWay', 'consent', 'quiet', 'pause'];

const nameOf = ({ what, value }: ChoiceRecord) =>
  what === 'rhythm' ? `rhythm ${Object.keys((value ?? {}) as object)[0] ?? ''}` : what;

/** Puts back what can be; a pair that has ended meanwhile is looked at by hand. */
export async function voidChoicesIn(
  tx: Tx,
  which: VoidChoices,
  how: { byId: string; ground: string; at: Date; today: SchoolDate },
): Promise<VoidedChoice[]> {
  const [row] = await tx.$queryRaw<{ chosen: ChosenRow[] }[]>(chosenSince(which));
  const planned = planChoices(row?.chosen ?? [], which);
  const done: VoidedChoice[] = [];
  for (const one of planned)
    done.push(
      one.state === 'restored' && !(await putBack(tx, one, how)) ? { ...one, state: 'byHand', stands: null } : one,
    );
  return done;
}

async function putBack(
  tx: Tx,
  { guardianId, studentId, what, stands }: VoidedChoice,
  { byId, ground, at, today }: { byId: string; ground: string; at: Date; today: SchoolDate },
): Promise<boolean> {
  const personal: PersonalChoice = { guardianId, byId, ground, at };
  const nothing = JSON.stringify(stands) === '{}';
  if (what === 'quiet') return await setQuietHours(tx, personal, nothing ? null : (stands as Hours));
  if (what === 'pause') return await setPause(tx, personal, nothing ? null : (stands as SchoolDate));
  if (studentId === null) return false;
  const choice: Choice = { ...personal, studentId };
  if (what === 'channels') return await setChannels(tx, choice, stands as Channel[]);
  if (what === 'paper') return await setPaper(tx, choice, stands as boolean);
  if (what === 'paperWay') {
    const { way = null, proxy = null } = stands as { way?: PaperWay; proxy?: string };
    return await setPaperWay(tx, choice, way, proxy);
  }
  if (what === 'consent') {
    const { consent, date } = stands as { consent: boolean; date: SchoolDate | null };
    return await setConsent(tx, choice, consent, date ?? today);
  }
  const kind = what.slice('rhythm '.length) as EventKind;
  const rhythm = (stands as Partial<Record<EventKind, Rhythm | null>>)[kind] ?? null;
  return await setRhythm(tx, choice, kind, rhythm);
}
