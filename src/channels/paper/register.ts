import {
  type HandoverWay,
  REGISTER_LABELS,
  registerCell,
  registerNote,
  registerTitle,
  teacherText,
  wayName,
  weekColumn,
} from '../../texts/sheet/labels.ts';
import type { Faces } from './face.ts';
import { paragraph, startFlow } from './flow.ts';
import { type Format, formatOf, innerWidth, style } from './format.ts';
import type { LaidSheet } from './sheet.ts';
import { element, within } from './structure.ts';
import { type Cell, drawTable } from './table.ts';

/** The families of one class that are informed on paper. */
export interface RegisterFacts {
  class: string;
  classTeacher: { name: string; phone?: string };
  /** «1 четверть»: the register is signed throughout it */
  period?: string;
  /** first and last school day of the weeks to sign for, the one printed among them; ten are comfortable */
  columns: { from: string; to: string }[];
  /** in the class's order */
  rows: RegisterRow[];
  /** sheets that are printed with it */
  sheets: number;
}

export interface RegisterRow {
  /** surname and first name */
  student: string;
  /** the guardian's full name */
  recipient: string;
  way?: HandoverWay;
  /** whose hands it goes through, where the way is a proxy */
  proxy?: string;
  /** for each column the sheet to sign for; null: none. `on`: it was handed over before this was printed */
  cells: ({ number: number; on?: string } | null)[];
}

/** room for a number, a signature and a date */
const ROW_HEIGHT = 34;

/** One page for a class: who gets paper, with room to sign each week. Always A4, on its side. */
export function layOutRegister(
  faces: Faces,
  register: RegisterFacts,
  about: { school: string; window: string },
): LaidSheet {
  const upright = formatOf('A4');
  const format = { ...upright, width: upright.height, height: upright.width };
  const { sizes, gap } = format;
  const content = element('Sect');
  const title = registerTitle(register.class, register.period);
  const flow = startFlow(faces, format, 0, (onLeaf) => {
    paragraph(onLeaf, null, [{ text: title, style: style(sizes.heading, 'bold') }]);
    onLeaf.y += gap;
  });
  const body = (text: string) => [{ text, style: style(sizes.body) }];
  paragraph(flow, within(content, 'P'), body(about.school));
  paragraph(flow, within(content, 'H1'), [{ text: title, style: style(sizes.window + 2, 'bold') }], {
    before: gap / 2,
  });
  paragraph(flow, within(content, 'P'), body(registerNote(about.window, register.sheets)));
  paragraph(flow, within(content, 'P'), body(teacherText(register.classTeacher)));
  flow.y += gap;
  if (register.rows.length === 0) paragraph(flow, within(content, 'P'), body(REGISTER_LABELS.none));
  else drawTable(flow, content, tableOf(register, format));
  return { leaves: flow.leaves, content };
}

function tableOf({ columns, rows }: RegisterFacts, format: Format) {
  const { sizes } = format;
  const width = innerWidth(format);
  const order = 24;
  const people = Math.max(190, Math.min(width * 0.4, width - order - columns.length * 110));
  const week = (width - order - people) / columns.length;
  const small = (text: string, heads?: Cell['heads'], align?: Cell['align']): Cell => ({
    paragraphs: text ? [[{ text, style: style(sizes.small, heads === 'Column' ? 'bold' : 'regular') }]] : [],
    heads,
    align,
  });
  const who = ({ student, recipient, way, proxy }: RegisterRow): Cell => ({
    paragraphs: [
      [{ text: student, style: style(sizes.body, 'bold') }],
      [{ text: way ? `${recipient}, ${wayName(way, proxy)}` : recipient, style: style(sizes.small) }],
    ],
    heads: 'Row',
  });
  return {
    columns: [order, people, ...columns.map(() => week)],
    head: [
      small(REGISTER_LABELS.number, 'Column'),
      small(REGISTER_LABELS.people, 'Column'),
      ...columns.map(({ from, to }) => small(weekColumn(from, to), 'Column', 'center')),
    ],
    rows: rows.map((row, i) => [
      small(String(i + 1)),
      who(row),
      ...columns.map((_, column) => ({ ...small(signed(row.cells[column] ?? null)), top: true })),
    ]),
    rowHeight: ROW_HEIGHT,
    leading: format.leading,
  };
}

const signed = (cell: RegisterRow['cells'][number]) => (cell ? registerCell(cell.number, cell.on) : '');
