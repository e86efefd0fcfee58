/** A message with words: a new line, the answer to a question in words, what the bot asked for, an edited line. */
import { readPhrase } from '../../../src/quick-entry/read-phrase.ts';
import * as say from '../../../src/texts/bot/teachers.ts';
import { cardOf, newCard, putCard } from './cards.ts';
import { readCard } from './line.ts';
import type { Card, Input, Turn } from './model.ts';
import { showDone } from './record.ts';
import { candidateLabel, showCard } from './show.ts';

type TextInput = Extract<Input, { kind: 'text' }>;
type EditedInput = Extract<Input, { kind: 'edited' }>;

/** How long the bot waits for words it asked for when they come without being a reply. */
const WANTED_MINUTES = 15;

export async function onLine(turn: Turn, input: TextInput): Promise<void> {
  const asked = turn.state.cards.findLast(({ stage }) => stage === 'question');
  if (asked && (await answersInWords(turn, asked, input.text))) return readCard(turn, asked);
  const known = cardOf(turn.state, input.message);
  if (known?.stage === 'done') return showDone(turn, known, await turn.desk.school(new Date(known.sentAt)));
  closeEditing(turn);
  const card = known ?? newCard(input.message, input.text, input.sentAt);
  if (!known) Object.assign(card, await wanted(turn, input));
  putCard(turn, card);
  if (input.file && !card.file) {
    const kept = await turn.desk.keepFile(input.file);
    if (typeof kept === 'string') {
      card.stage = 'closed';
      return showCard(turn, card, kept === 'tooBig' ? say.fileTooBig() : say.fileOfWrongType());
    }
    card.file = kept;
  }
  await readCard(turn, card);
}

/** A candidate of the open question, written instead of tapped. */
async function answersInWords(turn: Turn, card: Card, text: string): Promise<boolean> {
  const { question } = card;
  if (!question) return false;
  const school = await turn.desk.school(new Date(card.sentAt));
  const fold = (words: string) =>
    words
      .toLowerCase()
      .replaceAll('ё', 'е')
      .replace(/[\s«».,-]/gu, '');
  const value = question.candidates.find((candidate) => {
    const label = candidateLabel(school, question.about, candidate, question.candidates);
    return fold(label) === fold(text);
  });
  if (value === undefined) return false;
  card.answers.push({ about: question.about, at: question.at, value });
  // the new answer stands below what was just written
  card.reply = null;
  return true;
}

/** A new line replaces the one that was to be mended. */
function closeEditing({ state }: Turn): void {
  for (const card of state.cards) {
    if (card.stage === 'editing') Object.assign(card, { stage: 'closed', version: card.version + 1 });
  }
}

/** What the bot asked for, when this is the answer: a reply to it, or the next words that are no line by themselves. */
async function wanted(
  { desk, state }: Turn,
  { text, sentAt, replyTo }: TextInput,
): Promise<Partial<Pick<Card, 'prefix' | 'lesson'>>> {
  const { want } = state;
  if (!want) return {};
  const isReply = replyTo !== undefined && replyTo === want.ask;
  if (!isReply && (replyTo !== undefined || desk.now().getTime() - Date.parse(want.at) > WANTED_MINUTES * 60_000))
    return {};
  if (!isReply) {
    const { quick, date, time } = await desk.school(sentAt);
    if (readPhrase(quick, { teacher: desk.teacher, now: `${date}T${time}`, text }).status === 'ok') return {};
  }
  state.want = null;
  return { prefix: want.prefix, lesson: want.lesson };
}

/**
 * An edited message is read anew. What it had made is corrected after a look; a draft changes in its place. A message that
 * the bot remembers no more is left alone: nobody can say what it had made.
 */
export async function onEdited(turn: Turn, { message, text, editedAt }: EditedInput): Promise<void> {
  const card = cardOf(turn.state, message);
  if (!card) {
    turn.effects.push({ do: 'send', text: say.editTooLate() });
    return;
  }
  const isSame = card.text === text;
  // Telegram tells of other changes of a message in the same way
  if (isSame && (card.stage === 'done' || card.stage === 'closed')) return;
  const answers = isSame ? card.answers : [];
  Object.assign(card, { text, sentAt: editedAt.toISOString(), edited: true, answers });
  // what was recorded is answered anew: a changed old message nobody sees
  if (card.made.length > 0 || card.stage === 'closed') card.reply = null;
  await readCard(turn, card);
}
