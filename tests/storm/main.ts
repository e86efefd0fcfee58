/** `npm run storm [-- --guardians 3000 --events 20000]`: the storm at full length; prints what was counted. */
import { parseArgs } from 'node:util';
import { describeMissing, findTool } from '../needs.ts';
import { stormTable, weathered } from './audit.ts';
import { runStorm } from './storm.ts';

const { values } = parseArgs({
  options: {
    guardians: { type: 'string', default: '3000' },
    events: { type: 'string', default: '20000' },
    workers: { type: 'string', default: '3' },
    hours: { type: 'string', default: '12' },
  },
});
if (!findTool('postgresql')) {
  console.error(describeMissing('postgresql'));
  process.exit(1);
}
const report = await runStorm({
  guardians: Number(values.guardians),
  events: Number(values.events),
  workers: Number(values.workers),
  killEvery: 3_000,
  hours: Number(values.hours),
  leasesEnd: false,
  random: Math.random,
  progress: (line) => console.error(line),
});
console.log(stormTable(report));
for (const example of report.examples) console.log(JSON.stringify(example));
process.exit(weathered(report) ? 0 : 1);
