/** What becomes of one entry: its key, its natural place, its moment, who may (contract: «Journal entries»). Pure. */
import {
  checkContent,
  contentOf,
  type EntryContent,
  sameContent,
  studentIn,
  valueHash,
  WITHDRAWN_HASH,
} from './content.ts';
import { correctStanding, createEntry, type Draft, type KeyState, withdrawStanding } from './draft.ts';
import type { EntryInput, WithdrawInput } from './entry.ts';
import { isLocked, leads, mayChangeReason, mayEnterIllness, mayWriteCourse, staffMember } from './permissions.ts';
import { type Refusal, refuse } from './refusals.ts';
import type { Circumstances, Target } from './resolve.ts';
import { type RosterStaff, staffNamed } from './roster.ts';
import { placeOf, type StandingEntry, slotOf } from './standing.ts';

/** What becomes of an entry that was there before. */
export type Changed = 'corrected' | 'withdrawn' | 'duplicate';

interface Made<S> {
  ok: true;
  status: S;
  entry: StandingEntry;
}

export type Outcome<S = Changed | 'recorded'> = Made<S> | Refusal;

/** A change that passed every check and is not made yet. */
type Prepared<S> = { ok: true; make: () => Made<S> } | Refusal;

/** How far ahead (ms) of our clock a source's may go. */
const AHEAD = 5 * 60_000;

/** Puts one entry into the draft. `target` is where it belongs by the roster, or why it belongs nowhere. */
export function applyEntry(draft: Draft, on: Circumstances, input: EntryInput, target: Target | Refusal): Outcome {
  const known = input.key === undefined ? undefined : draft.keys.get(input.key);
  const hash = input.key === undefined ? '' : valueHash(input);
  if (known?.hash === hash) return { ok: true, status: 'duplicate', entry: known.entry };
  const moment = momentOf(on, input.at);
  if (!moment.ok) return moment;
  const wrong = checkContent(input.kind, contentOf(input));
  if (wrong) return wrong;
  const outcome = known
    ? changeKnown(draft, on, input, target, known, moment.at)
    : made(preparePlacing(draft, on, input, target, moment.at));
  const saidAt = moment.at ?? on.now;
  if (outcome.ok && input.key !== undefined) draft.keys.set(input.key, { entry: outcome.entry, hash, saidAt });
  return outcome;
}

/** Takes back what stands under a key. Without `by` the source itself does it, in the name of who entered it. */
export function applyWithdrawal(draft: Draft, on: Circumstances, input: WithdrawInput): Outcome {
  const known = draft.keys.get(input.key);
  if (!known) return refuse('unknown-key', 'key');
  const { entry } = known;
  if (known.hash === WITHDRAWN_HASH) return { ok: true, status: 'duplicate', entry };
  const moment = momentOf(on, input.at);
  if (!moment.ok) return moment;
  if (!moment.at) return refuse('key-conflict', 'key');
  if (isOld(known, moment.at)) return refuse('stale', 'at');
  const outcome = made(prepareWithdrawal(draft, on, entry, input.by ?? null, moment.at));
  if (outcome.ok) draft.keys.set(input.key, { entry, hash: WITHDRAWN_HASH, saidAt: moment.at });
  return outcome;
}

/** Corrects one entry, named by its id; what `change` leaves out stays. Without `at` it is taken at the clock's now. */
export function applyCorrection(
  draft: Draft,
  on: Circumstances,
  entry: StandingEntry,
  change: Partial<EntryContent>,
  by: string,
  given: string | undefined,
): Outcome<Changed> {
  const moment = momentOf(on, given);
  if (!moment.ok) return moment;
  if (entry.withdrawnAt) return refuse('withdrawn', 'entryId');
  const content = { ...pickContent(entry), ...change };
  const wrong = checkContent(entry.kind, content);
  if (wrong) return wrong;
  const who = staffMember(on.roster, by, on.today);
  return who.ok ? made(prepareCorrection(draft, on, entry, content, who.staff, moment.at)) : who;
}

/** Takes back one entry, named by its id. */
export function applyWithdrawalOf(
  draft: Draft,
  on: Circumstances,
  entry: StandingEntry,
  by: string,
  given: string | undefined,
): Outcome<Changed> {
  const moment = momentOf(on, given);
  if (!moment.ok) return moment;
  if (!entry.withdrawnAt && moment.at && moment.at <= entry.changedAt) return refuse('stale', 'at');
  return made(prepareWithdrawal(draft, on, entry, by, moment.at));
}

const made = <S>(prepared: Prepared<S>): Outcome<S> => (prepared.ok ? prepared.make() : prepared);

const duplicate = (entry: StandingEntry): Prepared<Changed> => ({
  ok: true,
  make: () => ({ ok: true, status: 'duplicate', entry }),
});

function momentOf(on: Circumstances, given: string | undefined): { ok: true; at: Date | null } | Refusal {
  if (given === undefined) return { ok: true, at: null };
  const at = new Date(given);
  return at.getTime() > on.now.getTime() + AHEAD ? refuse('at-in-future', 'at') : { ok: true, at };
}

/** What came without a moment came just now, and after whatever is there: an entry's moments always grow. */
function momentAfter(on: Circumstances, entry: StandingEntry, at: Date | null): Date {
  return at ?? new Date(Math.max(on.now.getTime(), entry.changedAt.getTime() + 1));
}

/**
 * No later than the entry's last change from any source, or than the last word under this key: a key that moved to an
 * entry of another's must not be moved back by a delayed copy.
 */
