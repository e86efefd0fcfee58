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
  return `${id}-${sign(secret, 'unsubscribe', id)}`;
}

/** The contact a token was made for, or null when it was not made by us. */
export function readUnsubscribeToken(secret: string, token: string): number | null {
  const [id = '', signature = ''] = token.split('-');
  if (!/^[0-9a-z]{1,10}$/.test(id) || !sameText(signature, sign(secret, 'unsubscribe', id))) return null;
  return Number.parseInt(id, 36);
}

/** «Настроить» in a letter to this mailbox. @param sentAt when the letter leaves: the link grows old, and can be voided */
export function choicesUrl(secret: string, publicUrl: string, contactId: number, sentAt: Date): string {
  return `${publicUrl.replace(/\/+$/, '')}/choices/${choicesToken(secret, contactId, sentAt)}`;
}

export function choicesToken(secret: string, contactId: number, sentAt: Date): string {
  const what = `${contactId.toString(36)}-${sentAt.getTime().toString(36)}`;
  return `${what}-${sign(secret, 'choices-link', what)}`;
}

/** The mailbox and the letter's moment, or null when the token was not made by us. */
export function readChoicesToken(secret: string, token: string): { contactId: number; sentAt: Date } | null {
  const [id = '', at = '', signature = ''] = token.split('-');
  const what = `${id}-${at}`;
  if (!/^[0-9a-z]{1,10}-[0-9a-z]{1,10}$/.test(what) || !sameText(signature, sign(secret, 'choices-link', what)))
    return null;
  return { contactId: Number.parseInt(id, 36), sentAt: new Date(Number.parseInt(at, 36)) };
}

function sign(secret: string, purpose: string, text: string): string {
  return keyedHash(keyFor(secret, purpose), text).slice(0, SIGNED);
}
