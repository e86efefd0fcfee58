import { sqlState } from './database/errors.ts';

export interface BareError {
  name: string;
  /** ECONNREFUSED, P2002 … */
  code?: string;
  /** what PostgreSQL itself said, as a code */
  sqlState?: string;
  /** where it was thrown */
  at?: string[];
  cause?: BareError;
}

const CODE = /^[A-Za-z][\w-]{0,39}$/;
const FRAMES = 6;
const CAUSES = 3;

/**
 * What of an error may stand in a log: its kind and place. Messages, details and every other field may carry names, texts,
 * addresses, a token or a value of the database.
 */
export function bareError(error: unknown, causes = CAUSES): BareError {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error && typeof error.code === 'string' && CODE.test(error.code) ? error.code : undefined;
  const state = sqlState(error);
  const at = framesOf(error);
  return {
    name: CODE.test(error.name) ? error.name : 'Error',
    ...(code && { code }),
    ...(state && { sqlState: state }),
    ...(at.length && { at }),
    ...(error.cause !== undefined && causes > 0 && { cause: bareError(error.cause, causes - 1) }),
  };
}

/** Lines of the stack after the message, which may have lines of its own that look alike; folders of the machine go. */
function framesOf({ stack = '', message }: Error): string[] {
  const from = message && stack.includes(message) ? stack.indexOf(message) + message.length : 0;
  return stack
    .slice(from)
    .split('\n')
    .filter((line) => /^\s+at .*(:\d+:\d+\)?|<anonymous>\)?)$/.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim().replace(/(file:\/\/)?\/\S*?\/(?=(src|bots|web|prisma|node_modules)\/)/, ''));
}
