import { basename } from 'node:path';
import type { EntryResult } from '../journal/entry.ts';
import { type JournalDeps, recordEntries } from '../journal/record.ts';
import { refuse } from '../journal/refusals.ts';
import { FileError } from '../platform/files.ts';
import type { Io } from '../platform/io.ts';
import { recordTexts } from '../texts/record.ts';
import { contractResult } from './entry-line.ts';
import { type Line, lineSplitter } from './lines.ts';

/** So many lines at most share a transaction. */
const GROUP = 100;

/**
 * The verb `record`: journal entries as JSONL from a file, or from standard input for `-`. Prints a JSON line for each
 * entry, in order, after its transaction is committed; lines that are there together share one, and nothing waits for
 * lines that are still to come. Memory does not grow with the input.
 * @returns the exit code: 0 all was read (refusals are results), 1 the input or the database failed; what was printed
 *   until then stands
 */
export async function recordStream(deps: JournalDeps, io: Io, name: string): Promise<0 | 1> {
  const source = name === '-' ? 'stdin' : `file:${basename(name)}`;
  let printed = 0;
  try {
    for await (const lines of groupsOf(name === '-' ? io.stdin() : await io.readFile(name), io.signal)) {
      const results = await recordLines(deps, source, lines);
      await io.out(results.map((result) => `${JSON.stringify(result)}\n`).join(''));
      printed += results.length;
    }
    return 0;
  } catch (error) {
    const reason = error instanceof FileError ? error.message : recordTexts.failed(messageOf(error));
    await io.err(`${reason} ${recordTexts.standing(printed)}\n`);
    return 1;
  }
}

/** The last line of a message: what comes before it in the database client's is a picture of the code. */
const messageOf = (error: unknown) => (error instanceof Error ? error.message.trim().split('\n').at(-1) : '') ?? '';

/** Lines that came together, at most GROUP of them, blank ones left out. */
async function* groupsOf(input: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Line[]> {
  const splitter = lineSplitter();
  for await (const chunk of until(signal, input)) yield* grouped(splitter.push(chunk));
  yield* grouped(splitter.end());
}

function* grouped(lines: Line[]): Generator<Line[]> {
  const filled = lines.filter(({ text }) => text === null || text.trim() !== '');
  for (let start = 0; start < filled.length; start += GROUP) yield filled.slice(start, start + GROUP);
}

/** The input, ended by an error when the person gives up, also in the middle of waiting. */
async function* until(signal: AbortSignal, input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = input[Symbol.asyncIterator]();
  let giveUp = () => {};
  const gaveUp = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason);
  });
  gaveUp.catch(() => {});
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    signal.throwIfAborted();
    for (;;) {
      const { done, value } = await Promise.race([iterator.next(), gaveUp]);
      if (done) return;
      yield value;
      signal.throwIfAborted();
    }
  } finally {
    signal.removeEventListener('abort', giveUp);
    // not awaited: a read that hangs would hold it up
    iterator.return?.().catch(() => {});
  }
}

async function recordLines(deps: JournalDeps, source: string, lines: Line[]): Promise<EntryResult[]> {
  const read = lines.map(({ number, text }) => ({ number, ...parseLine(text) }));
  const entries = read.flatMap(({ json }) => (json ? [json.value] : []));
  const recorded = (await recordEntries(deps, source, entries)).map(contractResult).values();
  return read.map(({ number, json }) => {
    const result = json ? recorded.next().value : notJson(number);
    if (!result) throw new Error('an entry without a result');
    return result;
  });
}

function parseLine(text: string | null): { json: { value: unknown } | null } {
  if (text === null) return { json: null };
  try {
    return { json: { value: JSON.parse(text) as unknown } };
  } catch {
    return { json: null };
  }
}

function notJson(line: number): EntryResult {
  const { code, field } = refuse('invalid-json', `line ${line}`);
  return { key: null, status: 'refused', code, field };
}
