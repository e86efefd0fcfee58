import { type StartError, startError, systemCode } from '../start-error.ts';

const isFull = (words: string) => /No space left on device|ENOSPC|EDQUOT|Disk quota/i.test(words);
/** Whether the engine's own words blame the disk. */
export const isDiskTrouble = (words: string) =>
  isFull(words) || /Read-only file system|Input\/output error/i.test(words);

export function diskTrouble(dataDir: string, reason: string, cause?: unknown): StartError {
  if (isFull(reason)) return startError('diskFull', { dir: dataDir }, cause);
  return startError('diskFailed', { dir: dataDir, reason }, cause);
}

/** The engine's own file system fails with a bare number of WASI's, without a message. */
const WASI_NUMBERS: Record<number, string> = { 19: 'EDQUOT', 29: 'EIO', 51: 'ENOSPC', 69: 'EROFS' };

/** The system's code of an error that the engine's file system failed with. */
export function engineCode(error: unknown): string | undefined {
  const { name, errno } = error as { name?: string; errno?: number };
  return name === 'ErrnoError' && errno !== undefined ? WASI_NUMBERS[errno] : undefined;
}

/** Turns what the operating system says of the directory into a line for people; leaves other errors as they are. */
export function diskError(dataDir: string, error: unknown): unknown {
  const code = engineCode(error) ?? systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100')
    return startError('diskFull', { dir: dataDir }, error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return startError('dataDirUnwritable', { dir: dataDir, reason: code }, error);
  }
  if (code === 'EIO') return startError('diskFailed', { dir: dataDir, reason: code }, error);
  // Node's way to say that a folder cannot be made below one that is read-only
  if (code === 'ENOENT' && (error as NodeJS.ErrnoException).syscall === 'mkdir')
    return startError('dataDirUnwritable', { dir: dataDir, reason: code }, error);
  if (code === 'ENOTDIR' || code === 'EEXIST') return startError('dataDirFile', { dir: dataDir }, error);
  return error;
}
