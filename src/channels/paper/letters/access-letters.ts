import {
  botWords,
  CLASS_ASKED,
  childrenWords,
  greeting,
  howTo,
  lettersTitle,
  opened,
  PAPER_OFFER,
  PAPER_OFFER_OFFICE,
  ACCESS_LETTER as SAY,
  spacedCode,
  validity,
} from '../../../texts/letters/access.ts';
import { teacherText } from '../../../texts/sheet/labels.ts';
import { schoolName } from '../../../texts/web/common.ts';
import type { Faces } from '../face.ts';
import { innerWidth, style } from '../format.ts';
import { rule } from '../leaf.ts';
import { drawQr } from '../qr.ts';
import type { LaidSheet } from '../sheet.ts';
import { within } from '../structure.ts';
import { block, heading, LETTER, type Letter, laid, letterPdf, say, startLetter } from './page.ts';

/** One guardian's letter. */
export interface AccessLetterFacts {
  guardian: { last: string; first: string; patronymic: string };
  children: { last: string; first: string; className: string }[];
  /** eight digits */
  code: string;
  link: string;
  /** the school's date on which the code ends */
  until: string;
}

/** What all letters of a class share. */
export interface AccessLettersFacts {
  school: string;
  className: string;
  /** null: the class has none */
  teacher: { name: string; phone?: string } | null;
  /** without scheme, as it is typed */
  joinUrl: string;
  /** the parents' bot's name, if it is known */
  bot: string | null;
  letters: AccessLetterFacts[];
  madeAt: Date;
}

/** A page for each guardian, in the order given. Folded in three, the name stands outside and the code inside. */
export function accessLettersPdf(facts: AccessLettersFacts): Promise<Buffer> {
  const about = { title: lettersTitle(facts.className), school: facts.school, madeAt: facts.madeAt };
  return letterPdf(about, (faces) =>
    facts.letters.map((one) => ({ bookmark: nameOf(one.guardian), pages: layOut(faces, facts, one) })),
  );
}

const nameOf = ({ last, first, patronymic }: AccessLetterFacts['guardian']) =>
  [last, first, patronymic].filter(Boolean).join(' ');

/** where A4 folds in three */
const FOLDS = [LETTER.height / 3, (LETTER.height * 2) / 3];
const TICK = 16;
const QR = 128;
/** of the window of an envelope with one on the right: its upper left corner */
const WINDOW = { x: 300, y: 118 };

function layOut(
  faces: Faces,
  facts: AccessLettersFacts,
  { guardian, children, code, link, until }: AccessLetterFacts,
): LaidSheet {
  const letter = startLetter(faces, SAY.title);
  const { flow, content } = letter;
  drawAddress(letter, facts.school, guardian, children);
  flow.y = Math.max(flow.y + LETTER.gap, FOLDS[0]! + 2 * LETTER.gap);
  heading(letter, SAY.title, 0);
  say(letter, greeting(guardian));
  say(letter, opened(children), { before: LETTER.gap / 2 });
  const top = flow.y + LETTER.gap;
  const width = innerWidth(LETTER) - QR - 14;
  flow.y = top;
  const beside = (text: string, size = LETTER.sizes.body, face: 'regular' | 'bold' = 'regular') =>
    block(flow, within(content, 'P'), [{ text, style: style(size, face) }], { x: LETTER.side, width });
  beside(howTo(facts.joinUrl));
  flow.y += LETTER.gap / 2;
  beside(`${SAY.code} ${spacedCode(code)}`, 22, 'bold');
  flow.y += LETTER.gap / 2;
  beside(validity(until));
  const figure = within(content, 'Figure', { alt: SAY.qr });
  drawQr(flow.leaf, link, LETTER.width - LETTER.side - QR, top - 6, QR, figure);
  flow.y = Math.max(flow.y, top + QR) + LETTER.gap;
  if (facts.bot) say(letter, botWords(facts.bot));
  say(letter, CLASS_ASKED, { before: LETTER.gap / 2 });
  say(letter, facts.teacher ? PAPER_OFFER : PAPER_OFFER_OFFICE, { before: LETTER.gap });
  if (facts.teacher) say(letter, teacherText(facts.teacher), { before: LETTER.gap });
  drawFolds(letter);
  return laid(letter);
}

/** What shows through an envelope's window, and nothing else of the letter. */
function drawAddress(
  letter: Letter,
  school: string,
  guardian: AccessLetterFacts['guardian'],
  children: AccessLetterFacts['children'],
): void {
  const { flow, content } = letter;
  say(letter, schoolName(school), { small: true });
  say(letter, SAY.fold, { small: true });
  flow.y = WINDOW.y;
  const at = { x: WINDOW.x, width: LETTER.width - LETTER.side - WINDOW.x };
  block(flow, within(content, 'P'), [{ text: nameOf(guardian), style: style(14, 'bold') }], at);
  block(flow, within(content, 'P'), [{ text: childrenWords(children), style: style(LETTER.sizes.body) }], at);
  flow.y += LETTER.gap / 2;
  block(flow, within(content, 'P'), [{ text: SAY.secret, style: style(LETTER.sizes.small, 'italic') }], at);
}

function drawFolds({ flow: { leaf } }: Letter): void {
  for (const y of FOLDS) {
    rule(leaf, [LETTER.side - 8 - TICK, y], [LETTER.side - 8, y], 0.7);
    rule(leaf, [LETTER.width - LETTER.side + 8, y], [LETTER.width - LETTER.side + 8 + TICK, y], 0.7);
  }
}
