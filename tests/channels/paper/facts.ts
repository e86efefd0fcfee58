/** Weeks of made-up children, plain and hard, for the tests and the bench of the printed sheet. */

import type { RegisterFacts } from '../../../src/channels/paper/register.ts';
import type { ClassRun, PrintRunFacts } from '../../../src/channels/paper/run.ts';
import type { PrintFacts, SheetFacts } from '../../../src/channels/paper/sheet-facts.ts';
import type { WeekFacts } from '../../../src/notify/week-facts.ts';

export const SCHOOL = 'МБОУ «Краснознаменская школа»';
export const PRINT: PrintFacts = { madeAt: new Date('2026-09-19T07:00:00Z'), timeZone: 'Europe/Simferopol' };
export const TEACHER = { name: 'Орлова Анна Сергеевна', phone: '8 978 000-00-00' };
export const SUBJECTS = [
  'Алгебра',
  'Английский язык',
  'Биология',
  'География',
  'Геометрия',
  'Информатика',
  'История',
  'Литература',
  'Обществознание',
  'Русский язык',
  'Физика',
  'Физическая культура',
];
const WORKS = ['ответ', 'контрольная', 'ответ', 'самостоятельная', 'домашняя', 'диктант'];
export const DAYS = ['2026-09-14', '2026-09-15', '2026-09-16', '2026-09-17', '2026-09-18', '2026-09-19'];

/** A week in which nothing happened. */
export function quietWeek(more: Partial<WeekFacts> = {}): WeekFacts {
  return {
    version: 1,
    school: SCHOOL,
    week: '2026-W38',
    from: '2026-09-14',
    to: '2026-09-19',
    asOf: '2026-09-19T10:00',
    student: { id: 's1', last: 'Иванов', first: 'Пётр', patronymic: 'Ильич' },
    class: '7Б',
    grade: 7,
    classTeacher: TEACHER,
    taughtAtHome: false,
    subjects: [],
    period: '1 четверть',
    absences: [],
    missedInPeriod: { lessons: 0, ill: 0, excused: 0, late: 0 },
    periodMarks: [],
    messages: [],
    homework: [],
    corrections: [],
    ...more,
  };
}

/** A week as most are: some marks, an absence, a message, homework. `i` varies it. */
export function plainWeek(i = 0, more: Partial<WeekFacts> = {}): WeekFacts {
  const subjects = SUBJECTS.filter((_, k) => (k + i) % 4 !== 0).map((name, k) => ({
    name,
    marks: marksOf(i + k, 1 + ((i + k) % 2)),
    average: (3 + ((i * 7 + k) % 20) / 10).toFixed(2).replace('.', ','),
  }));
  return quietWeek({
    student: { id: `s${i}`, last: `Сидоров-${letters(i)}`, first: `Илья-${letters(i)}`, patronymic: 'Ильич' },
    subjects,
    absences: [
      { date: DAYS[1]!, lesson: 1, subject: 'Алгебра', code: 'Н' },
      { date: DAYS[1]!, lesson: 2, subject: 'История', code: 'Н' },
      { date: DAYS[3]!, lesson: 1, subject: 'Физика', code: 'ОП' },
    ],
    missedInPeriod: { lessons: 5, ill: 2, excused: 1, late: 2 },
    messages: [
      {
        date: DAYS[2]!,
        by: TEACHER.name,
        text: `Собрание в четверг, 24 сентября, в 18:00, кабинет ${100 + i}.`,
        personal: false,
      },
    ],
    homework: [
      { due: '2026-09-21', subject: 'Алгебра', text: `§ 13, № ${300 + i}–${310 + i}` },
      { due: '2026-09-21', subject: 'Русский язык', text: `упр. ${i + 20}, выучить правило на с. 54` },
      { due: '2026-09-22', subject: 'История', text: 'прочитать § 4, ответить письменно на вопросы 1–5' },
    ],
    ...more,
  });
}

export function marksOf(seed: number, count: number): WeekFacts['subjects'][number]['marks'] {
  return Array.from({ length: count }, (_, j) => ({
    date: DAYS[(seed * 2 + j * 3) % DAYS.length]!,
    value: String(2 + ((seed + j * 5) % 4)),
    work: WORKS[(seed + j) % WORKS.length]!,
  }));
}

