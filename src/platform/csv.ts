/**
 * A table as Russian Excel opens it by a double click: UTF-8 with a byte order mark, semicolons, CRLF, every cell quoted
 * (RFC 4180). A cell that a spreadsheet would take for a formula is told to be text by an apostrophe (OWASP, CSV injection).
 */
export function csvTable(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((cells) => `${cells.map(csvCell).join(';')}\r\n`).join('')}`;
}

/** Signs that begin a formula, also after what a spreadsheet strips, and their full-width likenesses. */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/;

function csvCell(text: string): string {
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
