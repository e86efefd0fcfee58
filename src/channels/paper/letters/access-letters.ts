import {
  botWords,
  CLASS_ASKED,
  CLASS_ASKED_PUPIL,
  childrenWords,
  greeting,
  howTo,
  lettersTitle,
  OPENED_STAFF,
  opened,
  openedPupil,
  PAPER_OFFER,
  PAPER_OFFER_OFFICE,
  ACCESS_LETTER as SAY,
  STAFF_ONLY,
  spacedCode,
  staffBotWords,
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

/** One person's letter. */
export interface AccessLetterFacts {
  /** a pupil's own diary, or the desk; absent: a guardian's */
  as?: 'pupil' | 'staff';
  guardian: { last: string; first: string; patronymic: string };
  /** whose diary it opens; of a pupil's letter the pupil */
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
  /** the name of the bot that takes the same code, if it is known: the parents', of a letter to staff the teachers' */
  bot: string | null;
  letters: AccessLetterFacts[];
  madeAt: Date;
}

/** A page for each, in the order given. Folded in three, the name stands outside and the code inside. */
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
  { as, guardian, children, code, link, until }: AccessLetterFacts,
): LaidSheet {
  const letter = startLetter(faces, SAY.title);
  const { flow, content } = letter;
  drawAddress(letter, facts.school, guardian, children);
  flow.y = Math.max(flow.y + LETTER.gap, FOLDS[0]! + 2 * LETTER.gap);
  heading(letter, SAY.title, 0);
  say(letter, greeting(guardian));
  say(letter, openedFor(as, children), { before: LETTER.gap / 2 });
  // who works here and has a child here signs in once
  if (as === 'staff' && children.length > 0) say(letter, opened(children));
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
  // a pupil reads the diary alone, no bot
  if (facts.bot && as !== 'pupil') say(letter, as === 'staff' ? staffBotWords(facts.bot) : botWords(facts.bot));
  say(letter, asked(as), { before: LETTER.gap / 2 });
  if (as === 'staff' && children.length > 0) say(letter, CLASS_ASKED);
  if (!as) say(letter, facts.teacher ? PAPER_OFFER : PAPER_OFFER_OFFICE, { before: LETTER.gap });
  if (facts.teacher) say(letter, teacherText(facts.teacher), { before: LETTER.gap });
  drawFolds(letter);
  return laid(letter);
}

function openedFor(as: AccessLetterFacts['as'], children: AccessLetterFacts['children']): string {
  if (as === 'staff') return OPENED_STAFF;
  return as === 'pupil' ? openedPupil(children[0]?.className ?? '') : opened(children);
}

function asked(as: AccessLetterFacts['as']): string {
  if (as === 'staff') return STAFF_ONLY;
  return as === 'pupil' ? CLASS_ASKED_PUPIL : CLASS_ASKED;
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
  if (children.length > 0)
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
