/** What a guardian's page of settings shows and saves: channels and rhythms for each permitted child. */
import type { Clock } from '../platform/clock.ts';
import type { EventKind, Rhythm } from '../platform/database/generated/enums.ts';
import type { Db } from '../platform/database/open.ts';
import { type Channel, setChannels, setRhythm } from './choices.ts';
import { GROUND } from './grounds.ts';

export interface ChoiceView {
  /** chosen channels of each child, by child's id; the first is tried first */
  channels: Record<string, string[]>;
  /** chosen rhythms by child's id; what was not chosen is the school's default */
  rhythms: Record<string, Partial<Record<EventKind, Rhythm>>>;
  /** where this guardian can be reached */
  contacts: { channel: string; address: string; works: boolean }[];
}

/** What these guardians (one account's) chose. Three queries. */
export async function choicesOf(db: Db, guardianIds: string[]): Promise<ChoiceView> {
  const pairs = await db.guardianship.findMany({
    where: { guardianId: { in: guardianIds }, endedAt: null, rights: 'full', consent: true },
    select: { studentId: true, channels: true },
  });
  const preferences = await db.preference.findMany({ where: { guardianId: { in: guardianIds } } });
  const contacts = await db.contact.findMany({
    where: {
      OR: [{ channel: 'email' }, { channel: 'telegram', bot: 'parents' }],
      state: { not: 'ended' },
      holders: { some: { personId: { in: guardianIds }, endedAt: null } },
    },
    orderBy: { id: 'asc' },
  });
  const rhythms: ChoiceView['rhythms'] = {};
  for (const { studentId, kind, rhythm } of preferences) {
    rhythms[studentId] = { ...rhythms[studentId], [kind]: rhythm };
  }
  return {
    channels: Object.fromEntries(pairs.map((pair) => [pair.studentId, pair.channels])),
    rhythms,
    contacts: contacts.map(({ channel, address, state }) => ({ channel, address, works: state === 'confirmed' })),
  };
}

/**
 * Saves one child's choices in the diary; what did not change leaves no trace.
 * @param wish `channel`: the one to try first; others chosen before follow it, paper is the last resort
 * @returns false when that channel is new and has no address yet
 */
export async function saveChoices(
  db: Db,
  clock: Clock,
  who: { guardianIds: string[]; byId: string; studentId: string },
  wish: { channel: Channel; rhythms: Partial<Record<EventKind, Rhythm>> },
): Promise<boolean> {
  const standing = await choicesOf(db, who.guardianIds);
  const { studentId } = who;
  const before = standing.channels[studentId] ?? [];
  const linked = standing.contacts.map((contact) => contact.channel);
  if (![...linked, 'paper', before[0]].includes(wish.channel)) return false;
  await db.$transaction(async (tx) => {
    const pairs = await tx.guardianship.findMany({
      where: { guardianId: { in: who.guardianIds }, studentId, endedAt: null, rights: 'full', consent: true },
    });
    for (const { guardianId } of pairs) {
      const choice = { guardianId, studentId, byId: who.byId, ground: GROUND.diary, at: clock.now() };
      if (before[0] !== wish.channel) await setChannels(tx, choice, reordered(before, wish.channel));
      for (const [kind, rhythm] of Object.entries(wish.rhythms) as [EventKind, Rhythm][]) {
        if (standing.rhythms[studentId]?.[kind] !== rhythm) await setRhythm(tx, choice, kind, rhythm);
      }
    }
  });
  return true;
}

function reordered(before: string[], first: Channel): Channel[] {
  if (first === 'paper') return ['paper'];
  const others = before.filter((each): each is Channel => each !== first && (each === 'telegram' || each === 'email'));
  return [first, ...others, 'paper'];
}
