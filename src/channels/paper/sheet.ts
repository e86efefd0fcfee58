import { Writable } from 'node:stream';
import { schoolDate } from '../../platform/school-time.ts';
import type { Block, Item } from '../../texts/news/section.ts';
import type { MarkGrid } from '../../texts/sheet/grid.ts';
import { asOfText, hashText, pageText, SHEET_LABELS, windowText } from '../../texts/sheet/labels.ts';
import { REPLACED_LEGEND, type SheetSection, type SheetText, sheetText } from '../../texts/sheet/sheet.ts';
import type { Faces } from './face.ts';
import { openPaperFile } from './file.ts';
import { type Flow, paragraph, startFlow } from './flow.ts';
import { type Format, type FormatName, formatOf, innerWidth, style } from './format.ts';
import { drawLines, type Leaf, rule } from './leaf.ts';
import { breakLines, type Run } from './lines.ts';
import { drawPanel } from './panel.ts';
import type { PrintFacts, SheetFacts } from './sheet-facts.ts';
import { type Element, element, within } from './structure.ts';
import { layOutStub } from './stub.ts';
import { type Cell, drawTable } from './table.ts';

/** A sheet laid out: its leaves, and what is on them for who hears instead of sees. */
export interface LaidSheet {
  leaves: Leaf[];
  content: Element;
}

export interface SheetLayout {
  /** the day of printing in the school's zone, YYYY-MM-DD */
  date: string;
  format?: FormatName;
}

/** The day of printing, and on what. */
export function layoutFor({ madeAt, timeZone, format }: PrintFacts): SheetLayout {
  return { date: schoolDate(madeAt, timeZone), format };
}

/** The sheet of one child, on one leaf where it fits, smaller if that helps. */
export function layOutSheet(faces: Faces, sheet: SheetFacts, { date, format = 'A4' }: SheetLayout): LaidSheet {
  const text = sheetText(sheet.facts);
  const laid = layOut(faces, sheet, text, date, formatOf(format));
  if (laid.leaves.length === 1) return laid;
  const compact = layOut(faces, sheet, text, date, formatOf(format, true));
  return compact.leaves.length < laid.leaves.length ? compact : laid;
}

/** One sheet as a PDF of its own, for who asked for it. */
export async function sheetPdf(sheet: SheetFacts, print: PrintFacts): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  const { school, from, to } = sheet.facts;
  const { child, title } = sheetText(sheet.facts);
  const about = { title: `${child}. ${title}, ${windowText(from, to)}`, author: school, madeAt: print.madeAt };
  const file = openPaperFile(sink, about);
  const { leaves, content } = layOutSheet(file.faces, sheet, layoutFor(print));
  file.add(leaves, content);
  await file.finish();
  return Buffer.concat(chunks);
}

function layOut(faces: Faces, sheet: SheetFacts, text: SheetText, date: string, format: Format): LaidSheet {
  faces.replaced = false;
  const content = element('Sect');
  const footHeight = format.sizes.small * format.leading + format.gap;
  const flow = startFlow(faces, format, footHeight, (onLeaf) => drawHead(onLeaf, sheet, text));
  drawPanel(flow, sheet, text, content);
  const asOf = [{ text: asOfText(sheet.facts.asOf), style: style(format.sizes.small) }];
  paragraph(flow, within(content, 'P'), asOf);
  for (const section of text.sections) drawSection(flow, section, content);
  drawLegend(flow, text, content);
  drawEnd(flow, sheet, text, content, date);
  return { leaves: flow.leaves, content };
}

/** Heads every leaf but the first. */
function drawHead(flow: Flow, { facts }: SheetFacts, { child }: SheetText): void {
  const { sizes, gap, side, width } = flow.format;
  paragraph(flow, null, [
    { text: child, style: style(sizes.heading, 'bold') },
    { text: ` · ${windowText(facts.from, facts.to)}`, style: style(sizes.body) },
  ]);
  rule(flow.leaf, [side, flow.y + 2], [width - side, flow.y + 2]);
  flow.y += gap;
}

function drawSection(flow: Flow, { title, grid, blocks }: SheetSection, content: Element): void {
  const { sizes, gap } = flow.format;
  const heading = [{ text: title, style: style(sizes.heading, 'bold') }];
  paragraph(flow, within(content, 'H2'), heading, { before: gap, after: grid ? sizes.mark * 5 : sizes.body * 2 });
  if (grid) {
    flow.y += 2;
    drawTable(flow, content, gridTable(grid, flow.format));
    flow.y += 2;
  }
  for (const block of blocks) drawBlock(flow, block, content);
}

