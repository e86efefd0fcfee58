/**
 * What goes over the control socket after the greeting: frames of a length (u32), a kind (u8), an id (u32) and bytes. The
 * side that runs the verb asks (`ask`), the side of the person answers each question by its id: so a slow terminal or disk
 * slows the verb, and neither side ever holds more than what was asked for.
 */
import type { Socket } from 'node:net';

/** Raised with every change of what is said here. */
export const PROTOCOL = 1;

export const kinds = {
  // from the person's side
  start: 1,
  done: 2,
  data: 3,
  failed: 4,
  // from the side that runs the verb
  exit: 16,
  out: 17,
  err: 18,
  stdin: 19,
  open: 20,
  read: 21,
  create: 22,
  write: 23,
  commit: 24,
  abort: 25,
} as const;

export interface Frame {
  kind: number;
  id: number;
  payload: Buffer;
}

const HEAD = 9;
/** Longer frames (bytes) are not ours. */
const LONGEST = 16 * 1024 * 1024;
/** Longer texts and files are sent in pieces of this many bytes. */
export const PIECE = 256 * 1024;

export function send(socket: Socket, kind: number, id: number, payload: Uint8Array | string = ''): void {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const head = Buffer.alloc(HEAD);
  head.writeUInt32BE(bytes.length, 0);
  head.writeUInt8(kind, 4);
  head.writeUInt32BE(id, 5);
  socket.cork();
  socket.write(head);
  socket.write(bytes);
  socket.uncork();
}

/** The frames that arrive, until the other side ends. @throws when the connection breaks or is not ours */
export async function* readFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      if (rest.length < HEAD) break;
      const length = rest.readUInt32BE(0);
      if (length > LONGEST) throw new Error('a frame of the control socket is too long');
      if (rest.length < HEAD + length) break;
      yield { kind: rest.readUInt8(4), id: rest.readUInt32BE(5), payload: rest.subarray(HEAD, HEAD + length) };
      rest = rest.subarray(HEAD + length);
    }
  }
}
