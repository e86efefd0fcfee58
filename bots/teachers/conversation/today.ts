/** The day's lessons: what is missing, until when, and a button for each part. */
import { lessonsOfTeacher, type PlannedLesson } from '../../../src/journal/lessons.ts';
import { lessonWords } from '../../../src/oversight/lesson-words.ts';
import { dutiesOf, type LessonDuty, takesHomework } from '../../../src/oversight/unfilled.ts';
import { schoolTime } from '../../../src/platform/school-time.ts';
import * as say from '../../../src/texts/bot/teachers-lessons.ts';
import { openList } from './class-list.ts';
import { type LessonTap, lessonData } from './lesson-data.ts';
import type { Button, LessonRef, School, Turn } from './model.ts';

/** @param message the bot's own, to show the list in its place; absent: a new one */
export async function showToday({ desk, effects }: Turn, message?: number): Promise<undefined> {
  const school = await desk.school(desk.now());
  const { journal, date } = school;
  const lessons = lessonsOfTeacher(journal, desk.teacher, date);
  const duties = dutiesOf(journal, desk.teacher, date, await desk.filling(journal, lessons));
  const shown =
    duties.length === 0
      ? { text: say.noLessonsToday(date) }
      : { text: todayText(school, duties), buttons: duties.map((duty) => buttonsOf(school, duty)) };
  effects.push(message === undefined ? { do: 'send', ...shown } : { do: 'change', message, ...shown });
}

function todayText(school: School, duties: readonly LessonDuty[]): string {
  const lines = duties.map(({ lesson, missing, filling }) =>
    say.lessonLine(lessonWords(school.journal, lesson), missing, filling.absences, filling.marks),
  );
  return say.lessonsToday(school.date, lines, deadlinesOf(school, duties));
}

function deadlinesOf(school: School, duties: readonly LessonDuty[]): string {
  const { zone, rules } = school.journal;
  const tasks = duties
    .filter(({ missing }) => missing.includes('homework'))
    .map(
      ({ lesson, homeworkBy }) => [lessonWords(school.journal, lesson).class, schoolTime(homeworkBy, zone)] as const,
    );
  const rest = duties.some(({ missing }) => missing.some((part) => part !== 'homework'));
  return say.deadlines([...new Map(tasks)], rest ? rules.journalBy : null);
}

function buttonsOf(school: School, { lesson, missing, filling }: LessonDuty): Button[] {
  const words = lessonWords(school.journal, lesson);
  const ref = refOf(lesson);
  const parts = takesHomework(school.journal, lesson)
    ? (['attendance', 'topic', 'homework'] as const)
    : (['attendance', 'topic'] as const);
  const there = { attendance: filling.absences + filling.marks > 0, topic: filling.topic, homework: filling.homework };
  return parts.map((part) => ({
    text: say.lessonButton(part, words, there[part] && !missing.includes(part)),
    data: lessonData(part, ref),
  }));
}

const refOf = ({ course, date, number }: PlannedLesson): LessonRef => ({ courseId: course.id, date, number });

/** A tap on the day's lessons; only one's own lessons of this very day count, whatever the button says. */
export async function onLessonTap(turn: Turn, tap: LessonTap, message: number): Promise<string | undefined> {
  if (tap.verb === 'today') return showToday(turn, message);
  const { desk, effects, state } = turn;
  const school = await desk.school(desk.now());
  const lesson = lessonsOfTeacher(school.journal, desk.teacher, school.date).find(
    ({ course, date, number }) => course.id === tap.courseId && date === tap.date && number === tap.number,
  );
  if (!lesson) return say.otherDay();
  const words = lessonWords(school.journal, lesson);
  if (tap.verb === 'attendance') return openList(turn, school, lesson, words);
  const word = tap.verb === 'topic' ? 'тема' : 'дз';
  state.want = {
    ask: null,
    prefix: `${word} ${words.class} ${words.subject}: `,
    lesson: refOf(lesson),
    at: desk.now().toISOString(),
  };
  effects.push({ do: 'send', text: tap.verb === 'topic' ? say.askTopic(words) : say.askHomework(words), ask: true });
  return undefined;
}
