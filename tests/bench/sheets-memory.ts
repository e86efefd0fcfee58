/** Prints a run in a process of its own and says what memory that took: `node … sheets-memory.ts COUNT`. */
import { Writable } from 'node:stream';
import { writeRun } from '../../src/channels/paper/run.ts';
import { plainWeek, runOf, sheetOf } from '../channels/paper/facts.ts';

const count = Number(process.argv[2]);
const idle = process.memoryUsage().rss;
const sink = new Writable({ write: (_chunk, _encoding, done) => done() });

function* sheets() {
  for (let i = 0; i < count; i += 1) {
    yield sheetOf(plainWeek(i), { number: i + 1, stubUrl: `https://dnevnik.example.ru/stub/Ab3dEf6hIj9kLm2n${i}` });
  }
}

writeRun(sink, runOf([], { sheets: sheets() })).then(
  // maxRSS is in KiB
  ({ pages }) => console.log(JSON.stringify({ pages, idle, peak: process.resourceUsage().maxRSS * 1024 })),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
