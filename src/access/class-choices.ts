/** What a whole class chose, entered at once: each row as a written application of its guardian, all of them or none. */
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import type { Actor } from './actor.ts';
import { registerChoices } from './applications/record.ts';
import type { Change, ChoiceFault, Chooser } from './choice-check.ts';
import type { Channel } from './choice-writes.ts';
import { chooseIn } from './choices.ts';

/** What the form of a class asks of one guardian. */
export interface Wish {
  consent: boolean;
  /** the first is tried first; paper alone: no electronics */
  channels: readonly Channel[];
}

export interface RowWish {
  guardianId: string;
  studentId: string;
  /** as the form showed it */
  was: Wish;
  becomes: Wish;
}

/** `changed`: since the form was opened, into something that is not wished */
export type RowFault = ChoiceFault | 'changed';

export type ClassChosen =
  /** rows that differ from what stands; `changed`: of them, those that are (or would be) written */
  { ok: true; changed: RowWish[] } | { ok: false; faults: { row: RowWish; code: RowFault; field: string }[] };

/** Ends a transaction without writing anything. */
class Rollback extends Error {
  readonly chosen: ClassChosen;
  constructor(chosen: ClassChosen) {
    super('rolled back');
    this.chosen = chosen;
  }
}

/**
 * Writes what differs from what stood, with the ground «заявление от …»; who and when are kept with each choice.
 * @param asked `dry`: only says what would be written
 */
export async function chooseForClass(
  { db, clock }: { db: Db; clock: Clock },
  actor: Actor,
  asked: { classId: number; date: SchoolDate; dry: boolean },
  rows: readonly RowWish[],
): Promise<ClassChosen> {
  const wanted = rows.filter(({ was, becomes }) => !same(was, becomes));
  if (wanted.length === 0) return { ok: true, changed: [] };
  const now = clock.now();
  try {
    return await db.$transaction(
      async (tx) => {
        const chosen = await chooseAll(tx, now, actor, asked, wanted);
        if (asked.dry || !chosen.ok) throw new Rollback(chosen);
        return chosen;
      },
      { timeout: 60_000 },
    );
  } catch (error) {
    if (error instanceof Rollback) return error.chosen;
    throw error;
  }
}

async function chooseAll(
  tx: Tx,
  now: Date,
  actor: Actor,
  { classId, date }: { classId: number; date: SchoolDate },
  wanted: readonly RowWish[],
): Promise<ClassChosen> {
  const standing = await lockPairs(tx, wanted);
  const faults: Extract<ClassChosen, { ok: false }>['faults'] = [];
  const changed: RowWish[] = [];
  for (const row of wanted) {
    const { guardianId, studentId, becomes } = row;
    const stands = standing.get(keyOf(row));
    if (!stands) {
      faults.push({ row, code: 'notYours', field: 'child' });
      continue;
    }
    if (same(stands, becomes)) continue;
    if (!same(stands, row.was)) {
      faults.push({ row, code: 'changed', field: 'child' });
      continue;
    }
    const chooser: Extract<Chooser, { application: unknown }> = {
      actor,
      guardianIds: [guardianId],
      child: { studentId, classId },
      application: { number: null, date },
    };
    const chosen = await chooseIn(tx, now, chooser, changesOf(row));
    if (!chosen.ok) faults.push({ row, code: chosen.code, field: chosen.field });
    else if (chosen.changed > 0) {
      await registerChoices(tx, now, chooser);
      changed.push(row);
    }
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, changed };
}

function changesOf({ studentId, was, becomes }: RowWish): Change[] {
  return [
    ...(was.consent === becomes.consent ? [] : [{ what: 'consent' as const, studentId, given: becomes.consent }]),
    ...(sameOrder(was.channels, becomes.channels)
      ? []
      : [{ what: 'channels' as const, studentId, channels: [...becomes.channels] }]),
  ];
}

/** The pairs as they stand, until the transaction ends; in one order for all, so that two forms never wait for one another. */
async function lockPairs(tx: Tx, rows: readonly RowWish[]): Promise<Map<string, Wish>> {
  const pairs = await tx.$queryRaw<{ guardianId: string; studentId: string; consent: boolean; channels: Channel[] }[]>`
    SELECT g.guardian_id AS "guardianId", g.student_id AS "studentId", g.consent, g.channels FROM guardianship g
     WHERE g.ended_at IS NULL AND g.rights = 'full' AND (g.guardian_id, g.student_id) IN (
       SELECT * FROM unnest(${rows.map(({ guardianId }) => guardianId)}::text[], ${rows.map(({ studentId }) => studentId)}::text[]))
     ORDER BY g.guardian_id, g.student_id FOR UPDATE`;
  return new Map(pairs.map((pair) => [keyOf(pair), { consent: pair.consent, channels: pair.channels }]));
}

const keyOf = ({ guardianId, studentId }: { guardianId: string; studentId: string }) => `${guardianId}\n${studentId}`;

const same = (a: Wish, b: Wish) => a.consent === b.consent && sameOrder(a.channels, b.channels);

/** Paper stands behind every order, named or not. */
function sameOrder(a: readonly Channel[], b: readonly Channel[]): boolean {
  const electronic = (order: readonly Channel[]) => {
    const paper = order.indexOf('paper');
    return (paper < 0 ? order : order.slice(0, paper)).join();
  };
  return electronic(a) === electronic(b);
}
