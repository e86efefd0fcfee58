/** Files that a person names on the command line. */
import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileMessages } from './messages.ts';
import { systemCode } from './start-error.ts';

/** A file that cannot be read or written. `message` is one line for people, in Russian. */
export class FileError extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'FileError';
    this.code = code;
  }
}

export interface FileWriter {
  write(chunk: Uint8Array): Promise<void>;
  /** Resolves when the whole file stands under its name, on the disk. */
  commit(): Promise<void>;
  /** Leaves no trace. Does nothing after `commit`. */
  abort(): Promise<void>;
}

const CHUNK = 256 * 1024;

export async function readChunks(path: string): Promise<AsyncIterable<Uint8Array>> {
  const file = await saying(path, () => open(path, 'r'));
  return chunksOf(path, file);
}

async function* chunksOf(path: string, file: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const buffer = new Uint8Array(CHUNK);
      const { bytesRead } = await saying(path, () => file.read(buffer));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Writes beside the file and renames at the end. What is no ordinary file (/dev/stdout, a pipe) is written directly. */
export async function writeAtomically(path: string): Promise<FileWriter> {
  return await saying(path, async () => {
    const existing = await stat(path).catch(() => undefined);
    if (existing && !existing.isFile()) return writerOf(path, await open(path, 'w'));
    const target = existing ? await realpath(path) : path;
    const part = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.part`);
    // what Vestnik writes is about children: for its owner alone
    return writerOf(path, await open(part, 'wx', 0o600), { part, target });
  });
}

function writerOf(path: string, file: FileHandle, place?: { part: string; target: string }): FileWriter {
  let closed = false;
  return {
    write: (chunk) => saying(path, async () => void (await file.writeFile(chunk))),
    commit: () =>
      saying(path, async () => {
        if (place) await file.sync();
        closed = true;
        await file.close();
        if (!place) return;
        await rename(place.part, place.target);
        await syncFolder(dirname(place.target));
      }),
    abort: async () => {
      if (closed) return;
      closed = true;
      await file.close();
      if (place) await rm(place.part, { force: true });
    },
  };
}

/** A new name stands on the disk when this resolves. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function saying<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = systemCode(error);
    if (!code) throw error;
    const say = fileMessages[code as keyof typeof fileMessages] ?? fileMessages.other;
    throw new FileError(code, say({ path, code }), error);
  }
}
