import { createRequire } from 'node:module';
import { keptIfAgain, keptUpTo } from './kept.ts';
import { newDocument } from './pdfkit.ts';
import { printable, REPLACEMENT } from './printable.ts';

export type FaceName = 'regular' | 'bold' | 'italic';

/** A word ready to be shown: its codes as within `[(` and `)]` of TJ, and its width in thousandths of the font size. */
export interface Word {
  glyphs: string;
  width: number;
}

/** One face of PT Sans within one document: measured once for each character, pair and word. */
export interface Face {
  /** name of the font in a page's resources */
  resource: string;
  /** what a page's resources refer to */
  reference: () => PDFKit.PDFKitReference;
  /** A run of printable characters; a no-break space is shown and found again as a space. */
  word: (text: string) => Word;
}

export interface Faces extends Record<FaceName, Face> {
  /** Text as PT Sans can print it; notes in `replaced` when something could not. */
  printable: (text: string) => string;
  replaced: boolean;
}

/** pdfkit's embedded font, beyond what its types tell; pdfkit is pinned to one version. */
interface EmbeddedFont {
  id: string;
  ref: () => PDFKit.PDFKitReference;
  encode: (text: string) => [codes: string[], positions: { advanceWidth: number }[]];
  widthOfString: (text: string, size: number, features?: Record<string, boolean>) => number;
  font: { hasGlyphForCodePoint: (codePoint: number) => boolean };
}

const require = createRequire(import.meta.url);
const FILES: Record<FaceName, string> = {
  regular: '@expo-google-fonts/pt-sans/400Regular/PTSans_400Regular.ttf',
  bold: '@expo-google-fonts/pt-sans/700Bold/PTSans_700Bold.ttf',
  italic: '@expo-google-fonts/pt-sans/400Regular_Italic/PTSans_400Regular_Italic.ttf',
};
const NBSP = 0xa0;
/** kept at hand: what weeks have in common is fewer, names and numbers come once */
const WORDS_KEPT = 5000;

/** Where a face's file lies. */
export function faceFile(name: FaceName): string {
  return require.resolve(FILES[name]);
}

/** Registers PT Sans with a document. Only the characters that are used are embedded. */
export function openFaces(document: PDFKit.PDFDocument): Faces {
  const regular = openFont(document, 'regular');
  const hasGlyph = (codePoint: number) => regular.font.hasGlyphForCodePoint(codePoint);
  const faces: Faces = {
    regular: openFace(regular, 'regular'),
    bold: openFace(openFont(document, 'bold'), 'bold'),
    italic: openFace(openFont(document, 'italic'), 'italic'),
    replaced: false,
    printable: (text) => {
      const result = printable(text, hasGlyph);
      if (result !== text && result.includes(REPLACEMENT)) faces.replaced = true;
      return result;
    },
  };
  return faces;
}

function openFont(document: PDFKit.PDFDocument, name: FaceName): EmbeddedFont {
  document.font(faceFile(name));
  return (document as unknown as { _font: EmbeddedFont })._font;
}

/** How much nearer two characters stand than their widths say, in thousandths of the font size. */
type Kerning = (left: number, right: number) => number;

const KERNINGS = new Map<FaceName, Kerning>();
const PAIRS_KEPT = 20_000;

/** Of a face, for all documents: it takes longer to find out than a sheet takes to print. */
function kerningOf(name: FaceName): Kerning {
  const known = KERNINGS.get(name);
  if (known) return known;
  const font = openFont(newDocument({ autoFirstPage: false, font: faceFile(name) }), name);
  const widthOf = (unit: number) => font.widthOfString(String.fromCharCode(unit), 1000);
  const pairs = keptUpTo<number, number>(PAIRS_KEPT);
  const kerning: Kerning = (left, right) => {
    const pair = left * 0x10000 + right;
    let value = pairs.get(pair);
    if (value === undefined) {
      // ligatures off, so that text is found letter by letter
      const together = font.widthOfString(String.fromCharCode(left, right), 1000, { liga: false });
      value = Math.round(together - widthOf(left) - widthOf(right));
      pairs.set(pair, value);
    }
    return value;
  };
  KERNINGS.set(name, kerning);
  return kerning;
}

/** A code of two bytes, «0028», as characters of a literal string. */
function literal(code: string): string {
  const chars = String.fromCharCode(Number.parseInt(code.slice(0, 2), 16), Number.parseInt(code.slice(2), 16));
  return chars.replace(/[()\\]/g, '\\$&').replaceAll('\r', '\\r');
}

interface Glyph {
  code: string;
  width: number;
}

function openFace(font: EmbeddedFont, name: FaceName): Face {
  const glyphs = new Map<number, Glyph>();
  const words = keptIfAgain<Word>(WORDS_KEPT);
  const kern = kerningOf(name);

  function glyphOf(unit: number): Glyph {
    let glyph = glyphs.get(unit);
    if (!glyph) {
      const [codes, positions] = font.encode(String.fromCharCode(unit === NBSP ? 0x20 : unit));
      glyph = { code: literal(codes[0]!), width: positions[0]!.advanceWidth };
      glyphs.set(unit, glyph);
    }
    return glyph;
  }

  function make(text: string): Word {
    // joined at once: a string that grows by pieces keeps them all
    const shown: string[] = [];
    let width = 0;
    for (let i = 0; i < text.length; i += 1) {
      const unit = text.charCodeAt(i);
      const glyph = glyphOf(unit);
      const shift = i > 0 ? kern(text.charCodeAt(i - 1), unit) : 0;
      if (shift) shown.push(`)${-shift}(`);
      shown.push(glyph.code);
      width += shift + glyph.width;
    }
    return { glyphs: shown.join(''), width };
  }

  function word(text: string): Word {
    let known = words.get(text);
    if (!known) {
      known = make(text);
      words.set(text, known);
    }
    return known;
  }

  return { resource: font.id, reference: () => font.ref(), word };
}
