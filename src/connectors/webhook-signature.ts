/** The Standard Webhooks scheme (standardwebhooks.com), by the clock that is handed in. Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far (ms) a request's moment may be from ours. */
const TOLERANCE = 5 * 60_000;
const PREFIX = 'whsec_';
/** A key made of this and the entry's place must fit into an entry's key. */
const LONGEST_ID = 190;

export interface SignedHeaders {
  id: string;
  timestamp: string;
  signature: string;
}

export type SignatureFault = 'signature-missing' | 'signature-invalid' | 'timestamp-old' | 'timestamp-new';

/** The three headers, or null when one is missing, empty, repeated or too long. */
export function signedHeaders(headers: Record<string, string | string[] | undefined>): SignedHeaders | null {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string') return null;
  return id && id.length <= LONGEST_ID && timestamp && signature ? { id, timestamp, signature } : null;
}

/**
 * @param secret `whsec_` and the key in base64
 * @param body the bytes as they came
 * @returns null when one of the signatures is right and the moment near enough
 */
export function signatureFault(
  secret: string,
  { id, timestamp, signature }: SignedHeaders,
  body: Uint8Array,
  now: Date,
): SignatureFault | null {
  if (!/^\d{1,12}$/.test(timestamp)) return 'signature-invalid';
  const expected = sign(secret, id, timestamp, body);
  const signatures = signature.split(' ').filter((s) => s.startsWith('v1,'));
  // all are compared, so that time tells nothing
  const right = signatures.map((s) => sameBytes(Buffer.from(s.slice(3), 'base64'), expected));
  if (!right.includes(true)) return 'signature-invalid';
  const ahead = Number(timestamp) * 1000 - now.getTime();
  if (ahead < -TOLERANCE) return 'timestamp-old';
  return ahead > TOLERANCE ? 'timestamp-new' : null;
}

function sign(secret: string, id: string, timestamp: string, body: Uint8Array): Buffer {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

const sameBytes = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);
