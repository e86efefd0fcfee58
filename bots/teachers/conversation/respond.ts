/** One turn of the conversation with a teacher: what came, where it stands, what is done. No framework, no database. */
import * as say from '../../../src/texts/bot/teachers.ts';
import { understoodByTeachers } from '../../../src/texts/bot/teachers-menu.ts';
import { readCardData } from './callback-data.ts';
import { cardOf } from './cards.ts';
import { runCommand } from './commands.ts';
import { readLessonData } from './lesson-data.ts';
import { onEdited, onLine } from './lines.ts';
import type { Desk, Effect, Input, State, Turn } from './model.ts';
import { readSheetData } from './sheet-data.ts';
import { onSheetsLine, onSheetTap } from './sheets.ts';
import { onCardTap } from './taps.ts';
import { onLessonTap } from './today.ts';

/**
 * @param chat names the chat in the journal's keys
 * @returns the state as it is then, and what is to be done in the chat; the state is to be kept first
 */
export async function respond(
  desk: Desk,
  chat: string,
  before: State,
  input: Input,
): Promise<{ state: State; effects: Effect[] }> {
  const turn: Turn = { desk, chat, state: structuredClone(before), effects: [] };
  await take(turn, input);
  return { state: turn.state, effects: turn.effects };
}

async function take(turn: Turn, input: Input): Promise<void> {
  switch (input.kind) {
    case 'text': {
      const command = understoodByTeachers(input.text);
      if (command && command !== 'desk') return runCommand(turn, command);
      // a reply answers what the bot asked
      if (input.replyTo === undefined && (await onSheetsLine(turn, input.text))) return;
      return onLine(turn, input);
    }
    case 'edited':
      return onEdited(turn, input);
    case 'tap':
      return onTap(turn, input);
    case 'forwarded':
      turn.effects.push({ do: 'send', text: say.staffForwarded() });
      return;
    case 'uncaptioned':
      turn.effects.push({ do: 'send', text: say.fileWithoutCaption() });
      return;
    case 'wordless':
      turn.effects.push({ do: 'send', text: say.staffTextOnly() });
  }
}

/** Every tap is answered, so that the circle on the button ends; after everything else. */
async function onTap(turn: Turn, input: Extract<Input, { kind: 'tap' }>): Promise<void> {
  const lesson = readLessonData(input.data);
  const sheets = readSheetData(input.data);
  const tap = readCardData(input.data);
  const card = tap && cardOf(turn.state, tap.card);
  let word: string | undefined;
  if (lesson) word = await onLessonTap(turn, lesson, input.message);
  else if (sheets) word = await onSheetTap(turn, sheets, input.message);
  else if (tap?.verb === 'switch')
    word = await runCommand(turn, 'settings', { message: input.message, off: tap.index === 1 });
  else if (tap && card) word = await onCardTap(turn, card, tap, input.message);
  else word = say.draftGone();
  turn.effects.push({ do: 'answer', ...(word !== undefined && { text: word }) });
}
