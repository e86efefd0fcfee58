/** A file that pages load: compressed once, when somebody asks first, and addressed by its content, so that it is loaded once. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

export interface Asset {
  path: string;
  type: string;
  plain: Buffer;
  br(): Buffer;
  gzip(): Buffer;
}

export const hashOf = (content: string): string =>
  createHash('sha256').update(content).digest('base64url').slice(0, 12);

export function textAsset(name: string, extension: string, type: string, text: string): Asset {
  return packed(`/assets/${name}-${hashOf(text)}.${extension}`, type, text);
}

export function packed(path: string, type: string, text: string): Asset {
  const plain = Buffer.from(text);
  return { path, type, plain, br: once(() => brotliCompressSync(plain)), gzip: once(() => gzipSync(plain)) };
}

/** Made when somebody asks first. */
export function once(make: () => Buffer): () => Buffer {
  let made: Buffer | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** A text file of the web. */
export const ownFile = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
