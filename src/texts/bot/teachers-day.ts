/** To a teacher whose lessons the desk changed: whom they are given by now, or when. */
import type { Section } from '../news/section.ts';
import { midSentence } from '../news/words.ts';
import { clockTime, dayMonth, longDate, onWeekday } from '../russian/dates.ts';
import { shortName } from '../russian/names.ts';
import { capital } from '../russian/typography.ts';
import type { LessonWords } from './teachers-lessons.ts';

interface Name {
  last: string;
  first: string;
  patronymic: string;
}

/** What is new of one lesson for one teacher. */
export type LessonNews =
  /** in the place of the course's teacher */
  | { kind: 'substitute'; owner: Name; remote: boolean }
  | { kind: 'yours'; remote: boolean }
  | { kind: 'moved'; to: LessonWords }
  /** another gives it; `stoodIn`: it was a substitution of the reader's */
  | { kind: 'given'; by: Name; stoodIn: boolean }
  | { kind: 'gone' }
  | { kind: 'place'; remote: boolean };

export interface ChangedLine {
  lesson: LessonWords;
  news: LessonNews;
}

/** One message, whatever number of lessons changed. @param lines in order of days and lessons */
export function changedLessonsWords(lines: readonly ChangedLine[]): Section[] {
  const dates = [...new Set(lines.map(({ lesson }) => lesson.date))];
  return [
    {
      who: TITLE,
      title: TITLE,
      blocks: dates.map((date) => ({
        title: capital(longDate(date)),
        items: lines.filter(({ lesson }) => lesson.date === date).map((line) => ({ text: lineText(line) })),
      })),
    },
  ];
}

const TITLE = 'Изменения в Ваших уроках';

/** «2. 7Б · алгебра, 9:25 — замещение: урок проводите Вы (учитель предмета — Орлова А. С.)» */
function lineText({ lesson, news }: ChangedLine): string {
  const { number, class: name, subject } = lesson;
  return `${number}. ${name} · ${midSentence(subject)}${at(lesson)} — ${newsText(lesson, news)}`;
}

function newsText(lesson: LessonWords, news: LessonNews): string {
  switch (news.kind) {
    case 'substitute':
      return `замещение: урок проводите Вы${home(news.remote)} (учитель предмета — ${shortName(news.owner)})`;
    case 'yours':
      return `урок проводите Вы${home(news.remote)}`;
    case 'moved':
      return `теперь ${news.to.date === lesson.date ? '' : `${onWeekday(news.to.date)}, ${dayMonth(news.to.date)}, `}${news.to.number}-й урок${at(news.to)}`;
    case 'given':
      return `${news.stoodIn ? 'замещение отменено' : 'Вас замещают'}: урок проведёт ${shortName(news.by)}`;
    case 'gone':
      return 'урока не будет';
    case 'place':
      return news.remote ? 'урок из дома' : 'урок в школе, не из дома';
  }
}

const at = ({ starts }: LessonWords) => (starts ? `, ${clockTime(starts)}` : '');
const home = (remote: boolean) => (remote ? ', из дома' : '');
