/**
 * The file system of the embedded database, made durable. PGlite answers every fsync with success and does nothing, so a
 * commit that it acknowledged dies with the machine's power; here each one reaches the disk.
 */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** An open file as Emscripten's NODEFS sees it; a directory has no `nfd`. */
interface Stream {
  nfd?: number;
  node: object;
}

interface NodeFileSystem {
  stream_ops: { fsync(stream: Stream): number };
  realPath(node: object): string;
}

type Init = Parameters<NodeFS['init']>;
type EmscriptenOptions = Init[1] & { onAbort?: (what: unknown) => void };

export interface DiskTrouble {
  /** an fsync failed, or the database engine gave up (PANIC); never returns: nothing may be acknowledged after it */
  onTrouble(reason: string): never;
}

export class DurableNodeFS extends NodeFS {
  /** how many times a file was forced to the disk */
  syncs = 0;
  readonly #trouble: DiskTrouble;

  constructor(dir: string, trouble: DiskTrouble) {
    super(dir);
    this.#trouble = trouble;
  }

  override async init(...[pglite, options]: Init): ReturnType<NodeFS['init']> {
    const made = await super.init(pglite, options);
    const emscripten = made.emscriptenOpts as EmscriptenOptions;
    // PGlite swallows an abort of the engine and would go on to acknowledge what was not written
    emscripten.onAbort = (what) => this.#trouble.onTrouble(String(what ?? ''));
    emscripten.preRun = [
      (module) => this.#patch(module.FS.filesystems.NODEFS as unknown as NodeFileSystem),
      ...(emscripten.preRun ?? []),
    ];
    return made;
  }

  #patch(files: NodeFileSystem): void {
    files.stream_ops.fsync = (stream) => {
      try {
        if (stream.nfd === undefined) syncPath(files.realPath(stream.node));
        else fsyncSync(stream.nfd);
      } catch (error) {
        this.#trouble.onTrouble((error as Error).message);
      }
      this.syncs += 1;
      return 0;
    };
  }
}

/** Forces a file, or a directory's list of names, to the disk. */
export function syncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
