import {
  FORM,
  FORM_NOTES,
  FORM_TITLES,
  type FormKind,
  NOTICES_ANSWERS,
  NOTICES_QUESTION,
  request,
  toDirector,
  WAY_ANSWERS,
  WAY_QUESTION,
} from '../../../texts/letters/application-form.ts';
import type { Faces } from '../face.ts';
import { style } from '../format.ts';
import { rule } from '../leaf.ts';
import type { LaidSheet } from '../sheet.ts';
import { within } from '../structure.ts';
import {
  block,
  checkbox,
  field,
  fields,
  heading,
  LETTER,
  type Letter,
  laid,
  letterPdf,
  say,
  startLetter,
} from './page.ts';

/** The form of a written application; what is null is left to be written by hand. */
export interface ApplicationFormFacts {
  kind: FormKind;
  school: string;
  /** surname, first name, patronymic */
  applicant: string | null;
  child: { name: string; className: string; grade: number } | null;
  madeAt: Date;
}

/** One page to sign and hand in (К-У 2.2, 4.2; Ш 7.13). */
export function applicationFormPdf(facts: ApplicationFormFacts): Promise<Buffer> {
  const about = { title: FORM_TITLES[facts.kind], school: facts.school, madeAt: facts.madeAt };
  return letterPdf(about, (faces) => [{ pages: layOut(faces, facts) }]);
}

const HEAD_X = LETTER.side + 190;

function layOut(faces: Faces, { kind, school, applicant, child }: ApplicationFormFacts): LaidSheet {
  const letter = startLetter(faces, FORM.title);
  const { flow, content } = letter;
  block(flow, within(content, 'P'), [{ text: toDirector(school), style: style(LETTER.sizes.body) }], {
    x: HEAD_X,
    width: LETTER.width - LETTER.side - HEAD_X,
  });
  flow.y += LETTER.gap / 2;
  field(letter, FORM.applicant, applicant, { x: HEAD_X, under: applicant ? '' : FORM.underName });
  field(letter, FORM.phone, null, { x: HEAD_X });
  heading(letter, FORM.title, 3 * LETTER.gap);
  say(letter, request(kind, child?.grade ?? null));
  flow.y += LETTER.gap / 2;
  field(letter, FORM.student, child && `${child.name}, ${FORM.class} ${child.className}`, {
    under: child ? '' : `${FORM.underName}, ${FORM.class}`,
  });
  if (kind === 'paper' || kind === 'endElectronic') drawWays(letter);
  if (kind === 'paper') {
    say(letter, NOTICES_QUESTION, { before: LETTER.gap, after: 60 });
    checkbox(letter, NOTICES_ANSWERS.keep);
    checkbox(letter, NOTICES_ANSWERS.end);
  }
  flow.y += LETTER.gap;
  fields(letter, [FORM.date, FORM.signature, FORM.name]);
  say(letter, FORM_NOTES[kind], { small: true, before: 2 * LETTER.gap });
  drawOffice(letter);
  return laid(letter);
}

function drawWays(letter: Letter): void {
  say(letter, WAY_QUESTION, { before: LETTER.gap, after: 90 });
  checkbox(letter, WAY_ANSWERS.person);
  checkbox(letter, WAY_ANSWERS.child);
  checkbox(letter, WAY_ANSWERS.proxy, { line: true });
}

/** Below a dashed line: number, date and name of whoever takes it. */
function drawOffice(letter: Letter): void {
  const { flow } = letter;
  flow.y += 2 * LETTER.gap;
  rule(flow.leaf, [LETTER.side, flow.y], [LETTER.width - LETTER.side, flow.y], 0.5, [4, 3]);
  flow.y += LETTER.gap / 2;
  say(letter, FORM.office, { small: true, bold: true });
  fields(letter, [FORM.number, FORM.received, FORM.accepted], { small: true });
}
