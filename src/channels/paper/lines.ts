import type { Face, FaceName, Faces, Word } from './face.ts';
import { type Kept, keptIfAgain } from './kept.ts';
import { isPlain } from './printable.ts';

/** A face at a size in points. */
export interface Style {
  face: FaceName;
  size: number;
}

/** A piece of text in one style. */
export interface Run {
  text: string;
  style: Style;
}

/** Words of one style that stand together on a line. */
export interface Segment {
  face: Face;
  size: number;
  /** operands of TJ */
  glyphs: string;
}

/** A line broken to a width; measures in points. */
export interface Line {
  segments: Segment[];
  width: number;
  /** the largest size on it */
  size: number;
}

interface Piece {
  face: Face;
  size: number;
  text: string;
  word: Word;
}

/** What may not be broken: a word with the signs that touch it, in whatever styles. */
interface Token {
  kind: 'word' | 'space' | 'end';
  pieces: Piece[];
  width: number;
}

/** texts whose lines are kept at hand: labels, subjects, marks. Long ones come once */
const KEPT_LENGTH = 60;
const LINES_KEPT = 2000;
const KNOWN = new WeakMap<Faces, Kept<string, readonly Line[]>>();

/**
 * Breaks runs into lines no wider than `width` points. Breaks at spaces and `\n` only, so that text is found again
 * letter by letter; a word that is wider than a line is broken where it must be. Always one line at least.
 */
export function breakLines(faces: Faces, runs: readonly Run[], width: number): readonly Line[] {
  const key = keyOf(runs, width);
  if (key === null) return broken(faces, runs, width);
  const known = knownOf(faces);
  const kept = known.get(key);
  if (kept) return kept;
  const lines = broken(faces, runs, width);
  known.set(key, lines);
  return lines;
}

function knownOf(faces: Faces): Kept<string, readonly Line[]> {
  const known = KNOWN.get(faces) ?? keptIfAgain<readonly Line[]>(LINES_KEPT);
  KNOWN.set(faces, known);
  return known;
}

/** What short plain text is known by; null for others, which may note in `faces` that a sign was replaced. */
function keyOf(runs: readonly Run[], width: number): string | null {
  let key = `${width}`;
  for (const { text, style } of runs) {
    if (text.length > KEPT_LENGTH || !isPlain(text)) return null;
    key += `|${style.face}${style.size}|${text}`;
  }
  return key;
}

function broken(faces: Faces, runs: readonly Run[], width: number): Line[] {
  const lines = [newLine(runs)];
  let space: Token | null = null;
  for (const token of tokensOf(faces, runs)) {
    const line = lines.at(-1)!;
    if (token.kind === 'space') {
      if (line.width > 0) space = token;
      continue;
    }
    if (token.kind === 'end') lines.push(newLine(runs));
    else if (token.width <= width) putWord(lines, runs, token, space, width);
    else
      for (const [i, part] of splitToken(token, width).entries()) putWord(lines, runs, part, i ? null : space, width);
    space = null;
  }
  return lines;
}

const newLine = (runs: readonly Run[]): Line => ({ segments: [], width: 0, size: runs[0]?.style.size ?? 0 });

/** Puts a word on the last line, or on a new one where it does not fit. */
function putWord(lines: Line[], runs: readonly Run[], word: Token, space: Token | null, width: number): void {
  let line = lines.at(-1)!;
  const gap = space?.width ?? 0;
  // also at a line's end: copied or read aloud, the words must not run together
  if (space) add(line, space);
  if (line.width > 0 && line.width + gap + word.width > width) {
    line = newLine(runs);
    lines.push(line);
  } else line.width += gap;
  add(line, word);
  line.width += word.width;
}

function add(line: Line, token: Token): void {
  for (const { face, size, word } of token.pieces) {
    const last = line.segments.at(-1);
    if (last && last.face === face && last.size === size) last.glyphs += word.glyphs;
    else line.segments.push({ face, size, glyphs: word.glyphs });
    if (size > line.size) line.size = size;
  }
}

function tokensOf(faces: Faces, runs: readonly Run[]): Token[] {
  const tokens: Token[] = [];
  for (const { text, style } of runs) {
    const face = faces[style.face];
    const shown = faces.printable(text);
    for (let from = 0; from < shown.length; ) {
      const to = partEnd(shown, from);
      addPart(tokens, face, style.size, shown.slice(from, to));
      from = to;
    }
  }
  return tokens;
}

/** Where a word, a stretch of spaces or a line's end that begins at `from` is over. */
function partEnd(text: string, from: number): number {
  const kind = kindAt(text, from);
  let to = from + 1;
  if (kind !== 'end') while (to < text.length && kindAt(text, to) === kind) to += 1;
  return to;
}

function kindAt(text: string, at: number): Token['kind'] {
  const code = text.charCodeAt(at);
  return code === 0x20 ? 'space' : code === 0x0a ? 'end' : 'word';
}

function addPart(tokens: Token[], face: Face, size: number, text: string): void {
  const last = tokens.at(-1);
  const kind = kindAt(text, 0);
  if (kind === 'end') tokens.push({ kind, pieces: [], width: 0 });
  else if (kind === 'space') {
    if (last?.kind !== kind) tokens.push(tokenOf(kind, pieceOf(face, size, ' ')));
  } else {
    const piece = pieceOf(face, size, text);
    if (last?.kind !== kind) tokens.push(tokenOf(kind, piece));
    else {
      last.pieces.push(piece);
      last.width += widthOf(piece);
    }
  }
}

const widthOf = ({ word, size }: Piece) => (word.width * size) / 1000;
const pieceOf = (face: Face, size: number, text: string): Piece => ({ face, size, text, word: face.word(text) });
const tokenOf = (kind: Token['kind'], piece: Piece): Token => ({ kind, pieces: [piece], width: widthOf(piece) });

/** Pieces of a word that is too wide: after a dash, a stroke or a dot if it has one, else wherever it must be. */
function splitToken(token: Token, width: number): Token[] {
  const parts: Token[] = [];
  for (const { face, size, text } of token.pieces) {
    for (let from = 0; from < text.length; ) {
      const to = breakAt(face, size, text, from, width);
      parts.push(tokenOf('word', pieceOf(face, size, text.slice(from, to))));
      from = to;
    }
  }
  return parts;
}

function breakAt(face: Face, size: number, text: string, from: number, width: number): number {
  let to = from + 1;
  let sign = 0;
  let used = charWidth(face, size, text[from]!);
  for (; to < text.length; to += 1) {
    used += charWidth(face, size, text[to]!);
    if (used > width) break;
    if ('-–—/.'.includes(text[to]!)) sign = to + 1;
  }
  return to < text.length && sign > from ? sign : to;
}

const charWidth = (face: Face, size: number, char: string) => (face.word(char).width * size) / 1000;
