/** Ids in addresses: sealed, so that they say nothing of the school file and cannot be guessed or made up. */
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { keyFor } from './keys.ts';

const TAG = 16;

/** Seals an id for use in an address; the same id gives the same text, of `A-Za-z0-9_-`. */
export function sealId(secret: string, purpose: string, id: string): string {
  const tag = tagOf(secret, purpose, id);
  const cipher = createCipheriv('aes-256-ctr', keyFor(secret, `${purpose}-id-cipher`), tag);
  return Buffer.concat([tag, cipher.update(id, 'utf8'), cipher.final()]).toString('base64url');
}

/** The id in a sealed text, or null when it was not sealed here or was tampered with. */
export function openId(secret: string, purpose: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  // the same bytes may be written in several ways: only ours counts
  if (bytes.length <= TAG || bytes.length > TAG + 200 || bytes.toString('base64url') !== sealed) return null;
  const tag = bytes.subarray(0, TAG);
  const decipher = createDecipheriv('aes-256-ctr', keyFor(secret, `${purpose}-id-cipher`), tag);
  const id = Buffer.concat([decipher.update(bytes.subarray(TAG)), decipher.final()]).toString('utf8');
  return timingSafeEqual(tag, tagOf(secret, purpose, id)) ? id : null;
}

/** A synthetic initialisation vector (as in SIV): the id's own keyed hash, which opening checks. */
function tagOf(secret: string, purpose: string, id: string): Buffer {
  return createHmac('sha256', keyFor(secret, `${purpose}-id-tag`))
    .update(id)
    .digest()
    .subarray(0, TAG);
}
