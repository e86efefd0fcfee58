import {
  type HandoverWay,
  REGISTER_LABELS,
  registerNote,
  registerTitle,
  teacherText,
  wayName,
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
  /** headings of the weeks to sign for, «14–19.09», the one printed among them; six are comfortable */
  columns: string[];
  /** in the class's order */
  rows: RegisterRow[];
}

export interface RegisterRow {
  /** surname and first name */
  student: string;
  /** the guardian's full name */
  recipient: string;
  way?: HandoverWay;
  /** number of this week's sheet; null: none this week */
  number: number | null;
  /** what stands in each column already, e.g. a date of handing over */
  cells?: string[];
}

const ROW_HEIGHT = 30;

/** One page for a class: who gets paper, with room to sign. Always A4. */
export function layOutRegister(
  faces: Faces,
  register: RegisterFacts,
  about: { school: string; window: string },
): LaidSheet {
  const format = formatOf('A4');
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
  paragraph(
    flow,
    within(content, 'P'),
    body(registerNote(about.window, register.rows.filter(({ number }) => number !== null).length)),
  );
  paragraph(flow, within(content, 'P'), body(teacherText(register.classTeacher)));
  flow.y += gap;
  if (register.rows.length === 0) paragraph(flow, within(content, 'P'), body(REGISTER_LABELS.none));
  else drawTable(flow, content, tableOf(register, format));
  return { leaves: flow.leaves, content };
}

function tableOf({ columns, rows }: RegisterFacts, format: Format) {
  const { sizes } = format;
  const width = innerWidth(format);
  const [order, number] = [24, 44];
  const weeks = columns.length ? columns : [REGISTER_LABELS.signature];
  const people = Math.max(150, width * (weeks.length > 4 ? 0.36 : 0.46));
  const week = (width - order - number - people) / weeks.length;
  const small = (text: string, heads?: Cell['heads'], align?: Cell['align']): Cell => ({
    paragraphs: text ? [[{ text, style: style(sizes.small, heads === 'Column' ? 'bold' : 'regular') }]] : [],
    heads,
    align,
  });
  const who = ({ student, recipient, way }: RegisterRow): Cell => ({
    paragraphs: [
      [{ text: student, style: style(sizes.body, 'bold') }],
      [{ text: way ? `${recipient}, ${wayName(way)}` : recipient, style: style(sizes.small) }],
    ],
    heads: 'Row',
  });
  return {
    columns: [order, people, number, ...weeks.map(() => week)],
    head: [REGISTER_LABELS.number, REGISTER_LABELS.people, REGISTER_LABELS.sheet, ...weeks].map((text) =>
      small(text, 'Column'),
    ),
    rows: rows.map((row, i) => [
      small(String(i + 1)),
      who(row),
      small(row.number === null ? '—' : String(row.number)),
      ...weeks.map((_, column) => small(row.cells?.[column] ?? '')),
    ]),
    rowHeight: ROW_HEIGHT,
    leading: format.leading,
  };
}
