import type { Faces } from './face.ts';
import { type Format, innerWidth } from './format.ts';
import { drawLines, type Leaf, lineHeight, newLeaf } from './leaf.ts';
import { breakLines, type Line, type Run } from './lines.ts';
import type { Element } from './structure.ts';

/** Content that runs down a leaf and on to the next. Measures in points. */
export interface Flow {
  faces: Faces;
  format: Format;
  leaves: Leaf[];
  leaf: Leaf;
  /** where the next thing goes, and where there is no more room */
  y: number;
  bottom: number;
  /** Goes on, on a new leaf. */
  turn: () => void;
}

/**
 * @param foot height kept free below
 * @param head draws what stands above the content of every leaf but the first
 */
export function startFlow(faces: Faces, format: Format, foot: number, head: (flow: Flow) => void): Flow {
  const first = newLeaf(format);
  const flow: Flow = {
    faces,
    format,
    leaves: [first],
    leaf: first,
    y: format.edge,
    bottom: format.height - format.edge - foot,
    turn: () => {
      flow.leaf = newLeaf(format);
      flow.leaves.push(flow.leaf);
      flow.y = format.edge;
      head(flow);
    },
  };
  return flow;
}

/** Turns unless so much height is left. */
export function keep(flow: Flow, height: number): void {
  if (flow.y + height > flow.bottom) flow.turn();
}

export interface ParagraphLayout {
  indent?: number;
  /** space above it, unless it begins a leaf */
  before?: number;
  /** height wanted on the same leaf after it: a heading is not left alone */
  after?: number;
}

/** A paragraph; a long one goes on, on the next leaf, by two lines at least. */
export function paragraph(flow: Flow, owner: Element | null, runs: readonly Run[], layout: ParagraphLayout = {}): void {
  const { indent = 0, before = 0, after = 0 } = layout;
  const { leading, side } = flow.format;
  const width = innerWidth(flow.format) - indent;
  const lines = breakLines(flow.faces, runs, width);
  const heights = lines.map((line) => lineHeight(line, leading));
  const opening = (heights[0] ?? 0) + (heights[1] ?? 0);
  flow.y += before;
  keep(flow, (lines.length > 3 ? opening : sum(heights)) + after);
  for (let from = 0; from < lines.length; ) {
    const to = fitting(heights, from, flow.bottom - flow.y);
    const part = lines.slice(from, to);
    flow.y = drawLines(flow.leaf, part, { x: side + indent, y: flow.y, width, leading, owner });
    if (to < lines.length) flow.turn();
    from = to;
  }
}

/** How far lines fit, one at least; a last line is not left alone. */
export function fitting(heights: readonly number[], from: number, room: number): number {
  let to = from;
  let used = 0;
  // a hair's breadth for sums of fractions
  while (to < heights.length && used + heights[to]! <= room + 0.01) {
    used += heights[to]!;
    to += 1;
  }
  if (to === heights.length - 1 && to - from > 2) to -= 1;
  return Math.max(to, from + 1);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Lines of one text as a block of its own: its height before it is drawn. */
export function measured(flow: Flow, runs: readonly Run[], width: number): { lines: readonly Line[]; height: number } {
  const lines = breakLines(flow.faces, runs, width);
  return { lines, height: sum(lines.map((line) => lineHeight(line, flow.format.leading))) };
}
