import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable } from '../../../src/channels/paper/printable.ts';
import { sheetPdf } from '../../../src/channels/paper/sheet.ts';
import type { WeekFacts } from '../../../src/notify/week-facts.ts';
import { needs } from '../../needs.ts';
import { DAYS, PRINT, quietWeek, sheetOf } from './facts.ts';
import { dense, faultsOf, rawOf } from './pdf.ts';

/** What PT Sans has, as far as the texts below go: Latin, Cyrillic, and the signs named. */
const SIGNS = 'aбвЖЁё№§«»—–…9.,()\\<>&\'"-/й½';
const HOSTILE = ['☺', '👩‍🏫', 'م', '\u0000', '\u001b', '\u200d', '\ud800', '中', '\u00ad', 'и\u0306', '\t'];
const hasGlyph = (codePoint: number) =>
  (codePoint >= 0x20 && codePoint < 0x7f) ||
  (codePoint >= 0x400 && codePoint < 0x460) ||
  '№§«»—–…½◊'.includes(String.fromCodePoint(codePoint));

const sign = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...SIGNS) },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) },
);
const word = (most: number) => fc.array(sign, { minLength: 1, maxLength: most }).map((signs) => signs.join(''));
const words = (most: number) => fc.array(word(14), { minLength: 1, maxLength: most }).map((all) => all.join(' '));
const day = fc.constantFrom(...DAYS, '2026-09-08', '2026-09-21');
const list = <T>(of: fc.Arbitrary<T>, most: number) => fc.array(of, { maxLength: most });

const anyWeek: fc.Arbitrary<WeekFacts> = fc
  .record({
    grade: fc.integer({ min: 1, max: 11 }),
    taughtAtHome: fc.boolean(),
    subjects: list(
      fc.record({
        name: word(9),
        marks: list(fc.record({ date: day, value: fc.constantFrom('5', '2', 'зачёт', 'незачёт'), work: word(6) }), 9),
        average: fc.option(fc.constantFrom('4,33', '2,00'), { nil: undefined }),
      }),
      14,
    ),
    absences: list(
      fc.record({
        date: day,
        lesson: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
        subject: words(2),
        code: fc.constantFrom('Н', 'Б', 'У', 'ОП'),
        was: fc.option(fc.constantFrom('Н', 'Б'), { nil: undefined }),
      }),
      30,
    ),
    periodMarks: list(fc.record({ period: word(9), subject: word(9), value: fc.constantFrom('5', 'зачёт') }), 14),
    messages: list(fc.record({ date: day, by: words(3), text: words(150), personal: fc.constant(false) }), 4),
    homework: list(fc.record({ due: day, subject: word(12), text: words(30) }), 14),
    corrections: list(
      fc.record({
        kind: fc.constantFrom('mark', 'absence', 'homework', 'message', 'periodMark'),
        subject: fc.option(word(9), { nil: undefined }),
        date: day,
        was: word(5),
        now: fc.option(word(5), { nil: null }),
      }),
      9,
    ),
    student: fc.record({ id: fc.constant('s1'), last: word(30), first: word(20), patronymic: fc.constant('') }),
  })
  .map((more) => quietWeek(more));

/** Every word that the sheet of this week must show. */
function wordsOf(facts: WeekFacts): string[] {
  const { student, subjects, periodMarks, messages, homework, absences } = facts;
  const marked =
    facts.grade > 1
      ? [
          ...subjects.flatMap(({ name, marks, average }) => (marks.length || average ? [name] : [])),
          ...periodMarks.map(({ subject }) => subject),
        ]
      : [];
  const works = facts.grade > 1 ? subjects.flatMap(({ marks }) => marks.map(({ work }) => work)) : [];
  const said = [
    ...messages.flatMap(({ by, text }) => [by, text]),
    ...homework.flatMap(({ subject, text }) => [subject, text]),
  ];
  return [
    student.last,
    student.first,
    ...marked,
    ...works,
    ...said,
    ...absences.map(({ code }) => (code === 'ОП' ? 'опоздание' : 'отсутствие')),
  ]
    .flatMap((text) => printable(text, hasGlyph).split(/\s/))
    .filter(Boolean);
}

describe('any week', needs('pdftotext', 'qpdf'), () => {
  it('is printed: each word is found again, and the file is sound', async () => {
    await fc.assert(
      fc.asyncProperty(anyWeek, fc.constantFrom('A4' as const, 'A5' as const), async (facts, format) => {
        const pdf = await sheetPdf(sheetOf(facts), { ...PRINT, format });
        const [faults, text] = [await faultsOf(pdf), dense(await rawOf(pdf))];
        expect(faults).toBe('');
        for (const expected of wordsOf(facts)) expect(text).toContain(expected);
      }),
      { numRuns: 25, seed: 20260919 },
    );
  });
});
