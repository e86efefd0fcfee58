/** Files that teachers attach to homework: kept under DATA_DIR by random names, of known types only, 10 MB at most. */
import { createHash, randomBytes } from 'node:crypto';
import { access, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from './files.ts';
import { systemCode } from './start-error.ts';

export const ATTACHMENT_BYTES = 10 * 1024 * 1024;

export interface StoredFile {
  /** 128 random bits: the file's name here and in addresses */
  publicId: string;
  sha256: string;
}

export interface Attachments {
  /** The file stands on the disk when this resolves. */
  store(bytes: Uint8Array): Promise<StoredFile>;
  /** The same file under another random name, for another entry. */
  again(publicId: string): Promise<string>;
  /** null: there is no such file (any more) */
  read(publicId: string): Promise<Buffer | null>;
  /** The names of all files that stand there. */
  names(): Promise<string[]>;
  /** Begins a file of a backup under its own name. */
  bringBack(publicId: string): Promise<ReturningFile>;
  drop(publicId: string): Promise<void>;
}

export interface ReturningFile {
  write(bytes: Uint8Array): Promise<void>;
  /** The file stands on the disk when this resolves. @returns whether there was none of that name */
  commit(): Promise<boolean>;
  /** Leaves what was there before. */
  abort(): Promise<void>;
}

const newId = () => randomBytes(16).toString('base64url');
const ID = /^[A-Za-z0-9_-]{22}$/;

export function openAttachments(dataDir: string): Attachments {
  const directory = join(dataDir, 'attachments');
  const pathOf = (publicId: string) => {
    if (!ID.test(publicId)) throw new Error('not the name of an attachment');
    return join(directory, publicId);
  };
  async function begin(path: string): Promise<ReturningFile> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const unfinished = `${path}.part`;
    const file = await open(unfinished, 'w', 0o600);
    let closed = false;
    return {
      write: (bytes) => file.writeFile(bytes),
      commit: async () => {
        await file.sync();
        closed = true;
        await file.close();
        const isNew = await access(path).then(
          () => false,
          () => true,
        );
        await rename(unfinished, path);
        await syncFolder(directory);
        return isNew;
      },
      abort: async () => {
        if (closed) return;
        await file.close();
        await rm(unfinished, { force: true });
      },
    };
  }

  return {
    store: async (bytes) => {
      const publicId = newId();
      const file = await begin(pathOf(publicId));
      try {
        await file.write(bytes);
        await file.commit();
      } finally {
        await file.abort();
      }
      return { publicId, sha256: createHash('sha256').update(bytes).digest('hex') };
    },
    names: async () => {
      const all = await readdir(directory).catch((error: unknown) => {
        if (systemCode(error) === 'ENOENT') return [];
        throw error;
      });
      return all.filter((name) => ID.test(name));
    },
    bringBack: (publicId) => begin(pathOf(publicId)),
    again: async (publicId) => {
      const other = newId();
      await link(pathOf(publicId), pathOf(other));
      return other;
    },
    read: async (publicId) => {
      if (!ID.test(publicId)) return null;
      try {
        const file = await open(pathOf(publicId), 'r');
        return await file.readFile().finally(() => file.close());
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return null;
        throw error;
      }
    },
    drop: (publicId) => rm(pathOf(publicId), { force: true }),
  };
}

const OFFICE: Record<string, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};
/** The folder that each kind of document holds. */
const FOLDERS: Record<string, string> = { docx: 'word/', xlsx: 'xl/', pptx: 'ppt/' };

/**
 * What a file is by its first bytes, never by what it is called; a document of Office by what it holds besides.
 * @returns its media type, or null for what is not taken
 */
export function mediaTypeOf(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begins = (...signature: number[]) => signature.every((byte, at) => head[at] === byte);
  if (begins(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (begins(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf';
  if (!begins(0x50, 0x4b, 0x03, 0x04) || !head.includes('[Content_Types].xml')) return null;
  const kind = Object.keys(FOLDERS).find((each) => head.includes(FOLDERS[each]!));
  // macros are programs
  return kind && !head.includes('vbaProject.bin') ? OFFICE[kind]! : null;
}

const ENDINGS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/pdf': 'pdf',
  ...Object.fromEntries(Object.entries(OFFICE).map(([ending, type]) => [type, ending])),
};

/** A name fit for a header and a screen, with the ending that its content has. */
export function attachmentName(given: string, mediaType: string): string {
  const stem = given
    .normalize('NFC')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/[^\p{L}\p{N} _.,()№-]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  return `${stem || 'файл'}.${ENDINGS[mediaType] ?? 'bin'}`;
}
