/** Sections → Telegram messages: plain text with entities, never markup. */
import { itemText, type Section } from '../news/section.ts';

export interface TelegramText {
  text: string;
  /** offsets and lengths in UTF-16 units, as Telegram counts */
  entities: { type: 'bold' | 'italic'; offset: number; length: number }[];
}

/** Telegram's limit of a message, in UTF-16 units. */
export const TELEGRAM_LIMIT = 4096;
/** so that a line always fits under the child's name repeated above it */
const LONGEST_WHO = 80;
const LONGEST_LINE = TELEGRAM_LIMIT - 100;

interface Line {
  text: string;
  style?: 'bold' | 'italic';
  /** whose news it is: repeated above what goes on in another message */
  who: string;
  /** says itself whose news follows */
  opens?: true;
}

/**
 * Lays sections out; a text beyond the limit goes on in further messages, split between lines (a longer line between
 * words, never inside a surrogate pair), each opened by the child's name. Nothing is lost.
 * @param note a last line in italics
 */
export function telegramTexts(sections: readonly Section[], note?: string): TelegramText[] {
  const lines = sections.flatMap((section, i) => sectionLines(section, i > 0));
  if (note) lines.push({ text: '', who: '' }, { text: note, style: 'italic', who: '' });
  return paged(lines).map(asText);
}

function sectionLines({ who, title, blocks }: Section, apart: boolean): Line[] {
  const lines: Line[] = apart ? [{ text: '', who }] : [];
  if (title) lines.push({ text: title, style: 'bold', who, opens: true });
  for (const block of blocks) {
    if (block.title) lines.push({ text: block.title, style: 'bold', who });
    for (const item of block.items) {
      lines.push(
        ...itemText(item)
          .split(/\r\n|\r|\n/)
          .map((text) => ({ text, who })),
      );
    }
  }
  return lines;
}

/** A message in the making; `size` counts the line ends between its lines. */
interface Page {
  lines: Line[];
  size: number;
}

function paged(lines: readonly Line[]): Line[][] {
  const pages: Page[] = [{ lines: [], size: -1 }];
  const fits = ({ text }: Line) => pages.at(-1)!.size + 1 + text.length <= TELEGRAM_LIMIT;
  const add = (line: Line) => {
    const page = pages.at(-1)!;
    if (pages.length > 1 && !page.lines.length && line.who && !line.opens) add(continuation(line.who));
    page.lines.push(line);
    page.size += 1 + line.text.length;
  };
  const turn = (kept: Line[]) => {
    const page = pages.at(-1)!;
    page.lines.splice(page.lines.length - kept.length);
    pages.push({ lines: [], size: -1 });
    kept.forEach(add);
  };
  for (const line of lines.flatMap(fitting)) {
    if (!fits(line)) turn(trailingHeadings(pages.at(-1)!.lines));
    if (!fits(line)) turn([]);
    add(line);
  }
  return pages.map((page) => trimmed(page.lines)).filter(({ length }) => length);
}

function continuation(who: string): Line {
  return { text: `${who.slice(0, cutAt(who, LONGEST_WHO))} · продолжение`, style: 'bold', who, opens: true };
}

/** Headings at a page's end belong to what follows, unless the page would be empty without them. */
function trailingHeadings(page: readonly Line[]): Line[] {
  const last = page.findLastIndex(({ style }) => style !== 'bold');
  return page.slice(0, last + 1).some(({ text }) => text.trim()) ? page.slice(last + 1) : [];
}

function trimmed(page: readonly Line[]): Line[] {
  const from = page.findIndex(({ text }) => text.trim());
  const to = page.findLastIndex(({ text }) => text.trim());
  return from < 0 ? [] : page.slice(from, to + 1);
}

/** A line longer than a message, cut after a space where there is one, else between characters. */
function fitting(line: Line): Line[] {
  const pieces: Line[] = [];
  let rest = line.text;
  while (rest.length > LONGEST_LINE) {
    const cut = cutAt(rest, LONGEST_LINE);
    pieces.push({ ...line, text: rest.slice(0, cut) });
    rest = rest.slice(cut);
  }
  return [...pieces, { ...line, text: rest }];
}

function cutAt(text: string, longest: number): number {
  if (text.length <= longest) return text.length;
  const space = text.lastIndexOf(' ', longest - 1);
  if (space > longest / 2) return space + 1;
  const before = text.charCodeAt(longest - 1);
  return before >= 0xd800 && before <= 0xdbff ? longest - 1 : longest;
}

function asText(page: readonly Line[]): TelegramText {
  const entities: TelegramText['entities'] = [];
  let offset = 0;
  for (const { text, style } of page) {
    if (style && text) entities.push({ type: style, offset, length: text.length });
    offset += text.length + 1;
  }
  return { text: page.map(({ text }) => text).join('\n'), entities };
}
