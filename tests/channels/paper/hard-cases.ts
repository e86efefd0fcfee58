/** The hard cases of print whose look was reviewed: see references/. */
import type { PrintRunFacts } from '../../../src/channels/paper/run.ts';
import type { SheetFacts } from '../../../src/channels/paper/sheet-facts.ts';
import type { WeekFacts } from '../../../src/notify/week-facts.ts';
import { DAYS, HARD_CASES, marksOf, plainWeek, quietWeek, runOf, SUBJECTS, sheetOf, TEACHER } from './facts.ts';

const child = (last: string, first: string, more: Partial<WeekFacts> = {}) =>
  plainWeek(3, { student: { id: `${last} ${first}`, last, first, patronymic: '' }, ...more });
const named = (name: keyof typeof HARD_CASES) => sheetOf(HARD_CASES[name] as WeekFacts);
const alone = (sheet: SheetFacts): PrintRunFacts => runOf([sheet], { registers: false });

/** What fits on half a page. */
const little: Partial<WeekFacts> = {
  subjects: SUBJECTS.slice(0, 4).map((name, k) => ({ name, marks: marksOf(k, 2) })),
  messages: [],
  homework: [{ due: '2026-09-21', subject: 'Алгебра', text: '§ 13, № 300–310' }],
};

/** Runs by the name of their images. */
export const CASES: Record<string, PrintRunFacts> = {
  'long-names': alone({
    ...named('long-names'),
    recipient: 'Константинопольская-Рождественская Мария-Антуанетта Александровна',
  }),
  'no-marks': alone(named('nothing')),
  'forty-marks': alone(named('forty-marks')),
  'two-pages': alone(named('two-pages')),
  'a5-odd': runOf(
    ['Белов Игорь', 'Ким Лев', 'Цой Виктория'].map((name, i) => {
      const [last = '', first = ''] = name.split(' ');
      return sheetOf(child(last, first, little), { number: 31 + i });
    }),
    { registers: false, format: 'A5' },
  ),
  // nobody of the family consented: in person, with everything that the journal says
  'without-consent': runOf([
    sheetOf(child('Гусев', 'Артём'), { number: 12, recipient: 'Гусева Инна Павловна', way: 'person' }),
  ]),
  twins: runOf(
    [
      sheetOf(child('Близнюк', 'Глеб'), { number: 7, recipient: 'Близнюк Вера Ильинична' }),
      sheetOf(child('Близнюк', 'Егор'), { number: 8, recipient: 'Близнюк Вера Ильинична' }),
    ],
    { registers: false },
  ),
  'class-of-one': runOf([sheetOf(child('Османов', 'Эмиль', { class: '11А', grade: 11 }), { number: 3 })]),
  'grade-1': alone(named('grade-1')),
  'taught-at-home': alone(named('taught-at-home')),
  'long-message': alone(named('long-message')),
  'twelve-subjects': alone(
    sheetOf(
      child('Иванов', 'Пётр', {
        subjects: SUBJECTS.map((name, k) => ({ name, marks: marksOf(k, 1 + (k % 3)), average: '4,33' })),
      }),
    ),
  ),
  notice: alone(
    sheetOf({
      ...quietWeek({ from: DAYS[1] as string, to: DAYS[1] as string, asOf: '2026-09-16T07:30' }),
      notice: true,
      periodMarks: SUBJECTS.slice(0, 5).map((subject) => ({ period: '1 четверть', subject, value: '4' })),
      corrections: [
        { kind: 'periodMark', subject: 'Физика', date: DAYS[1] as string, period: '1 четверть', was: '3', now: '4' },
      ],
      messages: [
        {
          date: DAYS[1] as string,
          by: TEACHER.name,
          text: 'Завтра школа закрыта: карантин. Задания — в дневнике.',
          personal: false,
        },
      ],
    }),
  ),
};
