import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sheetPdf } from '../../src/channels/paper/sheet.ts';
import { closeWeeks } from '../../src/delivery/close-weeks.ts';
import { handOver } from '../../src/delivery/hand-over.ts';
import { keptFile, openKeeper, partsOf } from '../../src/delivery/print-files.ts';
import type { RegisterToPrint } from '../../src/delivery/print-register.ts';
import type { SheetToPrint } from '../../src/delivery/print-sheets.ts';
import { type PrintRequest, printWeek, type WeekPrint } from '../../src/delivery/print-week.ts';
import { readSchool } from '../../src/delivery/school.ts';
import { serveObligations } from '../../src/delivery/serve-week.ts';
import { copySheet } from '../../src/delivery/sheet-copy.ts';
import { writeWeekFile } from '../../src/main/week-file.ts';
import { mark, openSchool, type Past, type School } from '../school.ts';

let school: School;
const sixDayClose = '2026-09-20T10:00:00+03:00';

const open = (name: string, live: Past['live']) =>
  openSchool({ at: '2026-09-14T12:00:00+03:00', rules: { paperFor: 'unreached' }, past: { name, live } });

beforeEach(async () => {
  school = await open('one mark', (on) => on.record(mark()));
});
afterEach(() => school.close());

async function close(on = school): Promise<void> {
  on.clock.set(sixDayClose);
  await closeWeeks(on);
}

/** For tests that change nothing before the week closes. */
async function isClosed(): Promise<void> {
  await school.close();
  school = await open('one mark and the close', async (on) => {
    await on.record(mark());
    await close(on);
  });
}

async function print(request: PrintRequest = {}): Promise<WeekPrint> {
  const found = await printWeek({ ...school, publicUrl: 'https://diary.example' }, request);
  if (!found.ok) throw new Error(found.code);
  return found.print;
}

async function read({ classes }: WeekPrint): Promise<{ registers: RegisterToPrint[]; sheets: SheetToPrint[] }> {
  const [registers, sheets]: [RegisterToPrint[], SheetToPrint[]] = [[], []];
  for await (const one of classes) {
    if (one.register) registers.push(one.register);
    for await (const sheet of one.sheets) sheets.push(sheet);
  }
  return { registers, sheets };
}

async function file(request: PrintRequest = {}): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  await writeWeekFile(school, await print(request), sink);
  return Buffer.concat(chunks);
}

it('names the way that a guardian applied for: on the sheet, and in the register (К-У 2.2)', async () => {
  await school.db.guardianship.updateMany({
    where: { guardianId: 'g6' },
    data: { paperWay: 'proxy', paperProxy: 'Цой Виктор' },
  });
  await school.db.guardianship.updateMany({ where: { guardianId: 'g11' }, data: { paperWay: 'child' } });
  await close();
  const { registers, sheets } = await read(await print());
  const rows = registers.flatMap((register) => register.rows);
  expect(rows.find(({ recipient }) => recipient === 'Цой Елена')).toMatchObject({ way: 'proxy', proxy: 'Цой Виктор' });
  expect(rows.find(({ recipient }) => recipient.startsWith('Гречко'))).toMatchObject({ way: 'child' });
  expect(rows.find(({ recipient }) => recipient.startsWith('Иванов Илья'))?.way).toBeUndefined();
  expect(sheets.find(({ recipient }) => recipient === 'Цой Елена')).toMatchObject({
    way: 'proxy',
    proxy: 'Цой Виктор',
  });
});

/** A chat that was linked at the close fails afterwards: its family falls to paper. */
async function fallToPaper(guardianId: string): Promise<void> {
  const obligations = await school.db.obligation.findMany({ where: { guardianId } });
  await school.db.contactHolder.updateMany({ where: { personId: guardianId }, data: { endedAt: school.clock.now() } });
  const ids = obligations.map(({ id }) => id);
  await school.db.$transaction(async (tx) =>
    serveObligations(tx, school.clock.now(), await readSchool(tx), ids, { atClose: false }),
  );
}

const names = (sheets: SheetToPrint[]) => sheets.map(({ facts: { student } }) => `${student.last} ${student.first}`);

