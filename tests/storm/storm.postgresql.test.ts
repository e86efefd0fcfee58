import { expect, it } from 'vitest';
import { stormTable } from './audit.ts';
import { runStorm } from './storm.ts';

it('a stormy school day in short: nothing lost, no wrong last word, quiet hours and limits kept, the ledger whole', async () => {
  const report = await runStorm({
    guardians: 60,
    events: 200,
    workers: 2,
    killEvery: 10_000,
    hours: 3,
    leasesEnd: true,
    random: Math.random,
    progress: () => undefined,
  });
  console.log(stormTable(report));
  expect(report.kills).toBeGreaterThan(0);
  expect(report).toMatchObject({
    lost: 0,
    unaccounted: 0,
    wrongLastWord: 0,
    repeatedWithoutCause: 0,
    inQuietHours: 0,
    ownLimitsHit: 0,
    missingInLedger: 0,
    examples: [],
  });
}, 600_000);
