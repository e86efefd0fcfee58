import { enterList } from './enter-list.ts';
import { enterText } from './enter-text.ts';
import { type Outcome, stopped } from './outcome.ts';
import type { Session } from './session.ts';
import type { Statement } from './statements.ts';

/** Checks one statement against the roster and turns it into entries. */
export function enter(session: Session, statement: Statement, isLast: boolean): Outcome {
  if (statement.stop) return stopped(statement.stop);
  return statement.kind === 'list' ? enterList(session, statement, isLast) : enterText(session, statement);
}
