import { keyedHash, keyFor } from '../../src/access/keys.ts';
import { OUTBOX } from '../../src/texts/web/lesson.ts';

/** Marks what an account enters on a device: no other account is shown it, or sends it. */
export function accountMark(secret: string, accountId: number): string {
  return keyedHash(keyFor(secret, 'outbox'), String(accountId)).slice(0, 24);
}

/** Where the script says what waits on this device; nothing for whoever has none. @param title of the page's lesson */
export function Outbox({ account, title }: { account: string; title?: string }) {
  return (
    <section
      id="outbox"
      class="saved"
      aria-live="polite"
      aria-label={OUTBOX.title}
      hidden
      data-account={account}
      data-title={title ?? ''}
      data-words={JSON.stringify(OUTBOX)}
    >
      <ul class="made" />
    </section>
  );
}
