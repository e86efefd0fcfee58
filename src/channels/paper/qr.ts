import QRCode from 'qrcode';
import { type Leaf, mark, n } from './leaf.ts';
import type { Element } from './structure.ts';

/** One choice among eight equal ones; trying all of them out would cost more than the whole sheet. */
const MASK = 2;
/** light modules that a reader needs around the code */
const QUIET = 3;

/** Draws a QR code into a square of `size` points, quiet zone included, as black rectangles: sharp at any resolution. */
export function drawQr(leaf: Leaf, text: string, x: number, y: number, size: number, owner: Element): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M', maskPattern: MASK });
  const unit = size / (modules.size + 2 * QUIET);
  const bars: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; ) {
      let end = column;
      while (end < modules.size && modules.get(row, end)) end += 1;
      if (end > column) {
        const left = x + (column + QUIET) * unit;
        const lower = leaf.height - y - (row + QUIET + 1) * unit;
        bars.push(`${n(left)} ${n(lower)} ${n((end - column) * unit)} ${n(unit)} re`);
      }
      column = end + 1;
    }
  }
  mark(leaf, `0 g ${bars.join(' ')} f`, owner);
}
