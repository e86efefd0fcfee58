/** The same sheets as an HTML document, for a browser to print: the peer that the PDF writer is measured against. */
import QRCode from 'qrcode';
import type { SheetFacts } from '../../src/channels/paper/sheet-facts.ts';
import type { MarkGrid } from '../../src/texts/sheet/grid.ts';
import {
  asOfText,
  foldingText,
  hashText,
  recipientText,
  SHEET_LABELS,
  STUB_FIELDS,
  sheetNumberText,
  stubText,
  teacherText,
  windowText,
} from '../../src/texts/sheet/labels.ts';
import { sheetText } from '../../src/texts/sheet/sheet.ts';

const STYLE = `@page{size:A4;margin:11mm 15mm}body{font:11pt/1.3 "PT Sans",sans-serif;margin:0}section{break-after:page}
h1{font-size:21pt;margin:0}h2{font-size:12pt;margin:9pt 0 0}h3{font:italic 11pt sans-serif;margin:0}p{margin:0}
table{border-collapse:collapse;width:100%}th,td{border:.5pt solid;padding:2pt;text-align:center}th{font-weight:400}
thead th{background:#e6e6e6;font-size:9pt}small{font-size:9pt}footer{border-top:1px dashed;margin-top:9pt}svg{width:95pt;float:right}`;

const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]!);
const p = (text: string) => `<p>${escaped(text)}</p>`;

/** One document, a page for each sheet. */
export function sheetsHtml(sheets: readonly SheetFacts[], date: string): string {
  const pages = sheets.map((sheet) => sheetHtml(sheet, date));
  return `<!doctype html><html lang="ru"><meta charset="utf-8"><style>${STYLE}</style>${pages.join('')}`;
}

function sheetHtml(sheet: SheetFacts, date: string): string {
  const { facts, number, recipient, way, hash, stubUrl } = sheet;
  const text = sheetText(facts);
  const sections = text.sections.map(({ title, grid, blocks }) => {
    const items = blocks.map(
      (block) =>
        (block.title ? `<h3>${escaped(block.title)}</h3>` : '') +
        block.items
          .map((item) => `<p>${item.label ? `<b>${escaped(item.label)}:</b> ` : ''}${escaped(item.text)}</p>`)
          .join(''),
    );
    return `<h2>${escaped(title)}</h2>${grid ? gridHtml(grid) : ''}${items.join('')}`;
  });
  const stub = [
    `<b>${SHEET_LABELS.stubTitle}</b>`,
    p(stubText(text.child, date, number ?? 0)),
    p(`${windowText(facts.from, facts.to)} ${facts.school}`),
    p(`${STUB_FIELDS.lead} ${STUB_FIELDS.blanks.join(' ________ ')}`),
  ];
  return `<section>${p(`${facts.school}. ${text.title}`)}${p(sheetNumberText(number ?? 0))}<h1>${escaped(text.child)}</h1>
${p(windowText(facts.from, facts.to))}${p(recipientText(recipient ?? '', way))}${p(teacherText(facts.classTeacher))}
<small>${foldingText(true)}</small>${p(asOfText(facts.asOf))}${sections.join('')}<small>${escaped(text.legend.join(' '))}</small>
${p(hashText(hash))}<footer>${stubUrl ? qrHtml(stubUrl) : ''}${stub.join('')}</footer></section>`;
}

function gridHtml({ days, rows, averages }: MarkGrid): string {
  const head = [SHEET_LABELS.subject, ...days, ...(averages ? [SHEET_LABELS.average] : [])];
  const body = rows.map(({ subject, cells, average }) => {
    const marks = cells.map(
      (cell) =>
        `<td>${cell.map(({ value, note }) => `<b>${escaped(value)}</b> ${note ? escaped(note) : ''}`).join('<br>')}</td>`,
    );
    return `<tr><th>${escaped(subject)}</th>${marks.join('')}${averages ? `<td>${average ?? ''}</td>` : ''}</tr>`;
  });
  return `<table><thead><tr>${head.map((text) => `<th>${text}</th>`).join('')}</tr></thead>${body.join('')}</table>`;
}

function qrHtml(text: string): string {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M', maskPattern: 2 });
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) path += `M${column} ${row}h1v1h-1z`;
    }
  }
  return `<svg viewBox="0 0 ${modules.size} ${modules.size}"><path d="${path}"/></svg>`;
}
