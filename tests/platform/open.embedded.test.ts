import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { readMigrations } from '../../src/platform/database/migrations.ts';
import { type Database, openDatabase } from '../../src/platform/database/open.ts';
import { startChild } from '../child.ts';
import { unpackSnapshot } from '../database.ts';
import { permits } from '../permits.ts';
import { silent } from '../silent.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vestnik-open-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const open = (dataDir = dir) => openDatabase({ dataDir, log: silent });

async function withDatabase(work: (db: Database) => Promise<unknown>): Promise<void> {
  const db = await open();
  await work(db);
  await db.close();
}

const at = new Date('2026-09-01T06:00:00.123Z');

describe('the embedded database', () => {
  it('is made on first use, though a kill left it half-made, migrated, and keeps what was written', async () => {
    mkdirSync(join(dir, 'database.making'));
    writeFileSync(join(dir, 'database.making/PG_VERSION'), '18\n');
    await withDatabase((db) => db.prisma.sweepRun.create({ data: { name: 'a', at } }));
    expect(statSync(join(dir, 'database')).mode & 0o777).toBe(0o700);
    expect(readdirSync(dir)).toEqual(['database']);
    await withDatabase(async (db) => expect(await db.prisma.sweepRun.findMany()).toEqual([{ name: 'a', at }]));
  });

  it('is tidied while it is used, and refuses a second process', async () => {
    unpackSnapshot(inject('snapshot'), dir);
    await withDatabase(async (db) => {
      await db.prisma.sweepRun.create({ data: { name: 'a', at } });
      const count = db.prisma.$transaction((tx) => tx.sweepRun.count());
      await db.tidy();
      expect(await count).toBe(1);
      await expect(open()).rejects.toMatchObject({ code: 'dataDirHeld' });
    });
  });

  it('refuses a directory made by a newer version, naming what it does not know', async () => {
    unpackSnapshot(inject('snapshot'), dir);
    await withDatabase(
      (db) => db.prisma.$executeRaw`
        INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', 'x', '29991231_later', now())`,
    );
    const refused = expect(open()).rejects;
    await refused.toMatchObject({ code: 'databaseNewer', message: expect.stringContaining('29991231_later') });
    // it was let go of: the lock is free again
    expect(readdirSync(dir)).toEqual(['database']);
  });

  it('refuses a history that was edited or is unfinished', async () => {
    unpackSnapshot(inject('snapshot'), dir);
    const [first] = readMigrations();
    await withDatabase((db) => db.prisma.$executeRaw`UPDATE _prisma_migrations SET finished_at = NULL`);
    await expect(open()).rejects.toMatchObject({ code: 'migrationUnfinished' });

    rmSync(join(dir, 'database'), { recursive: true });
    unpackSnapshot(inject('snapshot'), dir);
    const other = createHash('sha256').update('other').digest('hex');
    await withDatabase(
      (db) =>
        db.prisma.$executeRaw`UPDATE _prisma_migrations SET checksum = ${other} WHERE migration_name = ${first!.name}`,
    );
    await expect(open()).rejects.toMatchObject({ code: 'migrationEdited' });
  });

  it('refuses a directory that is not its own, one of another engine, a damaged one and a file', async () => {
    mkdirSync(join(dir, 'database'));
    writeFileSync(join(dir, 'database/отчёт.txt'), 'моё');
    await expect(open()).rejects.toMatchObject({ code: 'databaseNotOurs' });
    writeFileSync(join(dir, 'database/PG_VERSION'), '19\n');
    await expect(open()).rejects.toMatchObject({ code: 'databaseOtherEngine' });
    writeFileSync(join(dir, 'database/PG_VERSION'), '18\n');
    await expect(open()).rejects.toMatchObject({ code: 'databaseDamaged' });
    expect(readFileSync(join(dir, 'database/отчёт.txt'), 'utf8')).toBe('моё');
    await expect(open(join(dir, 'database/отчёт.txt'))).rejects.toMatchObject({ code: 'dataDirFile' });
  });
});

describe('the embedded database on a bad disk', () => {
  const mounts = permits('unshare', '-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt');
  const mount = (...args: string[]) => execFileSync('mount', args);
  afterEach(() => {
    if (!mounts.skip) execFileSync('sh', ['-c', `umount ${dir} 2>/dev/null; true`]);
  });

  async function write(size = 10) {
    const child = startChild('platform/processes/write.ts', [dir, String(size)]);
    let last = 0;
    try {
      expect(await child.line()).toBe('ready');
      for (;;) last = Number(await child.line());
    } catch {
      return { last, ...(await child.exit) };
    }
  }

  it(`ends in one clear line in a read-only directory${mounts.note}`, mounts, async () => {
    mount('-t', 'tmpfs', '-o', 'ro', 'tmpfs', dir);
    const { code, stderr } = await write();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^DATA_DIR: в каталог .* нельзя писать \(EROFS\)[^\n]*\n$/);
    await expect(open(join(dir, 'data'))).rejects.toMatchObject({ code: 'dataDirUnwritable' });
  });

  it(`is not begun on a disk that has no room for it, in one clear line${mounts.note}`, mounts, async () => {
    mount('-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', dir);
    const { code, stderr } = await write();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^DATA_DIR: на диске [^\n]* кончилось место[^\n]*\n$/);
  });

  it(`ends in one clear line on a full disk, and nothing that was told is lost${mounts.note}`, mounts, async () => {
    mount('-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', dir);
    unpackSnapshot(inject('snapshot'), dir);
    const { last, code, stderr } = await write(500_000);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^DATA_DIR: на диске [^\n]* кончилось место[^\n]*\n$/);
    expect(last).toBeGreaterThan(0);

    mount('-o', 'remount,size=256m', dir);
    await withDatabase(async (db) => {
      const kept = await db.prisma.auditRecord.count();
      // one more may have reached the disk before it could be told
      expect([last, last + 1]).toContain(kept);
    });
  });

  it(`does not start on a full disk, in one clear line${mounts.note}`, mounts, async () => {
    mount('-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', dir);
    unpackSnapshot(inject('snapshot'), dir);
    execFileSync('sh', ['-c', `dd if=/dev/zero of=${dir}/ballast bs=64k 2>/dev/null; true`]);
    const { code, stderr } = await write();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^DATA_DIR: на диске [^\n]* кончилось место[^\n]*\n$/);
  });
});
