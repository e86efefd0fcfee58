import { readFileSync } from 'node:fs';
import type { ImportDeps } from '../../../src/connectors/school-file/import.ts';
import { importSchool } from '../../../src/connectors/school-file/import.ts';
import { readSchoolFile } from '../../../src/connectors/school-file/read.ts';
import type { SchoolFile } from '../../../src/connectors/school-file/schema.ts';
import type { Db } from '../../../src/platform/database/open.ts';
import type { Io } from '../../../src/platform/io.ts';

/** The example school, fresh for each test. */
export function example(): SchoolFile {
  return JSON.parse(readFileSync(new URL('example.json', import.meta.url), 'utf8')) as SchoolFile;
}

export const bytesOf = (file: unknown): Uint8Array => Buffer.from(JSON.stringify(file));

/** The row that Vestnik makes with a new database. */
export async function makeSchool(db: Db): Promise<void> {
  await db.school.create({
    data: { id: 1, kind: 'real', madeAt: new Date('2026-09-01T06:00:00Z'), secret: 'for tests only' },
  });
}

export interface MemoryIo extends Io {
  stdout: string;
  stderr: string;
}

/** A person at a terminal who has one file. */
export function memoryIo(file: Uint8Array): MemoryIo {
  const io: MemoryIo = {
    stdout: '',
    stderr: '',
    stdin: async function* () {},
    out: async (text) => {
      io.stdout += text;
    },
    err: async (text) => {
      io.stderr += text;
    },
    readFile: async () =>
      (async function* () {
        for (let at = 0; at < file.length; at += 1000) yield file.subarray(at, at + 1000);
      })(),
    writeFile: () => Promise.reject(new Error('nothing is written')),
    signal: new AbortController().signal,
  };
  return io;
}

export interface Imported {
  code: number;
  /** the JSON on standard output */
  result: {
    ok: boolean;
    version: number;
    counts: Record<string, { added: number; changed: number; left: number }>;
    changes: { kind: string; change: string; id: string; fields?: Record<string, [unknown, unknown]> }[];
    faults?: { path: string; code: string; text: string }[];
    warnings: { path: string; code: string }[];
    confirmLeft?: { count: number; of: number };
  };
  stderr: string;
}

/** Imports as the command line does. */
export async function importFile(
  deps: ImportDeps,
  file: unknown,
  options: { dryRun?: boolean; confirmLeft?: number } = {},
): Promise<Imported> {
  const io = memoryIo(file instanceof Uint8Array ? file : bytesOf(file));
  const code = await importSchool(deps, io, 'school.json', options);
  return { code, result: JSON.parse(io.stdout) as Imported['result'], stderr: io.stderr };
}

/** Path in the example → what to put there; `classes[+]` adds to a list, undefined takes a field away. */
export type Spoiling = Record<string, unknown>;

/** The example with some places changed, in bytes. */
export function spoilt(changes: Spoiling): Uint8Array {
  const file: unknown = example();
  for (const [path, value] of Object.entries(changes)) {
    const parts = path.split(/[.[\]]+/).filter((part) => part !== '');
    const last = parts.pop()!;
    const at = parts.reduce<unknown>((inner, part) => (inner as Record<string, unknown>)[part], file);
    if (last === '+') (at as unknown[]).push(value);
    else (at as Record<string, unknown>)[last] = value;
  }
  return bytesOf(file);
}

const NOW = new Date('2026-09-10T06:00:00Z');

/** The faults of the example with some places changed, as `path code`. */
export function faultsOf(changes: Spoiling): string[] {
  const read = readSchoolFile(spoilt(changes), NOW);
  return read.ok ? [] : read.faults.map(({ path, code }) => `${path} ${code}`);
}

export function warningsOf(changes: Spoiling): string[] {
  return readSchoolFile(spoilt(changes), NOW).warnings.map(({ path, code }) => `${path} ${code}`);
}
