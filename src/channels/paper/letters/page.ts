/** What letters and forms are made of: an A4 page, paragraphs, lines to write on, boxes to tick. */
import { Writable } from 'node:stream';
import type { Faces } from '../face.ts';
import { openPaperFile } from '../file.ts';
import { type Flow, keep, measured, paragraph, startFlow } from '../flow.ts';
import { type Format, formatOf, innerWidth, style } from '../format.ts';
import { drawLines, rule } from '../leaf.ts';
import type { Run } from '../lines.ts';
import type { LaidSheet } from '../sheet.ts';
import { type Element, element, within } from '../structure.ts';

const base = formatOf('A4');
/** Margins of a document that is filed: 2 cm, 1.5 cm above and below. */
export const LETTER: Format = {
  ...base,
  side: 57,
  edge: 43,
  leading: 1.35,
  gap: 10,
  sizes: { ...base.sizes, heading: 15, body: 12, small: 9.5 },
};

const FIELD_HEIGHT = 24;
const BOX = 10;

/** A letter being laid out. */
export interface Letter {
  flow: Flow;
  content: Element;
}

/** @param heading what stands above every further leaf of it */
export function startLetter(faces: Faces, heading: string): Letter {
  const flow = startFlow(faces, LETTER, 0, (onLeaf) => {
    paragraph(onLeaf, null, [{ text: heading, style: style(LETTER.sizes.small) }]);
    onLeaf.y += LETTER.gap;
  });
  return { flow, content: element('Sect') };
}

export const laid = ({ flow, content }: Letter): LaidSheet => ({ leaves: flow.leaves, content });

export interface Said {
  before?: number;
  after?: number;
  indent?: number;
  bold?: boolean;
  small?: boolean;
}

const sizeOf = ({ small }: Said) => (small ? LETTER.sizes.small : LETTER.sizes.body);

/** A paragraph. */
export function say({ flow, content }: Letter, text: string, how: Said = {}): void {
  const { before = 0, after = 0, indent = 0, bold } = how;
  paragraph(flow, within(content, 'P'), [{ text, style: style(sizeOf(how), bold ? 'bold' : 'regular') }], {
    before,
    after,
    indent,
  });
}

/** The title in the middle. */
export function heading({ flow, content }: Letter, text: string, before = 2 * LETTER.gap): void {
  flow.y += before;
  block(flow, within(content, 'H1'), [{ text, style: style(LETTER.sizes.heading, 'bold') }], {
    x: LETTER.side,
    width: innerWidth(LETTER),
    align: 'center',
  });
  flow.y += LETTER.gap;
}

interface Block {
  x: number;
  width: number;
  align?: 'left' | 'center' | 'right';
}

/** Lines of a width of their own, where the flow has come; the flow goes on beneath. */
export function block(flow: Flow, owner: Element, runs: readonly Run[], { x, width, align }: Block): void {
  const { lines, height } = measured(flow, runs, width);
  keep(flow, height);
  flow.y = drawLines(flow.leaf, lines, { x, y: flow.y, width, leading: flow.format.leading, align, owner });
}

/**
 * «Заявитель: ______», or with the line's text filled in; `under` says in small print what is wanted there.
 * @param x where it begins; it ends at the right margin
 */
export function field(
  { flow, content }: Letter,
  label: string,
  value: string | null,
  { x = LETTER.side, under = '' }: { x?: number; under?: string } = {},
): void {
  const owner = within(content, 'P');
  const right = LETTER.width - LETTER.side;
  const { lines, height } = measured(flow, [{ text: label, style: style(LETTER.sizes.body) }], right - x);
  const labelled = lines.at(-1)?.width ?? 0;
  if (value !== null) {
    const runs = [
      { text: `${label} `, style: style(LETTER.sizes.body) },
      { text: value, style: style(LETTER.sizes.body, 'bold') },
    ];
    block(flow, owner, label ? runs : runs.slice(1), { x, width: right - x });
    flow.y += 2;
    return;
  }
  keep(flow, FIELD_HEIGHT + (under ? LETTER.sizes.small * 1.2 : 0));
  const base = flow.y + FIELD_HEIGHT;
  const at = { x, y: base - height, width: right - x, leading: LETTER.leading, owner };
  drawLines(flow.leaf, lines, at);
  rule(flow.leaf, [x + labelled + (labelled ? 5 : 0), base - 2], [right, base - 2]);
  flow.y = base;
  if (under) {
    const words = measured(flow, [{ text: `(${under})`, style: style(LETTER.sizes.small - 1) }], right - x);
    drawLines(flow.leaf, words.lines, { ...at, y: base, align: 'center' });
    flow.y += words.height;
  }
}

