import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Entry } from '../../src/quick-entry/answer.ts';
import { readPhrase } from '../../src/quick-entry/read-phrase.ts';
import { fold } from '../../src/quick-entry/text/fold.ts';
import { gymnasium, roster } from './gymnasium.ts';
import { comparable, schoolRoster, type WorkedCase, workedCases } from './worked-cases.ts';

const LATIN = new Map(
  [...'АВСЕНКМОРТХУасеорху'].map((letter, index) => [letter, [...'ABCEHKMOPTXYaceopxy'][index] ?? letter]),
);
const someCase = fc.constantFrom(...workedCases);

/** Texts are compared without letter case, look-alikes and kinds of dashes: these are what the property changes. */
function alike(answer: Answer | object): unknown {
  const copy = structuredClone(answer) as { entries?: Entry[] };
  for (const entry of copy.entries ?? []) {
    if ('text' in entry) entry.text = entry.text.split(/\s+/u).map(fold).join(' ');
  }
  return comparable(copy);
}

/** Changes each character that `change` knows another form of, where the coin falls so. */
function changed(text: string, coins: boolean[], change: (letter: string) => string): string {
  return [...text].map((letter, index) => (coins[index % coins.length] ? change(letter) : letter)).join('');
}

const coins = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 });

function holds(change: (letter: string) => string, fits: (worked: WorkedCase) => boolean = () => true): void {
  fc.assert(
    fc.property(someCase.filter(fits), coins, (worked, flips) => {
      const text = changed(worked.text, flips, change);
      expect(alike(readPhrase(schoolRoster, { ...worked, text }))).toEqual(alike(worked.expect));
    }),
    { numRuns: 600 },
  );
}

describe('what does not matter changes nothing', () => {
  it('letter case', () =>
    holds(
      (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()),
      ({ text }) => !/[a-z]/iu.test(text),
    ));
  it('ё written as е', () => holds((letter) => ({ ё: 'е', Ё: 'Е' })[letter] ?? letter));
  it('е written as ё', () =>
    holds(
      (letter) => ({ е: 'ё', Е: 'Ё' })[letter] ?? letter,
      ({ text }) => !/тема/iu.test(text),
    ));
  it('look-alike letters', () => holds((letter) => LATIN.get(letter) ?? letter));
  it('kinds of spaces, and how many', () => holds((letter) => (letter === ' ' ? ' \u00A0\u2009 ' : letter)));
  it('kinds of dashes', () => holds((letter) => ({ '-': '–', '–': '—', '—': '-' })[letter] ?? letter));
  it('space at both ends', () => {
    for (const worked of workedCases) {
      expect(alike(readPhrase(schoolRoster, { ...worked, text: `\n  ${worked.text} \t\n` }))).toEqual(
        alike(worked.expect),
      );
    }
  });
});

const teachers = fc.constantFrom(...gymnasium.teachers.map(({ id }) => id));
const moments = fc
  .record({ day: fc.integer({ min: 0, max: 268 }), minute: fc.integer({ min: 0, max: 1439 }) })
  .map(({ day, minute }) => {
    const date = new Date(Date.UTC(2026, 8, 1) + day * 86_400_000).toISOString().slice(0, 10);
    return `${date}T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  });
const WORDS =
  'дз тема н нет б у оп родителям сообщение итог 1 полугодие год 8Г 6А 10-А 11Э 8 «Г» алг алгебра геом физ рус по на к до через урок вчера завтра понедельник пятницу 15.09 12 октября за к/р тест всем кроме 5 4 3 6 0 5- 4/3 пять зач н/а осв и , ; : . ( ) \n Ветров Сидорову Саше Лев Льву Н. П. Бондарь Налбандян Калине Мамину-Сибиряку Волк Белому Ли Чайке Смирнов § № упр';
const typed = fc.oneof(
  fc.array(fc.constantFrom(...WORDS.split(' ')), { maxLength: 14 }).map((words) => words.join(' ')),
  fc.array(fc.constantFrom(...WORDS.split(' ')), { maxLength: 10 }).map((words) => words.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...'абвнуклеСидоровВет8Г5/-.,;:\n «»'), maxLength: 120 }),
);

describe('whatever is typed', () => {
  it('names only pupils, classes, subjects and lesson days of the file, and never throws', () => {
    const pupils = new Map(gymnasium.classes.flatMap(({ name, students }) => students.map(({ id }) => [id, name])));
    const subjects = new Set(gymnasium.subjects.map(({ name }) => name));
    fc.assert(
      fc.property(teachers, moments, typed, (teacher, now, text) => {
        const answer = readPhrase(roster, { teacher, now, text });
        if (answer.status === 'ask') expect(answer.candidates.length > 0 || answer.about === 'date').toBe(true);
        if (answer.status !== 'ok') return;
        expect(answer.entries.length).toBeGreaterThan(0);
        for (const entry of answer.entries) {
          expect(roster.classes.has(entry.class)).toBe(true);
          if ('student' in entry && entry.student) expect(pupils.get(entry.student)).toBe(entry.class);
          if ('subject' in entry) expect(subjects).toContain(entry.subject);
          const day = 'date' in entry ? entry.date : 'due' in entry ? entry.due : null;
          if (day !== null && 'subject' in entry) {
            const lessons = roster.plan.byDate.get(day) ?? [];
            expect(lessons.some((lesson) => lesson.class === entry.class && lesson.subject === entry.subject)).toBe(
              true,
            );
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('answers the same when asked again', () => {
    fc.assert(
      fc.property(teachers, moments, typed, (teacher, now, text) => {
        expect(readPhrase(roster, { teacher, now, text })).toEqual(readPhrase(roster, { teacher, now, text }));
      }),
      { numRuns: 500 },
    );
  });
});