describe('the sheets of a week', () => {
  it('come class by class in Russian order, under the names of their frozen records', async () => {
    await school.db.person.update({ where: { id: 's4' }, data: { last: 'Ёлкин' } });
    await school.db.school.update({ where: { id: 1 }, data: { rosterVersion: { increment: 1 } } });
    await close();
    const first = await read(await print());
    const of7b = first.sheets.filter(({ facts }) => facts.class === '7Б');
    expect(names(of7b).map((name) => name.split(' ')[0])).toEqual(['Ёлкин', 'Иванов', 'Сидоров', 'Степанян']);
    await school.db.person.updateMany({ where: { id: { in: ['s1', 's4', 't1'] } }, data: { last: 'Яковлев' } });
    expect(await read(await print())).toEqual(first);
    expect(first.registers.map((register) => register.class)).toEqual(['1А', '7Б', '9А'].filter(has(first.sheets)));
    const register = first.registers.find((one) => one.class === '7Б');
    expect(register).toMatchObject({ period: '1 четверть', sheets: of7b.length });
    // the weeks of the quarter, the printed one among them
    expect(register?.columns).toHaveLength(8);
    expect(register?.columns[2]).toEqual({ from: '2026-09-14', to: '2026-09-19' });
    expect(register?.rows.map(({ cells }) => cells)).toEqual(
      of7b.map(({ number }) => register?.columns.map((_, week) => (week === 2 ? { number } : null))),
    );
  });

  it('carry on their stubs a code that nobody can guess, known by its hash, the same when printed again', async () => {
    await isClosed();
    const { sheets } = await read(await print());
    const codes = sheets.map(({ stubUrl }) => /^https:\/\/diary\.example\/s\/([\w-]{16})$/.exec(stubUrl)?.[1] ?? '');
    expect(new Set(codes).size).toBe(sheets.length);
    // 16 signs of 6 bits
    expect(codes.every((code) => code.length === 16)).toBe(true);
    for (const [i, { number }] of sheets.entries()) {
      const { codeHash } = await school.db.sheet.findUniqueOrThrow({ where: { id: number } });
      expect(codeHash).toBe(
        createHash('sha256')
          .update(codes[i] as string)
          .digest('hex'),
      );
    }
    expect((await read(await print())).sheets).toEqual(sheets);
    await school.db.school.update({ where: { id: 1 }, data: { secret: 'of another school' } });
    const others = (await read(await print())).sheets.map(({ stubUrl }) => stubUrl);
    expect(others.some((url) => codes.includes(url.slice(-16)))).toBe(false);
  });

  it('are laid out as the school chose', async () => {
    await isClosed();
    expect((await print()).format).toBe('A4');
    await school.db.school.update({ where: { id: 1 }, data: { rules: { paperFormat: 'A5' } } });
    expect((await print()).format).toBe('A5');
  });
});

