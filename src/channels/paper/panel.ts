import {
  foldingText,
  recipientText,
  SHEET_LABELS,
  sheetNumberText,
  teacherText,
  windowText,
} from '../../texts/sheet/labels.ts';
import { hasMarks, type SheetText } from '../../texts/sheet/sheet.ts';
import { type Flow, measured, paragraph } from './flow.ts';
import { innerWidth, style } from './format.ts';
import { drawLines, type Leaf, rule } from './leaf.ts';
import type { SheetFacts } from './sheet-facts.ts';
import { type Element, within } from './structure.ts';

const TICK = 16;
/** the corner with the number, beside the school's name */
const CORNER = 118;

/**
 * The upper part of a sheet, with nothing on it that a stranger may not read. Printed on one side, the sheet is folded
 * twice: the lower part up on the middle one, text on text, and this part back: the name stands outside, marks inside.
 */
export function drawPanel(flow: Flow, sheet: SheetFacts, text: SheetText, owner: Element): void {
  const { format } = flow;
  const { facts } = sheet;
  const { sizes } = format;
  const body = style(sizes.body);
  const number = [sheet.copy ? SHEET_LABELS.copy : '', sheet.number === null ? '' : sheetNumberText(sheet.number)];
  const corner = measured(
    flow,
    [{ text: number.filter(Boolean).join('  '), style: style(sizes.body, 'bold') }],
    CORNER,
  );
  const at = { x: format.width - format.side - CORNER, y: flow.y, width: CORNER, leading: format.leading };
  if (corner.lines[0]?.width) drawLines(flow.leaf, corner.lines, { ...at, align: 'right', owner: within(owner, 'P') });
  const beneath = flow.y + corner.height;
  drawBeside(flow, CORNER + 8, [{ text: `${facts.school}. ${text.title}`, style: body }], within(owner, 'P'));
  flow.y = Math.max(flow.y, beneath);
  paragraph(flow, within(owner, 'H1'), [{ text: text.child, style: style(nameSize(text.child, sizes.name), 'bold') }], {
    before: format.gap / 2,
  });
  paragraph(flow, within(owner, 'P'), [{ text: windowText(facts.from, facts.to), style: style(sizes.window) }]);
  if (sheet.recipient) {
    const recipient = recipientText(sheet.recipient, sheet.way, sheet.proxy);
    paragraph(flow, within(owner, 'P'), [{ text: recipient, style: body }], { before: format.gap / 2 });
  }
  paragraph(flow, within(owner, 'P'), [{ text: teacherText(facts.classTeacher), style: body }]);
  const folding = foldingText(hasMarks(facts));
  paragraph(flow, within(owner, 'P'), [{ text: folding, style: style(sizes.small, 'italic') }], {
    before: format.gap / 2,
  });
  flow.y = Math.max(flow.y + format.gap / 2, format.panel);
  drawFolds(flow.leaf, flow.y, format.side);
  flow.y += format.gap;
}

/** A long name is set smaller rather than in three lines. */
const nameSize = (child: string, size: number) =>
  child.length > 64 ? size * 0.7 : child.length > 34 ? size * 0.85 : size;

function drawBeside(flow: Flow, taken: number, runs: Parameters<typeof measured>[1], owner: Element): void {
  const { format, leaf } = flow;
  const width = innerWidth(format) - taken;
  const { lines } = measured(flow, runs, width);
  flow.y = drawLines(leaf, lines, { x: format.side, y: flow.y, width, leading: format.leading, owner });
}

/** The first fold is dotted across; the second, halfway down the rest, has marks on both margins. */
function drawFolds(leaf: Leaf, first: number, side: number): void {
  const second = (leaf.height + first) / 2;
  rule(leaf, [side, first], [leaf.width - side, first], 0.4, [1, 3]);
  for (const y of [first, second]) {
    rule(leaf, [side - 6 - TICK, y], [side - 6, y], 0.7);
    rule(leaf, [leaf.width - side + 6, y], [leaf.width - side + 6 + TICK, y], 0.7);
  }
}
