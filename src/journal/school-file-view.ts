import type { SchoolDate, SchoolTime } from '../platform/school-time.ts';
import { studentsOf, studentsOfCourse } from './membership.ts';
import { fullName, type Roster, type RosterClass, type RosterCourse, type RosterSlot, type Span } from './roster.ts';
import { yearNear } from './school-days.ts';

/** The school in the shape of its file (docs/reference.md, «The school file»), without guardians and contacts. */
export interface SchoolFileView {
  name: string;
  timeZone: string;
  year: { starts: SchoolDate; ends: SchoolDate };
  periods: { name: string; starts: SchoolDate; ends: SchoolDate }[];
  holidays: SchoolDate[];
  bells: Record<string, [SchoolTime, SchoolTime]>;
  subjects: { name: string; short: string[] }[];
  classes: {
    name: string;
    grade: number;
    classTeacher: string;
    students: { id: string; last: string; first: string; patronymic: string; sex: 'm' | 'f' }[];
  }[];
  teachers: { id: string; name: string; roles: string[] }[];
  courses: { class: string; subject: string; teacher: string; group?: string[] }[];
  timetable: {
    class: string;
    subject: string;
    weekday: number;
    lesson: number;
    group?: string[];
    from?: SchoolDate;
    to?: SchoolDate;
  }[];
  days: { date: SchoolDate; class?: string; as: number | 'off' | 'remote' }[];
  changes: {
    date: SchoolDate;
    class: string;
    lesson: number;
    cancelled?: boolean;
    teacher?: string;
    subject?: string;
    /** only of the course that this teacher has */
    owner?: string;
  }[];
  members: { student: string; class: string; from: SchoolDate; to?: SchoolDate }[];
}

/**
 * The roster as quick entry compiles it: the school year of a date, classes and groups as they are on that date, who
 * changed class in `members`.
 */
export function toSchoolView(roster: Roster, date: SchoolDate): SchoolFileView {
  const year = yearNear(roster, date);
  const classes = [...roster.classes.values()].filter(
    (c) => c.year.id === year?.id && (c.leftAt === null || date < c.leftAt),
  );
  const courses = classes.flatMap((c) =>
    c.courses.filter((x) => x.endedAt === null || date < x.endedAt).map((course) => ({ course, className: c.name })),
  );
  return {
    name: roster.school,
    timeZone: roster.zone,
    year: { starts: year?.starts ?? date, ends: year?.ends ?? date },
    periods: [...(year?.periods ?? [])],
    holidays: [...roster.holidays],
    bells: Object.fromEntries(Object.entries(roster.bells).map(([number, [from, to]]) => [number, [from, to]])),
    subjects: [...roster.subjects.values()].map(({ name, short }) => ({ name, short: [...short] })),
    classes: classes.map((c) => classView(roster, c, date)),
    teachers: [...roster.staff.values()]
      .filter((s) => s.leftAt === null || date < s.leftAt)
      .map((s) => ({ id: s.id, name: fullName(s), roles: [...s.roles] })),
    courses: courses.map(({ course, className }) => ({
      class: className,
      subject: course.subject.name,
      teacher: course.teacherId,
      ...groupView(roster, course, date),
    })),
    timetable: courses.flatMap(({ course, className }) =>
      course.slots.map((slot) => slotView(className, course, slot, groupView(roster, course, date))),
    ),
    days: daysView(roster),
    changes: changesView(roster, classes),
    members: membersView(roster, classes),
  };
}

function classView(roster: Roster, schoolClass: RosterClass, date: SchoolDate): SchoolFileView['classes'][number] {
  return {
    name: schoolClass.name,
    grade: schoolClass.grade,
    classTeacher: schoolClass.classTeacherId ?? '',
    students: studentsOf(roster, schoolClass.id, date).map(({ id, last, first, patronymic, sex }) => {
      return { id, last, first, patronymic, sex: sex === 'f' ? 'f' : 'm' };
    }),
  };
}

/** The pupils of a group on the date; a course for the whole class has none. */
function groupView(roster: Roster, course: RosterCourse, date: SchoolDate): { group?: string[] } {
  if (!course.grouped) return {};
  return { group: studentsOfCourse(roster, course, date).map((s) => s.id) };
}

const spanView = ({ from, to }: Span) => ({ ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) });

function slotView(
  className: string,
  course: RosterCourse,
  slot: RosterSlot,
  group: { group?: string[] },
): SchoolFileView['timetable'][number] {
  const { weekday, lesson } = slot;
  return { class: className, subject: course.subject.name, weekday, lesson, ...group, ...spanView(slot) };
}

function daysView(roster: Roster): SchoolFileView['days'] {
  return [...roster.specialDays].flatMap(([date, days]) =>
    days.map((day) => {
      const className = day.classId === null ? undefined : roster.classes.get(day.classId)?.name;
      return {
        date,
        ...(className === undefined ? {} : { class: className }),
        as: day.kind === 'weekday' ? day.weekday : day.kind,
      };
    }),
  );
}

function changesView(roster: Roster, classes: RosterClass[]): SchoolFileView['changes'] {
  const subjects = new Map([...roster.subjects.values()].map((s) => [s.id, s.name]));
  const names = new Map(classes.map((c) => [String(c.id), c.name]));
  return [...roster.changes].flatMap(([key, changes]) => {
    const [classId = '', date = ''] = key.split(' ');
    const className = names.get(classId);
    if (className === undefined) return [];
    return changes.map(({ lesson, cancelled, teacherId, subjectId, courseId = null }) => {
      const course = courseId === null ? undefined : roster.courses.get(courseId);
      return {
        date,
        class: className,
        lesson,
        ...(cancelled ? { cancelled } : {}),
        ...(course ? { subject: course.subject.name, owner: course.teacherId, teacher: course.teacherId } : {}),
        ...(teacherId === null ? {} : { teacher: teacherId }),
        ...(subjectId === null ? {} : { subject: subjects.get(subjectId) }),
      };
    });
  });
}

/** Only of those who changed class, came late or left: the others stand in their class all the year. */
function membersView(roster: Roster, classes: RosterClass[]): SchoolFileView['members'] {
  const byId = new Map(classes.map((c) => [c.id, c]));
  return [...roster.students.values()].flatMap((student) =>
    student.memberships.flatMap(({ classId, from, to }) => {
      const schoolClass = byId.get(classId);
      if (!schoolClass || from === null) return [];
      if (from <= schoolClass.year.starts && to === null) return [];
      return [{ student: student.id, class: schoolClass.name, from, ...(to === null ? {} : { to }) }];
    }),
  );
}
