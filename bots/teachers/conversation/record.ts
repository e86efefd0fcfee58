/** From a card to the journal: recording, and correcting by an edited message. */
import type { EntryInput } from '../../../src/journal/entry.ts';
import type { RecordedResult } from '../../../src/journal/record.ts';
import type { RefusalCode } from '../../../src/journal/refusals.ts';
import * as say from '../../../src/texts/bot/teachers.ts';
import { TEACHERS_BUTTONS as LABELS } from '../../../src/texts/bot/teachers.ts';
import { LESSON_BUTTONS, TODAY_DATA } from '../../../src/texts/bot/teachers-lessons.ts';
import { refusalTexts } from '../../../src/texts/refusals.ts';
import { cardData } from './callback-data.ts';
import { mayUndo } from './cards.ts';
import { type Change, difference } from './difference.ts';
import type { Button, Card, Made, School, Turn } from './model.ts';
import { linesOf, showCard } from './show.ts';

/** A change as the journal is asked to make it. */
interface Order {
  change: Change;
  key: string;
  entry: Record<string, unknown>;
  input: EntryInput;
}

/** Records what the card says: all of it or nothing. A card recorded before is brought to what it says now. */
export async function recordCard(turn: Turn, card: Card): Promise<void> {
  const { desk } = turn;
  const school = await desk.school(new Date(card.sentAt));
  const changes = difference(card);
  const orders = ordersOf(turn, card, changes, await momentOf(turn, card, school));
  const known = await desk.knownKeys(orders.map(({ key }) => key));
  const results = await desk.record(orders.map(({ entry }) => entry));
  card.version += 1;
  const refused = orders.filter((_, i) => results[i]?.status === 'refused');
  if (refused.length > 0) {
    showRefused(turn, card, school, orders, results);
    return;
  }
  const corrected = card.made.length > 0;
  card.made = [...keptOf(changes), ...(await madeBy(turn, orders, results, known))];
  card.nextKey += changes.length;
  for (const { how, made } of changes.filter((change) => change.how === 'gone'))
    if (how === 'gone' && made.how === 'corrected' && made.before) await desk.restore(made.entryId, made.before);
  for (const { entryId, input } of card.cleared) {
    if (await desk.withdraw(entryId)) card.made.push({ key: '', entryId, input, how: 'withdrawn', before: null });
  }
  card.cleared = [];
  if (card.file) {
    const homework = card.made.filter(({ input, how }) => input.kind === 'homework' && how !== 'withdrawn');
    await desk.joinFile(
      card.file.publicId,
      homework.map(({ entryId }) => entryId),
    );
  }
  Object.assign(card, { stage: 'done', recordedAt: desk.now().toISOString() });
  showDone(turn, card, school, corrected);
}

/**
 * What is confirmed now is said now. An edited message speaks from when it was edited, and one that came a day late from
 * when it was sent: a delayed copy never undoes what was entered since.
 */
async function momentOf({ desk }: Turn, card: Card, { date }: School): Promise<string> {
  const now = desk.now();
  if (!card.edited && date === (await desk.school(now)).date) return now.toISOString();
  const said = Math.min(Date.parse(card.sentAt), now.getTime());
  const after = card.recordedAt === null ? 0 : Date.parse(card.recordedAt) + 1;
  return new Date(Math.max(said, after)).toISOString();
}

function ordersOf({ chat, desk }: Turn, card: Card, changes: readonly Change[], at: string): Order[] {
  return changes.flatMap((change, index): Order[] => {
    if (change.how === 'keep') return [];
    if (change.how === 'gone') {
      const { key, input, how } = change.made;
      // what stood there before this message is not its to withdraw
      return how === 'ours' ? [{ change, key, input, entry: { kind: 'withdraw', key, by: desk.teacher, at } }] : [];
    }
    const key = change.how === 'change' ? change.made.key : `tg:${chat}:${card.message}:${card.nextKey + index}`;
    return [{ change, key, input: change.input, entry: { ...change.input, key, at } }];
  });
}

const keptOf = (changes: readonly Change[]) => changes.flatMap((c) => (c.how === 'keep' ? [c.made] : []));

/** What each order left in the journal, and what stood there before. */
async function madeBy(
  { desk }: Turn,
  orders: readonly Order[],
  results: readonly RecordedResult[],
  known: ReadonlySet<string>,
): Promise<Made[]> {
  const last = await desk.lastChanges(
    results.flatMap(({ entryId, status }) => (status === 'recorded' ? [] : (entryId ?? []))),
  );
  return orders.flatMap(({ change, key, input }, i): Made[] => {
    const { status, entryId } = results[i]!;
    if (change.how === 'gone' || entryId === undefined) return [];
    const base = { key, input, entryId };
    if (change.how === 'change' && change.made.how !== 'foreign') return [{ ...change.made, ...base }];
    if (status === 'recorded') return [{ ...base, how: 'ours', before: null }];
    // the same order again, whose answer was lost: what it made is this message's own
    if (status === 'duplicate' && !known.has(key)) return [{ ...base, how: 'foreign', before: null }];
    const { change: made, before } = last.get(entryId) ?? { change: 'recorded' as const, before: null };
    return [
      made === 'corrected' && before ? { ...base, how: 'corrected', before } : { ...base, how: 'ours', before: null },
    ];
  });
}

function showRefused(
  turn: Turn,
  card: Card,
  school: School,
  orders: readonly Order[],
  results: readonly RecordedResult[],
) {
  const reasons = orders.flatMap(({ input }, i) => {
    const { status, code } = results[i]!;
    if (status !== 'refused' || code === 'others-refused') return [];
    return [`${linesOf(school, [input])[0]}: ${refusalTexts[code as RefusalCode]}`];
  });
  card.stage = 'refused';
  showCard(turn, card, say.refused(reasons));
}

/** Kinds that families are told of within the day. */
const TOLD = ['mark', 'absence', 'message', 'periodMark'];

/** The confirmation, with Отменить as long as that may be. */
export function showDone(turn: Turn, card: Card, school: School, corrected = false): void {
  const buttons: Button[] = [];
  const own = card.made.filter(({ how }) => how !== 'foreign');
  if (own.length > 0 && mayUndo(card, turn.desk.now()))
    buttons.push({ text: LABELS.undo, data: cardData('undo', card) });
  if (card.lesson) buttons.push({ text: LESSON_BUTTONS.toLessons, data: TODAY_DATA });
  showCard(turn, card, doneText(card, school, own.length > 0, corrected), buttons.length > 0 ? [buttons] : []);
}

function doneText({ made }: Card, school: School, own: boolean, corrected: boolean): string {
  const linesFor = (some: readonly Made[]) =>
    linesOf(
      school,
      some.map(({ input }) => input),
    );
  const standing = linesFor(made.filter(({ how }) => how !== 'withdrawn'));
  if (corrected) return say.changed(standing);
  if (!own) return say.recordedBefore();
  const minutes = Math.ceil(school.journal.rules.settleMinutes);
  const isTold = made.some(({ input }) => TOLD.includes(input.kind) && !('urgent' in input && input.urgent));
  const cleared = linesFor(made.filter(({ how }) => how === 'withdrawn'));
  return say.recorded([...standing, ...cleared.map(say.clearedLine)], isTold && minutes > 0 ? minutes : undefined);
}
