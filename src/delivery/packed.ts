import { packJson, unpackJson } from '../platform/packed-json.ts';
import type { Payload } from './channel.ts';
import type { Frozen } from './lease.ts';

/** A frozen payload as its row keeps it: letters packed, for they are long, and read again only to be repeated or shown. */
export type Stored = Frozen | { sent: number; packed: string };

export function pack(frozen: Frozen): Stored {
  const { parts, sent } = frozen;
  if (!parts.every(({ channel }) => channel === 'email')) return frozen;
  return { sent, packed: packJson(parts) };
}

export function unpack(stored: Stored): Frozen {
  if ('parts' in stored) return stored;
  return { parts: unpackJson(stored.packed) as Payload[], sent: stored.sent };
}
