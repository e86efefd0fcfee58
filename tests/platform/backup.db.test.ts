import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, afterEach, beforeEach, expect, inject, it } from 'vitest';
import { endLeasesIn } from '../../src/delivery/lease.ts';
import { backupVerb } from '../../src/main/verbs/backup.ts';
import { restoreVerb } from '../../src/main/verbs/restore.ts';
import { resumeVerb } from '../../src/main/verbs/resume.ts';
import { type Attachments, openAttachments } from '../../src/platform/attachments.ts';
import { readTables } from '../../src/platform/backup/catalog.ts';
import { BackupFault } from '../../src/platform/backup/fault.ts';
import { type RestoreParts, restoreBackup } from '../../src/platform/backup/restore.ts';
import { writeBackup } from '../../src/platform/backup/write.ts';
import { readConfig } from '../../src/platform/config.ts';
import { embeddedAdapter } from '../../src/platform/database/embedded-adapter.ts';
import { readMigrations } from '../../src/platform/database/migrations.ts';
import { type Db, newClient } from '../../src/platform/database/open.ts';
import type { Io } from '../../src/platform/io.ts';
import { CARE } from '../../src/texts/care.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { fakeClock } from '../fake-clock.ts';
import { mark, openSchool, type Past, type School } from '../school.ts';

const signal = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'vestnik-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
/** where the school's files stand, and where those that are brought back */
let here: Attachments;
let there: Attachments;
const later = fakeClock('2026-09-21T12:00:00+03:00');
let school: School;
let target: TestDatabase;

beforeEach(async () => {
  [here, there] = ['here', 'there'].map((name) => openAttachments(join(folder, randomUUID(), name))) as [
    Attachments,
    Attachments,
  ];
  school = await openSchool();
  target = await testDatabase();
  await target.db.prisma.school.create({ data: { id: 1, kind: 'real', madeAt: later.now(), secret: 'of the target' } });
});

afterEach(async () => {
  await school.close();
  await target.close();
});

/** A week with everything that a school has by its end, one notice on its way. */
const LIVED: Past = {
  name: 'a week to back up',
  live: async (on) => {
    await on.link('g1');
    await on.record(mark({ key: 'a' }), mark({ student: 's2', key: 'b', value: '3' }));
    await on.record({ kind: 'message', class: '7Б', text: 'Сбор\n«в 9:00» \\ \t "у входа"', by: 't1', key: 'm' });
    on.clock.advance({ minutes: 3 });
    await on.work();
    on.clock.advance({ days: 6 });
    await on.work();
    const now = on.clock.now();
    await on.db.printFile.create({
      data: { lastRunId: 0, madeAt: now, parts: { create: { part: 0, bytes: new Uint8Array([0, 10, 13, 255]) } } },
    });
    await on.db.rateCount.create({ data: { key: 'k', windowStart: now, count: 1 } });
  },
};

async function live(): Promise<void> {
  await school.close();
  school = await openSchool({ past: LIVED });
  const now = school.clock.now();
  // a JSON null is not the absence of a value
  await school.db
    .$executeRaw`INSERT INTO audit_record (at, action, object, details) VALUES (${now}, 'a', 'b', 'null'::jsonb), (${now}, 'a', 'b', NULL)`;
}

async function backUp(db: Db = school.db): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  await writeBackup(
    { db, clock: later, attachments: here, signal },
    { write: async (chunk) => void chunks.push(chunk) },
  );
  return Buffer.concat(chunks);
}

const settle: RestoreParts['settle'] = (tx, now) => endLeasesIn(tx, now, { all: true });

const restore = (bytes: Uint8Array, options: { replace?: boolean } = {}, db = target.db.prisma) =>
  restoreBackup({ db, clock: later, attachments: there, signal, settle }, async () => inPieces(bytes), options);

/** As if it had been written so. */
function resealed(packed: Uint8Array): Buffer {
  const text = gunzipSync(packed).toString();
  const end = text.lastIndexOf('{"rows"');
  const sha256 = createHash('sha256').update(text.slice(0, end)).digest('hex');
  return gzipSync(`${text.slice(0, end)}${JSON.stringify({ ...JSON.parse(text.slice(end)), sha256 })}\n`);
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += 1000) yield bytes.subarray(from, from + 1000);
}

