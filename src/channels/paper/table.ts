import type { Flow } from './flow.ts';
import { fitting, keep } from './flow.ts';
import { drawLines, fill, lineHeight, rule } from './leaf.ts';
import { breakLines, type Line, type Run } from './lines.ts';
import { type Element, within } from './structure.ts';

export interface Cell {
  /** one for each mark: they stand beneath one another */
  paragraphs: Run[][];
  /** a heading of its row or column */
  heads?: 'Row' | 'Column';
  align?: 'left' | 'center';
  /** at the upper edge, with room beneath to write in; otherwise in the middle */
  top?: boolean;
}

export interface Table {
  /** widths of the columns; together the width of the table */
  columns: number[];
  head: Cell[];
  rows: Cell[][];
  /** a row is so high at least: for what is written in by hand */
  rowHeight?: number;
  /** height of a line as a multiple of its size */
  leading: number;
}

const SIDE_PAD = 3;
const HEAD_GREY = 0.9;

/** A table with its head repeated on each leaf. A row stays whole where a leaf can hold it. */
export function drawTable(flow: Flow, owner: Element, table: Table): void {
  const tag = within(owner, 'Table');
  const head = layOut(flow, table, table.head);
  const rows = table.rows.map((row) => layOut(flow, table, row));
  const headRow = within(within(tag, 'THead'), 'TR');
  const body = within(tag, 'TBody');
  keep(flow, head.height + Math.min(rows[0]?.height ?? 0, flow.format.height / 4));
  let top = flow.y;
  drawHead(flow, table, head, headRow);
  const again = () => {
    drawColumns(flow, table, top);
    flow.turn();
    top = flow.y;
    drawHead(flow, table, head, null);
  };
  for (const row of rows) {
    const whole = flow.format.height / 2;
    if (flow.y + row.height > flow.bottom && row.height < whole) again();
    const tags = tagsOf(within(body, 'TR'), row);
    let rest: LaidRow | null = row;
    while (rest) {
      const [part, left]: [LaidRow, LaidRow | null] = splitRow(rest, flow, table);
      drawRow(flow, table, part, tags);
      rest = left;
      if (rest) again();
    }
  }
  drawColumns(flow, table, top);
}

interface LaidCell {
  cell: Cell;
  lines: readonly Line[];
}

interface LaidRow {
  cells: LaidCell[];
  height: number;
}

/** An element for each cell; empty ones in a row are one that spans them. */
function tagsOf(row: Element, { cells }: LaidRow): (Element | null)[] {
  let empty: Element | null = null;
  return cells.map(({ cell: { heads }, lines }) => {
    if (lines.length || heads) {
      empty = null;
      return within(row, heads ? 'TH' : 'TD', heads && { scope: heads });
    }
    if (empty) empty.span = (empty.span ?? 1) + 1;
    else empty = within(row, 'TD');
    return null;
  });
}

function layOut(flow: Flow, table: Table, cells: readonly Cell[]): LaidRow {
  const laid = cells.map((cell, i) => ({
    cell,
    lines: cell.paragraphs.flatMap((runs) => breakLines(flow.faces, runs, table.columns[i]! - 2 * SIDE_PAD)),
  }));
  return { cells: laid, height: rowHeight(flow, table, laid) };
}

function rowHeight({ format }: Flow, { rowHeight = 0, leading }: Table, cells: readonly LaidCell[]): number {
  const heights = cells.map(({ lines }) => heightOf(lines, leading));
  return Math.max(rowHeight, 2 * format.pad + Math.max(0, ...heights));
}

function heightOf(lines: readonly Line[], leading: number): number {
  return lines.reduce((sum, line) => sum + lineHeight(line, leading), 0);
}

/** What of a row fits on the leaf, and what is left. */
function splitRow(row: LaidRow, flow: Flow, table: Table): [LaidRow, LaidRow | null] {
  const { pad } = flow.format;
  const room = flow.bottom - flow.y - 2 * pad;
  if (row.height - 2 * pad <= room + 0.01) return [row, null];
  const cuts = row.cells.map(({ lines }) =>
    lines.length
      ? fitting(
          lines.map((line) => lineHeight(line, table.leading)),
          0,
          room,
        )
      : 0,
  );
  const part = row.cells.map(({ cell, lines }, i) => ({ cell, lines: lines.slice(0, cuts[i]) }));
  // the row's heading stands before what goes on, too
  const left = row.cells.map(({ cell, lines }, i) => ({ cell, lines: cell.heads ? lines : lines.slice(cuts[i]) }));
  const laid = (cells: LaidCell[]): LaidRow => ({ cells, height: rowHeight(flow, table, cells) });
  return [laid(part), left.some(({ cell, lines }) => !cell.heads && lines.length) ? laid(left) : null];
}

/** @param row null: the head is repeated, and was read already */
function drawHead(flow: Flow, table: Table, head: LaidRow, row: Element | null): void {
  const { leaf, format, y } = flow;
  const width = widthOf(table);
  fill(leaf, format.side, y, width, head.height, HEAD_GREY);
  rule(leaf, [format.side, y], [format.side + width, y]);
  drawRow(flow, table, head, row ? tagsOf(row, head) : []);
}

function drawRow(flow: Flow, table: Table, row: LaidRow, tags: readonly (Element | null)[]): void {
  const { leaf, format, y } = flow;
  const { leading } = table;
  let x = format.side;
  row.cells.forEach(({ cell, lines }, i) => {
    const column = table.columns[i]!;
    if (lines.length) {
      const top = cell.top ? y + format.pad : y + (row.height - heightOf(lines, leading)) / 2;
      const width = column - 2 * SIDE_PAD;
      drawLines(leaf, lines, { x: x + SIDE_PAD, y: top, width, leading, align: cell.align, owner: tags[i] ?? null });
    }
    x += column;
  });
  flow.y += row.height;
  rule(leaf, [format.side, flow.y], [x, flow.y]);
}

/** The lines between and beside the columns, from `top` to where the table has come. */
function drawColumns({ leaf, format, y }: Flow, { columns }: Table, top: number): void {
  let x = format.side;
  rule(leaf, [x, top], [x, y]);
  for (const column of columns) {
    x += column;
    rule(leaf, [x, top], [x, y]);
  }
}

const widthOf = ({ columns }: Table) => columns.reduce((sum, column) => sum + column, 0);
