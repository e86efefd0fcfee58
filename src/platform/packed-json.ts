/** JSON packed (deflate) into one short text, for what is long and seldom read again. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Some kilobytes at a time: zlib's usual window of 32 would cost more to set up than to use. */
const SMALL = { level: 3, memLevel: 6, windowBits: 13 };

export function packJson(value: unknown): string {
  return deflateRawSync(JSON.stringify(value), SMALL).toString('base64');
}

export function unpackJson(packed: string): unknown {
  return JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString());
}