/** Every table as text, row by row. */
async function contents(db: Db): Promise<Record<string, string[]>> {
  return db.$transaction(async (tx) => {
    const found: Record<string, string[]> = {};
    for (const { name } of await readTables(tx)) {
      const rows = await tx.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" t ORDER BY 1`);
      found[name] = rows.map(({ row }) => row);
    }
    return found;
  });
}

/** A terminal that holds one file. */
function terminal(file: Uint8Array = new Uint8Array()): { io: Io; said: string[]; written: () => Buffer } {
  const said: string[] = [];
  const chunks: Uint8Array[] = [];
  const io: Io = {
    stdin: () => inPieces(new Uint8Array()),
    out: async (text) => void said.push(text),
    err: async (text) => void said.push(text),
    readFile: async () => inPieces(file),
    writeFile: async () => ({
      write: async (chunk) => void chunks.push(chunk),
      commit: async () => undefined,
      abort: async () => undefined,
    }),
    signal,
  };
  return { io, said, written: () => Buffer.concat(chunks) };
}

const settings = readConfig({ DATA_DIR: join(folder, 'verbs') });
if (!settings.ok) throw new Error('settings');
const { config } = settings;
const appOf = (db: Db) => ({ db, clock: later, config, wake: () => undefined });

it('brings every row back, into a fresh database and over another school', async () => {
  await live();
  const file = await backUp();
  const before = await contents(school.db);
  expect(before.told!.length).toBeGreaterThan(0);
  expect(before.weekly_record!.length).toBeGreaterThan(0);
  expect(before).not.toHaveProperty('rate_count');

  const { rows, changedIdentity } = await restore(file);
  expect(rows).toBe(Object.values(before).flat().length);
  expect(changedIdentity).toBe(true);
  const { school: row, ...rest } = await contents(target.db.prisma);
  const { school: rowBefore, ...restBefore } = before;
  expect(rest).toEqual(restBefore);
  expect(row).not.toEqual(rowBefore);

  // over itself, after something more was written: the later rows are gone, their numbers are not given out again
  await school.record(mark({ key: 'after', value: '2' }));
  const [{ id: drawn }] = (await school.db.$queryRaw`SELECT max(id) AS id FROM journal_event`) as [{ id: number }];
  const { rosterVersion } = await school.db.school.findUniqueOrThrow({ where: { id: 1 } });
  expect((await restore(file, { replace: true }, school.db)).changedIdentity).toBe(false);
  const { school: _, ...again } = await contents(school.db);
  expect(again).toEqual(restBefore);
  expect((await school.db.school.findUniqueOrThrow({ where: { id: 1 } })).rosterVersion).toBeGreaterThan(rosterVersion);
  await school.record(mark({ key: 'next', value: '2' }));
  expect((await school.db.journalEvent.findFirstOrThrow({ orderBy: { id: 'desc' } })).id).toBeGreaterThan(drawn);
});

it('goes from one kind of database into the other and back', async () => {
  await live();
  const other = inject('postgresql') ? await embedded() : null;
  try {
    if (other) {
      await other.db.school.create({ data: { id: 1, kind: 'real', madeAt: later.now(), secret: 'of the third' } });
      await restore(await backUp(), {}, other.db);
    }
    await restore(await backUp(other?.db));
    // all but the row of the school, which says that sending is paused
    const rows = (packed: Buffer) =>
      gunzipSync(packed)
        .toString()
        .split('\n')
        .filter((line) => line.startsWith('[') && !line.includes('a-secret-of-the-tests'))
        .sort();
    expect(rows(await backUp(target.db.prisma))).toEqual(rows(await backUp()));
  } finally {
    await other?.close();
  }
});

async function embedded(): Promise<{ db: Db; close(): Promise<void> }> {
  const pglite = await PGlite.create({ loadDataDir: new Blob([readFileSync(inject('snapshot'))]) });
  const db = newClient(embeddedAdapter(pglite), 'embedded');
  return { db, close: () => db.$disconnect().then(() => pglite.close()) };
}

