import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import { openDatabase } from '../../src/platform/database/open.ts';
import { startChild } from '../child.ts';
import { unpackSnapshot } from '../database.ts';
import { silent } from '../silent.ts';

/** the whole of Vestnik is killed more often: tests/crash */
const KILLS = 3;

it(`keeps every row whose commit was told, over ${KILLS} kills in the middle of writing`, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'vestnik-kill-'));
  unpackSnapshot(inject('snapshot'), dir);
  let told = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const child = startChild('platform/processes/write.ts', [dir, '2000']);
    expect(await child.line()).toBe('ready');
    const enough = told + 1 + Math.floor(Math.random() * 30);
    while (told < enough) told = Number(await child.line());
    const killed = pause(Math.random() * 20).then(() => child.kill('SIGKILL'));
    try {
      for (;;) told = Number(await child.line());
    } catch {
      await killed;
    }
  }
  const db = await openDatabase({ dataDir: dir, log: silent });
  const rows = await db.prisma.auditRecord.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  const ids = rows.map((row) => row.id);
  await db.close();
  rmSync(dir, { recursive: true, force: true });
  // numbered without a gap, at least to the last one told; the one after it may have been committed and not yet told
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, index) => index + 1));
  expect([told, told + 1]).toContain(ids.length);
}, 180_000);
