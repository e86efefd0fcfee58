/** How a card looks in the chat: words and buttons. */
import type { EntryInput } from '../../../src/journal/entry.ts';
import * as say from '../../../src/texts/bot/teachers.ts';
import { TEACHERS_BUTTONS as LABELS } from '../../../src/texts/bot/teachers.ts';
import { previewLines } from '../../../src/texts/bot/teachers-preview.ts';
import { cardData } from './callback-data.ts';
import type { Button, Card, School, Turn } from './model.ts';
import { nameIn, previewEntry } from './names.ts';

/** Telegram takes 4096 characters; what is longer was seen in the teacher's own message. */
const LONGEST = 4000;

export function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

/** Shows a card: in its own message of the bot's where there is one. */
export function showCard(
  { effects }: Turn,
  card: Card,
  text: string,
  buttons: Button[][] = [],
  { latest = false } = {},
): void {
  const shown = { text: shortened(text), buttons, keep: card.message };
  effects.push(
    card.reply === null ? { do: 'send', ...shown } : { do: 'change', message: card.reply, ...shown, latest },
  );
}

export function linesOf(school: School, inputs: readonly EntryInput[]): string[] {
  return previewLines(inputs.map((input) => previewEntry(school.journal, input, school.date)));
}

export function showPreview(turn: Turn, card: Card, school: School): void {
  const lines = linesOf(school, card.inputs);
  const text = card.made.length > 0 ? say.changePreview(lines) : say.preview(lines);
  showCard(turn, card, text, [
    ...flagButtons(card),
    [
      { text: LABELS.record, data: cardData('record', card) },
      { text: LABELS.edit, data: cardData('edit', card) },
      { text: LABELS.cancel, data: cardData('cancel', card) },
    ],
  ]);
}

export const FLAGS = ['personal', 'urgent', 'toStudent'] as const;

/** «Лично» only of a message to one pupil's parents; «Срочно» and «и ученику» of any. */
export function flagsOf(card: Card): (typeof FLAGS)[number][] {
  const messages = card.inputs.filter((input) => input.kind === 'message');
  if (messages.length === 0) return [];
  return FLAGS.filter((flag) => flag !== 'personal' || messages.every(({ student }) => student !== undefined));
}

function flagButtons(card: Card): Button[][] {
  const set = (flag: (typeof FLAGS)[number]) => card.inputs.some((i) => i.kind === 'message' && i[flag]);
  const buttons = flagsOf(card).map((flag) => ({
    text: say.flagButton(flag, set(flag)),
    data: cardData('flag', card, FLAGS.indexOf(flag)),
  }));
  return buttons.length > 0 ? [buttons] : [];
}

export function showQuestion(turn: Turn, card: Card, school: School, asked: string): void {
  const { about, candidates } = card.question!;
  const buttons = candidates.map((candidate, index) => ({
    text: candidateLabel(school, about, candidate, candidates),
    data: cardData('pick', card, index),
  }));
  showCard(turn, card, say.ask(about, asked || undefined), [
    ...rows(buttons, about === 'student' || about === 'subject' ? 2 : 4),
    [{ text: LABELS.cancel, data: cardData('cancel', card) }],
  ]);
}

/** «Иванов Пётр», with the class where the candidates are of several. */
export function candidateLabel(
  { journal, quick, date }: School,
  about: string,
  candidate: string,
  all: readonly string[],
): string {
  if (about === 'date' || about === 'due') return say.dayButton(candidate);
  if (about !== 'student') return candidate;
  const classOf = (id: string) => quick.view.classes.find(({ students }) => students.some((s) => s.id === id))?.name;
  const className = classOf(candidate) ?? '';
  const pupil = journal.students.get(candidate);
  const twin = all.some((id) => {
    const other = journal.students.get(id);
    return id !== candidate && other?.last === pupil?.last && other?.first === pupil?.first;
  });
  const name = pupil && !twin ? `${pupil.last} ${pupil.first}` : nameIn(journal, className, candidate, date);
  return new Set(all.map(classOf)).size > 1 ? `${name}, ${className}` : name;
}

export function rows<T>(items: readonly T[], width: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / width) }, (_, row) =>
    items.slice(row * width, row * width + width),
  );
}