it('refuses what is not a whole backup of ours, and changes nothing', async () => {
  await school.record(mark({ key: 'a' }));
  const file = await backUp();
  const before = await contents(target.db.prisma);
  const text = gunzipSync(file).toString();
  const packed = (change: (text: string) => string) => gzipSync(change(text));
  const flipped = Buffer.from(file);
  flipped[file.length >> 1]! ^= 1;
  const lastMigration = readMigrations().at(-1)!.name;
  const refused: [string, Uint8Array][] = [
    ['cut', Buffer.alloc(0)],
    ['foreign', Buffer.from('PK\u0003\u0004 a spreadsheet')],
    ['foreign', gzipSync('{"name":"another program"}\n')],
    ['cut', file.subarray(0, file.length >> 1)],
    ['cut', file.subarray(0, file.length - 1)],
    ['cut', packed((all) => all.slice(0, all.lastIndexOf('{"rows"')))],
    ['altered', flipped],
    ['altered', packed((all) => all.replace('Иванов', 'Петров'))],
    ['newer', packed((all) => all.replace('"version":2', '"version":3'))],
    ['newer', packed((all) => all.replace(lastMigration, '20990101000000_of_the_future'))],
  ];
  for (const [code, bytes] of refused) {
    const error: unknown = await restore(bytes).catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(BackupFault);
    expect([(error as BackupFault).code, bytes.length]).toEqual([code, bytes.length]);
  }
  expect(await contents(target.db.prisma)).toEqual(before);

  const occupied = await contents(school.db);
  await expect(restore(file, {}, school.db)).rejects.toMatchObject({ code: 'occupied' });
  expect(await contents(school.db)).toEqual(occupied);
  const ofDemo = packed((all) => all.replace('"kind":"real"', '"kind":"demo"'));
  await expect(restore(resealed(ofDemo), { replace: true }, school.db)).rejects.toMatchObject({ code: 'otherKind' });
  expect(await contents(school.db)).toEqual(occupied);
});

it('leaves everything as it was when it is given up half-way', async () => {
  const file = await backUp();
  const before = await contents(target.db.prisma);
  const gaveUp = new AbortController();
  let opened = 0;
  const open = async () => {
    opened += 1;
    if (opened === 2) gaveUp.abort(new Error('given up'));
    return inPieces(file);
  };
  const parts = { db: target.db.prisma, clock: later, attachments: there, signal: gaveUp.signal, settle };
  await expect(restoreBackup(parts, open)).rejects.toThrow('given up');
  expect(opened).toBe(2);
  expect(await contents(target.db.prisma)).toEqual(before);
});

it('brings a backup of an older version up to this one', async () => {
  // as the version before the migration `when_a_key_was_last_used` wrote it, of a school with one message
  const old = readFileSync(new URL('old-backup.jsonl', import.meta.url));
  const said = new Date('2026-09-15T09:00:00.000Z');
  await restore(gzipSync(old));
  expect(await target.db.prisma.entryKey.findMany()).toMatchObject([{ key: 'a', saidAt: said }]);
  expect(await target.db.prisma.school.findFirst()).toMatchObject({ name: 'Старая школа' });
  expect(
    await target.db.prisma.$queryRaw`SELECT nspname::text FROM pg_namespace WHERE nspname = 'vestnik_restore'`,
  ).toEqual([]);
});

/** A file joined to homework, as the teachers' bot keeps it. */
async function attach(bytes: Buffer): Promise<string> {
  const { publicId, sha256 } = await here.store(bytes);
  const more = { name: 'лист.pdf', mediaType: 'application/pdf', byId: 't1', at: later.now() };
  await school.db.attachment.create({ data: { publicId, sha256, bytes: bytes.length, ...more } });
  return publicId;
}

