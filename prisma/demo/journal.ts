import type { SchoolFile } from '../../src/connectors/school-file/schema.ts';
import type { EntryInput } from '../../src/journal/entry.ts';
import { addDays, instantOf, type SchoolDate, schoolDate } from '../../src/platform/school-time.ts';
import { absenceAt } from './absences.ts';
import { taughtDates } from './calendar.ts';
import { BELLS } from './curriculum.ts';
import { type DemoLesson, lessonsBy, nextDate } from './days.ts';
import { markFor, periodMarkFor } from './marks.ts';
import { type Random, randomFor } from './random.ts';
import { CLASS_MESSAGES, MATTER, PERSONAL_MESSAGES } from './topics.ts';

/** A journal entry with its key and moment, both always given. */
export type DemoEntry = EntryInput & { key: string; at: string };

/** So many school days back the journal goes: a month. */
const SCHOOL_DAYS = 24;
const LOOK_BACK_DAYS = 50;
const MESSAGES_AT = '15:30';

interface Term {
  seed: number;
  file: SchoolFile;
  now: Date;
  dates: SchoolDate[];
  lessonsOn: ReturnType<typeof lessonsBy>;
}

/**
 * A month of the journal up to `now`: topics, homework, marks, absences, messages, and period marks where a period ended
 * in it. In the order in which teachers would have entered it; nothing is later than `now`. Each day of the past is the
 * same whenever it is looked back at.
 */
export function demoJournal(seed: number, file: SchoolFile, now: Date): DemoEntry[] {
  const today = schoolDate(now, file.timeZone);
  const calendar = { year: file.year, periods: file.periods, holidays: file.holidays ?? [] };
  const dates = taughtDates(calendar, addDays(today, -LOOK_BACK_DAYS), today).slice(-SCHOOL_DAYS);
  const term: Term = { seed, file, now, dates, lessonsOn: lessonsBy(file) };
  const entries = file.classes.flatMap((schoolClass) => [
    ...dates.flatMap((date) => term.lessonsOn(schoolClass.name, date).flatMap((lesson) => lessonEntries(term, lesson))),
    ...dates.flatMap((date) => messageEntries(term, schoolClass, date)),
  ]);
  entries.push(...periodEntries(term));
  return entries
    .filter((entry) => Date.parse(entry.at) <= now.getTime())
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.key < b.key ? -1 : 1));
}

const momentOf = ({ file }: Term, date: SchoolDate, time: string): string =>
  instantOf(date, time, file.timeZone).toISOString();

/** All that one lesson leaves in the journal, entered when it ends. */
function lessonEntries(term: Term, lesson: DemoLesson): DemoEntry[] {
  const { course, date, number, teacher } = lesson;
  const random = randomFor(term.seed, 'lesson', course.class, course.teacher, course.subject, date, number);
  const at = momentOf(term, date, BELLS[number]![1]);
  const common = { class: course.class, subject: course.subject, by: teacher, at };
  const key = (what: string) => `${what} ${course.class} ${course.subject} ${course.teacher} ${date} ${number}`;
  const matter = MATTER[course.subject]!;
  const entries: DemoEntry[] = [];
  if (random.chance(0.97)) {
    const text = random.pick(matter.topics);
    entries.push({ kind: 'topic', ...common, date, lesson: number, text, key: key('topic') });
  }
  const due = lesson.grade > 1 && random.chance(0.72) ? nextDate(term.lessonsOn, lesson, term.file.year) : undefined;
  if (due)
    entries.push({ kind: 'homework', ...common, due, text: homeworkText(random, matter.homework), key: key('hw') });
  const lastDay = term.dates.at(-1)!;
  const absent = new Set<string>();
  for (const student of lesson.pupils) {
    const code = absenceAt(term.seed, student, lesson, lastDay);
    if (!code) continue;
    if (code !== 'ОП') absent.add(student);
    entries.push({ kind: 'absence', ...common, date, lesson: number, student, code, key: key(`absence ${student}`) });
  }
  if (lesson.grade === 1) return entries;
  const present = lesson.pupils.filter((id) => !absent.has(id));
  const whole = random.chance(0.12);
  const work = whole ? random.pick(matter.works) : random.chance(0.2) ? 'домашняя' : 'ответ';
  const marked = whole ? present : random.shuffle(present).slice(0, 1 + random.below(4));
  for (const student of marked) {
    const value = markFor(term.seed, student, course.subject, random);
    entries.push({ kind: 'mark', ...common, date, lesson: number, student, value, work, key: key(`mark ${student}`) });
  }
  return entries;
}

/** A task with its numbers filled in: `#` is a page, a paragraph, an exercise. */
function homeworkText(random: Random, from: string[]): string {
  let number = 8 + random.below(60);
  return random.pick(from).replace(/#/g, () => {
    number += 1 + random.below(4);
    return String(number);
  });
}

/** Now and then the class teacher writes to all parents, or to those of one pupil. */
function messageEntries(term: Term, { name, classTeacher, students }: SchoolFile['classes'][number], date: SchoolDate) {
  const random = randomFor(term.seed, 'message', name, date);
  const at = momentOf(term, date, MESSAGES_AT);
  const common = { kind: 'message', class: name, by: classTeacher!, at, urgent: false } as const;
  const entries: DemoEntry[] = [];
  if (random.chance(0.1))
    entries.push({
      ...common,
      text: random.pick(CLASS_MESSAGES),
      personal: false,
      toStudent: random.chance(0.3),
      key: `message ${name} ${date}`,
    });
  if (random.chance(0.12)) {
    const student = random.pick(students).id;
    const text = random.pick(PERSONAL_MESSAGES);
    entries.push({ ...common, student, text, personal: true, toStudent: false, key: `message ${student} ${date}` });
  }
  return entries;
}

/** Where a period ended within the month: its marks, on its last day (К-Р 2.13). */
function periodEntries({ seed, file, now, dates, ...term }: Term): DemoEntry[] {
  const today = schoolDate(now, file.timeZone);
  const ended = file.periods.filter(({ ends }) => ends >= dates[0]! && ends <= today);
  const grades = new Map(file.classes.map(({ name, grade }) => [name, grade]));
  const pupils = new Map(file.classes.map(({ name, students }) => [name, students.map(({ id }) => id)]));
  return ended.flatMap(({ name: period, ends }) =>
    file.courses
      .filter((course) => grades.get(course.class) !== 1)
      .flatMap(({ class: className, subject, teacher, group }) =>
        (group ?? pupils.get(className)!).map((student): DemoEntry => {
          const value = periodMarkFor(seed, student, subject);
          const at = momentOf({ seed, file, now, dates, ...term }, ends, '12:00');
          const key = `period ${period} ${student} ${subject}`;
          return { kind: 'periodMark', class: className, subject, period, student, value, by: teacher, at, key };
        }),
      ),
  );
}
