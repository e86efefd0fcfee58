/** The commands that write school facts: there are no other writers of them. */

import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { schoolDate } from '../platform/school-time.ts';
import type { EntryContent } from './content.ts';
import {
  applyCorrection,
  applyEntry,
  applyWithdrawal,
  applyWithdrawalOf,
  type Changed,
  type Outcome,
} from './decide.ts';
import type { Draft } from './draft.ts';
import type { EntryResult } from './entry.ts';
import { readFacts, wantedOf } from './facts.ts';
import { type ParsedEntry, parseEntry } from './parse-entry.ts';
import { type Refusal, refuse } from './refusals.ts';
import { type Circumstances, resolveEntry, type Target } from './resolve.ts';
import type { Roster } from './roster.ts';
import { cachedRoster, rosterIn } from './roster-view.ts';
import { writeDraft } from './write.ts';
import { inWriting } from './writing.ts';

export interface JournalDeps {
  db: Db;
  clock: Clock;
}

export interface RecordOptions {
  /** a first import: its events are told to nobody, and homework that was due may be entered */
  baseline?: boolean;
  /** one refused entry refuses all of them: nothing is half recorded */
  allOrNothing?: boolean;
  /** an illness from–to (src/journal/illness): absences with Б in lessons of others too */
  illness?: boolean;
}

/** As the contract prints it, and the entry that is meant (absent when refused). */
export interface RecordedResult extends EntryResult {
  entryId?: number;
}

/**
 * Records journal entries (contract: «Journal entries»), corrections and withdrawals by key among them, in one
 * transaction, each with its event. A refused one does not spoil the others.
 * @param source whose the keys are: `api`, `file:<name>`, a bot
 * @param inputs at most some hundreds; anything may stand there, what is no entry is refused
 * @returns a result for each input, in order
 * @throws when the database fails: then nothing of this call is recorded
 */
export async function recordEntries(
  deps: JournalDeps,
  source: string,
  inputs: readonly unknown[],
  options: RecordOptions = {},
): Promise<RecordedResult[]> {
  const parsed = inputs.map(parseEntry);
  return inWriting(deps.db, (tx) => recordParsed(tx, deps, source, parsed, options));
}

/** `recordEntries` inside the caller's transaction, which the caller runs by `inWriting`. */
export async function recordEntriesIn(
  tx: Tx,
  deps: JournalDeps,
  source: string,
  inputs: readonly unknown[],
  options: RecordOptions = {},
): Promise<RecordedResult[]> {
  return recordParsed(tx, deps, source, inputs.map(parseEntry), options);
}

async function recordParsed(
  tx: Tx,
  deps: JournalDeps,
  source: string,
  parsed: readonly ParsedEntry[],
  { baseline = false, allOrNothing = false, illness = false }: RecordOptions,
): Promise<RecordedResult[]> {
  const prepare = (on: Circumstances) => parsed.map((entry) => ({ ...entry, target: targetOf(on, entry) }));
  const { on, draft, items } = await start(tx, deps, { baseline, illness }, prepare, (entries) =>
    wantedOf(source, entries),
  );
  const answers = items.map(({ target, ...entry }): Answer => [entry.key, applyParsed(draft, on, entry, target)]);
  if (allOrNothing && answers.some(([, outcome]) => !outcome.ok)) return answers.map(spoilt);
  await writeDraft(tx, on, source, draft);
  return answers.map(resultOf);
}

const noTarget = refuse('invalid', 'kind');

function targetOf(on: Circumstances, entry: ParsedEntry): Target | Refusal {
  if (!entry.ok || entry.input.kind === 'withdraw') return noTarget;
  return resolveEntry(on, entry.input, entry.input.at === undefined ? on.now : new Date(entry.input.at));
}

function applyParsed(draft: Draft, on: Circumstances, entry: ParsedEntry, target: Target | Refusal): Outcome {
  if (!entry.ok) return entry;
  return entry.input.kind === 'withdraw'
    ? applyWithdrawal(draft, on, entry.input)
    : applyEntry(draft, on, entry.input, target);
}

type Answer = [key: string | null, Outcome];

function resultOf([key, outcome]: Answer): RecordedResult {
  if (!outcome.ok) return { key, status: 'refused', code: outcome.code, field: outcome.field };
  return { key, status: outcome.status, entryId: outcome.entry.id as number };
}

const spoilt = ([key, outcome]: Answer): RecordedResult =>
  resultOf([key, outcome.ok ? refuse('others-refused', 'entry') : outcome]);

/** A correction or withdrawal of an entry named by its id. */
export interface EntryChange {
  entryId: number;
  /** the member of staff who does it */
  by: string;
  /** the moment as its source tells it; left out for what happens here and now */
  at?: string;
  source: string;
}

