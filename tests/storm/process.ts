/** One Vestnik process of the storm: as `vestnik start`, with a clock that the storm moves. */
import { startVestnik } from '../../src/main/start.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import { localIo } from '../../src/platform/io.ts';
import { createLog } from '../../src/platform/log.ts';

/** What the storm tells its processes when they ask and at each jump: how far their clock is from the world's, ms. */
export interface ClockOffset {
  offset: number;
}

let offset = 0;
const told = new Promise<void>((resolve) => {
  process.on('message', (moved: ClockOffset) => {
    offset = moved.offset;
    resolve();
  });
});
process.on('disconnect', () => process.exit(1));
process.send?.('asks');
await told;

const read = readConfig(process.env);
if (!read.ok) throw new Error(JSON.stringify(read.faults));
const clock = { ...systemClock(), now: () => new Date(Date.now() + offset) };
const io = localIo();
const code = await startVestnik({
  clock,
  log: createLog(read.config.LOG_LEVEL),
  config: read.config,
  io: {
    ...io,
    // the first thing said is that it runs
    err: async () => void process.send?.('running'),
  },
  only: process.env.STORM_PARTS,
});
process.exit(code);
