import { describe, expect, it } from 'vitest';
import {
  isCancelled,
  isSchoolDay,
  lessonsOfClass,
  lessonsOfCourse,
  lessonsOfTeacher,
  lessonTimes,
  nextLessons,
  schoolDaysBetween,
  schoolWeek,
  substitutesOn,
} from '../../src/journal/lessons.ts';
import { classOf, isInClass, studentsOf, studentsOfCourse, takesCourse } from '../../src/journal/membership.ts';
import type { Roster } from '../../src/journal/roster.ts';
import { dayPlan, periodOn, yearNear, yearOn } from '../../src/journal/school-days.ts';
import { CLASS, COURSE, roster } from './school.ts';

const course = (of: Roster, id: number) => {
  const found = of.courses.get(id);
  if (!found) throw new Error('no such course');
  return found;
};
const seventh = CLASS['7Б'];
const plan = (of: Roster, date: string, classId: number = seventh) => {
  const schoolClass = of.classes.get(classId);
  return schoolClass && dayPlan(of, schoolClass, date);
};
const numbers = (of: Roster, courseId: number, date: string) =>
  lessonsOfCourse(of, course(of, courseId), date).map((l) => l.number);
const onClass = (of: Roster, date: string) =>
  lessonsOfClass(of, seventh, date).map(
    (l) => `${l.number} ${l.course.subject.name} ${l.teacherId}${l.cancelled ? ' –' : ''}`,
  );

describe('days', () => {
  it('are school days by period, holiday and weekday', () => {
    const of = roster();
    expect(plan(of, '2026-09-15')).toEqual({ kind: 'school', weekday: 2, closed: false });
    expect(plan(of, '2026-10-28')).toMatchObject({ kind: 'off', weekday: null });
    expect(plan(of, '2026-11-04')).toMatchObject({ kind: 'off', weekday: null });
    expect(isSchoolDay(of, seventh, '2026-09-15')).toBe(true);
    expect(isSchoolDay(of, seventh, '2026-09-19')).toBe(false);
    expect(isSchoolDay(of, seventh, '2026-11-04')).toBe(false);
    expect(isSchoolDay(of, 99, '2026-09-15')).toBe(false);
  });

  it('are taught by another weekday where a special day says so, of a class before of the school', () => {
    const of = roster((rows) => {
      rows.specialDays.push(
        { date: '2026-09-19', classId: null, kind: 'weekday', weekday: 1 },
        { date: '2026-09-19', classId: CLASS['9А'], kind: 'off', weekday: null },
        { date: '2026-11-04', classId: null, kind: 'weekday', weekday: 2 },
      );
    });
    expect(plan(of, '2026-09-19')).toEqual({ kind: 'school', weekday: 1, closed: false });
    expect(plan(of, '2026-09-19', CLASS['9А'])).toEqual({ kind: 'off', weekday: null, closed: true });
    expect(plan(of, '2026-11-04')).toMatchObject({ kind: 'school', weekday: 2 });
    expect(numbers(of, COURSE.algebra, '2026-09-19')).toEqual([1, 2]);
    expect(numbers(of, COURSE.algebra9, '2026-09-19')).toEqual([]);
  });

  it('held from home are school days, but no holiday becomes one by that', () => {
    const of = roster((rows) => {
      rows.specialDays.push(
        { date: '2026-09-15', classId: seventh, kind: 'remote', weekday: null },
        { date: '2026-11-04', classId: null, kind: 'remote', weekday: null },
        { date: '2026-09-19', classId: null, kind: 'weekday', weekday: 1 },
        { date: '2026-09-19', classId: seventh, kind: 'remote', weekday: null },
      );
    });
    expect(plan(of, '2026-09-15')).toMatchObject({ kind: 'remote', weekday: 2 });
    expect(lessonsOfClass(of, seventh, '2026-09-15').every((l) => l.remote)).toBe(true);
    expect(plan(of, '2026-11-04')).toMatchObject({ kind: 'off' });
    expect(plan(of, '2026-09-19')).toMatchObject({ kind: 'remote', weekday: 1 });
  });

  it('have a period and a year; in summer the year that was', () => {
    const of = roster();
    const year = yearOn(of, '2026-09-15');
    expect(year && periodOn(year, '2026-11-10')?.name).toBe('2 четверть');
    expect(yearOn(of, '2027-07-01')).toBeUndefined();
    expect(yearNear(of, '2027-07-01')?.id).toBe(1);
    expect(yearNear(of, '2026-08-30')?.id).toBe(1);
    expect(
      yearNear(
        roster((rows) => (rows.years = [])),
        '2026-08-30',
      ),
    ).toBeUndefined();
  });

  it('of a week end with the last lesson held', () => {
    const of = roster((rows) => {
      rows.changes.push(
        ...[1, 2].map((lesson) => ({
          date: '2026-09-18',
          classId: seventh,
          lesson,
          cancelled: true,
          teacherId: null,
          subjectId: null,
        })),
      );
    });
    expect(schoolWeek(of, seventh, '2026-W39')).toEqual({ first: '2026-09-21', last: '2026-09-25' });
    expect(schoolWeek(of, seventh, '2026-W38')).toEqual({ first: '2026-09-14', last: '2026-09-17' });
    expect(schoolWeek(of, seventh, '2026-W44')).toBeNull();
    expect(schoolWeek(of, seventh, 'nonsense')).toBeNull();
    expect(schoolDaysBetween(of, seventh, '2026-11-02', '2026-11-08')).toEqual([
      '2026-11-02',
      '2026-11-03',
      '2026-11-05',
      '2026-11-06',
    ]);
  });
});

