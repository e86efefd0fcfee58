import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LONGEST_LINE } from '../../src/connectors/lines.ts';
import { recordStream } from '../../src/connectors/record-file.ts';
import { FileError } from '../../src/platform/files.ts';
import type { Io } from '../../src/platform/io.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { journal, mark, topic } from '../journal/journal.ts';
import { emptyJournal, putSchool } from '../journal/school.ts';

let test: TestDatabase;
let use: ReturnType<typeof journal>;
beforeAll(async () => {
  test = await testDatabase();
  await putSchool(test.db.prisma);
});
beforeEach(async () => {
  await emptyJournal(test.db.prisma);
  use = journal(test.db.prisma);
});
afterAll(() => test.close());

type Input = AsyncIterable<Uint8Array> | Iterable<Uint8Array | string>;

async function* bytes(input: Input): AsyncGenerator<Uint8Array> {
  for await (const chunk of input) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

/** A terminal whose input is given and whose output is kept. */
function terminal(input: Input, signal = new AbortController().signal) {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    stdin: () => bytes(input),
    readFile: async (path) => {
      if (path.includes('missing')) throw new FileError('ENOENT', `Файла ${path} нет.`);
      return bytes(input);
    },
    writeFile: () => Promise.reject(new Error('record writes no file')),
    out: async (text) => void out.push(text),
    err: async (text) => void err.push(text),
    signal,
  };
  return {
    io,
    out,
    err,
    results: () =>
      out
        .join('')
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  };
}
const line = (input: unknown) => `${JSON.stringify(input)}\n`;
/** How many transactions wrote something. */
const groups = (out: string[]) => out.map((text) => text.trim().split('\n').length);

