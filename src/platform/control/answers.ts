/** Answers the questions of a verb that runs elsewhere: with this person's terminal, standard input and files. */
import { FileError, type FileWriter } from '../files.ts';
import type { Io } from '../io.ts';
import { type Frame, kinds } from './frames.ts';

/** `done` without bytes when null. */
export type Answer = Uint8Array | null;

export interface Answers {
  /** @throws what the terminal or the file system says */
  answer(frame: Frame): Promise<Answer>;
  /** Takes back files that were begun and not committed. */
  close(): Promise<void>;
}

export function answersOf(io: Io): Answers {
  const readers = new Map<number, AsyncIterator<Uint8Array>>();
  const writers = new Map<number, FileWriter>();
  let files = 0;
  let input: AsyncIterator<Uint8Array> | undefined;

  const opened = () => {
    files += 1;
    return files;
  };
  return {
    answer: async ({ kind, payload }) => {
      switch (kind) {
        case kinds.out:
          return await done(io.out(payload.toString('utf8')));
        case kinds.err:
          return await done(io.err(payload.toString('utf8')));
        case kinds.stdin:
          input ??= io.stdin()[Symbol.asyncIterator]();
          return await next(input);
        case kinds.open: {
          const file = opened();
          readers.set(file, (await io.readFile(payload.toString('utf8')))[Symbol.asyncIterator]());
          return handle(file);
        }
        case kinds.read:
          return await next(readers.get(payload.readUInt32BE(0))!);
        case kinds.create: {
          const file = opened();
          writers.set(file, await io.writeFile(payload.toString('utf8')));
          return handle(file);
        }
        case kinds.write:
          return await done(writers.get(payload.readUInt32BE(0))!.write(payload.subarray(4)));
        case kinds.commit:
          return await done(writers.get(payload.readUInt32BE(0))!.commit());
        case kinds.abort:
          return await done(writers.get(payload.readUInt32BE(0))!.abort());
        default:
          throw new Error(`the control socket asks for something unknown (${kind})`);
      }
    },
    close: async () => {
      for (const writer of writers.values()) await writer.abort();
      for (const reader of readers.values()) await reader.return?.();
    },
  };
}

/** What the other side is told of a failure. */
export function failure(error: unknown): string {
  const code = error instanceof FileError ? error.code : undefined;
  return JSON.stringify({ code, message: (error as Error).message });
}

async function done(work: Promise<void>): Promise<null> {
  await work;
  return null;
}

async function next(chunks: AsyncIterator<Uint8Array>): Promise<Answer> {
  const { done: ended, value } = await chunks.next();
  return ended ? null : value;
}

function handle(file: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(file);
  return bytes;
}
