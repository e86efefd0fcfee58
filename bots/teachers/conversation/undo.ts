/** Taking a message back: the journal stands again as if it had not been sent. */
import * as say from '../../../src/texts/bot/teachers.ts';
import { mayUndo } from './cards.ts';
import type { Card, Made, Turn } from './model.ts';
import { linesOf, showCard } from './show.ts';

/** @returns a short word for the tap itself when nothing could be taken back */
export async function undoCard(turn: Turn, card: Card): Promise<string | undefined> {
  const { desk } = turn;
  if (!mayUndo(card, desk.now())) return say.undoTooLate();
  const own = card.made.filter(({ how }) => how !== 'foreign');
  const last = await desk.lastChanges(own.map(({ entryId }) => entryId));
  // what somebody else has changed since is theirs
  const mine = own.filter(({ entryId }) => last.get(entryId)?.byId === desk.teacher);
  if (mine.length === 0) return say.undoChangedSince();
  const told = await desk.told(mine.map(({ entryId }) => entryId));
  const undone = await takeBack(turn, card, mine);
  if (undone.length === 0) return say.undoChangedSince();
  const school = await desk.school(new Date(card.sentAt));
  Object.assign(card, { stage: 'closed', made: [], recordedAt: null, version: card.version + 1 });
  const lines = linesOf(
    school,
    undone.map(({ input }) => input),
  );
  showCard(turn, card, say.undone(lines, told));
  return undefined;
}

async function takeBack({ desk, chat }: Turn, card: Card, mine: readonly Made[]): Promise<Made[]> {
  const added = mine.filter(({ how }) => how === 'ours');
  const at = new Date(Math.max(desk.now().getTime(), Date.parse(card.recordedAt!) + 1)).toISOString();
  const results = await desk.record(added.map(({ key }) => ({ kind: 'withdraw', key, by: desk.teacher, at })));
  const undone = added.filter((_, i) => results[i]?.status !== 'refused');
  const back = mine.filter(({ how }) => how === 'withdrawn');
  const keyed = back.map(({ input }, i) => ({ ...input, key: `tg:${chat}:${card.message}:${card.nextKey + i}`, at }));
  const again = await desk.record(keyed);
  card.nextKey += back.length;
  undone.push(...back.filter((_, i) => again[i]?.status !== 'refused'));
  for (const made of mine) {
    if (made.how === 'corrected' && made.before && (await desk.restore(made.entryId, made.before))) undone.push(made);
  }
  return undone;
}
