import type { Line } from './lines.ts';
import type { Content, Element } from './structure.ts';

/**
 * One side of paper being drawn, before it has a place in a file. Measures are points from its upper left corner.
 * Marked content is numbered only when the leaf is written, since two leaves may share a page.
 */
export interface Leaf {
  width: number;
  height: number;
  /** grey fills, beneath everything */
  fills: string;
  texts: { content: Content | null; tag: string; body: string }[];
  /** lines by the pen that draws them: setting a pen costs more than a line */
  rules: Map<string, string>;
  /** the font that the last text was set in */
  font: string;
}

export function newLeaf(size: { width: number; height: number }): Leaf {
  return { width: size.width, height: size.height, fills: '', texts: [], rules: new Map(), font: '' };
}

/** Two decimals are finer than any printer. */
export const n = (value: number): number => Math.round(value * 100) / 100;

export interface Placing {
  x: number;
  /** upper edge of the first line */
  y: number;
  width: number;
  /** height of a line as a multiple of its size */
  leading: number;
  align?: 'left' | 'center' | 'right';
  /** what the text belongs to; null: a running head or foot, which is not read as content */
  owner: Element | null;
}

export const lineHeight = (line: Line, leading: number): number => line.size * leading;

/** Shows lines beneath one another; answers where the next one would begin. */
export function drawLines(leaf: Leaf, lines: readonly Line[], { x, y, width, leading, align, owner }: Placing): number {
  let body = 'BT';
  let top = y;
  let [lastLeft, lastBase] = [0, 0];
  for (const { size, segments, width: wide } of lines) {
    // capitals are 0.7 of the size high: they stand in the middle of their line
    const base = n(leaf.height - top - (size * leading) / 2 - size * 0.35);
    const slack = width - wide;
    const left = n(align === 'right' ? x + slack : align === 'center' ? x + slack / 2 : x);
    body += ` ${n(left - lastLeft)} ${n(base - lastBase)} Td`;
    lastLeft = left;
    lastBase = base;
    for (const { face, size, glyphs } of segments) {
      const font = `/${face.resource} ${n(size)} Tf`;
      if (font !== leaf.font) body += font;
      leaf.font = font;
      body += `[(${glyphs})]TJ`;
    }
    top += size * leading;
  }
  mark(leaf, `${body} ET`, owner);
  return top;
}

/** Adds content under an element, or as an artifact. */
export function mark(leaf: Leaf, body: string, owner: Element | null): void {
  if (!owner) leaf.texts.push({ content: null, tag: 'Artifact', body });
  else {
    const content: Content = { page: null, id: -1 };
    owner.kids.push(content);
    leaf.texts.push({ content, tag: owner.tag, body });
  }
}

/** A straight line; `dash`: lengths of ink and gap. */
export function rule(leaf: Leaf, from: [number, number], to: [number, number], weight = 0.5, dash?: [number, number]) {
  const pen = dash ? `${weight} w[${dash[0]} ${dash[1]}]0 d` : `${weight} w`;
  const path = `${n(from[0])} ${n(leaf.height - from[1])} m ${n(to[0])} ${n(leaf.height - to[1])} l `;
  leaf.rules.set(pen, (leaf.rules.get(pen) ?? '') + path);
}

/** A filled rectangle beneath the text; `grey` 0 black … 1 white. */
export function fill(leaf: Leaf, x: number, y: number, width: number, height: number, grey: number): void {
  leaf.fills += `${grey} g ${n(x)} ${n(leaf.height - y - height)} ${n(width)} ${n(height)} re f `;
}
