import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { isCommonPassword } from './common-passwords.ts';

export const PASSWORD_LENGTH = { least: 8, most: 200 } as const;
/** Digits alone are dates and telephone numbers: fewer than this are tried out soon. */
const DIGITS_ALONE = 14;
/** 32 MB and about 80 ms on one core */
const COST = { log2N: 15, r: 8, p: 1 };

export type PasswordFault = 'tooShort' | 'tooLong' | 'common' | 'likeLogin' | 'digitsOnly' | 'repeats';

/**
 * What is wrong with a new password, or null. Length and a list of what people choose most; no rules on kinds of letters.
 * @param own what it must not be or hold: login, email, names
 */
export function passwordFault(password: string, own: string[]): PasswordFault | null {
  const length = [...password].length;
  if (length < PASSWORD_LENGTH.least) return 'tooShort';
  if (length > PASSWORD_LENGTH.most) return 'tooLong';
  if (new Set(password.toLowerCase()).size < 4) return 'repeats';
  if (/^\d+$/.test(password) && length < DIGITS_ALONE) return 'digitsOnly';
  if (isCommonPassword(password)) return 'common';
  return isLike(password, own) ? 'likeLogin' : null;
}

/** A name or login makes up most of the password. */
function isLike(password: string, own: string[]): boolean {
  const lower = password.toLocaleLowerCase('ru');
  return own
    .map((text) => text.toLocaleLowerCase('ru'))
    .some((text) => text.length >= 3 && lower.includes(text) && lower.length - text.length < 5);
}

/** A password as it is kept: `scrypt$log2N$r$p$salt$hash`. About 80 ms off the main thread. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const { log2N, r, p } = COST;
  const hash = await derive(password, salt, 32, { N: 2 ** log2N, r, p });
  return `scrypt$${log2N}$${r}$${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/**
 * Compares a password with what is kept, in constant time. With nothing kept the same work is done, so that an answer's
 * time does not show which accounts exist.
 */
export async function checkPassword(password: string, kept: string | null): Promise<boolean> {
  const [, log2N, r, p, salt = '', hash = ''] = (kept ?? (await nobodys())).split('$');
  const wanted = Buffer.from(hash, 'base64url');
  const found = await derive(
    password.slice(0, PASSWORD_LENGTH.most * 2),
    Buffer.from(salt, 'base64url'),
    wanted.length,
    {
      N: 2 ** Number(log2N),
      r: Number(r),
      p: Number(p),
    },
  );
  return timingSafeEqual(found, wanted) && kept !== null;
}

let ofNobody: Promise<string> | undefined;
function nobodys(): Promise<string> {
  ofNobody ??= hashPassword(randomBytes(16).toString('hex'));
  return ofNobody;
}

function derive(password: string, salt: Buffer, length: number, cost: ScryptOptions): Promise<Buffer> {
  const options = { ...cost, maxmem: 256 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
