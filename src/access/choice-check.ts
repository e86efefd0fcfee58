/** Whether a choice may be made: by whom, about whom, within what the school's rules leave free. */
import type { Rhythm } from '../platform/database/generated/enums.ts';
import type { Tx } from '../platform/database/open.ts';
import { readRules, type SchoolRules } from '../platform/school-rules.ts';
import { addDays, type SchoolDate, schoolDate } from '../platform/school-time.ts';
import type { Actor } from './actor.ts';
import { allowedRhythms, type ChoiceKind } from './choice-rules.ts';
import type { Channel, Hours, PaperWay } from './choice-writes.ts';
import type { GROUND } from './grounds.ts';
import { may } from './may.ts';

export type Change =
  /** the first is tried first; paper is added as the last resort */
  | { what: 'channels'; studentId: string; channels: Channel[] }
  | { what: 'rhythm'; studentId: string; kind: ChoiceKind; rhythm: Rhythm }
  /** a printed sheet each week besides */
  | { what: 'paper'; studentId: string; wished: boolean }
  /** on paper only: how the sheet reaches the guardian; `proxy`: by whom, where the way is a proxy */
  | { what: 'paperWay'; studentId: string; way: PaperWay; proxy: string | null }
  /** on paper only: given or withdrawn by the application's date */
  | { what: 'consent'; studentId: string; given: boolean }
  | { what: 'quiet'; hours: Hours | 'school' | 'none' }
  /** up to that day, inclusive; null: goes on */
  | { what: 'pause'; until: SchoolDate | null }
  /** links in the letters sent so far open nothing any more */
  | { what: 'links' };

/** A written application of a guardian, recorded by the class teacher. */
export interface Application {
  /** as the school numbers it: 12, 01-15/27; null: of a form that a whole class filled in */
  number: string | null;
  date: SchoolDate;
}

export type Chooser =
  /** guardians in person: one's own account, or those who read one chat or mailbox and choose together */
  | { actor: Actor; guardianIds: string[]; way: keyof typeof GROUND }
  /** staff, for one guardian of a child they may do so for */
  | {
      actor: Actor;
      guardianIds: [string];
      child: { studentId: string; classId: number | null };
      application: Application;
      /** what they do it as; an application of the register may be granted by whoever keeps that */
      action?: 'recordChoices' | 'keepApplications';
    };

export type ChoiceFault =
  /** no such pair, or none that may choose this */
  | 'notYours'
  /** without consent nothing comes electronically (152-ФЗ) */
  | 'noConsent'
  /** no chat, or no mailbox, to send to */
  | 'noAddress'
  /** the school's rule leaves no such choice */
  | 'ruled'
  | 'badHours'
  | 'badDate'
  | 'past'
  | 'tooFar'
  | 'badNumber';

const PAUSE_DAYS = 366;
const APPLICATION_DAYS = 5 * 366;

/** What a choice is judged by, read and locked in the same transaction. */
export interface Room {
  now: Date;
  today: SchoolDate;
  rules: SchoolRules;
  pairs: PairRow[];
  /** channels with a chat or mailbox, by guardian */
  linked: Map<string, Set<string>>;
}

interface PairRow {
  guardianId: string;
  studentId: string;
  rights: 'full' | 'paper' | 'none';
  consent: boolean;
  channels: string[];
}

export async function roomOf(tx: Tx, now: Date, { guardianIds }: Chooser): Promise<Room> {
  const school = await tx.school.findUniqueOrThrow({ where: { id: 1 }, select: { rules: true, timeZone: true } });
  const pairs = await tx.$queryRaw<PairRow[]>`
    SELECT guardian_id AS "guardianId", student_id AS "studentId", rights::text AS rights, consent, channels
      FROM guardianship WHERE guardian_id = ANY(${guardianIds}) AND ended_at IS NULL
     ORDER BY guardian_id, student_id FOR UPDATE`;
  const held = await tx.contactHolder.findMany({
    where: {
      personId: { in: guardianIds },
      endedAt: null,
      contact: { state: { not: 'ended' }, OR: [{ channel: 'email' }, { channel: 'telegram', bot: 'parents' }] },
    },
    select: { personId: true, contact: { select: { channel: true } } },
  });
  const linked = new Map<string, Set<string>>(guardianIds.map((id) => [id, new Set()]));
  for (const { personId, contact } of held) linked.get(personId)?.add(contact.channel);
  return { now, today: schoolDate(now, school.timeZone), rules: readRules(school.rules), pairs, linked };
}

/** `field`: child, channels, a kind of event, paper, consent, quiet, pause; number or date of the application */
export interface Fault {
  code: ChoiceFault;
  field: string;
}

/** What is wrong with the first of these that cannot be made, or null. */
export function faultOf(room: Room, chooser: Chooser, changes: Change[]): Fault | null {
  return applicationFault(chooser, room.today) ?? firstFault(room, chooser, changes);
}

