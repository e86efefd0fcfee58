/**
 * What a verb of the command line sees of the person who typed it. The same verb runs in that person's process (localIo)
 * or in the one that holds the database, which then reaches back over the control socket (control/serve.ts).
 */
import { type FileWriter, readChunks, writeAtomically } from './files.ts';

export interface Io {
  /** Standard input; may be read once. */
  stdin(): AsyncIterable<Uint8Array>;
  /** Resolves when the reader took it. @throws when the reader has gone */
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
  /** @throws FileError */
  readFile(path: string): Promise<AsyncIterable<Uint8Array>>;
  /** The file has its name only after `commit`, whole. @throws FileError */
  writeFile(path: string): Promise<FileWriter>;
  /** Aborted when the person gave up: Ctrl+C, a closed terminal, a killed client. */
  signal: AbortSignal;
}

/** The terminal and the files of this process. The first SIGINT, SIGTERM or SIGHUP aborts `signal`, a second one kills. */
export function localIo(): Io {
  const gaveUp = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => gaveUp.abort(new Error(`ended by ${name}`)));
  }
  return {
    stdin: () => process.stdin,
    out: writer(process.stdout, gaveUp),
    err: writer(process.stderr, gaveUp),
    readFile: readChunks,
    writeFile: writeAtomically,
    signal: gaveUp.signal,
  };
}

function writer(stream: NodeJS.WriteStream, gaveUp: AbortController): Io['out'] {
  let listening = false;
  return (text) => {
    // the reader of a pipe went away (`… | head`): the write is rejected, the process does not end with a stack
    if (!listening) stream.on('error', (error) => gaveUp.abort(error));
    listening = true;
    return new Promise((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(error) : resolve()));
    });
  };
}
