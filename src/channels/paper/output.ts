import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

export interface Output {
  /** Lets others run, and waits while the sink is slower than we are; throws what the sink failed with. */
  drained: () => Promise<void>;
  /** Waits until the source has ended and the sink has taken everything. */
  done: () => Promise<void>;
}

/** bytes gathered before they go to the sink: pdfkit writes each object in five small pieces */
const CHUNK = 64 * 1024;

/** Sends what a stream says to a sink, in large pieces. */
export function sendTo(source: Readable, sink: Writable): Output {
  let pieces: Buffer[] = [];
  let gathered = 0;
  let full = false;
  let failure: Error | null = null;
  sink.on('error', (error) => {
    failure = error;
  });
  const flush = () => {
    if (gathered > 0) full = !sink.write(Buffer.concat(pieces, gathered));
    pieces = [];
    gathered = 0;
  };
  source.on('data', (piece: Buffer) => {
    pieces.push(piece);
    gathered += piece.length;
    if (gathered >= CHUNK) flush();
  });

  async function drained(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (failure) throw failure;
    if (sink.destroyed) throw new Error('the paper file was closed before its end');
    if (!full) return;
    full = false;
    if (sink.writableNeedDrain) await drainOf(sink);
  }

  async function done(): Promise<void> {
    if (!source.readableEnded) await once(source, 'end');
    flush();
    if (failure) throw failure;
    sink.end();
    await finished(sink);
  }

  return { drained, done };
}

/** Ends at the drain, and also where none will ever come. */
function drainOf(sink: Writable): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      for (const event of ['drain', 'close', 'error']) sink.off(event, end);
      resolve();
    };
    for (const event of ['drain', 'close', 'error']) sink.on(event, end);
  });
}
