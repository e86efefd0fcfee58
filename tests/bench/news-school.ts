/** A school of many families, each of which may be owed one message at a time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from '../../src/delivery/lease.ts';
import { planDue } from '../../src/delivery/planner.ts';
import type { Renderers } from '../../src/delivery/render.ts';
import { recordEntries } from '../../src/journal/record.ts';
import { createRenderers } from '../../src/main/render.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/database/open.ts';
import { crashEntry, makeCrashSchool } from '../crash/crash-school.ts';
import { findTool } from '../needs.ts';
import { startPostgresql } from '../postgresql-server.ts';
import { silent } from '../silent.ts';

export const FAMILIES = 1000;
/** Entries of one call. */
const AT_ONCE = 250;

export type DatabaseName = 'embedded' | 'PostgreSQL';

/** PostgreSQL where its program is there. Both with fsync. */
export const databases = (): DatabaseName[] => ['embedded', ...(findTool('postgresql') ? ['PostgreSQL' as const] : [])];

export interface NewsSchool {
  worker: Worker & { render: Renderers };
  /** one more message is due for each family */
  news(): Promise<void>;
}

export async function inNewsSchool<T>(
  on: DatabaseName,
  telegram: boolean,
  run: (school: NewsSchool) => Promise<T>,
): Promise<T> {
  const server = on === 'PostgreSQL' ? await startPostgresql({ durable: true }) : null;
  const dataDir = mkdtempSync(join(tmpdir(), 'vestnik-bench-'));
  const { prisma: db, tidy, close } = await openDatabase({ databaseUrl: server?.url, dataDir, log: silent });
  const clock = systemClock();
  let told = 0;
  const news = async () => {
    for (const until = told + FAMILIES; told < until; told += AT_ONCE) {
      const entries = Array.from({ length: AT_ONCE }, (_, i) => crashEntry(told + i, FAMILIES).entry);
      const refused = (await recordEntries({ db, clock }, 'bench', entries)).find(({ code }) => code);
      if (refused) throw new Error(`${refused.key}: ${refused.code}`);
    }
    await planDue({ db, clock });
  };
  const render = createRenderers({ secret: 'a-secret-of-the-bench', publicUrl: 'https://diary.bench.example' });
  try {
    await makeCrashSchool(db, clock, { families: FAMILIES, telegram: () => telegram });
    // as the running Vestnik does at its start and every six hours
    await tidy();
    return await run({ worker: { db, clock, holder: 'bench', render }, news });
  } finally {
    await close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
