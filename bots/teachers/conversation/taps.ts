/** Taps on the buttons of a card. Each answers a short word for the tap itself, or nothing. */
import * as say from '../../../src/texts/bot/teachers.ts';
import { TEACHERS_BUTTONS as LABELS } from '../../../src/texts/bot/teachers.ts';
import type { CardTap } from './callback-data.ts';
import { cardData } from './callback-data.ts';
import { isFresh } from './cards.ts';
import { onListTap, recordList } from './class-list.ts';
import { readCard } from './line.ts';
import type { Card, Turn } from './model.ts';
import { recordCard, showDone } from './record.ts';
import { FLAGS, flagsOf, showCard, showPreview } from './show.ts';
import { undoCard } from './undo.ts';

export async function onCardTap(turn: Turn, card: Card, tap: CardTap, message: number): Promise<string | undefined> {
  if (tap.verb === 'undo') {
    if (card.stage !== 'done' || tap.version !== card.version) return say.staleStaffButton();
    card.reply = message;
    return undoCard(turn, card);
  }
  if (tap.verb === 'record' && card.stage === 'done') return say.recordedBefore();
  if (tap.version !== card.version) return card.stage === 'closed' ? say.draftGone() : say.staleStaffButton();
  if (!isFresh(card, turn.desk.now())) return say.draftGone();
  card.reply = message;
  switch (tap.verb) {
    case 'record':
      if (card.stage === 'list') return recordList(turn, card);
      return card.stage === 'preview' ? void (await recordCard(turn, card)) : say.draftGone();
    case 'list':
      return card.stage === 'list' ? onListTap(turn, card, tap.index) : say.draftGone();
    case 'pick':
      return pick(turn, card, tap.index);
    case 'flag':
      return toggle(turn, card, tap.index);
    case 'edit':
      return askEdit(turn, card);
    case 'cancel':
      return cancel(turn, card);
    default:
      return say.draftGone();
  }
}

async function pick(turn: Turn, card: Card, index: number): Promise<string | undefined> {
  const value = card.question?.candidates[index];
  if (!card.question || value === undefined) return say.staleStaffButton();
  card.answers.push({ about: card.question.about, at: card.question.at, value });
  await readCard(turn, card);
  return undefined;
}

async function toggle(turn: Turn, card: Card, index: number): Promise<string | undefined> {
  const flag = FLAGS[index];
  if (card.stage !== 'preview' || !flag || !flagsOf(card).includes(flag)) return say.staleStaffButton();
  const on = card.inputs.some((input) => input.kind === 'message' && input[flag]);
  card.inputs = card.inputs.map((input) => (input.kind === 'message' ? { ...input, [flag]: !on } : input));
  card.version += 1;
  showPreview(turn, card, await turn.desk.school(new Date(card.sentAt)));
  return undefined;
}

function askEdit(turn: Turn, card: Card): undefined {
  Object.assign(card, { stage: 'editing', version: card.version + 1 });
  showCard(turn, card, say.askEdit(), [[{ text: LABELS.cancel, data: cardData('cancel', card) }]]);
}

/** A draft ends; what had been recorded before it was edited stays as it was. */
async function cancel(turn: Turn, card: Card): Promise<undefined> {
  card.version += 1;
  card.question = null;
  if (card.made.length === 0) {
    card.stage = 'closed';
    if (card.file) await turn.desk.dropFile(card.file.publicId);
    card.file = null;
    showCard(turn, card, say.draftCancelled());
    return;
  }
  Object.assign(card, { stage: 'done', inputs: card.made.map(({ input }) => input) });
  showDone(turn, card, await turn.desk.school(new Date(card.sentAt)));
}