describe('a printed week', () => {
  it('is the same file, byte for byte, whatever was entered or imported since', async () => {
    await isClosed();
    const [whole, ofClass] = [await file(), await file({ className: '7Б' })];
    expect(whole.subarray(0, 5).toString()).toBe('%PDF-');
    school.clock.advance({ hours: 3 });
    await school.record(mark({ value: '2' }));
    await school.db.person.updateMany({ data: { first: 'Иначе' } });
    await school.db.school.update({ where: { id: 1 }, data: { name: 'Другая', rules: { paperFormat: 'A5' } } });
    expect((await file()).equals(whole)).toBe(true);
    expect((await file({ className: '7Б' })).equals(ofClass)).toBe(true);
    expect(ofClass.equals(whole)).toBe(false);
    const kept = await school.db.printFile.findMany({ where: { sha256: { not: null } }, orderBy: { id: 'asc' } });
    expect(kept.map(({ classId, runId }) => [classId !== null, runId !== null])).toEqual([
      [false, false],
      [true, true],
    ]);
    for (const { id, sha256 } of kept) {
      const hash = createHash('sha256');
      for await (const part of partsOf(school.db, id)) hash.update(part);
      expect(hash.digest('hex')).toBe(sha256);
    }
  });

  it('takes nobody any more: who falls to paper afterwards is in a supplementary run, and the next file has both', async () => {
    await school.link('g4');
    await close();
    const before = await read(await print());
    const [whole, ofClass] = [await file(), await file({ className: '7Б' })];
    await fallToPaper('g4');
    const run = await school.db.printRun.findFirstOrThrow({
      where: { kind: 'supplementary' },
      include: { sheets: true },
    });
    expect(run.sheets.map(({ studentId }) => studentId)).toEqual(['s3']);
    const after = await read(await print());
    expect(after.sheets).toHaveLength(before.sheets.length + 1);
    for (const [request, old] of [
      [{}, whole],
      [{ className: '7Б' }, ofClass],
    ] as const) {
      const file2 = await file(request);
      expect(file2.equals(old)).toBe(false);
      expect((await file(request)).equals(file2)).toBe(true);
    }
  });

  it('is not kept while a sheet joins it, nor by a process that died; a large one is kept in parts', async () => {
    await school.link('g4');
    await close();
    const { scope, count } = await print();
    const pdf = Buffer.alloc(700_000, 'a page');
    const keep = async (sheets: number, whole: boolean) => {
      const keeper = await openKeeper(school, scope);
      for (let at = 0; at < pdf.length; at += 50_000) await keeper.take(pdf.subarray(at, at + 50_000));
      if (whole) await keeper.keep({ sheets, pages: 7 });
    };
    await fallToPaper('g4');
    await keep(count, true);
    expect(await keptFile(school.db, scope)).toBeNull();
    await keep(count + 1, false);
    expect(await keptFile(school.db, scope)).toBeNull();
    expect(await school.db.printPart.count()).toBeGreaterThan(1);
    school.clock.advance({ hours: 2 });
    await keep(count + 1, true);
    const kept = await keptFile(school.db, scope);
    expect(kept).toMatchObject({ sheets: count + 1, pages: 7 });
    const parts = [];
    for await (const part of partsOf(school.db, kept?.id ?? 0)) parts.push(part);
    expect(parts.length).toBeGreaterThan(3);
    expect(Buffer.concat(parts).equals(pdf)).toBe(true);
    // what the dead process had left is gone
    expect(await school.db.printFile.count()).toBe(1);
  });

  it('of every child is for who asked, and leaves the runs as they were', async () => {
    await isClosed();
    const all = await file({ all: true });
    expect((await file({ all: true })).equals(all)).toBe(true);
    expect(await school.db.printRun.count({ where: { sha256: { not: null } } })).toBe(0);
    expect((await file()).length).toBeLessThan(all.length);
  });
});

describe('one sheet again', () => {
  const copyOf = (number: number) => copySheet({ ...school, publicUrl: 'https://diary.example' }, number);

  it('is marked as a copy, under the same number with the same facts, and has a code of its own', async () => {
    await isClosed();
    const { sheets } = await read(await print());
    const first = sheets[1] as SheetToPrint;
    await school.record(mark({ value: '2' }));
    const found = await copyOf(first.number);
    if (!found.ok) throw new Error(found.code);
    const { sheet } = found.copy;
    expect(sheet).toEqual({ ...first, copy: true, stubUrl: expect.stringMatching(/\/s\/[\w-]{16}$/) });
    expect(sheet.stubUrl).not.toBe(first.stubUrl);
    const row = await school.db.sheet.findFirstOrThrow({ where: { copyOfId: first.number } });
    expect(row.codeHash).toBe(createHash('sha256').update(sheet.stubUrl.slice(-16)).digest('hex'));
    // neither the week nor the ledger counts it
    expect((await read(await print())).sheets).toEqual(sheets);
    const pdf = await sheetPdf(sheet, found.copy);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('handed over, meets the duty that the first one was for', async () => {
    await isClosed();
    const first = await school.db.sheet.findFirstOrThrow({ where: { studentId: 's4' } });
    await copyOf(first.id);
    const copy = await school.db.sheet.findFirstOrThrow({ where: { copyOfId: first.id } });
    await handOver(school, { sheetIds: [copy.id], deed: 'person', date: '2026-09-20', byId: 't1' });
    const duty = await school.db.obligation.findFirstOrThrow({
      where: { studentId: 's4', guardianId: first.guardianId as string },
    });
    expect(duty).toMatchObject({ metBy: 'paper', evidence: 'handedOver' });
  });

  it('is refused for a number that no sheet has, and for a copy’s own', async () => {
    await isClosed();
    const { number } = (await read(await print())).sheets[0] as SheetToPrint;
    await copyOf(number);
    const copy = await school.db.sheet.findFirstOrThrow({ where: { copyOfId: number } });
    for (const unknown of [copy.id, 99_999, 10 ** 12]) {
      expect(await copyOf(unknown)).toEqual({ ok: false, code: 'unknownSheet', field: '--copy' });
    }
  });
});

const has = (sheets: SheetToPrint[]) => (name: string) => sheets.some(({ facts }) => facts.class === name);
