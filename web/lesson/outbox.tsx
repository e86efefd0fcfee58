import { OUTBOX } from '../../src/texts/web/lesson.ts';

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
