import { expect, test } from 'vitest';
import { faultsOf, type Spoiling, warningsOf } from './support.ts';

const sound: [string, Spoiling][] = [
  ['quarters within half-years', { 'periods[+]': { name: '1 полугодие', starts: '2026-09-01', ends: '2026-12-29' } }],
  [
    'all groups of a subject written as one slot',
    { 'timetable[+]': { class: '7Б', subject: 'Английский язык', weekday: 6, lesson: 4 } },
  ],
  [
    'two versions of a timetable',
    {
      'timetable[0].to': '2026-12-29',
      'timetable[+]': { class: '1А', subject: 'Математика', weekday: 1, lesson: 1, from: '2027-01-11' },
    },
  ],
  [
    'another subject where there was no lesson',
    { changes: [{ date: '2026-09-14', class: '7Б', lesson: 5, subject: 'Физика' }] },
  ],
  [
    'a change on a day taught by another weekday',
    {
      days: [{ date: '2026-09-12', as: 1 }],
      changes: [{ date: '2026-09-12', class: '9А', lesson: 1, cancelled: true }],
    },
  ],
  [
    'a group member who belongs to the class by `members` only',
    {
      members: [{ student: 's1', class: '9А', from: '2027-01-11' }],
      'courses[+]': { class: '9А', subject: 'Физика', teacher: 't5', group: ['s1'] },
    },
  ],
  ['a class without a number', { 'classes[+]': { name: 'Подготовительный', grade: 1, students: [] } }],
  ['two teachers for one class at once', { 'courses[+]': { class: '9А', subject: 'Физика', teacher: 't7' } }],
  ['a proxy without rights said', { 'guardians[4].children[0].rights': undefined }],
];

test.each(sound)('is allowed without a word: %s', (_, changes) => {
  expect(faultsOf(changes)).toEqual([]);
  expect(warningsOf(changes)).toEqual([]);
});

const warned: [string, Spoiling][] = [
  ['extra unknown-key', { extra: 1 }],
  ['guardians[0].children[0].note unknown-key', { 'guardians[0].children[0].note': 'x' }],
  ['guardians[0].consentDate consent-in-future', { 'guardians[0].consentDate': '2026-10-01' }],
  ['guardians[3].consent consent-missing', { 'guardians[3].consent': undefined }],
  ['guardians[0].email email-without-consent', { 'guardians[0].consent': false }],
  ['holidays[5] holiday-outside-periods', { 'holidays[+]': '2026-10-28' }],
  ['days[0] day-hits-nothing', { days: [{ date: '2026-10-28', as: 'off' }] }],
  ['days[0] day-hits-nothing', { days: [{ date: '2026-09-13', as: 'remote' }] }],
  ['days[0] day-hits-nothing', { days: [{ date: '2026-09-14', class: '9А', as: 6 }] }],
  ['teachers[7].name one-word-name', { 'teachers[+]': { id: 't8', name: 'Эльвира' } }],
  ['timetable[48] teacher-clash', { 'timetable[+]': { class: '9А', subject: 'Русский язык', weekday: 6, lesson: 2 } }],
  [
    'courses[12].group two-groups',
    { 'courses[+]': { class: '7Б', subject: 'Английский язык', teacher: 't1', group: ['s1'] } },
  ],
];

test.each(warned)('is allowed with a word: %s', (expected, changes) => {
  expect(faultsOf(changes)).toEqual([]);
  expect(warningsOf(changes)).toEqual([expected]);
});
