import { expect, test } from 'vitest';
import { faultsOf, type Spoiling } from './support.ts';

const cases: [string, Spoiling][] = [
  ['name missing', { name: undefined }],
  ['timeZone unknown-zone', { timeZone: 'Europe/Krym' }],
  ['year.starts not-a-date', { 'year.starts': '2026-02-30' }],
  ['periods[0].name bad-name', { 'periods[0].name': ' ' }],
  ['periods too-short', { periods: [] }],
  ['holidays[0] not-a-date', { 'holidays[0]': '4 ноября' }],
  ['bells.1[0] not-a-time', { 'bells.1[0]': '8:30' }],
  ['bells.1 bad-bell', { 'bells.1': ['08:30'] }],
  ['bells.первый bad-bell-number', { 'bells.первый': ['07:00', '07:30'] }],
  ['classes[1].grade wrong-type', { 'classes[1].grade': '7' }],
  ['classes[1].grade out-of-range', { 'classes[1].grade': 13 }],
  ['classes[1].grade out-of-range', { 'classes[1].grade': 0 }],
  ['classes[1].students[0].sex not-one-of', { 'classes[1].students[0].sex': 'муж' }],
  ['classes[1].students[0].last missing', { 'classes[1].students[0].last': undefined }],
  ['classes[1].students[0].patronymic too-long', { 'classes[1].students[0].patronymic': 'а'.repeat(201) }],
  ['teachers[6].id bad-id', { 'teachers[6].id': 't 7' }],
  ['teachers[2].roles[0] not-one-of', { 'teachers[2].roles': ['завуч'] }],
  ['courses[0].group too-short', { 'courses[0].group': [] }],
  ['timetable[0].weekday out-of-range', { 'timetable[0].weekday': 7 }],
  ['timetable[0].lesson wrong-type', { 'timetable[0].lesson': 1.5 }],
  ['days[0].as not-one-of', { days: [{ date: '2026-09-14', as: 'free' }] }],
  ['guardians[0].email bad-email', { 'guardians[0].email': 'ivanova at mail' }],
  ['guardians[0].email bad-email', { 'guardians[0].email': 'a@mail.example\r\nBcc: all@mail.example' }],
  ['guardians[0].phone bad-phone', { 'guardians[0].phone': 'нет' }],
  ['guardians[0].delivery not-one-of', { 'guardians[0].delivery': 'sms' }],
  ['guardians[0].consent wrong-type', { 'guardians[0].consent': 'да' }],
  ['guardians[0].children wrong-type', { 'guardians[0].children': 's1' }],
  ['guardians[0].children missing', { 'guardians[0].children': undefined }],
  ['guardians[0].children[0].relation not-one-of', { 'guardians[0].children[0].relation': 'тётя' }],
  ['guardians[0].children[0].student missing', { 'guardians[0].children[0].student': undefined }],
  ['guardians[0].children[0] not-one-of', { 'guardians[0].children[0]': 12 }],
  ['guardians[0].children[0] bad-id', { 'guardians[0].children[0]': '' }],
  ['rules.tellEverybody unknown-rule', { rules: { tellEverybody: true } }],
  ['rules.journalBy not-a-time', { rules: { journalBy: '17.00' } }],
  ['rules.quietHours.to not-a-time', { rules: { quietHours: { from: '21:00', to: 'утро' } } }],
  ['rules.weekCloses.weekday not-one-of', { rules: { weekCloses: { weekday: 'later', time: '10:00' } } }],
];

test.each(cases)('a fault of shape stands at its path: %s', (expected, changes) => {
  expect(faultsOf(changes)).toEqual([expected]);
});

test.each(['teachers', 'classes', 'bells', 'periods', 'subjects', 'courses', 'timetable', 'year'])(
  'without %s only that is said: what a fault leaves unknown raises no faults of its own',
  (section) => {
    expect(faultsOf({ [section]: undefined })).toEqual([`${section} missing`]);
    expect(faultsOf({ [section]: 7 })).toEqual([`${section} wrong-type`]);
  },
);
