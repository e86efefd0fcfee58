/** A line of the teacher's: read, asked about, previewed or refused. */
import type { EntryInput } from '../../../src/journal/entry.ts';
import { entryInputSchema } from '../../../src/journal/entry.ts';
import type { Entry } from '../../../src/quick-entry/answer.ts';
import { readPhrase } from '../../../src/quick-entry/read-phrase.ts';
import { suggestForm } from '../../../src/quick-entry/suggest.ts';
import * as say from '../../../src/texts/bot/teachers.ts';
import type { Card, KeptFile, School, Turn } from './model.ts';
import { recordCard } from './record.ts';
import { showCard, showPreview, showQuestion } from './show.ts';

/** Reads the card's text (with the answers given so far) and shows what it became. */
export async function readCard(turn: Turn, card: Card): Promise<void> {
  const { desk } = turn;
  const school = await desk.school(new Date(card.sentAt));
  const phrase = {
    teacher: desk.teacher,
    now: `${school.date}T${school.time}`,
    text: card.prefix + card.text,
    answers: card.answers,
  };
  const answer = readPhrase(school.quick, phrase);
  card.version += 1;
  card.question = null;
  if (answer.status === 'error') {
    card.stage = 'refused';
    const form = answer.code === 'not-your-course' ? null : suggestForm(school.quick, phrase);
    showCard(turn, card, say.notRecorded(answer.code, answer.word, form === null ? [] : [form]));
  } else if (answer.status === 'ask' && answer.candidates.length === 0) {
    card.stage = 'refused';
    showCard(turn, card, say.askNoCandidates());
  } else if (answer.status === 'ask') {
    card.stage = 'question';
    card.question = { about: answer.about, at: answer.at, candidates: answer.candidates };
    showQuestion(turn, card, school, answer.asked);
  } else {
    card.stage = 'preview';
    if (card.file && !answer.entries.some(({ kind }) => kind === 'homework')) {
      card.stage = 'refused';
      showCard(turn, card, say.fileForHomework());
      return;
    }
    card.inputs = answer.entries.map((entry) =>
      toInput(entry, desk.teacher, card.file, lessonNumber(card, school, entry)),
    );
    await offer(turn, card, school);
  }
}

async function offer(turn: Turn, card: Card, school: School): Promise<void> {
  if (turn.desk.previewOff && isCertain(card)) await recordCard(turn, card);
  else showPreview(turn, card, school);
}

/**
 * Nothing was asked on either side, and it is no message to parents: those choose how it is told. What an edited message
 * would change is always shown first.
 */
function isCertain({ prefix, answers, inputs, made }: Card): boolean {
  return prefix === '' && answers.length === 0 && made.length === 0 && inputs.every(({ kind }) => kind !== 'message');
}

/** The file is named in the text, so that it is told in every channel. */
function toInput(entry: Entry, by: string, file: KeptFile | null, lesson: number | undefined): EntryInput {
  const text = file && entry.kind === 'homework' ? { text: say.withAttachment(entry.text, file.name) } : {};
  return entryInputSchema.parse({ ...entry, ...text, by, ...(lesson !== undefined && { lesson }) });
}

/** Which of the day's lessons is meant, where the bot had asked about one. */
function lessonNumber({ lesson }: Card, { journal }: School, entry: Entry): number | undefined {
  const course = lesson === null ? undefined : journal.courses.get(lesson.courseId);
  if (!lesson || !course || !('date' in entry) || entry.date !== lesson.date) return undefined;
  const className = journal.classes.get(course.classId)?.name;
  return entry.class === className && entry.subject === course.subject.name ? lesson.number : undefined;
}
