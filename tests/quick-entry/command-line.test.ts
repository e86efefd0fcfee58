import { spawnSync } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runQuickEntry } from '../../src/quick-entry/cli.ts';
import { comparable, school, schoolText, workedCases } from './worked-cases.ts';

async function run(lines: string, text = schoolText) {
  const written: string[] = [];
  const said: string[] = [];
  const output = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  const code = await runQuickEntry({
    schoolText: text,
    input: Readable.from([lines]),
    output,
    complain: (words) => said.push(words),
  });
  return { code, answers: written.join('').split('\n').filter(Boolean), said: said.join('\n') };
}

const [first] = workedCases;
const line = (more: object) =>
  JSON.stringify({ id: 'x', teacher: 't1', now: '2026-09-15T09:20', text: '7Б алг Сидорову 5', ...more });

describe('the shell command', () => {
  it('answers every line in order, with the fields of the contract and no others', async () => {
    const input = workedCases
      .map(({ id, teacher, now, text }) => JSON.stringify({ id, teacher, now, text }))
      .join('\n');
    const { code, answers } = await run(input);
    expect(code).toBe(0);
    const parsed = answers.map((answer) => JSON.parse(answer) as { id: string });
    expect(parsed.map(({ id }) => id)).toEqual(workedCases.map(({ id }) => id));
    const fields: Record<string, string[]> = {
      ok: ['id', 'status', 'entries'],
      ask: ['id', 'status', 'about', 'candidates'],
      error: ['id', 'status', 'code'],
    };
    for (const [index, answer] of parsed.entries()) {
      const { status } = answer as { id: string; status?: string };
      expect(Object.keys(answer)).toEqual(fields[status ?? '']);
      expect(comparable(answer)).toEqual(comparable(workedCases[index]?.expect ?? {}));
    }
  });

  it.each([
    ['a line that is not JSON', `${line({})}\n{`, 'line 2: is not JSON'],
    ['a line without a text', line({ text: undefined }), 'line 1: text'],
    ['a moment that is none', line({ now: 'soon' }), 'line 1: now'],
    ['an unknown teacher', line({ teacher: 't99' }), 'line 1: teacher: not in the school file: t99'],
  ])('names what is wrong: %s', async (_name, input, words) => {
    const { code, said } = await run(input);
    expect(code).toBe(1);
    expect(said).toContain(words);
  });

  it.each([
    ['not JSON', '{', 'not JSON'],
    ['no periods', JSON.stringify({ ...school, periods: undefined }), 'periods'],
    ['a date that is none', JSON.stringify({ ...school, holidays: ['4 ноября'] }), 'holidays[0]'],
    [
      'a course of a class that is not there',
      JSON.stringify({ ...school, courses: [{ class: '8Ы', subject: 'Физика', teacher: 't1' }] }),
      'courses[0].class: no such class: 8Ы',
    ],
    [
      'a pupil without a sex',
      JSON.stringify({
        ...school,
        classes: [{ name: '7Б', grade: 7, classTeacher: 't1', students: [{ id: 's', last: 'А', first: 'Б' }] }],
      }),
      'classes[0].students[0].sex',
    ],
  ])('names the field of a bad school file: %s', async (_name, text, words) => {
    const { code, said } = await run(line({}), text);
    expect(code).toBe(1);
    expect(said).toContain(words);
  });

  it('exits 2 for wrong usage, 1 for a file that is missing, 0 when done', () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const command = (...args: string[]) =>
      spawnSync('node', ['src/run.mjs', 'src/quick-entry/cli.ts', ...args], {
        cwd: root,
        input: `${line({})}\n`,
        encoding: 'utf8',
      });
    expect(command().status).toBe(2);
    expect(command('--school').stderr).toContain('usage:');
    const missing = command('--school', 'nowhere.json');
    expect([missing.status, missing.stderr]).toEqual([1, expect.stringContaining('nowhere.json')]);
    const done = command('--school', 'tests/quick-entry/cases/school.json');
    expect([done.status, done.stdout]).toEqual([0, expect.stringContaining('"student":"s053"')]);
    expect(first?.id).toBe('mark-01');
  });
});