describe('record', () => {
  it('answers each line as the contract writes it, in order', async () => {
    const at = '2026-09-15T09:00:00+03:00';
    const later = '2026-09-15T09:01:00+03:00';
    const { io, results } = terminal([
      line({ ...mark, key: 'a', at }),
      '\n  \r\n',
      line({ ...mark, key: 'a', at }),
      '{"kind":\n',
      line({ ...mark, key: 'a', value: '4', at: later }),
      line({ ...mark, value: '4', key: 'a' }),
      line({ ...mark, value: 'осв', key: 'b' }),
      line(7),
      line({ kind: 'withdraw', key: 'a', at: '2026-09-15T09:02:00+03:00' }),
      JSON.stringify(topic),
    ]);
    expect(await recordStream(use.deps, io, '-')).toBe(0);
    expect(results()).toEqual([
      { key: 'a', status: 'recorded' },
      { key: 'a', status: 'duplicate' },
      { key: null, status: 'refused', code: 'invalid-json', field: 'line 5' },
      { key: 'a', status: 'corrected' },
      { key: 'a', status: 'duplicate' },
      { key: 'b', status: 'refused', code: 'bad-mark', field: 'value' },
      { key: null, status: 'refused', code: 'invalid', field: 'entry' },
      { key: 'a', status: 'withdrawn' },
      { key: null, status: 'recorded' },
    ]);
    expect(await use.standing()).toEqual(['topic Дроби']);
  });

  it('keeps the keys of files apart by their names, wherever they lie', async () => {
    const entry = line({ ...mark, key: 'k' });
    const statuses = [];
    for (const name of ['/a/one.jsonl', '/b/one.jsonl', 'two.jsonl', '-']) {
      const { io, results } = terminal([entry]);
      await recordStream(use.deps, io, name);
      statuses.push(results()[0].status);
    }
    expect(statuses).toEqual(['recorded', 'duplicate', 'recorded', 'recorded']);
    const events = await test.db.prisma.journalEvent.findMany({ orderBy: { id: 'asc' } });
    expect(events.map((e) => e.source)).toEqual(['file:one.jsonl', 'file:two.jsonl', 'stdin']);
  });

  it('puts lines that are there together into transactions of a hundred', async () => {
    const { io, out, results } = terminal([
      Array.from({ length: 250 }, (_, i) => line({ ...mark, key: `k${i}` })).join(''),
    ]);
    expect(await recordStream(use.deps, io, '-')).toBe(0);
    expect(groups(out)).toEqual([100, 100, 50]);
    expect(results().map((r) => r.key)).toEqual(Array.from({ length: 250 }, (_, i) => `k${i}`));
  });

  it('answers what came before it waits for more', async () => {
    const { io, out } = terminal(slowly());
    async function* slowly(): AsyncGenerator<Uint8Array> {
      const first = Buffer.from(line({ ...mark, key: 'a' }) + line({ ...mark, key: 'b' }));
      yield first.subarray(0, first.length - 10);
      expect(groups(out)).toEqual([1]);
      yield first.subarray(first.length - 10);
      expect(groups(out)).toEqual([1, 1]);
      yield Buffer.from(line({ ...mark, key: 'c' }));
      expect(groups(out)).toEqual([1, 1, 1]);
    }
    expect(await recordStream(use.deps, io, '-')).toBe(0);
    expect(await use.standing()).toHaveLength(3);
  });

  it('reads letters that are cut in two, refuses bytes that are none', async () => {
    const whole = Buffer.from(line({ ...topic, key: 'целый' }));
    const single = Array.from(whole, (_, i) => whole.subarray(i, i + 1));
    const { io, results } = terminal([...single, Buffer.from([0x22, 0xff, 0x22, 0x0a])]);
    await recordStream(use.deps, io, '-');
    expect(results()).toEqual([
      { key: 'целый', status: 'recorded' },
      { key: null, status: 'refused', code: 'invalid-json', field: 'line 2' },
    ]);
  });

  it('refuses a line without end in constant memory, and goes on after it', async () => {
    const piece = Buffer.alloc(LONGEST_LINE / 4, ' ');
    function* endless(): Generator<Uint8Array | string> {
      for (let i = 0; i < 400; i++) yield piece;
      yield '\n';
      yield line(mark);
    }
    const before = process.memoryUsage().arrayBuffers;
    const { io, results } = terminal(endless());
    expect(await recordStream(use.deps, io, '-')).toBe(0);
    expect(results()).toEqual([
      { key: null, status: 'refused', code: 'invalid-json', field: 'line 1' },
      { key: null, status: 'recorded' },
    ]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * LONGEST_LINE);
  });

  it('ends with 1 when the database fails; what was answered stands', async () => {
    await test.db.prisma.$executeRaw`ALTER TABLE entry_key ADD CONSTRAINT no_keys CHECK (key <> 'forbidden')`;
    try {
      const { io, err, results } = terminal([
        line({ ...mark, key: 'a' }),
        line({ ...mark, key: 'forbidden' }),
        line(mark),
      ]);
      expect(await recordStream(use.deps, io, '-')).toBe(1);
      expect(results()).toEqual([{ key: 'a', status: 'recorded' }]);
      expect(err.join('')).toMatch(/^Запись прервана: .*no_keys.* 1\u00a0выданный ответ остаётся в силе\.\n$/);
      expect(await use.standing()).toHaveLength(1);
    } finally {
      await test.db.prisma.$executeRaw`ALTER TABLE entry_key DROP CONSTRAINT no_keys`;
    }
  });

  it('ends with 1 and one line for a file that is not there', async () => {
    const { io, err } = terminal([]);
    expect(await recordStream(use.deps, io, 'missing.jsonl')).toBe(1);
    expect(err).toEqual(['Файла missing.jsonl нет. Ответов не выдано.\n']);
  });

  it('ends when the person gives up, also in the middle of waiting', async () => {
    const gaveUp = new AbortController();
    async function* waiting(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(line(mark));
      queueMicrotask(() => gaveUp.abort(new Error('ended by SIGINT')));
      await new Promise(() => {});
    }
    const { io, err, results } = terminal(waiting(), gaveUp.signal);
    expect(await recordStream(use.deps, io, '-')).toBe(1);
    expect(results()).toHaveLength(1);
    expect(err.join('')).toContain('SIGINT');
    const late = terminal([line(mark)], gaveUp.signal);
    expect(await recordStream(use.deps, late.io, '-')).toBe(1);
    expect(late.results()).toEqual([]);
  });
});
