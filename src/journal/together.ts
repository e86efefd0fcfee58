/** Several deeds on the journal as one: what a form changes, or what takes it back. */
import type { Tx } from '../platform/database/open.ts';
import type { EntryContent } from './content.ts';
import { applyCorrection, applyEntry, applyWithdrawalOf, type Outcome } from './decide.ts';
import type { Draft } from './draft.ts';
import type { EntryInput } from './entry.ts';
import { wantedOf } from './facts.ts';
import { type JournalDeps, start } from './record.ts';
import { type Refusal, refuse } from './refusals.ts';
import { type Circumstances, resolveEntry, type Target } from './resolve.ts';
import { placeOf, slotOf } from './standing.ts';
import { writeDraft } from './write.ts';

/** `seen`: the entry's last change when whoever decides this looked at it; one that was changed since is `stale`. */
export type Deed =
  /** a new entry of this course; where something stands in its natural place by now it is `stale` */
  | { do: 'record'; courseId: number; input: EntryInput }
  | { do: 'correct'; entryId: number; seen: Date; value: Partial<EntryContent> }
  | { do: 'withdraw'; entryId: number; seen: Date };

export interface Done {
  ok: true;
  entryId: number;
  /** the entry's last change now */
  changedAt: Date;
}

/**
 * Does what is asked inside the caller's transaction, which the caller runs by `inWriting`.
 * @param by the member of staff who does it
 * @param options `allOrNothing`: one refused deed refuses them all
 * @returns what became of each, in order
 */
export async function changeTogetherIn(
  tx: Tx,
  deps: JournalDeps,
  { source, by, deeds }: { source: string; by: string; deeds: readonly Deed[] },
  { allOrNothing }: { allOrNothing: boolean },
): Promise<(Done | Refusal)[]> {
  const targets = (on: Circumstances) =>
    deeds.map((deed) =>
      deed.do === 'record'
        ? { key: deed.input.key ?? null, target: resolveEntry(on, deed.input, on.now, deed.courseId) }
        : { key: null, target: null },
    );
  const named = deeds.flatMap((deed) => (deed.do === 'record' ? [] : [deed.entryId]));
  const { on, draft, items } = await start(tx, deps, {}, targets, (all) => wantedOf(source, all, named));
  const outcomes = deeds.map((deed, nth) => apply(draft, on, deed, by, items[nth]?.target ?? null));
  const spoilt = allOrNothing && outcomes.some(({ ok }) => !ok);
  if (!spoilt) await writeDraft(tx, on, source, draft);
  return outcomes.map((outcome) => {
    if (!outcome.ok) return outcome;
    if (spoilt) return refuse('others-refused', 'entry');
    return { ok: true, entryId: outcome.entry.id as number, changedAt: outcome.entry.changedAt };
  });
}

function apply(draft: Draft, on: Circumstances, deed: Deed, by: string, target: Target | Refusal | null): Outcome {
  if (deed.do === 'record') {
    const slot = target?.ok ? slotOf(placeOf(target)) : null;
    if (slot !== null && draft.slots.has(slot)) return refuse('stale', 'at');
    return applyEntry(draft, on, deed.input, target ?? refuse('invalid', 'kind'));
  }
  const entry = draft.entries.get(deed.entryId);
  if (!entry) return refuse('unknown-entry', 'entryId');
  if (entry.changedAt.getTime() !== deed.seen.getTime()) return refuse('stale', 'at');
  if (deed.do === 'withdraw') return applyWithdrawalOf(draft, on, entry, by, undefined);
  return applyCorrection(draft, on, entry, deed.value, by, undefined);
}