const isOld = ({ entry, saidAt }: KeyState, at: Date) => at <= entry.changedAt || at <= saidAt;

/** Another value under a known key: corrects, or moves the entry to another pupil, lesson or kind. */
function changeKnown(
  draft: Draft,
  on: Circumstances,
  input: EntryInput,
  target: Target | Refusal,
  known: KeyState,
  at: Date | null,
): Outcome {
  const { entry } = known;
  if (!at) return refuse('key-conflict', 'key');
  if (isOld(known, at)) return refuse('stale', 'at');
  const live = entry.withdrawnAt === null;
  if (live && isAbout(on, input, entry)) {
    const who = staffMember(on.roster, input.by, on.today);
    return who.ok ? made(prepareCorrection(draft, on, entry, contentOf(input), who.staff, at)) : who;
  }
  const placing = preparePlacing(draft, on, input, target, at);
  if (!placing.ok) return placing;
  const leaving = live ? prepareWithdrawal(draft, on, entry, input.by, at) : duplicate(entry);
  if (!leaving.ok) return leaving;
  leaving.make();
  return { ...placing.make(), status: 'corrected' };
}

/** The input speaks of this very entry, perhaps with another value. */
function isAbout({ roster }: Circumstances, input: EntryInput, entry: StandingEntry): boolean {
  const course = entry.courseId === null ? undefined : roster.courses.get(entry.courseId);
  if (input.kind !== entry.kind || roster.classes.get(entry.classId)?.name !== input.class) return false;
  if ('subject' in input && course?.subject.name !== input.subject) return false;
  if ('date' in input && input.date !== entry.date) return false;
  if ('due' in input && input.due !== entry.date) return false;
  if ('lesson' in input && input.lesson !== undefined && input.lesson !== entry.lessonNumber) return false;
  if ('period' in input && input.period !== entry.period) return false;
  return studentIn(input) === entry.studentId;
}

/** A new entry, or a correction of what stands in its natural place. */
function preparePlacing(
  draft: Draft,
  on: Circumstances,
  input: EntryInput,
  target: Target | Refusal,
  at: Date | null,
): Prepared<Changed | 'recorded'> {
  if (!target.ok) return target;
  const content = contentOf(input);
  const slot = slotOf(placeOf(target));
  const standing = slot === null ? undefined : draft.slots.get(slot);
  if (standing) return prepareCorrection(draft, on, standing, content, target.staff, at);
  if (target.reasonOnly) {
    if (!on.illness || !mayEnterIllness(on.roster, target.staff, target, content.value))
      return refuse('not-your-course', 'by');
    if (isLocked(on.roster, target.staff, target.date, on.today)) return refuse('locked', 'date');
  }
  return {
    ok: true,
    make: () => ({ ok: true, status: 'recorded', entry: createEntry(draft, on, target, content, at ?? on.now) }),
  };
}

function prepareCorrection(
  draft: Draft,
  on: Circumstances,
  entry: StandingEntry,
  content: EntryContent,
  staff: RosterStaff,
  at: Date | null,
): Prepared<Changed> {
  if (sameContent(entry, content)) return duplicate(entry);
  if (at && at <= entry.changedAt) return refuse('stale', 'at');
  const denied = checkMayChange(on, entry, staff, content.value) ?? checkLock(on, entry, staff);
  if (denied) return denied;
  const make = (): Made<Changed> => {
    correctStanding(draft, on, entry, content, staff.id, momentAfter(on, entry, at));
    return { ok: true, status: 'corrected', entry };
  };
  return { ok: true, make };
}

function prepareWithdrawal(
  draft: Draft,
  on: Circumstances,
  entry: StandingEntry,
  by: string | null,
  at: Date | null,
): Prepared<Changed> {
  if (entry.withdrawnAt) return duplicate(entry);
  const who: ReturnType<typeof staffMember> =
    by === null ? { ok: true, staff: staffNamed(on.roster, entry.byId) } : staffMember(on.roster, by, on.today);
  if (!who.ok) return who;
  const denied = checkMayChange(on, entry, who.staff, null) ?? checkLock(on, entry, who.staff);
  if (denied) return denied;
  const make = (): Made<Changed> => {
    withdrawStanding(draft, on, entry, who.staff.id, momentAfter(on, entry, at));
    return { ok: true, status: 'withdrawn', entry };
  };
  return { ok: true, make };
}

/** Everybody may change what they entered; the rest by course. A message is its author's own word. */
function checkMayChange(
  { roster, illness }: Circumstances,
  entry: StandingEntry,
  staff: RosterStaff,
  becomes: string | null,
): Refusal | null {
  if (staff.id === entry.byId || leads(staff)) return null;
  const course = entry.courseId === null ? undefined : roster.courses.get(entry.courseId);
  if (!course) return refuse('not-your-message', 'by');
  if (mayWriteCourse(roster, staff, course, [entry.date])) return null;
  if (illness && mayEnterIllness(roster, staff, entry, entry.value)) return null;
  return mayChangeReason(roster, staff, entry, entry.value, becomes) ? null : refuse('not-your-course', 'by');
}

/** After so many days only deputy and director change the journal (Ш 7.6). */
function checkLock({ roster, today }: Circumstances, entry: StandingEntry, staff: RosterStaff): Refusal | null {
  return isLocked(roster, staff, entry.date, today) ? refuse('locked', 'date') : null;
}

const pickContent = ({ value, work, text, personal, urgent, toStudent }: EntryContent): EntryContent => ({
  value,
  work,
  text,
  personal,
  urgent,
  toStudent,
});
