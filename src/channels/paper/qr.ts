import QRCode from 'qrcode';
import { type Leaf, mark, n } from './leaf.ts';
import type { Element } from './structure.ts';

/** One choice among eight equal ones; trying all of them out would cost more than the whole sheet. */
const MASK = 2;
/** light modules that a reader needs around the code */
const QUIET = 3;

/** Draws a QR code into a square of `size` points, quiet zone included, as black rectangles: sharp at any resolution. */
export function drawQr(leaf: Leaf, text: string, x: number, y: number, size: number, owner: Element): void {
  // as bytes: looking for shorter codes of its parts takes longer than all the rest
  const segments = [{ data: Buffer.from(text), mode: 'byte' as const }];
  const { modules } = QRCode.create(segments, { errorCorrectionLevel: 'M', maskPattern: MASK });
  const { size: count, data } = modules;
  const unit = size / (count + 2 * QUIET);
  let bars = '';
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; ) {
      let end = column;
      while (end < count && data[row * count + end]) end += 1;
      if (end > column) bars += `${column} ${row} ${end - column} 1 re `;
      column = end + 1;
    }
  }
  const scale = unit.toFixed(4);
  const axes = `${scale} 0 0 -${scale} ${n(x + QUIET * unit)} ${n(leaf.height - y - QUIET * unit)} cm`;
  mark(leaf, `q ${axes} ${bars}f Q`, owner);
}
