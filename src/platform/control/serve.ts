/** Carries out the command line's verbs in the process that holds the database. */
import type { Socket } from 'node:net';
import type { ControlLock } from '../database/lock.ts';
import { FileError, type FileWriter } from '../files.ts';
import type { Io } from '../io.ts';
import { controlMessages } from '../messages.ts';
import { type Frame, kinds, PIECE, readFrames, send } from './frames.ts';

/** Runs a verb and returns its exit code. */
export type VerbHandler = (argv: string[], io: Io) => Promise<number>;

/**
 * Carries out what comes over `lock`'s socket, each connection one verb, several at a time.
 * @returns stops: new verbs are turned away, `signal` of those under way is aborted and they are waited for
 */
export function serveControl(lock: ControlLock, handler: VerbHandler): () => Promise<void> {
  const running = new Map<Promise<void>, AbortController>();
  let stopping = false;

  lock.serve((socket) => {
    const gone = new AbortController();
    const verb = serveOne(socket, gone, (argv, io) =>
      stopping ? io.err(`${controlMessages.stopping()}\n`).then(() => 1) : handler(argv, io),
    )
      // a connection that breaks ends its verb through `gone`
      .catch(() => {})
      .finally(() => running.delete(verb));
    running.set(verb, gone);
  });

  return async () => {
    stopping = true;
    for (const gone of running.values()) gone.abort(new Error('Vestnik stops'));
    await Promise.all(running.keys());
  };
}

/** Resolves when the client is gone and its verb has ended. */
async function serveOne(socket: Socket, gone: AbortController, handler: VerbHandler): Promise<void> {
  const client = askClient(socket);
  let verb: Promise<void> | undefined;
  socket.on('close', () => {
    gone.abort(new Error('the client went away'));
    client.lose();
  });
  gone.signal.addEventListener('abort', () => {
    // who has not said what to do has nothing to wait for
    if (!verb) socket.destroy();
  });
  try {
    for await (const frame of readFrames(socket)) {
      if (frame.kind !== kinds.start) client.answer(frame);
      else verb ??= runVerb(socket, readArgv(frame.payload), remoteIo(client.ask, gone.signal), handler);
    }
  } finally {
    await verb;
  }
}

async function runVerb(socket: Socket, argv: string[], io: Io, handler: VerbHandler): Promise<void> {
  let code = 1;
  try {
    code = await handler(argv, io);
  } catch (error) {
    await io.err(`${(error as Error).message}\n`).catch(() => {});
  }
  send(socket, kinds.exit, 0, Uint8Array.of(code));
  socket.end();
}

function readArgv(payload: Buffer): string[] {
  const argv: unknown = JSON.parse(payload.toString('utf8'));
  return Array.isArray(argv) ? argv.map(String) : [];
}

type Ask = (kind: number, payload?: Uint8Array | string) => Promise<Buffer | null>;

/** Questions to the client and its answers: bytes, or null for `done` without any. */
function askClient(socket: Socket) {
  const waiting = new Map<number, { resolve(answer: Buffer | null): void; reject(error: Error): void }>();
  let last = 0;
  let lost = false;
  const ask: Ask = (kind, payload) =>
    new Promise((resolve, reject) => {
      if (lost) return reject(new Error('the client went away'));
      last += 1;
      waiting.set(last, { resolve, reject });
      send(socket, kind, last, payload);
    });
  return {
    ask,
    answer: ({ kind, id, payload }: Frame) => {
      const question = waiting.get(id);
      waiting.delete(id);
      if (kind === kinds.failed) question?.reject(readFailure(payload));
      else question?.resolve(kind === kinds.data ? payload : null);
    },
    lose: () => {
      lost = true;
      for (const question of waiting.values()) question.reject(new Error('the client went away'));
      waiting.clear();
    },
  };
}

function readFailure(payload: Buffer): Error {
  const { code, message } = JSON.parse(payload.toString('utf8')) as { code?: string; message: string };
  return code ? new FileError(code, message) : new Error(message);
}

function remoteIo(ask: Ask, signal: AbortSignal): Io {
  const say = async (kind: number, text: string) => {
    for (const piece of pieces(Buffer.from(text))) await ask(kind, piece);
  };
  return {
    stdin: () => chunks(() => ask(kinds.stdin)),
    out: (text) => say(kinds.out, text),
    err: (text) => say(kinds.err, text),
    readFile: async (path) => {
      const file = (await ask(kinds.open, path))!;
      return chunks(() => ask(kinds.read, file));
    },
    writeFile: async (path): Promise<FileWriter> => {
      const file = (await ask(kinds.create, path))!;
      return {
        write: async (chunk) => {
          for (const piece of pieces(chunk)) await ask(kinds.write, Buffer.concat([file, piece]));
        },
        commit: async () => void (await ask(kinds.commit, file)),
        abort: async () => void (await ask(kinds.abort, file)),
      };
    },
    signal,
  };
}

async function* chunks(next: () => Promise<Buffer | null>): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = await next();
    if (!chunk) return;
    yield chunk;
  }
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += PIECE) yield bytes.subarray(from, from + PIECE);
}
