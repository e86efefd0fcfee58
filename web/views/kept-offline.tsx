import { KEPT } from '../../src/texts/web/diary.ts';

/** Marks a page that this device may keep for its account alone; said aloud only where it is shown without a network. */
export function KeptOffline({ account }: { account: string }) {
  return (
    <p class="saved" id="kept" hidden data-account={account}>
      {KEPT.note} <time />
    </p>
  );
}
