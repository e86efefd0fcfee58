/** What an event keeps of an entry's value, so that history reads without the entry. */
import { expect, it } from 'vitest';
import { entryValue, type StandingEntry } from '../../src/journal/standing.ts';
import { CLASS, COURSE, roster } from './school.ts';

const entry: StandingEntry = {
  id: 1,
  kind: 'mark',
  classId: CLASS['7Б'],
  courseId: COURSE.algebra,
  lessonNumber: 2,
  date: '2026-09-15',
  studentId: 's1',
  period: null,
  value: '5',
  work: 'ответ',
  text: null,
  personal: false,
  urgent: false,
  toStudent: false,
  byId: 't1',
  changedAt: new Date('2026-09-15T07:00:00Z'),
  withdrawnAt: null,
};

it('says when the lesson begins, unless no bell of its number rings', () => {
  const value = { subject: 'Алгебра', date: '2026-09-15', value: '5', work: 'ответ' };
  expect(entryValue(roster(), entry)).toEqual({ ...value, lesson: 2, starts: '09:25' });
  expect(entryValue(roster(), { ...entry, lessonNumber: 9 })).toEqual({ ...value, lesson: 9 });
});

it('names the author of a message, though gone from the school', () => {
  const message: StandingEntry = {
    ...entry,
    kind: 'message',
    courseId: null,
    lessonNumber: null,
    value: null,
    work: null,
    text: 'Собрание',
    byId: 't8',
  };
  expect(entryValue(roster(), message)).toMatchObject({ by: 'Зуева Нина Петровна', text: 'Собрание' });
});
