/**
 * What a guardian chooses: channels, rhythms, paper, quiet hours, a pause, consent. The one way in for the bot, the link of a
 * letter, the diary and the desk: permission, the school's rules, and a record of each change with who, when and the ground.
 * Nothing is planned here: what is gathering already is rechecked when it is sent, and follows the new choice.
 */
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { registerChoices } from './applications/record.ts';
import {
  type Change,
  type Chooser,
  type Fault,
  faultOf,
  ownOrder,
  type PairChange,
  pairsOf,
  type Room,
  roomOf,
} from './choice-check.ts';
import type { PersonalChoice } from './choice-writes.ts';
import * as writes from './choice-writes.ts';
import { applicationGround, GROUND } from './grounds.ts';

export type Chosen = { ok: true; changed: number } | ({ ok: false } & Fault);

/** Makes all of these changes, or none. What stands already leaves no trace. */
export async function choose(
  { db, clock }: { db: Db; clock: Clock },
  chooser: Chooser,
  changes: Change[],
): Promise<Chosen> {
  const now = clock.now();
  return await db.$transaction(async (tx) => {
    const chosen = await chooseIn(tx, now, chooser, changes);
    if (chosen.ok && chosen.changed > 0 && 'application' in chooser) await registerChoices(tx, now, chooser);
    return chosen;
  });
}

/** The same within a transaction that does more; refused, it has written nothing. */
export async function chooseIn(tx: Tx, now: Date, chooser: Chooser, changes: Change[]): Promise<Chosen> {
  const room = await roomOf(tx, now, chooser);
  const fault = faultOf(room, chooser, changes);
  if (fault) return { ok: false, ...fault };
  let changed = 0;
  for (const guardianId of chooser.guardianIds)
    for (const change of changes) if (await make(tx, room, chooser, guardianId, change)) changed += 1;
  if (changed > 0) await trace(tx, room, chooser);
  return { ok: true, changed };
}

async function make(tx: Tx, room: Room, chooser: Chooser, guardianId: string, change: Change): Promise<boolean> {
  const choice = choiceOf(room, chooser, guardianId);
  if (!('studentId' in change)) return await makePersonal(tx, choice, change);
  const pair = pairsOf(room, chooser, change.studentId).find((one) => one.guardianId === guardianId);
  if (!pair) return false;
  const own = { ...choice, studentId: pair.studentId };
  switch (change.what) {
    case 'channels': {
      const order = ownOrder(room, chooser, pair, change.channels);
      return order ? await writes.setChannels(tx, own, order) : false;
    }
    case 'rhythm':
      return await writes.setRhythm(tx, own, change.kind, change.rhythm);
    case 'paper':
      return await writes.setPaper(tx, own, change.wished);
    case 'paperWay':
      return await writes.setPaperWay(tx, own, change.way, change.proxy);
    case 'consent':
      return 'application' in chooser && (await writes.setConsent(tx, own, change.given, chooser.application.date));
  }
}

async function makePersonal(tx: Tx, choice: PersonalChoice, change: Exclude<Change, PairChange>): Promise<boolean> {
  if (change.what === 'links') return await writes.voidLinks(tx, choice);
  if (change.what === 'pause') return await writes.setPause(tx, choice, change.until);
  if (change.hours === 'school') return await writes.setQuietHours(tx, choice, null);
  return await writes.setQuietHours(
    tx,
    choice,
    change.hours === 'none' ? { from: '00:00', to: '00:00' } : change.hours,
  );
}

function choiceOf({ now }: Room, chooser: Chooser, guardianId: string): PersonalChoice {
  if (!('application' in chooser)) return { guardianId, byId: guardianId, ground: GROUND[chooser.way], at: now };
  const { number, date } = chooser.application;
  return { guardianId, byId: chooser.actor.staffId, ground: applicationGround(number, date), at: now };
}

/** A choice of one's own is a sign of life; one that staff record stands in the audit. */
async function trace(tx: Tx, { now }: Room, chooser: Chooser): Promise<void> {
  const { actor, guardianIds } = chooser;
  if ('application' in chooser) {
    const { studentId } = chooser.child;
    const object = `guardian:${guardianIds[0]}`;
    await tx.auditRecord.create({
      data: { at: now, actorId: actor.staffId, action: 'recordChoices', object, studentId },
    });
  } else await tx.guardian.updateMany({ where: { id: { in: guardianIds } }, data: { lastSeenAt: now } });
}
