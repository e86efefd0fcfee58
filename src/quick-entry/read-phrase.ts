import { type Answer, type Answered, refuse } from './answer.ts';
import { enter } from './enter.ts';
import type { Roster } from './roster.ts';
import { openSession } from './session.ts';
import { divide } from './statements.ts';
import { toLines } from './text/tokens.ts';
import { settleMessage } from './whole-message.ts';

/** One message of a teacher; `now` is local school time `YYYY-MM-DDTHH:MM`. */
export interface Phrase {
  teacher: string;
  now: string;
  text: string;
  /** Answers to the questions that this message raised before. */
  answers?: Answered[];
}

/**
 * Turns one message into journal entries, one question, or a refusal. Pure: the same roster, phrase and answers give
 * the same result. One bad part refuses the whole message; a question is asked only when nothing is refused.
 */
export function readPhrase(roster: Roster, phrase: Phrase): Answer {
  const lines = toLines(phrase.text.normalize('NFC'));
  if (lines.length === 0) return refuse('unreadable');
  const session = openSession(roster, phrase.teacher, phrase.now, phrase.answers ?? []);
  const outcomes = divide(session, lines).map((statement, index, all) =>
    enter(session, statement, index === all.length - 1),
  );
  return settleMessage(outcomes);
}
