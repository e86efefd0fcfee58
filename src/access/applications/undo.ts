/** What a granted application did is taken back, as far as it still stands: the entry was a mistake. */
import type { Tx } from '../../platform/database/open.ts';
import type { SchoolDate } from '../../platform/school-time.ts';
import { type Channel, type PaperWay, setChannels, setConsent, setPaper, setPaperWay } from '../choice-writes.ts';
import { undoneGround } from '../grounds.ts';
import { voidInvitations } from '../invitations.ts';
import { groundNumber } from './application.ts';
import type { ApplicationView } from './read.ts';

/** What of a pair an application may change. */
export interface PairStand {
  paperApplied: boolean;
  paperWay: PaperWay | null;
  paperProxy: string | null;
  channels: string[];
  consent: boolean;
}

/** Kept with a grant. */
export interface Undo {
  before: PairStand;
  made: PairStand;
  invited: boolean;
}

export async function pairStands(tx: Tx, pair: { guardianId: string; studentId: string }): Promise<PairStand> {
  const { paperWay, ...stand } = await tx.guardianship.findUniqueOrThrow({
    where: { guardianId_studentId: pair },
    select: { paperApplied: true, paperWay: true, paperProxy: true, channels: true, consent: true },
  });
  return { ...stand, paperWay: paperWay === 'post' ? 'person' : paperWay };
}

/**
 * Puts back what stands as the grant left it; what was chosen since stays. An invitation that nobody used ends. A consent that
 * was withdrawn by mistake is not given back here: that takes the guardian's own signature.
 */
export async function undo(
  tx: Tx,
  application: ApplicationView,
  { before, made, invited, at }: Undo & { at: Date },
  { byId, now, today }: { byId: string; now: Date; today: SchoolDate },
): Promise<void> {
  const { guardian, child } = application;
  if (!guardian || !child) return;
  const pair = { guardianId: guardian.id, studentId: child.studentId };
  const stands = await pairStands(tx, pair);
  const ground = undoneGround(groundNumber(application), application.date);
  const choice = { ...pair, byId, ground, at: now };
  const untouched = (part: keyof PairStand) => !same(before[part], made[part]) && same(stands[part], made[part]);
  if (untouched('paperApplied')) await setPaper(tx, choice, before.paperApplied);
  if (untouched('paperWay') || untouched('paperProxy'))
    await setPaperWay(tx, choice, before.paperWay, before.paperProxy);
  if (untouched('channels')) await setChannels(tx, choice, before.channels as Channel[]);
  if (made.consent && untouched('consent')) await setConsent(tx, choice, false, today);
  if (invited && (await isNewest(tx, guardian.id, at))) await voidInvitations(tx, now, [guardian.id]);
}

/** No later invitation took the place of the one that was made then. */
async function isNewest(tx: Tx, personId: string, at: Date): Promise<boolean> {
  return (await tx.invitation.count({ where: { personId, createdAt: { gt: at } } })) === 0;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
