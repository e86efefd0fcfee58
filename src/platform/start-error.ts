import { type StartFault, startMessages } from './messages.ts';

/** A reason not to start that the person at the terminal can mend. `message` is one line for them, in Russian. */
export class StartError extends Error {
  readonly code: StartFault;

  constructor(code: StartFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StartError';
    this.code = code;
  }
}

export function startError<Code extends StartFault>(
  code: Code,
  facts: Parameters<(typeof startMessages)[Code]>[0],
  cause?: unknown,
): StartError {
  const say = startMessages[code] as (at: typeof facts) => string;
  return new StartError(code, say(facts), cause);
}

/** The code of a system call that failed (ENOSPC, EACCES …), if `error` is that. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
