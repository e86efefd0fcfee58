import type { FileCourse, SchoolFile } from '../../src/connectors/school-file/schema.ts';
import { covers, taughtWeekday } from '../../src/connectors/school-file/school-days.ts';
import { groupBy } from '../../src/platform/group-by.ts';
import { addDays, type SchoolDate } from '../../src/platform/school-time.ts';

/** A lesson of one course on a date. */
export interface DemoLesson {
  date: SchoolDate;
  number: number;
  course: FileCourse;
  grade: number;
  /** who gives it: the course's teacher or the substitute */
  teacher: string;
  pupils: string[];
}

/** The demo's lessons by class and date, cancelled ones left out. */
export function lessonsBy(file: SchoolFile): (className: string, date: SchoolDate) => DemoLesson[] {
  const classes = new Map(file.classes.map((schoolClass) => [schoolClass.name, schoolClass]));
  const slots = groupBy(file.timetable, (slot) => slot.class);
  const known = new Map<string, DemoLesson[]>();
  const find = (className: string, date: SchoolDate): DemoLesson[] => {
    const { grade, students } = classes.get(className)!;
    const weekday = taughtWeekday(file, className, date);
    const changes = (file.changes ?? []).filter((change) => change.class === className && change.date === date);
    return (slots.get(className) ?? [])
      .filter((slot) => slot.weekday === weekday && covers(slot, date))
      .flatMap((slot) => {
        const change = changes.find(({ lesson }) => lesson === slot.lesson);
        const course = courseOf(file, slot);
        if (change?.cancelled || !course) return [];
        const teacher = change?.teacher ?? course.teacher;
        const pupils = course.group ?? students.map(({ id }) => id);
        return [{ date, number: slot.lesson, course, grade, teacher, pupils }];
      });
  };
  return (className, date) => {
    const key = `${className} ${date}`;
    const lessons = known.get(key) ?? find(className, date);
    known.set(key, lessons);
    return lessons;
  };
}

function courseOf({ courses }: SchoolFile, slot: SchoolFile['timetable'][number]): FileCourse | undefined {
  return courses.find(
    (course) =>
      course.class === slot.class && course.subject === slot.subject && course.group?.join() === slot.group?.join(),
  );
}

/** The next date on which the course of a lesson meets, within three weeks. */
export function nextDate(
  lessonsOn: ReturnType<typeof lessonsBy>,
  lesson: DemoLesson,
  year: SchoolFile['year'],
): SchoolDate | undefined {
  for (let days = 1; days <= 21; days++) {
    const date = addDays(lesson.date, days);
    if (date > year.ends) return undefined;
    if (lessonsOn(lesson.course.class, date).some(({ course }) => course === lesson.course)) return date;
  }
  return undefined;
}
