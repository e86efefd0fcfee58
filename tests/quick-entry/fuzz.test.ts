import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/quick-entry/answer.ts';
import { lessonAtHand } from '../../src/quick-entry/lessons.ts';
import { readPhrase } from '../../src/quick-entry/read-phrase.ts';
import { fold } from '../../src/quick-entry/text/fold.ts';
import { hostileLines } from '../bench/quick-entry.ts';
import { school, schoolRoster, type WorkedCase, workedCases } from './worked-cases.ts';

const LINES = 20_000;
const TIME_LIMIT_MS = 50;
const CODES = new Set(
  'unknown-class unknown-subject unknown-student not-your-course bad-mark grade-1 date-in-future date-out-of-year empty unreadable'.split(
    ' ',
  ),
);
const ABOUT = new Set(['class', 'subject', 'student', 'date', 'due']);
const PIECES = [
  ...'абвгдеёжзийклмнопрстуфхцчшщъыьэюяABEHKMOPCTXy0123456789 ,.;:-–/()«»№§+\n',
  ' н ',
  ' 5',
  ' 7В ',
  ' всем 4',
  '\nдз ',
  ' на 15.09',
  ' кроме ',
];

type Mutation = { at: number; kind: number; piece: string };

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(400),
  kind: fc.nat(5),
  piece: fc.constantFrom(...PIECES),
});
const mutated = fc
  .record({
    worked: fc.constantFrom(...workedCases),
    other: fc.constantFrom(...workedCases),
    mutations: fc.array(mutation, { minLength: 1, maxLength: 4 }),
  })
  .map(({ worked, other, mutations }) => ({
    ...worked,
    text: mutations.reduce((text, step) => mutate(text, step, other.text), worked.text),
  }));

function mutate(text: string, { at, kind, piece }: Mutation, other: string): string {
  const place = text.length === 0 ? 0 : at % text.length;
  const [head, tail] = [text.slice(0, place), text.slice(place)];
  switch (kind) {
    case 0:
      return head + tail.slice(1);
    case 1:
      return head + piece + tail;
    case 2:
      return head + piece + tail.slice(1);
    case 3:
      return head + (tail[1] ?? '') + (tail[0] ?? '') + tail.slice(2);
    case 4:
      return head + tail.slice(1, 4).toUpperCase() + tail.slice(4);
    default:
      return head + other.slice(place);
  }
}

/** Is the class written in the text, the lesson at hand, or the only one where the teacher has the subject? */
function isAccountedFor(entry: Entry, { teacher, now, text }: WorkedCase): boolean {
  if (fold(text.replace(/[\s\p{P}]/gu, '')).includes(fold(entry.class))) return true;
  if (lessonAtHand(schoolRoster.plan, teacher, now)?.class === entry.class) return true;
  const classes = school.courses.filter(
    (course) => course.teacher === teacher && (!('subject' in entry) || course.subject === entry.subject),
  );
  return new Set(classes.map((course) => course.class)).size === 1 && classes[0]?.class === entry.class;
}

function isOwn(entry: Entry, { teacher }: WorkedCase): boolean {
  if (entry.kind === 'message') {
    const leads = schoolRoster.classes.get(entry.class)?.classTeacher === teacher;
    return leads || school.courses.some((course) => course.teacher === teacher && course.class === entry.class);
  }
  return school.courses.some(
    (course) => course.teacher === teacher && course.class === entry.class && course.subject === entry.subject,
  );
}

describe('fuzzing', () => {
  it(`${LINES} mutated lines: no exception, no other kind of answer, no foreign class or course`, () => {
    fc.assert(
      fc.property(mutated, (worked) => {
        const answer = readPhrase(schoolRoster, worked);
        if (answer.status === 'error') return CODES.has(answer.code);
        if (answer.status === 'ask')
          return ABOUT.has(answer.about) && (answer.candidates.length > 0 || answer.about === 'date');
        return answer.entries.every((entry) => isOwn(entry, worked) && isAccountedFor(entry, worked));
      }),
      { numRuns: LINES },
    );
  });

  it.each(hostileLines().map((text) => [text.slice(0, 24), text]))('4,000 characters of %j in time', (_name, text) => {
    const took = ['', '7Б алг ', 'дз 7Б алг '].map((head) => {
      const phrase = { teacher: 't1', now: '2026-09-15T09:00', text: head + text };
      readPhrase(schoolRoster, phrase);
      const before = process.cpuUsage();
      readPhrase(schoolRoster, phrase);
      return process.cpuUsage(before).user / 1000;
    });
    // processor time, and with room for a crowded machine: the bench holds the exact figure
    expect(Math.min(...took)).toBeLessThan(2 * TIME_LIMIT_MS);
  });
});
