/** What of accounts stands on the desk's home. */
import { openThefts } from '../../src/access/account-list.ts';
import type { Actor } from '../../src/access/actor.ts';
import { may } from '../../src/access/may.ts';
import { ACCOUNTS, theftsWait } from '../../src/texts/web/accounts.ts';
import type { WebDeps } from '../services.ts';

/** How many reports of a stolen account wait; null: accounts are not this person's to keep. */
export async function theftsFor({ db }: WebDeps, actor: Actor): Promise<number | null> {
  return may(actor, 'keepAccounts', { kind: 'school' }) ? await openThefts(db) : null;
}

/** The way to accounts, and a word where somebody reported a theft. */
export function ToAccounts({ thefts }: { thefts: number | null }) {
  if (thefts === null) return null;
  return (
    <>
      <p>
        <a href="/desk/accounts">{ACCOUNTS.link}</a>
      </p>
      {thefts > 0 && (
        <p class="alert">
          <a href="/desk/accounts">{theftsWait(thefts)}</a>
        </p>
      )}
    </>
  );
}
