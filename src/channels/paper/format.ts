import type { FaceName } from './face.ts';
import { A4, A5 } from './file.ts';
import type { Style } from './lines.ts';

export type FormatName = 'A4' | 'A5';

/** Measures of a sheet in points. */
export interface Format {
  width: number;
  height: number;
  /** left and right, above and below */
  side: number;
  edge: number;
  leading: number;
  /** between sections, above and below a cell's text */
  gap: number;
  pad: number;
  /** the part that stays outside when folded, at least */
  panel: number;
  sizes: { name: number; window: number; heading: number; body: number; small: number; mark: number; work: number };
}

const FORMATS: Record<FormatName, Format> = {
  A4: {
    ...A4,
    side: 42,
    edge: 30,
    leading: 1.3,
    gap: 9,
    pad: 3,
    panel: 158,
    sizes: { name: 21, window: 14, heading: 12, body: 11, small: 9, mark: 13, work: 9 },
  },
  A5: {
    ...A5,
    side: 28,
    edge: 22,
    leading: 1.25,
    gap: 6,
    pad: 2,
    panel: 124,
    sizes: { name: 17, window: 12, heading: 11, body: 10, small: 8, mark: 11, work: 8 },
  },
};

/** Where a page would not do by a little: smaller, yet legible at arm's length. */
const COMPACT: Record<FormatName, Partial<Format>> = {
  A4: { leading: 1.2, gap: 5, pad: 1.5, sizes: { ...FORMATS.A4.sizes, body: 10, mark: 12, work: 8.5 } },
  A5: { leading: 1.18, gap: 4, pad: 1, sizes: { ...FORMATS.A5.sizes, body: 9.5 } },
};

export function formatOf(name: FormatName, compact = false): Format {
  return compact ? { ...FORMATS[name], ...COMPACT[name] } : FORMATS[name];
}

/** Width between the sides. */
export const innerWidth = ({ width, side }: Format): number => width - 2 * side;

export const style = (size: number, face: FaceName = 'regular'): Style => ({ face, size });
