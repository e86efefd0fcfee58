import { expect, test } from 'vitest';
import { example, faultsOf, type Spoiling } from './support.ts';

const day = '2026-09-14';
const change = { date: day, class: '7Б', lesson: 1 };
const pupil = example().classes[1]!.students[0]!;
const algebra = example().courses[3]!;
const physics = { class: '9А', subject: 'Физика', teacher: 't5' };

const people: [string, Spoiling][] = [
  ['classes[2].students[3].id duplicate-id', { 'classes[2].students[+]': pupil }],
  ['guardians[0].id duplicate-id', { 'guardians[0].id': 's1' }],
  ['guardians[1].id duplicate-id', { 'guardians[1].id': 'g1' }],
  ['guardians[12].id duplicate-id', { 'guardians[+]': { ...example().guardians![9]! } }],
  ['teachers[7].id duplicate-id', { 'teachers[+]': { id: 's1', name: 'Иванов Пётр Ильич' } }],
  ['guardians[9].name names-differ', { 'guardians[9].name': 'Мельник Ольга Васильевна' }],
  ['guardians[3].children[0] no-student', { 'guardians[3].children': ['s999'] }],
  ['guardians[2].children[1].student no-student', { 'guardians[2].children[1].student': 's999' }],
  ['guardians[3].children[1] duplicate-child', { 'guardians[3].children[+]': 's3' }],
  ['guardians[2].email email-missing', { 'guardians[2].email': undefined }],
  ['guardians[4].children[0].rights proxy-rights', { 'guardians[4].children[0].rights': 'full' }],
];

const classes: [string, Spoiling][] = [
  ['classes[0].classTeacher no-teacher', { 'classes[0].classTeacher': 't99' }],
  ['classes[1].grade grade-differs', { 'classes[1].grade': 8 }],
  ['classes[3].name duplicate-name', { 'classes[+]': { name: '7-Б', grade: 7, students: [] } }],
  ['subjects[7].name duplicate-name', { 'subjects[+]': { name: 'физика', short: [] } }],
  ['courses[12].class no-class', { 'courses[+]': { ...physics, class: '8А' } }],
  ['courses[12].subject no-subject', { 'courses[+]': { ...physics, subject: 'Химия' } }],
  ['courses[3].teacher no-teacher', { 'courses[3].teacher': 'g1' }],
  ['courses[12] duplicate-course', { 'courses[+]': algebra }],
  ['courses[12].group[0] not-in-class', { 'courses[+]': { ...physics, group: ['s1'] } }],
  ['courses[12].group[1] duplicate-member', { 'courses[+]': { ...physics, group: ['s21', 's21'] } }],
  ['courses[12].group[0] no-student', { 'courses[+]': { ...physics, group: ['s77'] } }],
];

const english = { class: '7Б', subject: 'Английский язык', weekday: 6, lesson: 5 };
const timetable: [string, Spoiling][] = [
  ['timetable[0].lesson no-bell', { 'timetable[0].lesson': 9 }],
  ['timetable[0].subject no-course', { 'timetable[0].subject': 'История' }],
  ['timetable[0].subject no-subject', { 'timetable[0].subject': 'Ист.' }],
  ['timetable[0].class no-class', { 'timetable[0].class': '1Б' }],
  ['timetable[48].group no-group-course', { 'timetable[+]': { ...english, group: ['s1', 's2'] } }],
  ['timetable[48].group[0] no-student', { 'timetable[+]': { ...english, group: ['s88'] } }],
  ['timetable[48] clash', { 'timetable[+]': { class: '1А', subject: 'Математика', weekday: 1, lesson: 1 } }],
  ['timetable[48] clash', { 'timetable[+]': { class: '7Б', subject: 'Алгебра', weekday: 2, lesson: 3 } }],
  ['timetable[0].to to-before-from', { 'timetable[0].from': '2026-12-01', 'timetable[0].to': '2026-11-01' }],
  ['timetable[0].from outside-year', { 'timetable[0].from': '2026-08-01' }],
];

const calendar: [string, Spoiling][] = [
  ['year.ends ends-before-start', { 'year.ends': '2026-05-26' }],
  ['year.ends year-too-long', { 'year.ends': '2028-05-26' }],
  ['periods[0].starts outside-year', { 'periods[0].starts': '2026-08-01' }],
  ['periods[1].ends ends-before-start', { 'periods[1].ends': '2026-10-30' }],
  ['periods[1].starts overlapping-period', { 'periods[1].starts': '2026-10-20' }],
  ['periods[1].name duplicate-name', { 'periods[1].name': '1 четверть' }],
  ['holidays[0] outside-year', { 'holidays[0]': '2026-06-12' }],
  ['holidays[5] duplicate-name', { 'holidays[+]': '2026-11-04' }],
  ['bells.2[0] bell-overlap', { 'bells.2': ['09:10', '10:10'] }],
  ['bells.2[1] bell-backwards', { 'bells.2': ['09:25', '09:20'] }],
];

const off = { date: day, as: 'off' };
const dated: [string, Spoiling][] = [
  ['days[0].date outside-year', { days: [{ date: '2026-06-01', as: 'off' }] }],
  ['days[0].class no-class', { days: [{ ...off, class: '7б' }] }],
  ['days[1] duplicate-day', { days: [off, { date: day, as: 'remote' }] }],
  ['changes[0].lesson no-lesson', { changes: [{ ...change, lesson: 6, cancelled: true }] }],
  ['changes[0].lesson no-bell', { changes: [{ ...change, lesson: 9, cancelled: true }] }],
  ['changes[0].lesson no-lesson', { changes: [{ ...change, date: '2026-11-04', cancelled: true }] }],
  ['changes[0].lesson no-lesson', { changes: [{ ...change, date: '2026-10-28', subject: 'Физика' }] }],
  ['changes[0] empty-change', { changes: [change] }],
  ['changes[0] cancelled-and-more', { changes: [{ ...change, cancelled: true, teacher: 't2' }] }],
  ['changes[0].teacher no-teacher', { changes: [{ ...change, teacher: 't88' }] }],
  ['changes[0].subject no-course', { changes: [{ ...change, subject: 'История' }] }],
  [
    'changes[1] duplicate-change',
    {
      changes: [
        { ...change, teacher: 't2' },
        { ...change, cancelled: true },
      ],
    },
  ],
  ['members[0].student no-student', { members: [{ student: 's99', class: '7Б', from: day }] }],
  ['members[0].to to-before-from', { members: [{ student: 's1', class: '9А', from: day, to: '2026-09-13' }] }],
  [
    'members[1].from overlapping-members',
    {
      members: [
        { student: 's1', class: '9А', from: '2026-09-01', to: day },
        { student: 's1', class: '7Б', from: day },
      ],
    },
  ],
];

test.each([...people, ...classes, ...timetable, ...calendar, ...dated])(
  'a contradiction stands at its path: %s',
  (expected, changes) => {
    expect(faultsOf(changes)).toEqual([expected]);
  },
);
