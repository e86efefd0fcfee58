/** A signed note in the browser which account it signed in to before: nobody else can lock that browser's owner out. */
import { keyedHash, keyFor, sameText } from '../src/access/keys.ts';

const sign = (secret: string, accountId: string) => keyedHash(keyFor(secret, 'device'), accountId);

export function deviceNote(secret: string, accountId: number): string {
  return `${accountId}.${sign(secret, String(accountId))}`;
}

/** The account in a note, or null when there is none or it is not ours. */
export function readDeviceNote(secret: string, note: string | undefined): number | null {
  const [accountId = '', signature = ''] = (note ?? '').split('.');
  if (!/^\d{1,9}$/.test(accountId) || !sameText(signature, sign(secret, accountId))) return null;
  return Number(accountId);
}