/** 0 → «аа», 1 → «аб» …: a name of its own for each number, in letters alone. */
export function letters(i: number): string {
  const abc = 'абвгдежзиклмнопрстуф';
  return [400, 20, 1].map((unit) => abc[Math.floor(i / unit) % 20]).join('');
}

export function sheetOf(facts: WeekFacts, more: Partial<SheetFacts> = {}): SheetFacts {
  return {
    number: 4827,
    facts,
    hash: '3f2a9c'.padEnd(64, '0123456789abcdef'),
    recipient: 'Иванова Мария Петровна',
    way: 'child',
    stubUrl: 'https://dnevnik.example.ru/stub/Ab3dEf6hIj9kLm2nOp5q',
    ...more,
  };
}

/** Weeks of a quarter, the second of them printed. */
const WEEKS = [
  ['2026-09-07', '2026-09-12'],
  ['2026-09-14', '2026-09-19'],
  ['2026-09-21', '2026-09-26'],
  ['2026-09-28', '2026-10-03'],
  ['2026-10-05', '2026-10-10'],
  ['2026-10-12', '2026-10-17'],
  ['2026-10-19', '2026-10-23'],
].map(([from, to]) => ({ from: from as string, to: to as string }));

export function registerOf(sheets: readonly SheetFacts[], more: Partial<RegisterFacts> = {}): RegisterFacts {
  return {
    class: sheets[0]?.facts.class ?? '7Б',
    classTeacher: TEACHER,
    period: '1 четверть',
    columns: WEEKS,
    rows: sheets.map(({ facts, number, recipient, way }, i) => ({
      student: `${facts.student.last} ${facts.student.first}`,
      recipient: recipient ?? '',
      way,
      cells: WEEKS.map((_, week) =>
        week === 1 ? { number: number ?? 0 } : week === 0 && i % 2 ? { number: 1 + i, on: '2026-09-14' } : null,
      ),
    })),
    sheets: sheets.length,
    ...more,
  };
}

/** A run of these sheets, with the registers of their classes unless told otherwise. */
export function runOf(
  sheets: readonly SheetFacts[],
  { registers = true, ...more }: Partial<PrintRunFacts> & { registers?: boolean } = {},
): PrintRunFacts {
  const names = [...new Set(sheets.map(({ facts }) => facts.class))];
  return {
    ...PRINT,
    school: SCHOOL,
    class: names.length === 1 ? names[0]! : null,
    week: '2026-W38',
    from: '2026-09-14',
    to: '2026-09-19',
    classes: names.map((name) => {
      const own = sheets.filter(({ facts }) => facts.class === name);
      return { register: registers ? registerOf(own) : null, sheets: own };
    }),
    ...more,
  };
}

/** A run of sheets that come one by one, without a register. */
export function streamOf(sheets: ClassRun['sheets'], more: Partial<PrintRunFacts> = {}): PrintRunFacts {
  return runOf([], { classes: [{ register: null, sheets }], ...more });
}

const LONG_TEXT =
  `Уважаемые родители! ${'Просим сдать согласие на экскурсию, взять с собой сменную обувь и воду. '.repeat(28)}`
    .slice(0, 1996)
    .concat('Всё.');

