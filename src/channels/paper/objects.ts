import { deflateSync } from 'node:zlib';

/**
 * The objects of a PDF, written past pdfkit's own: many small ones together in a compressed stream, and one table of
 * places at the end. pdfkit would write each in five pieces, keep its place as 20 bytes of text, and compress harder
 * than paper is worth.
 */
export interface Objects {
  /** Reserves so many numbers in a row; answers the first. */
  take: (count: number) => number;
  /** Writes an object of this number, soon, together with others. */
  put: (number: number, pdf: string) => void;
  /** Writes a stream; `entries` of its dictionary besides length and filter. */
  stream: (number: number, entries: string, body: Buffer) => void;
  /** Ends the document: nothing may be put afterwards. */
  end: () => void;
}

/** An object of pdfkit's, named by its number wherever another one mentions it. */
export interface Reference {
  data: unknown;
  end: () => void;
  /** «12 0 R» */
  toString: () => string;
}

/** pdfkit's document, beyond what its types tell; pdfkit is pinned to one version. */
interface Inside {
  /** where each object begins, by number less one; ours in streams: the number of their stream, negative */
  _offsets: number[];
  _offset: number;
  _root: Reference;
  _info: Reference;
  _id: Uint8Array;
  _finalize: () => void;
  push: (chunk: Buffer | null) => boolean;
}

/** Of zlib's levels the last that is about as fast as the first. */
const LEVEL = 3;
/** characters gathered for one stream of objects: a few sheets */
const GATHERED = 48 * 1024;
/** bytes of a row of the table of places: kind, offset or stream, place within it */
const ROW = 7;

export function openObjects(document: PDFKit.PDFDocument): Objects {
  const inside = document as unknown as Inside;
  let gathered: { number: number; from: number; to: number }[] = [];
  // as bytes at once: strings that wait would fill the heap
  let bytes = Buffer.allocUnsafe(2 * GATHERED);
  let size = 0;

  function write(text: string, body?: Buffer): void {
    const head = Buffer.from(text, 'latin1');
    const chunk = body ? Buffer.concat([head, body, END_OF_STREAM]) : head;
    inside.push(chunk);
    inside._offset += chunk.length;
  }

  function take(count: number): number {
    const first = inside._offsets.length + 1;
    for (let i = 0; i < count; i += 1) inside._offsets.push(0);
    return first;
  }

  function stream(number: number, entries: string, body: Buffer): void {
    inside._offsets[number - 1] = inside._offset;
    const packed = deflateSync(body, { level: LEVEL });
    write(`${number} 0 obj\n<<${entries}/Filter/FlateDecode/Length ${packed.length}>>stream\n`, packed);
  }

  function put(number: number, pdf: string): void {
    if (size + pdf.length > bytes.length) bytes = Buffer.concat([bytes], size + pdf.length + GATHERED);
    const to = size + bytes.write(pdf, size, 'latin1');
    gathered.push({ number, from: size, to });
    size = to;
    if (size >= GATHERED) flush();
  }

  function flush(): void {
    if (gathered.length === 0) return;
    const number = take(1);
    // in the order of their numbers, so that the table of places need not keep the place of each within its stream
    gathered.sort((a, b) => a.number - b.number);
    const index: string[] = [];
    const body = Buffer.allocUnsafe(size + gathered.length);
    let at = 0;
    for (const one of gathered) {
      index.push(`${one.number} ${at} `);
      at += bytes.copy(body, at, one.from, one.to);
      body[at] = NEW_LINE;
      at += 1;
      inside._offsets[one.number - 1] = -number;
    }
    const head = Buffer.from(index.join(''), 'latin1');
    stream(number, `/Type/ObjStm/N ${gathered.length}/First ${head.length}`, Buffer.concat([head, body]));
    gathered = [];
    size = 0;
  }

  inside._finalize = () => {
    const start = inside._offset;
    const number = take(1);
    inside._offsets[number - 1] = start;
    const id = Buffer.from(inside._id).toString('hex');
    const entries = `/Type/XRef/Size ${number + 1}/W[1 4 2]/Root ${inside._root}/Info ${inside._info}/ID[<${id}><${id}>]`;
    stream(number, entries, placesOf(inside._offsets));
    write(`startxref\n${start}\n%%EOF\n`);
    inside.push(null);
  };

  return {
    take,
    put,
    stream,
    end: () => {
      flush();
      document.end();
    },
  };
}

const NEW_LINE = 0x0a;
const END_OF_STREAM = Buffer.from('\nendstream\nendobj\n');

function placesOf(offsets: readonly number[]): Buffer {
  const rows = Buffer.alloc((offsets.length + 1) * ROW);
  // number 0 heads the list of free ones, of which there are no more
  rows.writeUInt16BE(0xffff, 5);
  const within = new Map<number, number>();
  offsets.forEach((offset, i) => {
    const at = (i + 1) * ROW;
    rows[at] = offset < 0 ? 2 : 1;
    rows.writeUInt32BE(Math.abs(offset), at + 1);
    if (offset >= 0) return;
    const place = within.get(offset) ?? 0;
    rows.writeUInt16BE(place, at + 5);
    within.set(offset, place + 1);
  });
  return rows;
}
