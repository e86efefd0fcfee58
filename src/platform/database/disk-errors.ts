import { type StartError, startError, systemCode } from '../start-error.ts';

const isFull = (words: string) => /No space left on device|ENOSPC|EDQUOT|Disk quota/i.test(words);
/** Whether the engine's own words blame the disk. */
export const isDiskTrouble = (words: string) =>
  isFull(words) || /Read-only file system|Input\/output error/i.test(words);

export function diskTrouble(dataDir: string, reason: string, cause?: unknown): StartError {
  if (isFull(reason)) return startError('diskFull', { dir: dataDir }, cause);
  return startError('diskFailed', { dir: dataDir, reason }, cause);
}

/** Turns what the operating system says of the directory into a line for people; leaves other errors as they are. */
export function diskError(dataDir: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100')
    return startError('diskFull', { dir: dataDir }, error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return startError('dataDirUnwritable', { dir: dataDir, reason: code }, error);
  }
  if (code === 'EIO') return startError('diskFailed', { dir: dataDir, reason: code }, error);
  if (code === 'ENOTDIR' || code === 'EEXIST') return startError('dataDirFile', { dir: dataDir }, error);
  return error;
}
