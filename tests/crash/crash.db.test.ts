import { expect, it } from 'vitest';
import { systemClock } from '../../src/platform/clock.ts';
import { testDatabase } from '../database.ts';
import { freePort } from '../free-port.ts';
import { campaignTable, runCampaign } from './campaign.ts';
import { makeCrashSchool } from './crash-school.ts';

const ENTRIES = 2_000;
const KILLS = 8;

it('killed at any moment: nothing acknowledged is lost, nobody is left untold, twice only what was under way', async () => {
  const { db, env, close } = await testDatabase({ durable: true });
  await makeCrashSchool(db.prisma, systemClock());
  // the embedded database belongs to one process at a time
  if (db.dialect === 'embedded') await db.close();
  try {
    const report = await runCampaign({
      env,
      kills: KILLS,
      entries: ENTRIES,
      random: Math.random,
      port: await freePort(),
    });
    console.log(campaignTable([{ database: db.dialect, ...report }]));
    expect(report).toMatchObject({
      acknowledged: ENTRIES,
      missing: 0,
      untold: 0,
      toldTwiceWithoutCause: 0,
      unexplained: [],
    });
  } finally {
    await close();
  }
}, 600_000);
