import { expect, it } from 'vitest';
import { createLog } from '../../src/platform/log.ts';

/** What a log of that level writes, line by line. */
function written(say: (log: ReturnType<typeof createLog>) => void, level = 'trace'): Record<string, unknown>[] {
  const lines: string[] = [];
  say(createLog(level, { write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

it('writes ids, codes and numbers, and withholds every field that it does not know', () => {
  const [line] = written((log) =>
    log.info({ bot: 'parents', tries: 3, applied: ['20261122_init'], guardian: 'g1', chatId: 70001 }, 'said'),
  );
  expect(line).toMatchObject({ bot: 'parents', tries: 3, applied: ['20261122_init'], msg: 'said' });
  expect(line).toMatchObject({ guardian: '[withheld]', chatId: '[withheld]' });
});

it('withholds words, addresses and objects under known names too', () => {
  const [line] = written((log) =>
    log.warn({ code: 'Иванова Мария', route: 'ivanova@mail.example', name: { first: 'Мария' }, status: 500 }, 'said'),
  );
  expect(line).toMatchObject({ code: '[withheld]', route: '[withheld]', name: '[withheld]', status: 500 });
});

it('writes of an error its kind, codes and place, never its words or what it carries', () => {
  const cause = Object.assign(new Error('Key (login)=(ivanova) already exists'), {
    originalCode: '23505',
    detail: 'Key (login)=(ivanova)',
  });
  const error = new TypeError('no such chat: 70001\n    at Мария (src/x.ts:1:1)', { cause });
  Object.assign(error, { code: 'P2002', meta: { target: 'ivanova@mail.example' } });
  const [line] = written((log) => log.error({ err: error }, 'failed'));
  const { err } = line as { err: { at: string[]; cause: object } };
  expect(err).toMatchObject({ name: 'TypeError', code: 'P2002', sqlState: '23505' });
  expect(err.at[0]).toMatch(/tests\/platform\/log\.test\.ts:\d+/);
  expect(err.cause).toMatchObject({ name: 'Error' });
  expect(JSON.stringify(line)).not.toMatch(/ivanova|70001|Мария|login/);
  // thrown things that are no errors, and an error given instead of fields
  for (const thrown of ['Иванова', { text: 'Иванова' }, new Error('Иванова')]) {
    const said = written((log) =>
      thrown instanceof Error ? log.error(thrown, 'failed') : log.error({ err: thrown }, 'failed'),
    );
    expect(JSON.stringify(said)).not.toContain('Иванова');
    expect(said).toHaveLength(1);
  }
});
