/** A signed note in the browser which account it signed in to before: nobody else can lock that browser's owner out. */
import { randomBytes } from 'node:crypto';
import type { KnownBrowser } from '../src/access/accounts.ts';
import { keyedHash, keyFor, sameText } from '../src/access/keys.ts';

const sign = (secret: string, noted: string) => keyedHash(keyFor(secret, 'device'), noted);

/** A note of its own for each sign-in: what one browser tries wrong is never counted for another. */
export function deviceNote(secret: string, accountId: number): string {
  const noted = `${accountId}.${randomBytes(9).toString('base64url')}`;
  return `${noted}.${sign(secret, noted)}`;
}

/** What a note says, or null when there is none or it is not ours. */
export function readDeviceNote(secret: string, note: string | undefined): KnownBrowser | null {
  const [accountId = '', browser = '', signature = ''] = (note ?? '').split('.');
  if (!/^\d{1,9}$/.test(accountId) || !sameText(signature, sign(secret, `${accountId}.${browser}`))) return null;
  return { accountId: Number(accountId), browser };
}
