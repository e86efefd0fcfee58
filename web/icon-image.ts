/** The icon as a PNG (RFC 2083), drawn from the same lines as the SVG: telephones take no other for a page that is installed. */
import { crc32, deflateSync } from 'node:zlib';

export interface IconLook {
  /** `#rrggbb` of the ground */
  colour: string;
  /** pixels of a side */
  size: number;
  /** to its edges, for systems that cut a shape of their own; else with round corners */
  full: boolean;
}

/** Side of the drawing, and its letter: a polygon well within the circle that systems leave of it. */
const SIDE = 32;
const RADIUS = 7;
const LETTER: [number, number][] = [
  [8, 9],
  [11.6, 9],
  [16.1, 19.8],
  [20.6, 9],
  [24, 9],
  [17.7, 24],
  [14.4, 24],
];
/** Points that are looked at along a pixel's side. */
const FINE = 3;

export function drawIcon({ colour, size, full }: IconLook): Buffer {
  const ground = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let y = 0; y < size; y++) {
    const lines = Array.from({ length: FINE }, (_, nth) => lineAt(((y + (nth + 0.5) / FINE) * SIDE) / size));
    for (let x = 0; x < size; x++) {
      const { within, white } = pixel(x, lines, SIDE / size, full);
      const at = y * (size * 4 + 1) + 1 + x * 4;
      ground.forEach((value, channel) => {
        rows[at + channel] = Math.round(value + (255 - value) * white);
      });
      rows[at + 3] = Math.round(255 * within);
    }
  }
  return png(size, rows);
}

/** A line through the drawing, and where it crosses the letter's edges. */
interface Line {
  y: number;
  crossings: number[];
}

function lineAt(y: number): Line {
  const crossings = LETTER.flatMap(([ax, ay], nth) => {
    const [bx, by] = LETTER[(nth + 1) % LETTER.length]!;
    return ay > y !== by > y ? [((bx - ax) * (y - ay)) / (by - ay) + ax] : [];
  });
  return { y, crossings };
}

/** How much of a pixel is of the icon, and how much of that the letter covers. */
function pixel(x: number, lines: Line[], scale: number, full: boolean): { within: number; white: number } {
  let within = 0;
  let white = 0;
  for (const { y, crossings } of lines) {
    for (let nth = 0; nth < FINE; nth++) {
      const px = (x + (nth + 0.5) / FINE) * scale;
      if (!full && !isInRound(px, y)) continue;
      within += 1;
      if (isInLetter(px, crossings)) white += 1;
    }
  }
  return { within: within / (FINE * FINE), white: within === 0 ? 0 : white / within };
}

function isInRound(x: number, y: number): boolean {
  const dx = Math.max(RADIUS - x, x - (SIDE - RADIUS), 0);
  const dy = Math.max(RADIUS - y, y - (SIDE - RADIUS), 0);
  return dx * dx + dy * dy <= RADIUS * RADIUS;
}

/** A ray to the right crosses an odd number of edges. */
function isInLetter(x: number, crossings: number[]): boolean {
  let inside = false;
  for (const crossing of crossings) if (x < crossing) inside = !inside;
  return inside;
}

function png(size: number, rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // eight bits a channel, red green blue and alpha
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}
