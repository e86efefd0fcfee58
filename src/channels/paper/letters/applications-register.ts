import { REGISTER } from '../../../texts/letters/register.ts';
import { schoolName } from '../../../texts/web/common.ts';
import type { Faces } from '../face.ts';
import { paragraph, startFlow } from '../flow.ts';
import { formatOf, innerWidth, style } from '../format.ts';
import type { LaidSheet } from '../sheet.ts';
import { element, within } from '../structure.ts';
import { type Cell, drawTable } from '../table.ts';
import { letterPdf } from './page.ts';

export interface RegisterLine {
  number: string;
  date: string;
  applicant: string;
  child: string;
  kind: string;
  /** what became of it, by whom, when; lines of their own */
  decision: string[];
}

export interface ApplicationsRegisterFacts {
  school: string;
  /** «Все заявления, 2026/27 учебный год» */
  selection: string;
  /** of printing */
  made: string;
  lines: RegisterLine[];
  madeAt: Date;
}

/** The register of applications as it stands, A4. */
export function applicationsRegisterPdf(facts: ApplicationsRegisterFacts): Promise<Buffer> {
  const about = { title: REGISTER.title, school: facts.school, madeAt: facts.madeAt };
  return letterPdf(about, (faces) => [{ pages: layOut(faces, facts) }]);
}

function layOut(faces: Faces, { school, selection, made, lines }: ApplicationsRegisterFacts): LaidSheet {
  const format = formatOf('A4');
  const { sizes } = format;
  const content = element('Sect');
  const flow = startFlow(faces, format, 0, (onLeaf) => {
    paragraph(onLeaf, null, [{ text: REGISTER.title, style: style(sizes.body, 'bold') }]);
    onLeaf.y += format.gap;
  });
  const line = (text: string) => paragraph(flow, within(content, 'P'), [{ text, style: style(sizes.body) }]);
  line(schoolName(school));
  paragraph(flow, within(content, 'H1'), [{ text: REGISTER.title, style: style(sizes.window, 'bold') }], { before: 4 });
  line(selection);
  line(made);
  flow.y += format.gap;
  if (lines.length === 0) {
    line(REGISTER.none);
    return { leaves: flow.leaves, content };
  }
  const small = (texts: readonly string[], heads?: Cell['heads']): Cell => ({
    paragraphs: texts
      .filter(Boolean)
      .map((text) => [{ text, style: style(sizes.small, heads === 'Column' ? 'bold' : 'regular') }]),
    heads,
  });
  const width = innerWidth(format);
  const [number, date, people, kind] = [62, 54, 150, 108];
  drawTable(flow, content, {
    columns: [number, date, people, kind, width - number - date - people - kind],
    head: REGISTER.columns.map((text) => small([text], 'Column')),
    rows: lines.map((one) => [
      small([one.number], 'Row'),
      small([one.date]),
      small([one.applicant, one.child]),
      small([one.kind]),
      small(one.decision),
    ]),
    leading: format.leading,
  });
  return { leaves: flow.leaves, content };
}