function drawBlock(flow: Flow, { title, items }: Block, content: Element): void {
  const { sizes } = flow.format;
  if (title) {
    const heading = [{ text: title, style: style(sizes.body, 'italic') }];
    paragraph(flow, within(content, 'H3'), heading, { before: 2, after: sizes.body * 1.4 });
  }
  for (const item of items)
    paragraph(flow, within(content, 'P'), itemRuns(item, sizes.body), { indent: title ? 8 : 0 });
}

function itemRuns({ label, text }: Item, size: number): Run[] {
  const body = { text, style: style(size) };
  return label
    ? [
        { text: `${label}:`, style: style(size, 'bold') },
        { ...body, text: ` ${text}` },
      ]
    : [body];
}

function gridTable({ days, rows, averages }: MarkGrid, format: Format) {
  const { sizes } = format;
  const width = innerWidth(format);
  const average = averages ? width * 0.1 : 0;
  const subject = width * (days.length > 6 ? 0.22 : 0.26);
  const day = (width - subject - average) / days.length;
  const head = (text: string, align: 'left' | 'center'): Cell => ({
    paragraphs: [[{ text, style: style(sizes.small, 'bold') }]],
    heads: 'Column',
    align,
  });
  return {
    leading: format.leading - 0.14,
    columns: [subject, ...days.map(() => day), ...(averages ? [average] : [])],
    head: [
      head(SHEET_LABELS.subject, 'left'),
      ...days.map((text) => head(text, 'center')),
      ...(averages ? [head(SHEET_LABELS.average, 'center')] : []),
    ],
    rows: rows.map((row) => [
      { paragraphs: [[{ text: row.subject, style: style(sizes.body) }]], heads: 'Row' as const },
      ...row.cells.map((marks) => ({
        paragraphs: marks.map((mark) => markRuns(mark, format)),
        align: 'center' as const,
      })),
      ...(averages ? [averageCell(row.average, sizes.body)] : []),
    ]),
  };
}

function averageCell(average: string | undefined, size: number): Cell {
  return { paragraphs: average ? [[{ text: average, style: style(size) }]] : [], align: 'center' };
}

/** «5 контр.»; a mark in words is set as small as its work. */
function markRuns({ value, note }: { value: string; note: string | null }, { sizes }: Format): Run[] {
  const mark = { text: value, style: style(value.length > 2 ? sizes.work : sizes.mark, 'bold') };
  return note === null ? [mark] : [mark, { text: ` ${note}`, style: style(sizes.work) }];
}

function drawLegend(flow: Flow, { legend }: SheetText, content: Element): void {
  const said = flow.faces.replaced ? [...legend, REPLACED_LEGEND] : legend;
  if (said.length === 0) return;
  const runs = [{ text: said.join(' '), style: style(flow.format.sizes.small) }];
  paragraph(flow, within(content, 'P'), runs, { before: flow.format.gap });
}

/** Stub and feet, once the number of leaves is known. */
function drawEnd(flow: Flow, sheet: SheetFacts, text: SheetText, content: Element, date: string): void {
  const { format, faces } = flow;
  const { number } = sheet;
  const stub = number === null ? null : layOutStub(faces, format, { ...sheet, number }, text.child, date);
  if (stub && flow.y + stub.height > flow.bottom) flow.turn();
  flow.leaves.forEach((leaf, i) => {
    const above = stub && leaf === flow.leaf ? stub.height : 0;
    drawFoot(
      leaf,
      flow,
      above,
      hashText(sheet.hash, !sheet.facts.notice && !sheet.facts.wholePeriod),
      pageText(i + 1, flow.leaves.length),
    );
  });
  stub?.draw(flow.leaf, content);
}

function drawFoot(leaf: Leaf, { faces, format }: Flow, above: number, left: string, right: string): void {
  const { sizes, leading, side } = format;
  const width = innerWidth(format);
  const lineOf = (text: string, size: number) => breakLines(faces, [{ text, style: style(size) }], width).slice(0, 1);
  const y = format.height - format.edge - above - sizes.small * leading - 2;
  const at = { x: side, y, width, leading, owner: null };
  drawLines(leaf, lineOf(left, sizes.small * 0.8), at);
  drawLines(leaf, lineOf(right, sizes.small), { ...at, align: 'right' });
}
