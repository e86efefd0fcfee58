import { keyedHash, keyFor, randomDigits } from './keys.ts';

/** Eight random digits: few enough to type, useless after few tries. */
export function newCode(): string {
  return randomDigits(8);
}

/** The digits of a code typed with spaces or dashes (`4827 1936`), or null when it is none. */
export function readCode(typed: string): string | null {
  const digits = typed.replace(/[\s\u00a0\-–—]/g, '');
  return /^\d{8}$/.test(digits) ? digits : null;
}

/** How a code is kept: keyed, for eight digits alone could be tried out offline. */
export function hashCode(secret: string, code: string): string {
  return keyedHash(keyFor(secret, 'invitation-code'), code);
}
