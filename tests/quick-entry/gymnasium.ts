import type { Entry } from '../../src/quick-entry/answer.ts';
import { readPhrase } from '../../src/quick-entry/read-phrase.ts';
import { compileRoster } from '../../src/quick-entry/roster.ts';
import type { ClassView, CourseView, SchoolView, SlotView, StudentView } from '../../src/quick-entry/school-view.ts';

/** A second school, unlike the first: half-years, odd class names, a five-day and a six-day week, awkward names. */

function pupils(prefix: string, lines: string): StudentView[] {
  return lines
    .trim()
    .split('\n')
    .map((line, index) => {
      const [last = '', first = '', patronymic = '', sex = ''] = line.trim().split(/\s+/u);
      return {
        id: `${prefix}${String(index + 1).padStart(2, '0')}`,
        last,
        first,
        patronymic,
        sex: sex === 'm' ? 'm' : 'f',
      };
    });
}

const classes: ClassView[] = [
  {
    name: '1Г',
    grade: 1,
    classTeacher: 'u5',
    students: pupils('f', `Агеев Марк Ильич m\nБелова Злата Игоревна f\nГромова Ника Олеговна f`),
  },
  {
    name: '6А',
    grade: 6,
    classTeacher: 'u2',
    students: pupils(
      'a',
      `Аблаев Эмир Русланович m
       Бабич Ольга Петровна f
       Волк Тарас Иванович m
       Волкова Анна Юрьевна f
       Гончаренко Илья Львович m
       Ковалёв Никита Андреевич m
       Ковалёва Алёна Сергеевна f
       Ковалёв Лев Олегович m
       Мороз Роман Павлович m
       Орёл Фёдор Кириллович m
       Павленко Наталья Ивановна f
       Павлова Вера Антоновна f
       Сейдаметов Мустафа Энверович m
       Тен Артём Викторович m
       Швец Любовь Егоровна f
       Юсупов Тимур Маратович m
       Юсуфов Дамир Ильясович m
       Цой Яна Романовна f`,
    ),
  },
  {
    name: '8Г',
    grade: 8,
    classTeacher: 'u6',
    students: pupils(
      'g',
      `Абрамов Борис Львович m
       Абрамова Нина Ильинична f
       Бондарь Павел Олегович m
       Бондарь Полина Олеговна f
       Ветров Глеб Юрьевич m
       Гуль Марьям Рустемовна f
       Дорошенко Александр Ильич m
       Дорошенко Александра Ильинична f
       Ёлкин Семён Фёдорович m
       Жук Мария Ивановна f
       Зорина Мария Петровна f
       Калина Оксана Тарасовна f
       Крылова Нина Егоровна f
       Лев Григорий Маркович m
       Мамин-Сибиряк Пётр Наркисович m
       Налбандян Ануш Арамовна f
       Налбандян Армен Арамович m
       Седых Лев Ильич m
       Сидоренко Никита Иванович m
       Сидорова Ульяна Игоревна f
       Сидоров Николай Игоревич m
       Хегай Виталий Сергеевич m
       Шаповалова Тамара Львовна f
       Якубович Ирина Павловна f`,
    ),
  },
  {
    name: '10-А',
    grade: 10,
    classTeacher: 'u9',
    students: pupils(
      'd',
      `Белый Андрей Ильич m
       Белая Алла Ильинична f
       Король Иван Петрович m
       Королёв Игорь Иванович m
       Ли Ян Сергеевич m
       Ли Яна Сергеевна f
       Мельник Валентин Олегович m
       Мельник Валентина Олеговна f
       Тихая Ева Марковна f
       Эмир-Усеинов Рустем Ленурович m`,
    ),
  },
  {
    name: '11Э',
    grade: 11,
    classTeacher: 'u7',
    students: pupils(
      'e',
      `Гусь Ольга Ивановна f
       Гусев Олег Иванович m
       Демьяненко Евгений Львович m
       Дюма Анна Марковна f
       Заболотная Кира Ильинична f
       Кухарец Илья Романович m
       Пак Виктория Юрьевна f
       Пономаренко Алексей Ильич m
       Чайка Юрий Павлович m
       Чайка Юлия Павловна f`,
    ),
  },
];

const eighth = (classes[2]?.students ?? []).map(({ id }) => id);
export const firstGroup = eighth.filter((_id, index) => index % 2 === 0);
export const secondGroup = eighth.filter((_id, index) => index % 2 === 1);

const PLAN = `
1Г|Русский язык|u5|1/1 2/1 3/1 4/1 5/1
1Г|Математика|u5|1/2 2/2 3/2 5/2
1Г|Литературное чтение|u5|2/3 4/3
1Г|Окружающий мир|u5|3/3
6А|Математика|u1|1/1 2/1 3/1 4/1 5/1
6А|Русский язык|u2|1/2 2/2 3/2 4/2
6А|Литература|u2|1/3 3/3
6А|Английский язык|u3|2/3 4/3
6А|Физическая культура|u6|1/4 5/4
6А|Музыка|u9|5/5
8Г|Алгебра|u1|1/2 3/2 5/2
8Г|Геометрия|u1|2/2 4/2
8Г|Вероятность и статистика|u1|6/1
8Г|Русский язык|u2|1/1 4/1
8Г|Физика|u7|2/3 5/3
8Г|Информатика|u7|3/4
8Г|История|u8|1/5 4/5
8Г|Обществознание|u8|3/5
8Г|Физическая культура|u6|2/5 6/2
10-А|Алгебра|u1|1/4 4/4
10-А|Физика|u7|3/3 6/3
11Э|Литература|u2|2/1 5/4
11Э|Физика|u7|1/1 4/3
11Э|История|u8|2/6
11Э|Физическая культура|u6|3/6
`;

