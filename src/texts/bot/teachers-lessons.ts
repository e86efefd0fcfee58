/** The day's lessons in the teachers' bot: what is still missing, the class list, and the reminder. */
import { midSentence } from '../news/words.ts';
import { clockTime, longDate, shortDate, weekdayShort } from '../russian/dates.ts';
import { count, FORMS } from '../russian/plural.ts';
import { capital } from '../russian/typography.ts';

export type MissingPart = 'attendance' | 'topic' | 'homework';

/** A lesson as its line and its buttons name it. */
export interface LessonWords {
  number: number;
  class: string;
  subject: string;
  date: string;
  /** `HH:MM`, where a bell of that number rings */
  starts?: string;
}

const PART_NAMES: Record<MissingPart, string> = { attendance: 'пропуски', topic: 'тема', homework: 'задание' };

export const LESSON_BUTTONS = {
  toLessons: 'К урокам',
  allPresent: 'Все на месте',
} as const;

/** What the button «К урокам» carries. */
export const TODAY_DATA = 'today';

/** «Вторник, 15 сентября», then a line for each lesson, then until when. */
export function lessonsToday(date: string, lines: readonly string[], deadlines: string): string {
  return [capital(longDate(date)), ...lines, ...(deadlines ? [deadlines] : [])].join('\n');
}

export function noLessonsToday(date: string): string {
  return `${capital(longDate(date))}: уроков у Вас нет.`;
}

/** «2. 7Б · алгебра, 9:25 — осталось: тема, задание» */
export function lessonLine(
  lesson: LessonWords,
  missing: readonly MissingPart[],
  absences: number,
  marks: number,
): string {
  const { number, class: name, subject, starts } = lesson;
  const noted = [
    ...(missing.length > 0 ? [`осталось: ${missing.map((part) => PART_NAMES[part]).join(', ')}`] : ['заполнено']),
    ...(absences > 0 ? [`отсутствует ${absences}`] : []),
    ...(marks > 0 ? [count(marks, FORMS.mark)] : []),
  ];
  return `${number}. ${name} · ${midSentence(subject)}${starts ? `, ${clockTime(starts)}` : ''} — ${noted.join('; ')}`;
}

/** @param homework classes and times: [«7Б», «12:15»] */
export function deadlines(homework: readonly (readonly [string, string])[], journalBy: string | null): string {
  const tasks = homework.map(([name, time]) => `${name} — до ${clockTime(time)}`).join(', ');
  return [
    ...(tasks ? [`Задание: ${tasks}.`] : []),
    ...(journalBy ? [`Тема, отметки и пропуски — до ${clockTime(journalBy)}.`] : []),
  ].join(' ');
}

/** «2. 7Б: список» opens the class list; the others ask for words. A tick: it is there. */
export function lessonButton(part: MissingPart, { number, class: name }: LessonWords, there: boolean): string {
  const labels = { attendance: `${number}. ${name}: список`, topic: 'Тема', homework: 'Задание' };
  return there ? `${labels[part]} ✓` : labels[part];
}

const place = ({ class: name, subject, date }: LessonWords) =>
  `${name} · ${midSentence(subject)} · ${weekdayShort(date)} ${shortDate(date)}`;

export function askTopic(lesson: LessonWords): string {
  return `${place(lesson)}. Напишите тему урока.`;
}

export function askHomework(lesson: LessonWords): string {
  return `${place(lesson)}. Напишите задание: к следующему уроку, или с днём («на пятницу § 12»).`;
}

/** Over the class list. @param value what the next tap on a pupil gives */
export function classList(lesson: LessonWords, value: string): string {
  return `${place(lesson)}, ${lesson.number}-й урок.\nВыберите отметку или пропуск, затем учеников. Сейчас: ${VALUE_NAMES[value] ?? value}.`;
}

const VALUE_NAMES: Record<string, string> = { Н: 'нет', Б: 'болеет', У: 'по уважительной причине', ОП: 'с опозданием' };

export function valueButton(value: string, chosen: boolean): string {
  return chosen ? `• ${value.toLowerCase()}` : value.toLowerCase();
}

/** «Иванов П. — н, 5» */
export function pupilButton(name: string, values: readonly string[]): string {
  return values.length > 0 ? `${name} — ${values.map((value) => value.toLowerCase()).join(', ')}` : name;
}

/** A list that was opened on another day. */
export function otherDay(): string {
  return 'Этот список за другой день. Сегодняшние уроки: /today';
}

/** Nobody was marked. */
export function nobodyMarked(): string {
  return 'Отмечать нечего: все на месте.';
}

// ── The reminder ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Before a deadline passes. @param lines from lessonLine */
export function reminder(lines: readonly string[], deadline: string): string {
  return ['Ещё не заполнено:', ...lines, deadline, 'Уроки сегодня: /today'].join('\n');
}
