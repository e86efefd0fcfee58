import { numberText, SHEET_LABELS, STUB_FIELDS, stubText, windowText } from '../../texts/sheet/labels.ts';
import type { Faces } from './face.ts';
import { type Format, innerWidth, style } from './format.ts';
import { drawLines, type Leaf, rule } from './leaf.ts';
import { breakLines, type Line } from './lines.ts';
import { drawQr } from './qr.ts';
import type { SheetFacts } from './sheet-facts.ts';
import { type Element, within } from './structure.ts';

/** A stub laid out, so that its height is known before it has a place. */
export interface Stub {
  height: number;
  draw: (leaf: Leaf, owner: Element) => void;
}

const ABOVE = 8;
/** room to write in by hand */
const FIELD_HEIGHT = 26;

/**
 * The stub to tear off: what was received, by whom, when; its code for the class teacher's phone.
 * @param date the day of printing, YYYY-MM-DD
 */
export function layOutStub(
  faces: Faces,
  format: Format,
  sheet: SheetFacts & { number: number },
  child: string,
  date: string,
): Stub {
  const { sizes, leading, side, width, height, edge } = format;
  const code = sheet.stubUrl === undefined ? 0 : format.panel * 0.6;
  const inner = innerWidth(format) - (code ? code + 6 : 0);
  const { school, from, to } = sheet.facts;
  const texts = [
    { text: SHEET_LABELS.stubTitle, style: style(sizes.body, 'bold') },
    {
      text: `${sheet.copy ? `${SHEET_LABELS.copy}. ` : ''}${stubText(child, date, sheet.number)}`,
      style: style(sizes.body),
    },
    { text: `${windowText(from, to)} ${school}`, style: style(sizes.small) },
    { text: STUB_FIELDS.lead, style: style(sizes.body) },
  ];
  const lines = texts.map((run) => breakLines(faces, [run], inner));
  const textHeight = lines.flat().reduce((sum, line) => sum + line.size * leading, 0);
  const total = ABOVE + Math.max(code, textHeight + FIELD_HEIGHT);

  function draw(leaf: Leaf, owner: Element): void {
    const top = height - edge - total;
    rule(leaf, [side, top], [width - side, top], 0.7, [5, 3]);
    let y = top + ABOVE;
    for (const part of lines) {
      y = drawLines(leaf, part, { x: side, y, width: inner, leading, owner: within(owner, 'P') });
    }
    drawFields(faces, leaf, { x: side, y: top + total - FIELD_HEIGHT, width: inner, leading, size: sizes.body }, owner);
    if (sheet.stubUrl !== undefined) {
      const figure = within(owner, 'Figure', { alt: `${SHEET_LABELS.qr} ${numberText(sheet.number)}` });
      drawQr(leaf, sheet.stubUrl, width - side - code, top + ABOVE / 2, code, figure);
    }
  }
  return { height: total, draw };
}

interface FieldsPlace {
  x: number;
  y: number;
  width: number;
  leading: number;
  size: number;
}

/** «подпись ____ фамилия ____ дата ____» with room to write. */
function drawFields(faces: Faces, leaf: Leaf, { x, y, width, leading, size }: FieldsPlace, owner: Element): void {
  const line = (text: string): Line => breakLines(faces, [{ text, style: style(size) }], width)[0]!;
  const words = STUB_FIELDS.blanks.map(line);
  const gap = 4;
  const taken = words.reduce((sum, word) => sum + word.width + 2 * gap, 0);
  const blank = Math.max(20, (width - taken) / words.length);
  const tag = within(owner, 'P');
  const top = y + FIELD_HEIGHT - size * leading;
  let left = x;
  for (const word of words) {
    drawLines(leaf, [word], { x: left, y: top, width: word.width, leading, owner: tag });
    left += word.width + gap;
    rule(leaf, [left, y + FIELD_HEIGHT - 2], [left + blank, y + FIELD_HEIGHT - 2]);
    left += blank + gap;
  }
}