export type ChangeResult = { ok: true; status: Changed; entryId: number } | Refusal;

/**
 * Gives an entry another value, history kept; parts of the value that are left out stay.
 * @returns `duplicate` when it has this value already; refused as by `recordEntries`
 */
export async function correctEntry(
  deps: JournalDeps,
  { value, ...change }: EntryChange & { value: Partial<EntryContent> },
): Promise<ChangeResult> {
  return changeEntry(deps, change, (draft, on, entryId) => {
    const entry = draft.entries.get(entryId);
    return entry ? applyCorrection(draft, on, entry, value, change.by, change.at) : refuse('unknown-entry', 'entryId');
  });
}

/** Takes an entry back, history kept. `duplicate` when it is withdrawn already. */
export async function withdrawEntry(deps: JournalDeps, change: EntryChange): Promise<ChangeResult> {
  return changeEntry(deps, change, (draft, on, entryId) => {
    const entry = draft.entries.get(entryId);
    return entry ? applyWithdrawalOf(draft, on, entry, change.by, change.at) : refuse('unknown-entry', 'entryId');
  });
}

/** A change of an entry that somebody saw as it stood. */
export interface SeenChange {
  entryId: number;
  /** null: it is taken back */
  value: Partial<EntryContent> | null;
  /** when the entry had last changed, as it was seen; changed since: refused as `stale`. Absent: whatever stands */
  seen?: Date;
}

/**
 * Changes several entries in one transaction, all of them or none.
 * @param by the member of staff who does it
 * @returns a result for each, in order; the others of a refused one are `others-refused`
 */
export async function changeEntries(
  deps: JournalDeps,
  who: { by: string; source: string },
  changes: readonly SeenChange[],
): Promise<ChangeResult[]> {
  return inWriting(deps.db, (tx) => changeEntriesIn(tx, deps, who, changes));
}

/** `changeEntries` inside the caller's transaction, which the caller runs by `inWriting`. */
export async function changeEntriesIn(
  tx: Tx,
  deps: JournalDeps,
  { by, source, illness = false }: { by: string; source: string; illness?: boolean },
  changes: readonly SeenChange[],
): Promise<ChangeResult[]> {
  const ids = changes.map(({ entryId }) => entryId);
  const { on, draft } = await start(
    tx,
    deps,
    { illness },
    () => [],
    () => wantedOf(source, [], ids),
  );
  const outcomes = changes.map(({ entryId, value, seen }): Outcome<Changed> => {
    const entry = draft.entries.get(entryId);
    if (!entry) return refuse('unknown-entry', 'entryId');
    if (seen && entry.changedAt.getTime() !== seen.getTime()) return refuse('stale', 'entryId');
    return value === null
      ? applyWithdrawalOf(draft, on, entry, by, undefined)
      : applyCorrection(draft, on, entry, value, by, undefined);
  });
  if (outcomes.some(({ ok }) => !ok))
    return outcomes.map((outcome) => (outcome.ok ? refuse('others-refused', 'entry') : outcome));
  await writeDraft(tx, on, source, draft);
  return outcomes.map((outcome, index) =>
    outcome.ok ? { ok: true, status: outcome.status, entryId: ids[index] as number } : outcome,
  );
}

async function changeEntry(
  deps: JournalDeps,
  { entryId, source }: EntryChange,
  apply: (draft: Draft, on: Circumstances, entryId: number) => Outcome<Changed>,
): Promise<ChangeResult> {
  return inWriting(deps.db, async (tx) => {
    const { on, draft } = await start(
      tx,
      deps,
      {},
      () => [],
      () => wantedOf(source, [], [entryId]),
    );
    const outcome = apply(draft, on, entryId);
    if (!outcome.ok) return outcome;
    await writeDraft(tx, on, source, draft);
    return { ok: true, status: outcome.status, entryId };
  });
}

/**
 * Begins a call: takes the locks and reads what is known, with a roster that nobody changes until this transaction ends: the one in
 * the cache when its version is still the database's (`writeDraft` makes sure of it).
 */
export async function start<T>(
  tx: Tx,
  { db, clock }: JournalDeps,
  under: Pick<RecordOptions, 'baseline' | 'illness'>,
  prepare: (on: Circumstances) => T[],
  want: (items: T[]) => ReturnType<typeof wantedOf>,
): Promise<{ on: Circumstances; draft: Draft; items: T[] }> {
  const now = clock.now();
  let roster: Roster = cachedRoster(db) ?? (await rosterIn(tx, db));
  for (;;) {
    const on: Circumstances = { roster, now, today: schoolDate(now, roster.zone), baseline: false, ...under };
    const items = prepare(on);
    const { version, draft } = await readFacts(tx, want(items));
    if (version === roster.version) return { on, draft, items };
    roster = await rosterIn(tx, db);
  }
}
