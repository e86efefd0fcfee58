/** Stands for every character that the font cannot print, so that nothing vanishes unseen. */
export const REPLACEMENT = '◊';

/** Latin, Cyrillic and the signs that Russian typography uses: the font has them all. */
const PLAIN = /^[\n\u0020-\u007e\u00a0«»\u0410-\u044fЁё№§–—…„“]*$/;
const LINE_ENDS = /\r\n?|\v|\f|\u0085|\u2028|\u2029/g;
/** joiners, direction marks, soft hyphens, variation selectors: invisible by their nature */
const INVISIBLE = /\p{Cf}|[\ufe00-\ufe0f]/u;
const SPACE = /\p{Zs}/u;
/** the font draws each pair with one glyph; one of them must be the text that is found again */
const SAME_GLYPH: Record<string, string> = { '\u00b5': '\u03bc', '\u2206': '\u0394', '\u2126': '\u03a9' };

/** Whether the font has all of the text as it is. */
export const isPlain = (text: string): boolean => PLAIN.test(text);

/**
 * The text as the font can print it: NFC, tabs and odd spaces as spaces (no-break ones stay), line ends as `\n`,
 * hyphens as `-`; what has no glyph becomes ◊.
 */
export function printable(text: string, hasGlyph: (codePoint: number) => boolean): string {
  if (isPlain(text)) return text;
  let result = '';
  for (const char of text.normalize('NFC').replace(LINE_ENDS, '\n')) result += printableChar(char, hasGlyph);
  return result;
}

function printableChar(char: string, hasGlyph: (codePoint: number) => boolean): string {
  if (char === '\n') return char;
  if (char === '\t') return ' ';
  if (char === '\u00a0' || char === '\u202f' || char === '\u2007') return '\u00a0';
  if (char === '\u2010' || char === '\u2011') return '-';
  if (SPACE.test(char)) return ' ';
  if (INVISIBLE.test(char)) return '';
  const same = SAME_GLYPH[char] ?? char;
  if (hasGlyph(same.codePointAt(0)!)) return same;
  // a ligature or a wide form in its plain letters
  const plain = [...char.normalize('NFKC')];
  return plain.every((part) => hasGlyph(part.codePointAt(0)!)) ? plain.join('') : REPLACEMENT;
}
