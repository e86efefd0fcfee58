import { keyedHash, keyFor } from '../src/access/keys.ts';

/** Marks what a browser keeps for an account: no other account is shown it, or sends it. */
export function accountMark(secret: string, accountId: number): string {
  return keyedHash(keyFor(secret, 'kept in a browser'), String(accountId)).slice(0, 24);
}
