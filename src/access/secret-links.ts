/** Links that need no sign-in and do one thing. Made from the school's secret, so that a thousand letters need no writes. */
import { keyedHash, keyFor, sameText } from './keys.ts';

/** Hex digits of the signature: 160 bits. */
const SIGNED = 40;

/** The one-click address (RFC 8058) in a letter to this mailbox. Stays good: switching off twice is harmless. */
export function unsubscribeUrl(secret: string, publicUrl: string, contactId: number): string {
  return `${publicUrl.replace(/\/+$/, '')}/unsubscribe/${unsubscribeToken(secret, contactId)}`;
}

export function unsubscribeToken(secret: string, contactId: number): string {
  const id = contactId.toString(36);
  return `${id}-${sign(secret, id)}`;
}

/** The contact a token was made for, or null when it was not made by us. */
export function readUnsubscribeToken(secret: string, token: string): number | null {
  const [id = '', signature = ''] = token.split('-');
  if (!/^[0-9a-z]{1,10}$/.test(id) || !sameText(signature, sign(secret, id))) return null;
  return Number.parseInt(id, 36);
}

function sign(secret: string, id: string): string {
  return keyedHash(keyFor(secret, 'unsubscribe'), id).slice(0, SIGNED);
}
