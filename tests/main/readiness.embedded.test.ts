import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWake, startLoops } from '../../src/main/loops.ts';
import type { App } from '../../src/main/open-app.ts';
import { createPulse } from '../../src/main/pulse.ts';
import { webServices } from '../../src/main/web.ts';
import { keepSweepRuns } from '../../src/oversight/sweep-runs.ts';
import { readConfig } from '../../src/platform/config.ts';
import { openSchool, type School } from '../school.ts';
import { silent } from '../silent.ts';

const HOUR = 3_600_000;
let school: School;
beforeEach(async () => {
  school = await openSchool();
});
afterEach(() => school.close());

function servicesWith(pulse: ReturnType<typeof createPulse>, db = school.db) {
  const read = readConfig({ DEMO: '0' });
  if (!read.ok) throw new Error('settings');
  const app = { db, clock: school.clock, log: silent, config: read.config, wake: () => undefined } as unknown as App;
  return webServices(app, { pulse, bots: null });
}

test('a sweep of every six hours is not late after five, a planner silent for three minutes makes the process unready', async () => {
  let steady = 0;
  const pulse = createPulse(school.clock, () => steady);
  const files = pulse.watch({ name: 'files', everyMs: 6 * HOUR, vital: false });
  const weeks = pulse.watch({ name: 'weeks', everyMs: 15_000, vital: false });
  const plan = pulse.watch({ name: 'plan', everyMs: 500, vital: true });
  const { readiness } = servicesWith(pulse);
  for (const beat of [files, weeks, plan]) beat.ran();
  steady = 5 * HOUR;
  plan.ran();
  weeks.ran();
  const well = { database: 'ok', files: 'ok', weeks: 'ok', plan: 'ok' };
  expect(await readiness()).toEqual({ ready: true, checks: well });

  const ran = school.clock.now().toISOString();
  steady += 130_000;
  plan.goesOn();
  // a long run that goes on is no dead one; what is late without being vital is told, no more
  steady += 60_000;
  expect(await readiness()).toEqual({ ready: true, checks: { ...well, weeks: `last ran ${ran}` } });
  steady += 60_501;
  expect(await readiness()).toEqual({
    ready: false,
    checks: { ...well, weeks: `last ran ${ran}`, plan: `last ran ${ran}` },
  });
  plan.stop();
  expect((await readiness()).ready).toBe(true);
  // the calendar's jumps change nothing
  school.clock.advance({ days: 2 });
  expect((await readiness()).ready).toBe(true);
});

test('a sweep that fails each time counts as dead, and the database that does not answer is named', async () => {
  let steady = 0;
  const pulse = createPulse(school.clock, () => steady);
  let failures = 0;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const loops = startLoops({ clock: school.clock, log: silent, wake: createWake(), pulse }, [
    {
      name: 'plan',
      everyMs: 500,
      vital: true,
      run: async () => {
        steady += 60_000;
        failures += 1;
        if (failures === 4) await ended;
        throw new Error('broken');
      },
    },
  ]);
  await expect.poll(() => failures).toBe(4);
  expect(pulse.states()).toEqual([{ name: 'plan', vital: true, late: true, lastRun: null }]);
  const gone = { $queryRaw: async () => Promise.reject(new Error('gone')) } as unknown as School['db'];
  expect(await servicesWith(pulse, gone).readiness()).toEqual({
    ready: false,
    checks: { database: 'does not answer', plan: 'has not run' },
  });
  const stopped = loops.stop();
  end();
  await stopped;
  expect(pulse.states()).toEqual([]);
});

test('what can wait does not run at the start', async () => {
  const begun = school.clock.now().getTime();
  const parts = { clock: school.clock, log: silent, wake: createWake(), pulse: createPulse(school.clock) };
  const first = await new Promise<number>((resolve) => {
    const run = async () => {
      resolve(school.clock.now().getTime() - begun);
      void loops.stop();
      return 0;
    };
    const loops = startLoops(parts, [{ name: 'tidy', everyMs: 6 * HOUR, firstMs: 600_000, run }]);
  });
  expect(first).toBe(600_000);
});

test('when each loop last ran is kept for the metrics of any process', async () => {
  const pulse = createPulse(school.clock);
  pulse.watch({ name: 'plan', everyMs: 500, vital: true }).ran();
  pulse.watch({ name: 'files', everyMs: 6 * HOUR, vital: false });
  await keepSweepRuns(school.db, pulse.states());
  school.clock.advance({ minutes: 1 });
  pulse.watch({ name: 'plan', everyMs: 500, vital: true }).ran();
  await keepSweepRuns(school.db, pulse.states());
  expect(await school.db.sweepRun.findMany()).toEqual([{ name: 'loop plan', at: school.clock.now() }]);
});
