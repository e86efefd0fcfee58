/** Lessons and deeds of a day, put into the words of its page. */
import type { Consequences } from '../../src/journal/day/consequences.ts';
import type { Asked } from '../../src/journal/day/deed.ts';
import type { PlannedLesson } from '../../src/journal/lessons.ts';
import type { Roster, RosterName } from '../../src/journal/roster.ts';
import * as say from '../../src/texts/web/day.ts';

const NOBODY: RosterName = { last: '—', first: '', patronymic: '', sex: null };

export const nameOf = (roster: Roster, staffId: string): RosterName => roster.staff.get(staffId) ?? NOBODY;
export const classNameOf = (roster: Roster, classId: number): string => roster.classes.get(classId)?.name ?? '';

export function lessonWords(roster: Roster, lesson: PlannedLesson): string {
  const { number, course, teacherId, substituted, cancelled, remote } = lesson;
  const teacher = nameOf(roster, teacherId);
  return say.lessonLine({ number, subject: course.subject.name, teacher, substituted, cancelled, remote });
}

export function placeWords(roster: Roster, { course, number }: PlannedLesson) {
  return { class: classNameOf(roster, course.classId), number, subject: course.subject.name };
}

/** A deed as it was asked for: «7Б, 2. Алгебра — Мельник О. В.» */
export function deedWords(roster: Roster, date: string, what: Asked): string {
  const lessons =
    what.kind === 'day'
      ? []
      : what.lessons.map(({ courseId, number }) => {
          const course = roster.courses.get(courseId);
          return `${classNameOf(roster, course?.classId ?? 0)}, ${number}. ${course?.subject.name ?? ''}`;
        });
  return say.deedLine({
    kind: what.kind,
    lessons,
    teacher: what.kind === 'substitute' ? nameOf(roster, what.teacherId) : null,
    subject: what.kind === 'replace' ? (roster.courses.get(what.courseId)?.subject.name ?? '') : '',
    to: what.kind === 'move' ? what.to : null,
    from: date,
    class: what.kind === 'day' && what.classId !== null ? classNameOf(roster, what.classId) : '',
    as: what.kind === 'day' ? what.as : 'usual',
  });
}

export interface PreviewWords {
  days: { heading: string; before: string[]; after: string[] }[];
  /** of days beyond those shown */
  more: string;
  homework: string[];
  warnings: string[];
}

/** More days than these are one class's each, all of one kind: their lessons need not be read. */
const DAYS_SHOWN = 6;

export function previewWords(before: Roster, after: Roster, { days, ...rest }: Consequences): PreviewWords {
  return {
    days: days.slice(0, DAYS_SHOWN).map((day) => ({
      heading: say.dayHeading(day.date, classNameOf(before, day.classId)),
      before: day.before.map((lesson) => lessonWords(before, lesson)),
      after: day.after.map((lesson) => lessonWords(after, lesson)),
    })),
    more: say.moreDays(days.length - DAYS_SHOWN),
    homework: rest.homework.map(({ courseId, text, date, to, studentId }) => {
      const course = after.courses.get(courseId);
      return say.homeworkLine({
        class: classNameOf(after, course?.classId ?? 0),
        subject: course?.subject.name ?? '',
        text,
        from: date,
        to,
        student: studentId ? (after.students.get(studentId) ?? null) : null,
      });
    }),
    warnings: [
      ...rest.twice.map((lessons) => {
        const [first] = lessons;
        const places = lessons.map((lesson) => placeWords(after, lesson));
        return say.twiceLine(nameOf(after, first?.teacherId ?? ''), first?.number ?? 0, places);
      }),
      ...rest.recorded.map((lesson) => say.recordedLine(placeWords(before, lesson))),
    ],
  };
}
