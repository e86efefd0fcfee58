import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvTable } from '../../src/platform/csv.ts';

/** Reads a table as a spreadsheet does: RFC 4180 with semicolons. */
function read(text: string): string[][] {
  expect(text.startsWith('\uFEFF')).toBe(true);
  const rows: string[][] = [];
  const cells: string[] = [];
  const cell = /"((?:[^"]|"")*)"(;|\r\n)/gy;
  cell.lastIndex = 1;
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    cells.push((found[1] as string).replaceAll('""', '"'));
    if (found[2] !== ';') rows.push(cells.splice(0));
    if (cell.lastIndex === text.length) return rows;
  }
  expect(text).toBe('\uFEFF');
  return rows;
}

describe('a table for a spreadsheet', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+7 978', "'+7 978"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['  =1', "'  =1"],
    ['＝1', "'＝1"],
    ['a=1', 'a=1'],
    ['№ 12', '№ 12'],
    ['', ''],
  ])('%j stands there as text', (cell, shown) => {
    expect(read(csvTable([[cell]]))).toEqual([[shown]]);
  });

  it('keeps quotes, semicolons and line ends, cell by cell', () => {
    const rows = [
      ['МБОУ «Школа»', 'a "b" c', 'x;y'],
      ['two\r\nlines', '', '"'],
    ];
    expect(read(csvTable(rows))).toEqual(rows);
    expect(csvTable([['a', 'b']])).toBe('\uFEFF"a";"b"\r\n');
  });

  it('reads back as it was, and no cell begins a formula, whatever it holds', () => {
    const cell = fc.string({ unit: 'binary' }).map((text) => text);
    const dangerous = fc
      .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' =', '"=', ';='), cell)
      .map((parts) => parts.join(''));
    const rows = fc.array(fc.array(fc.oneof(cell, dangerous), { minLength: 3, maxLength: 3 }), { minLength: 1 });
    fc.assert(
      fc.property(rows, (table) => {
        const back = read(csvTable(table));
        expect(back.map((cells) => cells.length)).toEqual(table.map(() => 3));
        for (const [y, cells] of back.entries())
          for (const [x, text] of cells.entries()) {
            expect(text).not.toMatch(/^[=+\-@\t\r]/);
            expect([text, text.replace(/^'/, '')]).toContain(table[y]?.[x]);
          }
      }),
    );
  });
});
