/** `ledger --week` as a shell sees it: a line for every pair, and a table that a spreadsheet opens. */
import { afterEach, expect, it } from 'vitest';
import { type LedgerLine, readLedger } from '../../src/delivery/ledger.ts';
import type { App } from '../../src/main/open-app.ts';
import { ledgerVerb } from '../../src/main/verbs/ledger.ts';
import type { Io } from '../../src/platform/io.ts';
import { type EXAMPLE, openSchool, type School } from '../school.ts';

let school: School;
afterEach(() => school.close());

const week = '2026-W38';

async function run(options: { week: string; csv?: boolean }): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: async (text: string) => void out.push(text),
    err: async (text: string) => void err.push(text),
  } as unknown as Io;
  const code = await ledgerVerb(school as unknown as App, io, options);
  return { code, out: out.join(''), err: err.join('') };
}

/** The example with a guardian whose id begins like a formula, and one without rights. */
const guardians = (file: typeof EXAMPLE) => ({
  ...file,
  guardians: [
    ...(file.guardians as object[]),
    {
      id: '=cmd|x',
      name: 'Греч Юлия',
      delivery: 'telegram',
      consent: true,
      consentDate: '2026-09-01',
      children: ['s23'],
    },
    {
      id: 'g13',
      name: 'Бойко Андрей Ильич',
      delivery: 'telegram',
      consent: true,
      children: [{ student: 's12', rights: 'none' }],
    },
  ],
});

it('prints a line for every pair, closed or not, those too that nothing is owed to', async () => {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', change: guardians });
  const pairs = await school.db.guardianship.findMany();
  const keys = (lines: LedgerLine[]) => lines.map(({ guardian, student }) => `${guardian} ${student}`).sort();
  const all = pairs.map(({ guardianId, studentId }) => `${guardianId} ${studentId}`).sort();
  expect(keys(await readLedger(school, week))).toEqual(all);
  school.clock.set('2026-09-19T10:00:00+03:00');
  await school.work();
  expect(keys(await readLedger(school, week))).toEqual(all);
  school.clock.set('2026-09-20T10:00:00+03:00');
  await school.work();
  const { code, out } = await run({ week });
  expect(code).toBe(0);
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(keys(lines as unknown as LedgerLine[])).toEqual(all);
  expect(lines.find(({ guardian }) => guardian === 'g13')).toEqual({
    week,
    guardian: 'g13',
    student: 's12',
    informed: false,
    by: null,
    at: null,
    evidence: null,
    next: 'прав на сведения о ребёнке нет',
  });
  expect(lines.filter(({ informed, next }) => informed === Boolean(next))).toEqual([]);
});

it('says of whom the week no longer, or not yet, concerned', async () => {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00' });
  school.clock.set('2026-09-20T10:00:00+03:00');
  await school.work();
  const now = school.clock.now();
  await school.db.guardianship.updateMany({ where: { guardianId: 'g6' }, data: { endedAt: now } });
  await school.db.guardianship.create({
    data: { guardianId: 'g7', studentId: 's4', rights: 'full', channels: ['paper'], startedAt: now },
  });
  const lines = await readLedger(school, week);
  const next = (guardian: string, student: string) =>
    lines.find((one) => one.guardian === guardian && one.student === student)?.next?.code;
  expect(next('g6', 's4')).toBe('ended');
  expect(next('g7', 's4')).toBe('afterClose');
});

it('as a table opens in a spreadsheet: mark, semicolons, one row a pair, no formula', async () => {
  school = await openSchool({ at: '2026-09-14T12:00:00+03:00', change: guardians });
  school.clock.set('2026-09-20T10:00:00+03:00');
  await school.work();
  const { code, out } = await run({ week, csv: true });
  expect(code).toBe(0);
  expect([...Buffer.from(out).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const rows = out.slice(1).split('\r\n');
  expect(rows.pop()).toBe('');
  expect(rows[0]).toBe('"Неделя";"Представитель";"Ребёнок";"Извещён";"Чем";"Когда";"Подтверждение";"Что сделать"');
  expect(rows).toHaveLength(1 + (await school.db.guardianship.count()));
  expect(rows.every((row) => /^("(?:[^"]|"")*";){7}"(?:[^"]|"")*"$/.test(row))).toBe(true);
  expect(out).toContain(`"2026-W38";"'=cmd|x";"s23"`);
  expect(out).not.toMatch(/"[=+\-@]/);
});

it('refuses what is no week', async () => {
  school = await openSchool();
  expect(await run({ week: '2026-99' })).toMatchObject({ code: 2, out: '' });
});
