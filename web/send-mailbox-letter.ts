import type { MailboxLetter } from '../src/access/mailboxes.ts';
import type { WebDeps } from './services.ts';

/** Sends the letter that confirms a mailbox; nobody waits for it, and whoever misses it asks again. */
export function sendLater({ services, log }: Pick<WebDeps, 'services' | 'log'>, letter: MailboxLetter): void {
  void services
    .mailMailboxLink?.(letter)
    .catch((error: unknown) => log.error({ err: error }, 'a letter that confirms a mailbox did not leave'));
}
