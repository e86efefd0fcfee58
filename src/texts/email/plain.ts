import { itemText, type Section } from '../news/section.ts';

/** RFC 5322 2.1.1 */
const COLUMNS = 78;

/** Sections as plain text; headings stand apart. */
export function sectionsPlain(sections: readonly Section[]): string {
  return sections
    .map(({ title, blocks }) => {
      const lines = blocks.flatMap((block, i) => [
        ...(block.title ? [...(i ? [''] : []), block.title] : []),
        ...block.items.map(itemText),
      ]);
      return [...(title ? [title, ''] : []), ...lines].join('\n');
    })
    .join('\n\n');
}

/** Lines of at most 78 characters, broken at spaces; a longer word stays whole. */
export function wrapped(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(wrapLine)
    .join('\n');
}

function wrapLine(line: string): string {
  if (line.length <= COLUMNS) return line;
  const lines: string[] = [];
  let rest = line;
  while (rest.length > COLUMNS) {
    const before = breakBefore(rest, COLUMNS);
    const at = before > 0 ? before : rest.indexOf(' ', COLUMNS);
    if (at < 0) break;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...lines, rest].join('\n');
}

/** The last space up to a column, but not one that would part № or § from its number. */
function breakBefore(line: string, column: number): number {
  const at = line.lastIndexOf(' ', column);
  return at > 0 && /[№§]/.test(line.charAt(at - 1)) ? line.lastIndexOf(' ', at - 1) : at;
}
