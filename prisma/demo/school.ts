import { type SchoolFile, schoolFileSchema } from '../../src/connectors/school-file/schema.ts';
import { addDays, type SchoolDate, weekdayOf } from '../../src/platform/school-time.ts';
import { demoCalendar, taughtDates } from './calendar.ts';
import { BELLS, CLASSES, IN_GROUPS, SUBJECTS } from './curriculum.ts';
import { type Families, makeFamilies } from './families.ts';
import { assignTeachers, classTeacherOf, demoTeachers } from './staff.ts';
import { type DemoSlot, makeTimetable } from './timetable.ts';

/** Who may be shown on the start page and in README: what each of them sees. */
export const DEMO_PEOPLE = {
  /** two children, 7Б and 3А; Telegram */
  parent: 'g1',
  /** one child in 7Б; paper, without consent */
  paperParent: 'g3',
  /** one child in the six-day 9А; email */
  emailParent: 'g4',
  /** one child in grade 1 */
  firstGradeParent: 'g5',
  /** mathematics, class teacher of 7Б */
  teacher: 't1',
  deputy: 't2',
  director: 't3',
  office: 't4',
} as const;

export interface DemoSchool {
  file: SchoolFile;
  divorced: Families['divorced'];
}

type Course = SchoolFile['courses'][number];
type Change = NonNullable<SchoolFile['changes']>[number];

/** The demo school around a day; the same for the same seed and day. People and timetable depend on the seed alone. */
export function demoSchool(seed: number, today: SchoolDate): DemoSchool {
  const teachersOf = assignTeachers();
  const { students, guardians, divorced } = makeFamilies(seed);
  const slots = makeTimetable(seed, teachersOf);
  const calendar = demoCalendar(today);
  const courses = CLASSES.flatMap(({ name, hours }) =>
    Object.keys(hours).flatMap((subject) =>
      coursesOf(
        name,
        subject,
        teachersOf(name, subject),
        students.get(name)!.map(({ id }) => id),
      ),
    ),
  );
  const file: SchoolFile = {
    name: 'МБОУ «Приморская школа № 3»',
    timeZone: 'Europe/Simferopol',
    ...calendar,
    bells: BELLS,
    subjects: Object.entries(SUBJECTS).map(([name, short]) => ({ name, short })),
    classes: CLASSES.map(({ name, grade }) => ({
      name,
      grade,
      classTeacher: classTeacherOf(name),
      students: students.get(name)!,
    })),
    teachers: demoTeachers(),
    courses,
    timetable: slots.flatMap((slot) => slotsOf(slot, courses)),
    guardians,
    changes: demoChanges(calendar, slots, courses, today),
  };
  // keys in the order of the schema: easier to read when it is written out
  return { file: { ...schoolFileSchema.parse(file), rules: {} }, divorced };
}

/** One course for the class, or two groups: every other pupil. */
function coursesOf(className: string, subject: string, teachers: string[], pupils: string[]): Course[] {
  const base = { class: className, subject };
  if (subject !== IN_GROUPS) return [{ ...base, teacher: teachers[0]! }];
  return teachers.map((teacher, part) => ({
    ...base,
    teacher,
    group: pupils.filter((_, at) => at % teachers.length === part),
  }));
}

function slotsOf({ class: name, ...slot }: DemoSlot, courses: Course[]): SchoolFile['timetable'] {
  return courses
    .filter((course) => course.class === name && course.subject === slot.subject)
    .map(({ group }) => ({ class: name, ...slot, ...(group ? { group } : {}) }));
}

/** A lesson given by a substitute on the last school day but one, and one cancelled in a week's time. */
function demoChanges(
  calendar: Parameters<typeof taughtDates>[0],
  slots: DemoSlot[],
  courses: Course[],
  today: SchoolDate,
): Change[] {
  const lessonOn = (date: SchoolDate) =>
    slots.find((slot) => slot.class === '7Б' && slot.weekday === weekdayOf(date) && slot.subject !== IN_GROUPS);
  const past = taughtDates(calendar, addDays(today, -30), addDays(today, -1))
    .filter((date) => lessonOn(date))
    .at(-2);
  const ahead = taughtDates(calendar, addDays(today, 6), addDays(today, 40)).find((date) => lessonOn(date));
  const changes: Change[] = [];
  if (past) {
    const { lesson, weekday, subject } = lessonOn(past)!;
    const busy = slots
      .filter((slot) => slot.weekday === weekday && slot.lesson === lesson)
      .flatMap((slot) => courses.filter((c) => c.class === slot.class && c.subject === slot.subject))
      .map(({ teacher }) => teacher);
    const substitute = demoTeachers().find(({ id, roles }) => !busy.includes(id) && !roles && id !== 't1')!;
    if (subject) changes.push({ date: past, class: '7Б', lesson, teacher: substitute.id });
  }
  if (ahead) changes.push({ date: ahead, class: '7Б', lesson: lessonOn(ahead)!.lesson, cancelled: true });
  return changes;
}