function applicationFault(chooser: Chooser, today: SchoolDate): Fault | null {
  if (!('application' in chooser)) return null;
  const { number, date } = chooser.application;
  if (number !== null && !isOfficeNumber(number)) return { code: 'badNumber', field: 'number' };
  return applicationDateFault(date, today);
}

/** Whether an application may bear this number: 12, 01-15/27. */
export const isOfficeNumber = (number: string): boolean => /^[\p{L}\d](?:[\p{L}\d/.-]{0,18}[\p{L}\d])?$/u.test(number);

/** What is wrong with the date of a paper. */
export function applicationDateFault(date: SchoolDate, today: SchoolDate): Fault | null {
  return dateFault(date, addDays(today, -APPLICATION_DAYS), today, 'date');
}

function dateFault(date: SchoolDate, from: SchoolDate, to: SchoolDate, field: string): Fault | null {
  if (!isDate(date)) return { code: 'badDate', field };
  if (date < from) return { code: 'past', field };
  return date > to ? { code: 'tooFar', field } : null;
}

const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && addDays(text, 0) === text;

function firstFault(room: Room, chooser: Chooser, changes: Change[]): Fault | null {
  if (!chooser.guardianIds.every((guardianId) => mayChoose(room, chooser, guardianId)))
    return { code: 'notYours', field: 'child' };
  const consents = 'application' in chooser ? changes.find((change) => change.what === 'consent') : undefined;
  for (const change of changes) {
    const fault =
      'studentId' in change ? pairFault(room, chooser, change, consents?.given) : personalFault(room, change);
    if (fault) return fault;
  }
  return null;
}

function mayChoose({ pairs }: Room, chooser: Chooser, guardianId: string): boolean {
  if (!('application' in chooser)) return may(chooser.actor, 'changeChoices', { kind: 'guardian', guardianId });
  const { actor, child, action = 'recordChoices' } = chooser;
  return (
    may(actor, action, { kind: 'student', ...child }) &&
    pairs.some((pair) => pair.guardianId === guardianId && pair.studentId === child.studentId && pair.rights === 'full')
  );
}

export type PairChange = Extract<Change, { studentId: string }>;

function pairFault(room: Room, chooser: Chooser, change: PairChange, given: boolean | undefined): Fault | null {
  const field = change.what === 'rhythm' ? change.kind : change.what;
  if (!isTheirs(chooser, change.studentId)) return { code: 'notYours', field: 'child' };
  const pairs = pairsOf(room, chooser, change.studentId);
  // of several who read one chat, a child may be another's
  if (pairs.length === 0) return null;
  if (change.what === 'paper') return null;
  if (change.what === 'consent' || change.what === 'paperWay')
    return 'application' in chooser ? null : { code: 'notYours', field };
  if (change.what === 'channels' && isPaper(change.channels)) return null;
  if (!pairs.some(({ consent }) => given ?? consent)) return { code: 'noConsent', field };
  if (change.what === 'rhythm')
    return allowedRhythms(change.kind, room.rules).includes(change.rhythm) ? null : { code: 'ruled', field };
  const reached = pairs.some((pair) => ownOrder(room, chooser, pair, change.channels));
  return reached ? null : { code: 'noAddress', field };
}

function isTheirs(chooser: Chooser, studentId: string): boolean {
  if ('application' in chooser) return chooser.child.studentId === studentId;
  return chooser.actor.children.some((child) => child.studentId === studentId);
}

/** The pairs that a change about a child is for: the choosers' own that may see it, or the one that the application names. */
export function pairsOf({ pairs }: Room, chooser: Chooser, studentId: string): PairRow[] {
  if (!isTheirs(chooser, studentId)) return [];
  return pairs.filter(
    (pair) => pair.studentId === studentId && pair.rights === 'full' && (pair.consent || 'application' in chooser),
  );
}

function personalFault({ today }: Room, change: Exclude<Change, PairChange>): Fault | null {
  if (change.what === 'pause' && change.until !== null)
    return dateFault(change.until, today, addDays(today, PAUSE_DAYS), 'pause');
  if (change.what !== 'quiet' || typeof change.hours === 'string') return null;
  const { from, to } = change.hours;
  const good = [from, to].every((time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time)) && from !== to;
  return good ? null : { code: 'badHours', field: 'quiet' };
}

const isPaper = (channels: Channel[]) => channels.length === 0 || channels[0] === 'paper';

/**
 * The order as it will stand for one guardian: what cannot reach them is left out, unless it stood before; staff may name a
 * chat that is still to be linked. Null: nothing of it would remain.
 */
export function ownOrder({ linked }: Room, chooser: Chooser, pair: PairRow, wished: Channel[]): Channel[] | null {
  if (isPaper(wished)) return ['paper'];
  const paper = wished.indexOf('paper');
  const electronic = [...new Set(paper < 0 ? wished : wished.slice(0, paper))];
  const own = electronic.filter(
    (channel) =>
      linked.get(pair.guardianId)?.has(channel) ||
      pair.channels.includes(channel) ||
      (channel === 'telegram' && 'application' in chooser),
  );
  return own.length > 0 ? [...own, 'paper'] : null;
}