describe('lessons', () => {
  it('follow the dated timetable', () => {
    const of = roster((rows) => {
      rows.slots.push({ courseId: COURSE.algebra, weekday: 2, lesson: 5, from: '2026-09-20', to: '2026-09-30' });
    });
    expect(numbers(of, COURSE.algebra, '2026-09-15')).toEqual([2]);
    expect(numbers(of, COURSE.algebra, '2026-09-22')).toEqual([2, 5]);
    expect(numbers(of, COURSE.algebra, '2026-10-06')).toEqual([2]);
  });

  it('end with their course', () => {
    const of = roster((rows) => {
      for (const c of rows.courses) if (c.id === COURSE.algebra) c.endedAt = '2026-09-15';
    });
    expect(numbers(of, COURSE.algebra, '2026-09-14')).toEqual([1, 2]);
    expect(numbers(of, COURSE.algebra, '2026-09-15')).toEqual([]);
  });

  it('may be cancelled, substituted, given to another subject or added', () => {
    const change = { date: '2026-09-15', classId: seventh, cancelled: false, teacherId: null, subjectId: null };
    const of = roster((rows) => {
      rows.changes.push(
        { ...change, lesson: 1, cancelled: true },
        { ...change, lesson: 2, teacherId: 't2', subjectId: 2 },
        { ...change, lesson: 3, teacherId: 't5' },
        { ...change, lesson: 5, subjectId: 3 },
      );
    });
    expect(onClass(of, '2026-09-15')).toEqual([
      '1 Русский язык t3 –',
      '2 Физика t2',
      '3 Английский язык t5',
      '3 Английский язык t5',
      '5 Русский язык t3',
    ]);
    expect(isCancelled(of, course(of, COURSE.russian), '2026-09-15')).toBe(false);
    expect(isCancelled(of, course(of, COURSE.algebra), '2026-09-15')).toBe(false);
    expect(substitutesOn(of, 't5', course(of, COURSE.english2), '2026-09-15')).toBe(true);
    expect(substitutesOn(of, 't5', course(of, COURSE.english1), '2026-09-15')).toBe(false);
    expect(lessonsOfTeacher(of, 't5', '2026-09-15').map((l) => [l.number, l.course.id, l.substituted])).toEqual([
      [3, COURSE.english1, false],
      [3, COURSE.english2, true],
    ]);
  });

  it('put in for one group go to the group of the teacher named', () => {
    const change = { classId: seventh, lesson: 5, cancelled: false, subjectId: 4 };
    const of = roster((rows) => {
      rows.changes.push(
        { ...change, date: '2026-09-15', teacherId: 't6' },
        { ...change, date: '2026-09-16', teacherId: null },
        { ...change, date: '2026-09-17', teacherId: 't9' },
      );
    });
    const put = (date: string) =>
      lessonsOfClass(of, seventh, date)
        .filter((l) => l.number === 5)
        .map((l) => [l.course.id, l.teacherId]);
    expect(put('2026-09-15')).toEqual([[COURSE.english2, 't6']]);
    expect(put('2026-09-16')).toEqual([
      [COURSE.english1, 't5'],
      [COURSE.english2, 't6'],
    ]);
    expect(put('2026-09-17')).toEqual([
      [COURSE.english1, 't9'],
      [COURSE.english2, 't9'],
    ]);
  });

  it('are added on a day without a timetable, never on one taken off or outside the periods', () => {
    const change = { classId: seventh, lesson: 1, cancelled: false, teacherId: null, subjectId: 1 };
    const of = roster((rows) => {
      rows.changes.push(...['2026-09-19', '2026-09-26', '2026-10-28'].map((date) => ({ ...change, date })));
      rows.specialDays.push({ date: '2026-09-26', classId: null, kind: 'off', weekday: null });
    });
    expect(numbers(of, COURSE.algebra, '2026-09-19')).toEqual([1]);
    expect(numbers(of, COURSE.algebra, '2026-09-26')).toEqual([]);
    expect(numbers(of, COURSE.algebra, '2026-10-28')).toEqual([]);
  });

  it('come next over weekends and holidays, and end with the year', () => {
    const of = roster();
    const next = (after: string, count?: number) =>
      nextLessons(of, course(of, COURSE.algebra), after, count).map((l) => `${l.date} ${l.number}`);
    expect(next('2026-09-15')).toEqual(['2026-09-16 3']);
    expect(next('2026-09-17', 3)).toEqual(['2026-09-21 1', '2026-09-21 2', '2026-09-22 2']);
    expect(next('2026-11-03')).toEqual(['2026-11-05 2']);
    expect(next('2027-05-26')).toEqual([]);
  });

  it('begin and end by the bells, in the zone of the school', () => {
    expect(lessonTimes(roster(), '2026-09-15', 2)).toEqual({
      begins: new Date('2026-09-15T06:25:00Z'),
      ends: new Date('2026-09-15T07:10:00Z'),
    });
    expect(lessonTimes(roster(), '2026-09-15', 9)).toBeNull();
  });

  it('are none of a course that the timetable does not have', () => {
    const of = roster((rows) => {
      rows.slots = rows.slots.filter((slot) => slot.courseId !== COURSE.physics);
    });
    expect(numbers(of, COURSE.physics, '2026-09-16')).toEqual([]);
    expect(numbers(roster(), COURSE.physics, '2026-09-16')).toEqual([1]);
  });
});