/** The hard cases of issue and eye, by name. */
export const HARD_CASES: Record<string, WeekFacts> = {
  plain: plainWeek(3, { student: { id: 's1', last: 'Иванов', first: 'Пётр', patronymic: 'Ильич' } }),
  nothing: quietWeek(),
  'long-names': plainWeek(4, {
    school:
      'Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 63 имени Героя Советского Союза Константина Константиновича Константинопольского»',
    student: {
      id: 's2',
      last: 'Константинопольская-Рождественская',
      first: 'Александра-Виктория',
      patronymic: 'Константиновна',
    },
    classTeacher: { name: 'Преображенская-Вознесенская Екатерина Константиновна', phone: '8 978 000-00-00 доб. 1234' },
    subjects: [
      {
        name: 'Основы духовно-нравственной культуры народов России',
        marks: [{ date: DAYS[0]!, value: 'незачёт', work: 'комплексный анализ художественного текста' }],
      },
      {
        name: 'Электрорадиотехнологическоеконструирование',
        marks: [{ date: DAYS[5]!, value: '5', work: 'самостоятельная' }],
      },
    ],
  }),
  'forty-marks': plainWeek(5, {
    student: { id: 's3', last: 'Петрова', first: 'Анна', patronymic: '' },
    subjects: SUBJECTS.map((name, k) => ({ name, marks: marksOf(k, 3 + (k < 4 ? 1 : 0)), average: '4,33' })),
    absences: [],
  }),
  'long-message': plainWeek(6, {
    student: { id: 's4', last: 'Цой', first: 'Виктория', patronymic: '' },
    messages: [{ date: DAYS[1]!, by: TEACHER.name, text: LONG_TEXT, personal: false }],
  }),
  'two-pages': plainWeek(7, {
    student: { id: 's5', last: 'Ким', first: 'Лев', patronymic: '' },
    subjects: SUBJECTS.map((name, k) => ({
      name,
      marks: [...marksOf(k, 3), { date: '2026-09-08', value: '4', work: 'проект', entered: '2026-09-16' }],
      average: '3,67',
    })),
    absences: DAYS.flatMap((date) =>
      [1, 2, 4].map((lesson) => ({ date, lesson, subject: SUBJECTS[lesson]!, code: lesson === 4 ? 'Б' : 'Н' })),
    ),
    periodMarks: SUBJECTS.map((subject) => ({ period: '1 четверть', subject, value: '4' })),
    corrections: [
      { kind: 'mark', subject: 'Алгебра', date: '2026-09-08', work: 'контрольная', was: '4', now: '5' },
      { kind: 'mark', subject: 'Физика', date: '2026-09-09', was: '2', now: null },
      { kind: 'absence', subject: 'Химия', date: '2026-09-10', was: 'Н', now: 'У' },
      { kind: 'homework', subject: 'История', date: '2026-09-22', was: '§ 3', now: '§ 4' },
    ],
    homework: SUBJECTS.map((subject, k) => ({
      due: k % 2 ? '2026-09-21' : '2026-09-22',
      subject,
      text: `§ ${k + 3}, упражнения ${k * 10 + 1}–${k * 10 + 7}; повторить правила, подготовиться к самостоятельной работе`,
    })),
  }),
  'grade-1': quietWeek({
    student: { id: 's6', last: 'Абдурахманова', first: 'Айше', patronymic: '' },
    class: '1А',
    grade: 1,
    absences: [{ date: DAYS[0]!, lesson: 2, subject: 'Математика', code: 'Б' }],
    missedInPeriod: { lessons: 3, ill: 3, excused: 0, late: 0 },
    messages: [{ date: DAYS[4]!, by: TEACHER.name, text: 'В понедельник — праздник осени.', personal: false }],
  }),
  'taught-at-home': quietWeek({
    student: { id: 's7', last: 'Юсупов', first: 'Тимур', patronymic: '' },
    taughtAtHome: true,
    periodMarks: [{ period: '1 четверть', subject: 'Алгебра', value: '4' }],
  }),
  personal: quietWeek({
    student: { id: 's8', last: 'Белов', first: 'Игорь', patronymic: '' },
    messages: [{ date: DAYS[3]!, by: 'Громов Олег Ильич', text: 'Подрался на перемене.', personal: true }],
  }),
  hostile: quietWeek({
    student: { id: 's9', last: 'О’Брайен-ﬁ́', first: 'Ёлка☺', patronymic: '' },
    classTeacher: { name: 'Учитель\u0000\u0007' },
    subjects: [{ name: 'مادة', marks: [{ date: DAYS[0]!, value: '5', work: '👩‍🏫 проект' }], average: '—' }],
    messages: [
      {
        date: DAYS[2]!,
        by: '(скобки) \\слеш\\ <тег> &амп;',
        text: 'Привет 👋🏽!\r\nВторая\tстрока\u2028третья \u202eоборот\u202c, ﬀﬁ, файл, и\u0306, \ud800, 5 µм, №\u00a07, ☐',
        personal: false,
      },
    ],
    homework: [{ due: '2026-09-21', subject: 'Алгебра', text: 'a'.repeat(300) }],
  }),
};