/** «Дата ____ Подпись ____ Фамилия ____» on one line, with room to write. @param filled texts instead of lines */
export function fields(
  { flow, content }: Letter,
  labels: readonly string[],
  { small = false, filled = {} as Record<string, string> } = {},
): void {
  const size = small ? LETTER.sizes.small : LETTER.sizes.body;
  const width = innerWidth(LETTER);
  const owner = within(content, 'P');
  keep(flow, FIELD_HEIGHT + 6);
  flow.y += 6;
  const words = labels.map((text) => measured(flow, [{ text, style: style(size) }], width).lines[0]!);
  const gap = 5;
  const taken = words.reduce((sum, word) => sum + word.width + 2 * gap, 0);
  const blank = Math.max(30, (width - taken) / words.length);
  const base = flow.y + FIELD_HEIGHT;
  let x = LETTER.side;
  words.forEach((word, index) => {
    const top = base - size * LETTER.leading;
    drawLines(flow.leaf, [word], { x, y: top, width: word.width, leading: LETTER.leading, owner });
    x += word.width + gap;
    const text = filled[labels[index] ?? ''];
    if (text) {
      const { lines } = measured(flow, [{ text, style: style(size) }], blank);
      drawLines(flow.leaf, lines, { x, y: top, width: blank, leading: LETTER.leading, owner });
    } else rule(flow.leaf, [x, base - 2], [x + blank, base - 2]);
    x += blank + gap;
  });
  flow.y = base;
}

/** «Директор ________ Громов И. Л.» */
export function signature({ flow, content }: Letter, role: string, name: string): void {
  const owner = within(content, 'P');
  keep(flow, 2 * FIELD_HEIGHT);
  flow.y += FIELD_HEIGHT / 2;
  const base = flow.y + FIELD_HEIGHT;
  const top = base - LETTER.sizes.body * LETTER.leading;
  const one = (text: string) => measured(flow, [{ text, style: style(LETTER.sizes.body) }], 220).lines;
  const put = (text: string, x: number) =>
    drawLines(flow.leaf, one(text), { x, y: top, width: 220, leading: LETTER.leading, owner });
  put(role, LETTER.side);
  const from = LETTER.side + (one(role)[0]?.width ?? 0) + 8;
  const to = Math.max(from + 110, LETTER.side + 240);
  rule(flow.leaf, [from, base - 2], [to, base - 2]);
  if (name) put(name, to + 8);
  else rule(flow.leaf, [to + 8, base - 2], [LETTER.width - LETTER.side, base - 2]);
  flow.y = base + LETTER.gap;
}

/** A box to tick, and what it stands for; `line`: with room to write after it. */
export function checkbox({ flow, content }: Letter, text: string, { indent = 14, line = false } = {}): void {
  const owner = within(content, 'P');
  const x = LETTER.side + indent;
  const textX = x + BOX + 8;
  const right = LETTER.width - LETTER.side;
  const { lines, height } = measured(flow, [{ text, style: style(LETTER.sizes.body) }], right - textX);
  keep(flow, Math.max(height, FIELD_HEIGHT) + 4);
  flow.y += 4;
  const top = flow.y + (LETTER.sizes.body * LETTER.leading - BOX) / 2;
  for (const [from, to] of [
    [
      [x, top],
      [x + BOX, top],
    ],
    [
      [x + BOX, top],
      [x + BOX, top + BOX],
    ],
    [
      [x + BOX, top + BOX],
      [x, top + BOX],
    ],
    [
      [x, top + BOX],
      [x, top],
    ],
  ] as [[number, number], [number, number]][])
    rule(flow.leaf, from, to, 0.8);
  const y = drawLines(flow.leaf, lines, {
    x: textX,
    y: flow.y,
    width: right - textX,
    leading: LETTER.leading,
    owner,
  });
  if (line) rule(flow.leaf, [textX + (lines.at(-1)?.width ?? 0) + 5, y - 2], [right, y - 2]);
  flow.y = y;
}

/** Pages of a PDF that is made at once, for who asked for it. */
export async function letterPdf(
  about: { title: string; school: string; madeAt: Date },
  lay: (faces: Faces) => Iterable<{ bookmark?: string; pages: LaidSheet }>,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  const file = openPaperFile(sink, { title: about.title, author: about.school, madeAt: about.madeAt });
  for (const { bookmark, pages } of lay(file.faces)) {
    if (bookmark) file.bookmark(bookmark);
    file.add(pages.leaves, pages.content);
    await file.drained();
  }
  await file.finish();
  return Buffer.concat(chunks);
}
