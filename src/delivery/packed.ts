import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Payload } from './channel.ts';
import type { Frozen } from './lease.ts';

/** A frozen payload as its row keeps it: letters packed, for they are long, and read again only to be repeated or shown. */
export type Stored = Frozen | { sent: number; packed: string };

/** A letter is some kilobytes: zlib's usual window of 32 would cost more to set up than to use. */
const SMALL = { level: 3, memLevel: 6, windowBits: 13 };

export function pack(frozen: Frozen): Stored {
  const { parts, sent } = frozen;
  if (!parts.every(({ channel }) => channel === 'email')) return frozen;
  return { sent, packed: deflateRawSync(JSON.stringify(parts), SMALL).toString('base64') };
}

export function unpack(stored: Stored): Frozen {
  if ('parts' in stored) return stored;
  const parts = JSON.parse(inflateRawSync(Buffer.from(stored.packed, 'base64')).toString()) as Payload[];
  return { parts, sent: stored.sent };
}
