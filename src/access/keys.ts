import { createHash, createHmac, hkdfSync, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { Db, Tx } from '../platform/database/open.ts';

/**
 * A key for one purpose, derived from the school's secret: what is keyed with one of them tells nothing about the others.
 * @param purpose names the use, e.g. `invitation-code`; never changes once used
 */
export function keyFor(secret: string, purpose: string): Buffer {
  const name = `${purpose} ${secret}`;
  const known = derived.get(name);
  if (known) return known;
  const key = Buffer.from(hkdfSync('sha256', secret, 'vestnik', purpose, 32));
  if (derived.size >= KEPT) derived.clear();
  derived.set(name, key);
  return key;
}

/** A page seals a dozen ids with the same few keys; a school has one secret and some purposes. */
const derived = new Map<string, Buffer>();
const KEPT = 100;

/** The secret that was made with the database. */
export async function schoolSecret(db: Db | Tx): Promise<string> {
  const school = await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { secret: true } });
  return school.secret;
}

/** A random token for a link or a cookie: 256 bits of `A-Za-z0-9_-`. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Random decimal digits, evenly spread. */
export function randomDigits(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join('');
}

/** How a long random token is kept: it cannot be guessed, so a plain hash is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** How something short is kept or signed: without the key it cannot be tried offline. */
export function keyedHash(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

/** Compares two texts in a time that does not depend on where they differ. */
export function sameText(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest();
  const right = createHash('sha256').update(b).digest();
  return timingSafeEqual(left, right);
}
