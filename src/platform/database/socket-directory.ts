import { closeSync, existsSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { startError } from '../start-error.ts';

/** The lock of a data directory and the way in for the command line. */
export const SOCKET = 'control.sock';

/** The kernel takes 107 bytes of a socket's path (103 on macOS); longer names would be cut short without a word. */
const LONGEST = process.platform === 'linux' ? 107 : 103;
/** The longest name of ours below the directory: `/.control-XXXXXX/heir`, `/control.heir-<inode>-<time>`. */
const ROOM = 60;

export interface SocketDirectory {
  /** a path of the directory that is short enough */
  path: string;
  close(): void;
}

/**
 * Linux reaches a directory with a long path through a descriptor of it.
 * @throws StartError `pathTooLong` elsewhere
 */
export function reachSockets(dir: string): SocketDirectory {
  const path = resolve(dir);
  if (Buffer.byteLength(path) + ROOM <= LONGEST) return { path, close: () => {} };
  const descriptor = openSync(path, 'r');
  const short = `/proc/self/fd/${descriptor}`;
  if (!existsSync(short)) {
    closeSync(descriptor);
    throw startError('pathTooLong', { dir });
  }
  return { path: short, close: () => closeSync(descriptor) };
}