function slots(schoolClass: string, subject: string, times: string, group?: string[]): SlotView[] {
  return times.split(' ').map((time) => {
    const [weekday = 0, lesson = 0] = time.split('/').map(Number);
    return { class: schoolClass, subject, weekday, lesson, ...(group ? { group } : {}) };
  });
}

const rows = PLAN.trim()
  .split('\n')
  .map((line) => line.split('|') as [string, string, string, string]);

const courses: CourseView[] = [
  ...rows.map(([schoolClass, subject, teacher]) => ({ class: schoolClass, subject, teacher })),
  { class: '8Г', subject: 'Английский язык', teacher: 'u3', group: firstGroup },
  { class: '8Г', subject: 'Английский язык', teacher: 'u4', group: secondGroup },
];

export const gymnasium: SchoolView = {
  name: 'Гимназия № 3',
  timeZone: 'Europe/Moscow',
  year: { starts: '2026-09-01', ends: '2027-05-28' },
  periods: [
    { name: '1 полугодие', starts: '2026-09-01', ends: '2026-12-28' },
    { name: '2 полугодие', starts: '2027-01-11', ends: '2027-05-28' },
  ],
  holidays: [
    '2026-10-26',
    '2026-10-27',
    '2026-10-28',
    '2026-10-29',
    '2026-10-30',
    '2026-10-31',
    '2026-11-04',
    '2027-03-08',
  ],
  bells: {
    '1': ['08:00', '08:40'],
    '2': ['08:50', '09:30'],
    '3': ['09:45', '10:25'],
    '4': ['10:45', '11:25'],
    '5': ['11:35', '12:15'],
    '6': ['12:25', '13:05'],
  },
  subjects: [
    { name: 'Математика', short: ['матем', 'мат-ка'] },
    { name: 'Алгебра', short: ['алг'] },
    { name: 'Геометрия', short: ['геом'] },
    { name: 'Вероятность и статистика', short: ['вис', 'вер'] },
    { name: 'Русский язык', short: ['рус', 'русский'] },
    { name: 'Родной язык', short: ['родной'] },
    { name: 'Литература', short: ['лит', 'лит-ра'] },
    { name: 'Литературное чтение', short: ['чтение'] },
    { name: 'Английский язык', short: ['англ', 'ин. яз.'] },
    { name: 'Физика', short: [] },
    { name: 'Физическая культура', short: ['физ-ра', 'физкультура'] },
    { name: 'История', short: ['ист'] },
    { name: 'История России', short: [] },
    { name: 'Обществознание', short: ['общ'] },
    { name: 'Информатика', short: ['инф', 'икт'] },
    { name: 'Химия', short: ['хим'] },
    { name: 'Музыка', short: ['муз'] },
    { name: 'Окружающий мир', short: ['окр мир'] },
  ],
  classes,
  teachers: ['u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8', 'u9'].map((id) => ({ id, name: `Учитель ${id}` })),
  courses,
  timetable: [
    ...rows.flatMap(([schoolClass, subject, , times]) => slots(schoolClass, subject, times)),
    ...slots('8Г', 'Английский язык', '2/4 5/5', firstGroup),
    ...slots('8Г', 'Английский язык', '2/4 5/5', secondGroup),
  ],
};

export const roster = compileRoster(gymnasium);

/** Order by code units: what matters is that it is always the same. */
export function byLetters(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** The answer in short words, one for each entry, sorted: the form in which expectations are written. */
export function read(teacher: string, now: string, text: string, of = roster): string[] | string {
  const answer = readPhrase(of, { teacher, now, text });
  if (answer.status === 'error') return answer.code;
  if (answer.status === 'ask') return `ask ${[answer.about, ...answer.candidates.toSorted(byLetters)].join(' ')}`;
  return answer.entries.map(inShort).toSorted(byLetters);
}

function inShort(entry: Entry): string {
  const { kind, ...fields } = entry;
  const { work, ...others } = { work: 'ответ', ...fields };
  return [kind, ...Object.values(others), ...(work === 'ответ' ? [] : [work])].join(' | ');
}

/** Expected marks of one lesson: `marks('8Г | Алгебра | 2026-10-05', 'g01 5', 'g02 4')`. */
export function marks(lesson: string, ...list: string[]): string[] {
  return list
    .map((item) => {
      const [student, value, work] = item.split(' ');
      return ['mark', lesson, student, value, ...(work ? [work] : [])].join(' | ');
    })
    .toSorted(byLetters);
}

export function absences(lesson: string, ...list: string[]): string[] {
  return list.map((item) => `absence | ${lesson} | ${item.replace(' ', ' | ')}`).toSorted(byLetters);
}

/** One case: what is typed and what must come of it. */
export type Case = [text: string, expected: string[] | string];
