/** Where an entry belongs when people, classes and courses come and go. Whether it is taken is asked in refused.db.test.ts. */
import { describe, expect, it } from 'vitest';
import { parseEntry } from '../../src/journal/parse-entry.ts';
import { resolveEntry } from '../../src/journal/resolve.ts';
import type { RosterRows } from '../../src/journal/roster-load.ts';
import { schoolDate } from '../../src/platform/school-time.ts';
import { homework, mark, message, periodMark } from './journal.ts';
import { CLASS, COURSE, roster } from './school.ts';

/** The course that an entry of this day goes to, or why it goes nowhere. */
function place(raw: object, day = '2026-09-15', change?: (rows: RosterRows) => void): string {
  const of = roster(change);
  const now = new Date(`${day}T10:00:00+03:00`);
  const parsed = parseEntry(raw);
  if (!parsed.ok || parsed.input.kind === 'withdraw') throw new Error('not an entry');
  const found = resolveEntry({ roster: of, now, today: schoolDate(now, of.zone), baseline: false }, parsed.input, now);
  return found.ok ? `${found.classId} ${found.course?.id ?? '–'}` : `${found.code} ${found.field}`;
}

const seventh = CLASS['7Б'];
const ended = (courseId: number, endedAt: string) => (rows: RosterRows) => {
  for (const course of rows.courses) if (course.id === courseId) course.endedAt = endedAt;
};

describe('a course that ends within the year', () => {
  it('takes entries up to the day before, and none from that day on', () => {
    const change = ended(COURSE.algebra, '2026-09-15');
    expect(place({ ...mark, date: '2026-09-14' }, '2026-09-15', change)).toBe(`${seventh} ${COURSE.algebra}`);
    expect(place(mark, '2026-09-15', change)).toBe('no-course subject');
  });

  it('lets its teacher write to the class until then', () => {
    const change = ended(COURSE.physics, '2026-09-15');
    expect(place({ ...message, by: 't2' }, '2026-09-14', change)).toBe(`${seventh} –`);
    expect(place({ ...message, by: 't2' }, '2026-09-15', change)).toBe('not-your-course class');
  });
});

describe('a class', () => {
  it('that left the school has no entries from that day on', () => {
    const change = (rows: RosterRows) => {
      for (const one of rows.classes) if (one.id === seventh) one.leftAt = '2026-09-15';
    };
    expect(place({ ...mark, date: '2026-09-14' }, '2026-09-15', change)).toBe(`${seventh} ${COURSE.algebra}`);
    expect(place(mark, '2026-09-15', change)).toBe('unknown-class class');
  });

  it('of the year to come is written to before that year begins, its pupils’ parents too', () => {
    expect(place(message, '2026-08-28')).toBe(`${seventh} –`);
    expect(place({ ...message, student: 's1' }, '2026-08-28')).toBe(`${seventh} –`);
    // came on 10 September: not of the class when the year begins
    expect(place({ ...message, student: 's6' }, '2026-08-28')).toBe('not-in-class student');
  });
});

describe('a pupil', () => {
  it('who changed group since the period ended was of both: only the teacher of a group can mean one', () => {
    const change = (rows: RosterRows) => {
      for (const m of rows.groupMembers) if (m.studentId === 's1') m.to = '2026-10-23';
      rows.groupMembers.push({ courseId: COURSE.english2, studentId: 's1', from: '2026-10-24', to: null });
    };
    const english = { ...periodMark, subject: 'Английский язык' };
    expect(place({ ...english, by: 't3' }, '2026-11-10', change)).toBe('several-groups student');
    expect(place({ ...english, by: 't5' }, '2026-11-10', change)).toBe(`${seventh} ${COURSE.english1}`);
    expect(place({ ...english, by: 't6' }, '2026-11-10', change)).toBe(`${seventh} ${COURSE.english2}`);
  });

  it('left undefined by a program is no pupil: the homework is the class’s', () => {
    expect(place({ ...homework, student: undefined })).toBe(`${seventh} ${COURSE.algebra}`);
    expect(place({ ...homework, student: '' })).toBe('unknown-student student');
  });
});
