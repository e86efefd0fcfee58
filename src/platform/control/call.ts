/** The person's side of the control socket: has a verb carried out by the process that holds the database. */
import { existsSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { reachSockets, SOCKET } from '../database/socket-directory.ts';
import type { Io } from '../io.ts';
import { controlMessages } from '../messages.ts';
import { startError, systemCode } from '../start-error.ts';
import { answersOf, failure } from './answers.ts';
import { kinds, PROTOCOL, readFrames, send } from './frames.ts';
import { describeHolder, type Greeting, readGreeting } from './greeting.ts';

/** A holder that starts up may be busy for this long (ms) before it greets. */
const GREETING_MS = 60_000;

/**
 * Files are opened and standard input is read here; the other side never receives a path to open.
 * @returns the verb's exit code, 1 when the other side stopped half-way; null when nobody holds `dataDir`
 * @throws StartError when the holder belongs to another user
 */
export async function callControl(dataDir: string, argv: string[], io: Io): Promise<number | null> {
  const socket = await connect(dataDir);
  if (!socket) return null;
  const giveUp = () => socket.destroy();
  io.signal.addEventListener('abort', giveUp);
  try {
    const fault = faultOf(await readGreeting(socket, GREETING_MS));
    if (fault) return await failed(io, fault);
    send(socket, kinds.start, 0, JSON.stringify(argv));
    return (await untilExit(socket, io)) ?? (await failed(io, controlMessages.lost()));
  } finally {
    io.signal.removeEventListener('abort', giveUp);
    socket.destroy();
  }
}

async function failed(io: Io, line: string): Promise<number> {
  if (!io.signal.aborted) await io.err(`${line}\n`);
  return 1;
}

function faultOf(greeting: Greeting | undefined): string | undefined {
  const holder = describeHolder(greeting);
  if (!greeting) return controlMessages.silent({ holder });
  return greeting.vestnik === PROTOCOL ? undefined : controlMessages.otherVersion({ holder });
}

function connect(dataDir: string): Promise<Socket | undefined> {
  if (!existsSync(dataDir)) return Promise.resolve(undefined);
  const directory = reachSockets(dataDir);
  const path = join(directory.path, SOCKET);
  const attempt = new Promise<Socket | undefined>((resolve, reject) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      // how a connection breaks is seen where it is read
      socket.on('error', () => {});
      resolve(socket);
    });
    socket.once('error', (error) => {
      const code = systemCode(error);
      if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR') resolve(undefined);
      else if (code === 'EACCES' || code === 'EPERM') reject(startError('lockForbidden', { path }, error));
      else reject(error);
    });
  });
  return attempt.finally(directory.close);
}

/** Answers what the verb asks until it ends. @returns its exit code; undefined when the other side broke off */
async function untilExit(socket: Socket, io: Io): Promise<number | undefined> {
  const answers = answersOf(io);
  try {
    for await (const frame of readFrames(socket)) {
      if (frame.kind === kinds.exit) return frame.payload[0] ?? 1;
      // not awaited here: while one question waits for somebody to type, another may print
      void answers.answer(frame).then(
        (bytes) => send(socket, bytes ? kinds.data : kinds.done, frame.id, bytes ?? ''),
        (error: unknown) => send(socket, kinds.failed, frame.id, failure(error)),
      );
    }
  } catch {
    // a broken connection is an end without an exit code
  } finally {
    await answers.close();
  }
  return undefined;
}
