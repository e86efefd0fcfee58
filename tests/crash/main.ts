/** `npm run crash [-- --runs 50] [--only embedded|postgresql]`: kills Vestnik that often on each database and prints what became of every entry. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/database/open.ts';
import { freePort } from '../free-port.ts';
import { describeMissing, findTool } from '../needs.ts';
import { startPostgresql } from '../postgresql-server.ts';
import { silent } from '../silent.ts';
import { type CampaignReport, campaignTable, keepsThePromise, runCampaign } from './campaign.ts';
import { makeCrashSchool } from './crash-school.ts';

const ENTRIES = 2_000;

const { values } = parseArgs({ options: { runs: { type: 'string', default: '50' }, only: { type: 'string' } } });
const kills = Number(values.runs);
const places = { embedded: onEmbedded, postgresql: onPostgresql };
const wrong = !Number.isInteger(kills) || kills < 1 || (values.only !== undefined && !(values.only in places));
if (wrong) {
  console.error('npm run crash [-- --runs 50] [--only embedded|postgresql]');
  process.exit(2);
}
const rows: (CampaignReport & { database: string })[] = [];
for (const [database, run] of Object.entries(places)) {
  if (values.only && values.only !== database) continue;
  if (database === 'postgresql' && !findTool('postgresql')) console.error(describeMissing('postgresql'));
  else rows.push({ database, ...(await run()) });
}
console.log(campaignTable(rows));
for (const { unexplained } of rows) if (unexplained.length) console.log(JSON.stringify(unexplained, null, 1));
process.exit(rows.length && rows.every((row) => keepsThePromise(row, ENTRIES)) ? 0 : 1);

async function onEmbedded(): Promise<CampaignReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vestnik-crash-'));
  try {
    return await campaign({ DATA_DIR: dataDir });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function onPostgresql(): Promise<CampaignReport> {
  const server = await startPostgresql();
  try {
    return await campaign({ DATABASE_URL: server.url });
  } finally {
    await server.stop();
  }
}

async function campaign(env: { DATA_DIR?: string; DATABASE_URL?: string }): Promise<CampaignReport> {
  const database = await openDatabase({
    ...(env.DATABASE_URL && { databaseUrl: env.DATABASE_URL }),
    dataDir: env.DATA_DIR ?? '',
    log: silent,
  });
  await makeCrashSchool(database.prisma, systemClock());
  await database.close();
  const settings = { env, kills, entries: ENTRIES, random: Math.random, port: await freePort() };
  return await runCampaign({
    ...settings,
    progress: ({ kill, told }) => console.error(`kill ${kill} of ${kills}, told ${told} of ${ENTRIES}`),
  });
}
