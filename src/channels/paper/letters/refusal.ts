import { numberWords } from '../../../texts/applications.ts';
import { REFUSAL, type RefusalWords, refusalGreeting, refusalText } from '../../../texts/letters/refusal.ts';
import { fullDate } from '../../../texts/russian/dates.ts';
import { schoolName } from '../../../texts/web/common.ts';
import type { Faces } from '../face.ts';
import { rule } from '../leaf.ts';
import type { LaidSheet } from '../sheet.ts';
import { fields, heading, LETTER, laid, letterPdf, say, signature, startLetter } from './page.ts';

export interface RefusalFacts extends RefusalWords {
  school: string;
  /** surname, first name, patronymic */
  recipient: string;
  /** «Иванов Пётр, 7Б» */
  child: string;
  pupil: boolean;
  /** of the register */
  registered: { number: number; outsideNumber: string | null };
  /** the school's date of the decision */
  decided: string;
  /** «Громов И. Л.»; empty: a line is left */
  director: string;
  /** what was added to the ground; empty: nothing */
  note: string;
  madeAt: Date;
}

/** The refusal of an application, with its reason, for the director's signature (К-У 5). */
export function refusalPdf(facts: RefusalFacts): Promise<Buffer> {
  const about = { title: `${REFUSAL.title}, ${facts.recipient}`, school: facts.school, madeAt: facts.madeAt };
  return letterPdf(about, (faces) => [{ pages: layOut(faces, facts) }]);
}

function layOut(faces: Faces, facts: RefusalFacts): LaidSheet {
  const letter = startLetter(faces, REFUSAL.title);
  const { flow } = letter;
  say(letter, schoolName(facts.school));
  say(letter, `${fullDate(facts.decided)}, ${numberWords(facts.registered)}`, { small: true, before: 2 });
  say(letter, `${REFUSAL.to} ${facts.recipient}`, { before: LETTER.gap });
  say(letter, `${facts.pupil ? REFUSAL.student : REFUSAL.child} ${facts.child}`, { before: 2 });
  heading(letter, REFUSAL.title);
  say(letter, refusalGreeting(facts.applicant));
  say(letter, refusalText(facts), { before: LETTER.gap });
  if (facts.note) say(letter, `${REFUSAL.note} ${facts.note}`, { before: LETTER.gap });
  flow.y += LETTER.gap;
  signature(letter, REFUSAL.director, facts.director);
  flow.y += 3 * LETTER.gap;
  rule(flow.leaf, [LETTER.side, flow.y], [LETTER.width - LETTER.side, flow.y], 0.5, [4, 3]);
  flow.y += LETTER.gap;
  say(letter, REFUSAL.received);
  fields(letter, REFUSAL.receivedBlanks);
  return laid(letter);
}
