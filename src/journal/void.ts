/** Takes back what was written in a stolen name, each with its event, so that families are told as of any correction. */
import { Prisma } from '../platform/database/generated/client.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import type { EntryKind } from './content.ts';
import { correctStanding, type Draft, type NewContent, putBackStanding, withdrawStanding } from './draft.ts';
import type { EntryValue } from './entry.ts';
import { wantedOf } from './facts.ts';
import { type JournalDeps, start } from './record.ts';
import type { Circumstances } from './resolve.ts';
import { planVoid, type Void, type VoidPlan, type WrittenEvent } from './void-plan.ts';
import { writeDraft } from './write.ts';

/** Whose keys these events have: none. */
const SOURCE = 'theft';

/** One entry that was written in a stolen name, and what becomes of it. */
export interface Voided extends VoidPlan {
  entryId: number;
  kind: EntryKind;
  className: string;
  studentId: string | null;
}

/** What would be taken back, by the moment of the last write. One query. */
export async function writesSince(db: Db | Tx, which: Void): Promise<Voided[]> {
  const { byIds, since } = which;
  const rows = await db.$queryRaw<WrittenRow[]>`
    SELECT e.id AS "entryId", e.kind::text AS kind, c.name AS "className", e.student_id AS "studentId", v.events,
      e.withdrawn_at IS NOT NULL AND EXISTS (
        SELECT FROM journal_entry o WHERE o.id <> e.id AND o.withdrawn_at IS NULL AND o.kind = e.kind AND (
          (e.kind = 'absence' AND o.lesson_id = e.lesson_id AND o.student_id = e.student_id)
          OR (e.kind = 'topic' AND o.lesson_id = e.lesson_id)
          OR (e.kind = 'periodMark' AND o.course_id = e.course_id AND o.student_id = e.student_id AND o.period = e.period))
        AND ${othersWrote(Prisma.sql`o.id`, which)}) AS taken
    FROM (SELECT DISTINCT entry_id AS id FROM journal_event
           WHERE by_id = ANY(${[...byIds]}) AND recorded_at >= ${since}) t
      JOIN journal_entry e ON e.id = t.id
      JOIN school_class c ON c.id = e.class_id
      CROSS JOIN LATERAL (
        SELECT json_agg(json_build_object('byId', h.by_id, 'source', h.source, 'recordedAt', h.recorded_at,
          'before', h.before, 'after', h.after) ORDER BY h.id) AS events
        FROM journal_event h WHERE h.entry_id = e.id) v`;
  return rows
    .flatMap(({ events, taken, ...row }) => {
      const dated = events.map((event) => ({ ...event, recordedAt: new Date(event.recordedAt) }));
      const plan = planVoid(dated, which, taken);
      return plan ? [{ ...row, ...plan }] : [];
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.entryId - b.entryId);
}

/** Of what they wrote themselves the place will be free again. */
const othersWrote = (entryId: Prisma.Sql, { byIds, since, sources }: Void) => Prisma.sql`EXISTS (
  SELECT FROM journal_event w WHERE w.entry_id = ${entryId} AND NOT (w.by_id = ANY(${[...byIds]}) AND w.recorded_at >= ${since}
    AND ${sources === null ? Prisma.sql`true` : Prisma.sql`w.source = ANY(${[...sources]})`}))`;

type WrittenRow = Omit<Voided, keyof VoidPlan> & {
  taken: boolean;
  events: (Omit<WrittenEvent, 'recordedAt'> & { recordedAt: string })[];
};

/**
 * Takes back what these people wrote since, inside the caller's transaction, which the caller runs by `inWriting`. Who changes
 * one of the entries meanwhile makes that transaction begin anew. A source that repeats its word afterwards is judged anew.
 * @param by the member of staff in whose name it is taken back; whether they may is the caller's to ask
 */
export async function voidWritesIn(tx: Tx, deps: JournalDeps, which: Void, by: string): Promise<Voided[]> {
  const ids = (await writesSince(tx, which)).map(({ entryId }) => entryId);
  if (ids.length === 0) return [];
  const first = await open(tx, deps, ids);
  const voided = (await writesSince(tx, which)).filter(({ entryId }) => ids.includes(entryId));
  const all = (...states: VoidPlan['state'][]) => voided.filter(({ state }) => states.includes(state));
  for (const one of all('takenBack', 'restored')) undo(first, one, by);
  await writeDraft(tx, first.on, SOURCE, first.draft);
  // after the places of what was taken back are free
  const second = await open(tx, deps, ids);
  for (const one of all('putBack')) undo(second, one, by);
  await writeDraft(tx, second.on, SOURCE, second.draft);
  await tx.entryKey.updateMany({
    where: { entryId: { in: all('takenBack', 'restored', 'putBack').map(({ entryId }) => entryId) } },
    data: { valueHash: 'void' },
  });
  return voided;
}

const open = (tx: Tx, deps: JournalDeps, ids: number[]) =>
  start(
    tx,
    deps,
    {},
    () => [],
    () => wantedOf(SOURCE, [], ids),
  );

function undo({ on, draft }: { on: Circumstances; draft: Draft }, { entryId, stands }: Voided, by: string): void {
  const entry = draft.entries.get(entryId);
  if (!entry) return;
  const at = new Date(Math.max(on.now.getTime(), entry.changedAt.getTime() + 1));
  if (!stands) withdrawStanding(draft, on, entry, by, at);
  else if (entry.withdrawnAt) putBackStanding(draft, on, entry, contentIn(entry.kind, stands), by, at);
  else correctStanding(draft, on, entry, contentIn(entry.kind, stands), by, at);
}

/** What of an event's value is the entry's own: of homework its day too, which a changed timetable moves. */
const contentIn = (
  kind: EntryKind,
  { date, value, work, text, personal, urgent, toStudent }: EntryValue,
): NewContent => ({
  ...(kind === 'homework' && { date }),
  value: value ?? null,
  work: work ?? null,
  text: text ?? null,
  personal: personal ?? false,
  urgent: urgent ?? false,
  toStudent: toStudent ?? false,
});