describe('membership', () => {
  it('is dated', () => {
    const of = roster();
    expect(classOf(of, 's6', '2026-09-09')?.name).toBe('9А');
    expect(classOf(of, 's6', '2026-09-10')?.name).toBe('7Б');
    expect(isInClass(of, 's6', seventh, '2026-09-09')).toBe(false);
    expect(classOf(of, 's9', '2026-09-13')?.name).toBe('7Б');
    expect(classOf(of, 's9', '2026-09-14')).toBeUndefined();
    expect(classOf(of, 's404', '2026-09-14')).toBeUndefined();
    expect(classOf(of, 's1', '2026-08-14')).toBeUndefined();
  });

  it('is nobody’s who was put into no class', () => {
    const of = roster((rows) => {
      rows.memberships = rows.memberships.filter((m) => m.studentId !== 's1');
    });
    expect(classOf(of, 's1', '2026-09-15')).toBeUndefined();
    expect(studentsOf(of, seventh, '2026-09-15').map((s) => s.id)).not.toContain('s1');
    expect(studentsOf(roster(), seventh, '2026-09-15').map((s) => s.id)).toContain('s1');
  });

  it('lists pupils of one full name always in the same order', () => {
    const of = (...ids: string[]) =>
      roster((rows) => {
        rows.students.push(...ids.map((id) => ({ ...rows.students[0]!, id })));
        rows.memberships.push(
          ...ids.map((studentId) => ({ studentId, classId: seventh, from: '2026-09-01', to: null })),
        );
      });
    const namesakes = (roster: Roster) =>
      studentsOf(roster, seventh, '2026-09-15')
        .filter((s) => s.last === 'Иванов')
        .map((s) => s.id);
    expect(namesakes(of('s0', 's2a'))).toEqual(['s0', 's1', 's2a']);
    expect(namesakes(of('s2a', 's0'))).toEqual(['s0', 's1', 's2a']);
  });

  it('of a group is needed where the course has groups', () => {
    const of = roster((rows) => {
      rows.groupMembers.push({ courseId: COURSE.english1, studentId: 's6', from: '2026-09-10', to: '2026-09-20' });
    });
    const english = course(of, COURSE.english1);
    expect(takesCourse(of, 's1', english, '2026-09-15')).toBe(true);
    expect(takesCourse(of, 's2', english, '2026-09-15')).toBe(false);
    expect(takesCourse(of, 's6', english, '2026-09-20')).toBe(true);
    expect(takesCourse(of, 's6', english, '2026-09-21')).toBe(false);
    expect(studentsOfCourse(of, english, '2026-09-15').map((s) => s.id)).toEqual(['s1', 's3', 's6']);
    expect(studentsOf(of, seventh, '2026-09-15').map((s) => s.id)).toEqual(['s1', 's5', 's2', 's3', 's6', 's4']);
    expect(studentsOf(of, 99, '2026-09-15')).toEqual([]);
  });
});
