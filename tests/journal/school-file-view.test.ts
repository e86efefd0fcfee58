import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseEntry } from '../../src/journal/parse-entry.ts';
import { REFUSALS } from '../../src/journal/refusals.ts';
import { toSchoolView } from '../../src/journal/school-file-view.ts';
import type { SchoolView } from '../../src/quick-entry/school-view.ts';
import { refusalTexts } from '../../src/texts/refusals.ts';
import { CLASS, COURSE, roster } from './school.ts';

describe('the school as quick entry reads it', () => {
  it('has the shape that quick entry compiles', () => {
    const view: SchoolView = toSchoolView(roster(), '2026-09-15');
    expect(view).toMatchObject({
      name: 'Школа для проверки',
      timeZone: 'Europe/Simferopol',
      year: { starts: '2026-09-01', ends: '2027-05-26' },
      holidays: ['2026-11-04'],
      bells: { 1: ['08:30', '09:15'] },
    });
    expect(view.periods.map((p) => p.name)).toEqual(['1 четверть', '2 четверть', '3 четверть', '4 четверть']);
    expect(view.subjects[0]).toEqual({ name: 'Алгебра', short: ['Алг'] });
    expect(view.teachers.map((t) => t.id)).not.toContain('t8');
    expect(view.teachers[2]).toEqual({ id: 't3', name: 'Сейтаблаева Эльмира Рустемовна', roles: ['deputy'] });
  });

  it('has classes and groups as they are on the day', () => {
    const of = roster((rows) => {
      rows.groupMembers.push({ courseId: COURSE.english1, studentId: 's6', from: '2026-09-12', to: null });
    });
    const pupils = (date: string) =>
      toSchoolView(of, date).classes.map((c) => [c.name, c.students.map((s) => s.id).join(' ')]);
    expect(pupils('2026-09-05')).toEqual([
      ['1А', 's11'],
      ['7Б', 's1 s5 s2 s3 s9 s4'],
      ['9А', 's21 s6'],
    ]);
    expect(pupils('2026-09-15')[1]).toEqual(['7Б', 's1 s5 s2 s3 s6 s4']);
    const groups = (date: string) =>
      toSchoolView(of, date)
        .courses.filter((c) => c.subject === 'Английский язык')
        .map((c) => [c.teacher, c.group?.join(' ')]);
    expect(groups('2026-09-10')).toEqual([
      ['t5', 's1 s3'],
      ['t6', 's2 s4'],
    ]);
    expect(groups('2026-09-15')[0]).toEqual(['t5', 's1 s3 s6']);
    expect(toSchoolView(of, '2026-09-15').members).toEqual([
      { student: 's6', class: '9А', from: '2026-09-01', to: '2026-09-09' },
      { student: 's6', class: '7Б', from: '2026-09-10' },
    ]);
  });

  it('says what is out of the ordinary', () => {
    const of = roster((rows) => {
      rows.specialDays.push(
        { date: '2026-09-19', classId: null, kind: 'weekday', weekday: 1 },
        { date: '2026-09-21', classId: CLASS['7Б'], kind: 'remote', weekday: null },
      );
      const change = { date: '2026-09-15', classId: CLASS['7Б'], cancelled: false, teacherId: null, subjectId: null };
      rows.changes.push(
        { ...change, lesson: 1, cancelled: true },
        { ...change, lesson: 2, teacherId: 't2', subjectId: 2 },
      );
      rows.slots.push({ courseId: COURSE.algebra, weekday: 5, lesson: 3, from: '2026-09-20', to: '2026-09-30' });
    });
    const view = toSchoolView(of, '2026-09-15');
    expect(view.days).toEqual([
      { date: '2026-09-19', as: 1 },
      { date: '2026-09-21', class: '7Б', as: 'remote' },
    ]);
    expect(view.changes).toEqual([
      { date: '2026-09-15', class: '7Б', lesson: 1, cancelled: true },
      { date: '2026-09-15', class: '7Б', lesson: 2, teacher: 't2', subject: 'Физика' },
    ]);
    expect(view.timetable).toContainEqual({
      class: '7Б',
      subject: 'Алгебра',
      weekday: 5,
      lesson: 3,
      from: '2026-09-20',
      to: '2026-09-30',
    });
    expect(view.timetable).toContainEqual({
      class: '7Б',
      subject: 'Английский язык',
      weekday: 2,
      lesson: 3,
      group: ['s1', 's3'],
    });
  });

  it('leaves out what is over: classes, courses, other years', () => {
    const of = roster((rows) => {
      rows.years.push({ id: 2, starts: '2027-09-01', ends: '2028-05-26' });
      rows.classes.push({ id: 9, yearId: 2, name: '8Б', grade: 8, classTeacherId: null, leftAt: null });
      for (const c of rows.classes) if (c.name === '9А') c.leftAt = '2026-09-15';
      for (const c of rows.courses) if (c.id === COURSE.physics) c.endedAt = '2026-09-10';
      rows.changes.push({
        date: '2026-09-08',
        classId: CLASS['9А'],
        lesson: 4,
        cancelled: true,
        teacherId: null,
        subjectId: null,
      });
    });
    const view = toSchoolView(of, '2026-09-15');
    expect(view.classes.map((c) => c.name)).toEqual(['1А', '7Б']);
    expect(view.courses.map((c) => c.subject)).not.toContain('Физика');
    expect(view.changes).toEqual([]);
    expect(view.members.map((m) => m.class)).toEqual(['7Б']);
    expect(toSchoolView(of, '2027-10-01').classes).toEqual([{ name: '8Б', grade: 8, classTeacher: '', students: [] }]);
  });

  it('of a school without a year is empty', () => {
    const of = roster((rows) => {
      rows.years = [];
      rows.classes = [];
    });
    expect(toSchoolView(of, '2026-09-15')).toMatchObject({ year: { starts: '2026-09-15' }, classes: [], periods: [] });
  });
});

describe('a refusal', () => {
  it('has words for people, and a line in the documents', () => {
    const documented = readFileSync(new URL('../../docs/reference.md', import.meta.url), 'utf8');
    for (const code of REFUSALS) {
      expect(refusalTexts[code]).toMatch(/^[А-ЯЁ].*\.$/);
      expect(documented).toContain(`\`${code}\``);
    }
  });

  it('of anything at all is no exception', () => {
    const strange = [undefined, null, NaN, () => {}, Symbol('x'), 10n, [], {}, { kind: {} }, { kind: 'mark', key: 7 }];
    for (const input of strange) expect(parseEntry(input)).toMatchObject({ ok: false, code: 'invalid', key: null });
  });
});