/** The sum of the whole is right again: what a file's own sum must find. */
function withFileAltered(packed: Uint8Array): Buffer {
  const text = gunzipSync(packed).toString();
  return gzipSync(text.replace(/\n"(.)(.)/, (_, a, b) => `\n"${a}${b === 'A' ? 'B' : 'A'}`));
}

it('brings attached files back, and names those that are lost', async () => {
  const large = randomBytes(1_000_000);
  const ids = [await attach(large), await attach(Buffer.from('%PDF-1.4 small')), await attach(Buffer.alloc(0))];
  const [lost, spoiled] = [await attach(Buffer.from('lost')), await attach(Buffer.from('spoiled'))];
  await here.drop(lost);
  const file = await here.bringBack(spoiled);
  await file.write(Buffer.from('something else'));
  expect(await file.commit()).toBe(false);

  const chunks: Uint8Array[] = [];
  const parts = { db: school.db, clock: later, attachments: here, signal };
  const written = await writeBackup(parts, { write: async (chunk) => void chunks.push(chunk) });
  expect(written).toMatchObject({ files: 3, lostFiles: 2 });
  expect((await restore(Buffer.concat(chunks))).files).toBe(3);
  expect((await there.names()).sort()).toEqual([...ids].sort());
  expect(large.equals((await there.read(ids[0]!))!)).toBe(true);
  expect(await there.read(ids[2]!)).toEqual(Buffer.alloc(0));
  expect(await target.db.prisma.attachment.count()).toBe(5);
});

it('drops the files of the school that was replaced, and keeps every file when it fails', async () => {
  const kept = await attach(Buffer.from('of the backup'));
  const file = await backUp();
  const added = await attach(Buffer.from('added after it'));
  there = here;
  const gaveUp = new AbortController();
  const tooLate = { db: school.db, clock: later, attachments: here, signal: gaveUp.signal };
  const stop = async () => gaveUp.abort(new Error('given up'));
  await expect(
    restoreBackup({ ...tooLate, settle: stop }, async () => inPieces(file), { replace: true }),
  ).rejects.toThrow('given up');
  expect((await here.names()).sort()).toEqual([kept, added].sort());
  await restore(file, { replace: true }, school.db);
  expect(await here.names()).toEqual([kept]);

  // into another folder, given up after the files were written: none of them stays
  there = openAttachments(join(folder, randomUUID()));
  const other = { ...tooLate, attachments: there, db: target.db.prisma, settle: stop };
  await expect(restoreBackup(other, async () => inPieces(file))).rejects.toThrow('given up');
  expect(await there.names()).toEqual([]);
  await expect(restore(resealed(withFileAltered(file)))).rejects.toMatchObject({ code: 'altered' });
  expect(await there.names()).toEqual([]);
});

it('reads backups of the first version, which had no files', async () => {
  await school.record(mark({ key: 'a' }));
  const text = gunzipSync(await backUp()).toString();
  const first = text.replace('"version":2', '"version":1').replace('"attachments":0,', '');
  expect(first).not.toContain('"attachments"');
  expect((await restore(resealed(gzipSync(first)))).files).toBe(0);
  expect(await target.db.prisma.journalEntry.count()).toBe(1);
});

it('keeps sending paused until it is resumed, and tells again what may not have arrived', async () => {
  await school.link('g1');
  await school.record(mark({ key: 'a' }));
  school.clock.advance({ minutes: 3 });
  await school.work();
  // the moment of the backup: a message was on its way
  await school.db.delivery.updateMany({ data: { state: 'started', leaseHolder: 'x', leaseUntil: later.now() } });
  await school.db.attempt.updateMany({ data: { finishedAt: null, outcome: null } });
  const made = terminal();
  expect(await backupVerb(appOf(school.db), made.io, 'copy')).toBe(0);
  expect(await school.db.auditRecord.count({ where: { action: 'backup' } })).toBe(1);

  const refused = terminal(made.written());
  expect(await restoreVerb(appOf(school.db), refused.io, 'copy', {})).toBe(1);
  expect(refused.said).toEqual([`${CARE.restore.refused.occupied('copy')}\n`]);

  const restored = terminal(made.written());
  expect(await restoreVerb(appOf(school.db), restored.io, 'copy', { replace: true })).toBe(0);
  expect(restored.said.join('')).toContain('копии от 21.09.2026, 12:00');
  expect(restored.said).toContain(`${CARE.restore.paused}\n`);
  expect(await school.db.delivery.findFirst()).toMatchObject({ state: 'due', uncertain: true, leaseHolder: null });
  expect(await school.db.attempt.findFirst()).toMatchObject({ outcome: 'unknown' });
  const heard = school.telegram.heard.length;
  school.clock.advance({ days: 7 });
  await school.work();
  expect(school.telegram.heard).toHaveLength(heard);

  expect(await resumeVerb(appOf(school.db), terminal().io)).toBe(0);
  await school.work();
  expect(school.telegram.heard.length).toBeGreaterThan(heard);
});
