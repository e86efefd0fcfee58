/**
 * One process holds a data directory: whoever listens on `control.sock` there. A path socket holds across containers and
 * network namespaces that share the directory, and dies with its process: connects = held, refused = stale.
 *
 * Taking over a stale socket must have one winner. A starter listens in a directory of its own first and then gives its
 * socket further names, so no name ever refuses while its owner lives:
 *   1. link to `control.sock`: done, if the name is free.
 *   2. If what is there refuses, link to `control.heir-<identity of the dead socket>`: only one can, and only that heir may
 *      replace the dead socket. A dead heir is succeeded in the same way.
 *   3. The heir looks again that the same socket is there and dead, and renames its own over it.
 */
import { chmodSync, linkSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PROTOCOL } from '../control/frames.ts';
import { describeHolder, readGreeting, sendGreeting } from '../control/greeting.ts';
import { startError, systemCode } from '../start-error.ts';
import { reachSockets, SOCKET, type SocketDirectory } from './socket-directory.ts';

export interface ControlLock {
  /** Hands every connection to `accept`, those too that came before. Each has been sent the greeting. */
  serve(accept: (socket: Socket) => void): void;
  /** Gives the directory back. The database must be closed before. */
  release(): Promise<void>;
}

const ATTEMPTS = 200;
const PAUSE_MS = 25;
const GREETING_MS = 2_000;
/** A starter's own directory older than this (ms) was left behind by a kill. */
const LEFT_BEHIND_MS = 60_000;

/**
 * Makes `dataDir` if need be and holds it until `release`.
 * @throws StartError `dataDirHeld` naming the holder, or what keeps the directory from being used
 */
export async function takeLock(dataDir: string): Promise<ControlLock> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const sockets = reachSockets(dataDir);
  const door = openDoor();
  const own = mkdtempSync(join(sockets.path, '.control-'));
  try {
    await listen(door.server, join(own, 's'));
    chmodSync(join(own, 's'), 0o600);
    await claimControl(sockets, own, dataDir);
  } catch (error) {
    await door.close();
    rmSync(own, { recursive: true, force: true });
    sockets.close();
    throw error;
  }
  rmSync(own, { recursive: true, force: true });
  removeLeftovers(sockets.path);
  const mine = identity(join(sockets.path, SOCKET));
  return {
    serve: door.serve,
    release: async () => {
      const path = join(sockets.path, SOCKET);
      if (identity(path) === mine) rmSync(path, { force: true });
      await door.close();
      sockets.close();
    },
  };
}

async function claimControl(sockets: SocketDirectory, own: string, dataDir: string): Promise<void> {
  const path = join(sockets.path, SOCKET);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (statSync(path, { throwIfNoEntry: false })?.isSocket() === false) throw startError('lockForeign', { path });
    const state = await claim(path, sockets.path, own);
    if (state === 'mine') return;
    if (state === 'held') throw startError('dataDirHeld', { dir: dataDir, holder: await askHolder(path) });
    await pause(PAUSE_MS * Math.random());
  }
  throw startError('lockBusy', { dir: dataDir });
}

/** Gives our socket the name `path` unless a living one has it; `again` when others were quicker and it must be seen anew. */
async function claim(path: string, dir: string, own: string): Promise<'mine' | 'held' | 'again'> {
  if (tryLink(join(own, 's'), path)) return 'mine';
  const dead = identity(path);
  if (!dead) return 'again';
  if (await isAlive(path)) return 'held';

  const heir = join(dir, `control.heir-${dead}`);
  if ((await claim(heir, dir, own)) !== 'mine') return 'again';
  try {
    if ((await isAlive(path)) || identity(path) !== dead) return 'again';
    const name = join(own, 'heir');
    linkSync(join(own, 's'), name);
    renameSync(name, path);
    return 'mine';
  } finally {
    rmSync(heir, { force: true });
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Names the file behind `path`; undefined when there is none. Linking does not change it. */
function identity(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.ino}-${found.mtimeNs}`;
}

/** Whether somebody listens at `path`. A holder too busy to accept counts as alive. */
function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      const code = systemCode(error);
      if (code === 'ECONNREFUSED' || code === 'ENOENT') resolve(false);
      else if (code === 'EACCES' || code === 'EPERM') reject(startError('lockForbidden', { path }, error));
      else resolve(true);
    });
  });
}

/** Who holds the directory, in words for people. */
async function askHolder(path: string): Promise<string> {
  const socket = createConnection(path);
  try {
    return describeHolder(await readGreeting(socket, GREETING_MS));
  } finally {
    socket.destroy();
  }
}

/** A server that greets, and keeps those who come before it is known who serves them. */
function openDoor() {
  const open = new Set<Socket>();
  let accept: ((socket: Socket) => void) | undefined;
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    // who only looked whether we live is gone already
    socket.on('error', () => {});
    sendGreeting(socket, PROTOCOL);
    accept?.(socket);
  });
  return {
    server,
    serve: (handler: (socket: Socket) => void) => {
      accept = handler;
      for (const socket of open) handler(socket);
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Only a holder may clear: a name of an heir matters no longer once its dead socket was replaced. */
function removeLeftovers(dir: string): void {
  for (const name of readdirSync(dir)) {
    const path = join(dir, name);
    const isHeir = name.startsWith('control.heir-');
    const isOld = (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < Date.now() - LEFT_BEHIND_MS;
    if (isHeir || (name.startsWith('.control-') && isOld)) rmSync(path, { recursive: true, force: true });
  }
}
