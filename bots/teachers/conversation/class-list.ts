/** A class list with toggles: a lesson recorded without typing. */
import type { EntryInput } from '../../../src/journal/entry.ts';
import type { PlannedLesson } from '../../../src/journal/lessons.ts';
import { studentsOfCourse } from '../../../src/journal/membership.ts';
import { TEACHERS_BUTTONS as LABELS } from '../../../src/texts/bot/teachers.ts';
import * as say from '../../../src/texts/bot/teachers-lessons.ts';
import { cardData } from './callback-data.ts';
import { newCard, putCard } from './cards.ts';
import type { Button, Card, ClassList, School, Turn } from './model.ts';
import { nameIn } from './names.ts';
import { recordCard } from './record.ts';
import { rows, showCard } from './show.ts';

const ABSENCES = ['Н', 'Б', 'У', 'ОП'];
const MARKS = ['5', '4', '3', '2'];
/** Indexes below are values, from here on pupils. */
const PUPILS_FROM = 100;

export async function openList(
  turn: Turn,
  school: School,
  lesson: PlannedLesson,
  words: say.LessonWords,
): Promise<undefined> {
  const { desk, state } = turn;
  const { course, date, number } = lesson;
  const now = desk.now();
  // Telegram's own numbers are far smaller: a list is nobody's message
  const id = Math.max(now.getTime(), ...state.cards.map(({ message }) => message + 1));
  const standing = await desk.absences({ courseId: course.id, date, number });
  const card: Card = {
    ...newCard(id, '', now),
    stage: 'list',
    lesson: { courseId: course.id, date, number },
    list: {
      students: studentsOfCourse(school.journal, course, date).map((student) => student.id),
      value: 'Н',
      absences: Object.fromEntries(standing.map(({ student, code }) => [student, code])),
      marks: {},
      standing,
    },
  };
  putCard(turn, card);
  showList(turn, card, school, words);
}

function showList(turn: Turn, card: Card, school: School, words: say.LessonWords): void {
  const list = card.list!;
  const pupils = list.students.map((id, index) => ({
    text: say.pupilButton(nameIn(school.journal, words.class, id, words.date), valuesOf(list, id)),
    data: cardData('list', card, PUPILS_FROM + index),
  }));
  const nobody = entriesOf(turn, card, words).length === 0 && clearedOf(list).length === 0;
  const buttons = [
    ...valueButtons(card, school, words),
    ...rows(pupils, 2),
    [
      { text: nobody ? say.LESSON_BUTTONS.allPresent : LABELS.record, data: cardData('record', card) },
      { text: LABELS.cancel, data: cardData('cancel', card) },
    ],
  ];
  showCard(turn, card, say.classList(words, list.value), buttons, { latest: true });
}

const valuesOf = ({ absences, marks }: ClassList, id: string) => [
  ...(absences[id] ? [absences[id]] : []),
  ...(marks[id] ?? []),
];

/** Grade 1 has no marks (Б 5.6). */
function valuesFor(school: School, words: say.LessonWords): string[][] {
  const grade = school.quick.classes.get(words.class)?.grade;
  return grade === 1 ? [ABSENCES] : [ABSENCES, MARKS];
}

function valueButtons(card: Card, school: School, words: say.LessonWords): Button[][] {
  const all = [...ABSENCES, ...MARKS];
  return valuesFor(school, words).map((values) =>
    values.map((value) => ({
      text: say.valueButton(value, card.list!.value === value),
      data: cardData('list', card, all.indexOf(value)),
    })),
  );
}

/** A value was chosen, or a pupil given it; the same again takes it back. */
export async function onListTap(turn: Turn, card: Card, index: number): Promise<undefined> {
  const opened = await reopened(turn, card);
  const { list } = card;
  if (!opened || !list) return;
  const { school, words } = opened;
  const value = [...ABSENCES, ...MARKS][index];
  const student = list.students[index - PUPILS_FROM];
  if (value !== undefined && valuesFor(school, words).flat().includes(value)) list.value = value;
  else if (student !== undefined) give(list, student);
  showList(turn, card, school, words);
}

function give(list: ClassList, student: string): void {
  const { value, absences, marks } = list;
  if (ABSENCES.includes(value)) {
    if (absences[student] === value) delete absences[student];
    else absences[student] = value;
    return;
  }
  const given = marks[student] ?? [];
  marks[student] = given.includes(value) ? given.filter((each) => each !== value) : [...given, value];
}

async function reopened({ desk }: Turn, card: Card): Promise<{ school: School; words: say.LessonWords } | null> {
  const school = await desk.school(new Date(card.sentAt));
  const course = card.lesson && school.journal.courses.get(card.lesson.courseId);
  if (!card.lesson || !course) return null;
  const { date, number } = card.lesson;
  const name = school.journal.classes.get(course.classId)?.name ?? '';
  return { school, words: { class: name, subject: course.subject.name, date, number } };
}

function entriesOf(
  { desk }: Turn,
  { list }: Card,
  { class: name, subject, date, number }: say.LessonWords,
): EntryInput[] {
  const { students, absences, marks, standing } = list!;
  const common = { class: name, subject, date, lesson: number, by: desk.teacher };
  return students.flatMap((student): EntryInput[] => {
    const code = absences[student];
    const stood = standing.some((one) => one.student === student && one.code === code);
    const given = (marks[student] ?? []).map((value) => ({
      ...common,
      kind: 'mark' as const,
      student,
      value,
      work: 'ответ',
    }));
    return [...given, ...(code && !stood ? [{ ...common, kind: 'absence' as const, student, code }] : [])];
  });
}

const clearedOf = ({ standing, absences }: ClassList) =>
  standing.filter(({ student }) => absences[student] === undefined);

/** Записать under the list. */
export async function recordList(turn: Turn, card: Card): Promise<undefined> {
  const opened = await reopened(turn, card);
  if (!opened || !card.list) return;
  const { words } = opened;
  card.inputs = entriesOf(turn, card, words);
  const cleared = clearedOf(card.list);
  if (card.inputs.length === 0 && cleared.length === 0) {
    Object.assign(card, { stage: 'closed', version: card.version + 1 });
    showCard(turn, card, say.nobodyMarked(), [[{ text: say.LESSON_BUTTONS.toLessons, data: say.TODAY_DATA }]]);
    return;
  }
  card.cleared = cleared.map(({ student, code, entryId }) => ({
    entryId,
    input: {
      kind: 'absence',
      class: words.class,
      subject: words.subject,
      date: words.date,
      lesson: words.number,
      student,
      code,
      by: turn.desk.teacher,
    },
  }));
  await recordCard(turn, card);
}
