import {
  advice,
  averageText,
  contactText,
  markText,
  missedText,
  riskLead,
  riskTitle,
  RISK_LETTER as SAY,
} from '../../../texts/letters/risk.ts';
import { shortFullName } from '../../../texts/russian/names.ts';
import { SHEET_LABELS, teacherContact } from '../../../texts/sheet/labels.ts';
import { schoolName } from '../../../texts/web/common.ts';
import type { Faces } from '../face.ts';
import { paragraph } from '../flow.ts';
import { innerWidth, style } from '../format.ts';
import { rule } from '../leaf.ts';
import type { LaidSheet } from '../sheet.ts';
import { within } from '../structure.ts';
import { type Cell, drawTable } from '../table.ts';
import { fields, heading, LETTER, type Letter, laid, letterPdf, say, signature, startLetter } from './page.ts';

/** One child's letter. */
export interface RiskLetterFacts {
  /** «Иванов Пётр» */
  child: string;
  className: string;
  subjects: {
    subject: string;
    average: number;
    marks: { date: string; value: string; work: string }[];
    missed: number;
  }[];
  missed: { lessons: number; ill: number; late: number };
}

export interface RiskLettersFacts {
  school: string;
  /** of the file: a class, or a child with its class */
  about: string;
  teacher: { name: string; phone?: string } | null;
  period: { name: string; ends: string };
  today: string;
  letters: RiskLetterFacts[];
  madeAt: Date;
}

/** Information letters to the parents of children at risk, a page for each child (Ш 10). */
export function riskLettersPdf(facts: RiskLettersFacts): Promise<Buffer> {
  const about = { title: riskTitle(facts.about, facts.period.name), school: facts.school, madeAt: facts.madeAt };
  return letterPdf(about, (faces) =>
    facts.letters.map((one) => ({ bookmark: one.child, pages: layOut(faces, facts, one) })),
  );
}

function layOut(faces: Faces, facts: RiskLettersFacts, one: RiskLetterFacts): LaidSheet {
  const child = `${one.child}, ${one.className}`;
  const letter = startLetter(faces, `${SAY.title}. ${child}`);
  const { flow, content } = letter;
  say(letter, schoolName(facts.school));
  say(letter, SAY.to, { before: LETTER.gap });
  say(letter, child, { bold: true });
  heading(letter, SAY.title);
  say(letter, SAY.greeting);
  say(letter, riskLead(child, facts.period, one.subjects.length, facts.today), { before: LETTER.gap / 2 });
  flow.y += LETTER.gap;
  drawSubjects(letter, one);
  const missed = missedText(one.missed);
  if (missed) say(letter, missed, { before: LETTER.gap });
  paragraph(flow, within(content, 'H2'), [{ text: SAY.helpTitle, style: style(LETTER.sizes.body, 'bold') }], {
    before: LETTER.gap,
    after: 40,
  });
  const hasMissed = one.subjects.some((subject) => subject.missed > 0);
  const lines = advice(
    one.subjects.map(({ subject }) => subject),
    hasMissed,
  );
  for (const line of lines) say(letter, `— ${line}`, { before: 3 });
  if (facts.teacher) {
    say(letter, contactText(teacherContact(facts.teacher)), { before: LETTER.gap });
    signature(letter, SHEET_LABELS.classTeacher, shortFullName(facts.teacher.name));
  }
  rule(flow.leaf, [LETTER.side, flow.y], [LETTER.width - LETTER.side, flow.y], 0.5, [4, 3]);
  flow.y += LETTER.gap / 2;
  say(letter, SAY.received, { after: 40 });
  fields(letter, SAY.blanks);
  return laid(letter);
}

function drawSubjects({ flow, content }: Letter, { subjects }: RiskLetterFacts): void {
  const size = LETTER.sizes.small + 1;
  const width = innerWidth(LETTER);
  const [subject, average, missed] = [130, 62, 70];
  const cell = (text: string, heads?: Cell['heads'], align?: Cell['align']): Cell => ({
    paragraphs: [[{ text, style: style(size, heads ? 'bold' : 'regular') }]],
    heads,
    align,
  });
  drawTable(flow, content, {
    columns: [subject, average, width - subject - average - missed, missed],
    head: [SAY.subject, SAY.average, SAY.marks, SAY.missed].map((text) => cell(text, 'Column')),
    rows: subjects.map((one) => [
      cell(one.subject, 'Row'),
      cell(averageText(one.average), undefined, 'center'),
      cell(one.marks.map(markText).join(', ')),
      cell(String(one.missed), undefined, 'center'),
    ]),
    leading: LETTER.leading,
  });
}
