/** A password as an account keeps it, at the least cost: what is kept says itself what comparing it costs. */
import { randomBytes, scryptSync } from 'node:crypto';

const COST = { log2N: 1, r: 8, p: 1 };

export function keptPassword(password: string): string {
  const { log2N, r, p } = COST;
  const salt = randomBytes(16);
  const hash = scryptSync(password.normalize('NFKC'), salt, 32, { N: 2 ** log2N, r, p });
  return ['scrypt', log2N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}
