import type { EntryValue } from '../../src/journal/entry.ts';
import type { Notice, NoticeChild, NoticeLine } from '../../src/notify/notice.ts';
import type { WeekFacts } from '../../src/notify/week-facts.ts';

export const orlova = { name: 'Орлова Анна Сергеевна', phone: '8 978 000-00-00' };

export function child(lines: NoticeLine[], over: Partial<NoticeChild> = {}): NoticeChild {
  return {
    studentId: 's1',
    first: 'Пётр',
    last: 'Иванов',
    class: '7Б',
    grade: 7,
    classTeacher: orlova,
    lines,
    ...over,
  };
}

export function notice(children: NoticeChild[], over: Partial<Notice> = {}): Notice {
  return { children, today: '2026-09-15', rhythm: 'now', detail: 'full', flood: false, ...over };
}

type Over = Partial<EntryValue>;

export const markOf = (value: string, over: Over = {}): EntryValue => ({
  subject: 'Алгебра',
  date: '2026-09-15',
  value,
  work: 'ответ',
  lesson: 1,
  starts: '08:30',
  ...over,
});
export const absenceOf = (code: string, lesson: number, over: Over = {}): EntryValue => ({
  subject: 'Алгебра',
  date: '2026-09-15',
  value: code,
  lesson,
  starts: ['08:30', '09:25', '10:20', '11:25', '12:30'][lesson - 1],
  ...over,
});
export const homeworkOf = (text: string, over: Over = {}): EntryValue => ({
  subject: 'Алгебра',
  date: '2026-09-16',
  text,
  ...over,
});
export const messageOf = (text: string, over: Over = {}): EntryValue => ({
  date: '2026-09-15',
  by: orlova.name,
  text,
  ...over,
});

export const mark = (value: string, over: Over = {}, entered?: string): NoticeLine => ({
  kind: 'mark',
  now: markOf(value, over),
  ...(entered && { entered }),
});
export const absence = (code: string, lesson: number, over: Over = {}): NoticeLine => ({
  kind: 'absence',
  now: absenceOf(code, lesson, over),
});
export const homework = (text: string, over: Over = {}): NoticeLine => ({
  kind: 'homework',
  now: homeworkOf(text, over),
});
export const message = (text: string, over: Over = {}): NoticeLine => ({ kind: 'message', now: messageOf(text, over) });

const student = { id: 's1', last: 'Иванов', first: 'Пётр', patronymic: 'Ильич' };

/** The week of texts.md. */
export function week(over: Partial<WeekFacts> = {}): WeekFacts {
  return {
    version: 1,
    school: 'МБОУ «Краснознаменская школа»',
    week: '2026-W38',
    from: '2026-09-14',
    to: '2026-09-19',
    asOf: '2026-09-19T10:00',
    student,
    class: '7Б',
    grade: 7,
    classTeacher: orlova,
    taughtAtHome: false,
    subjects: [
      {
        name: 'Алгебра',
        marks: [
          { date: '2026-09-15', value: '5', work: 'контрольная' },
          { date: '2026-09-17', value: '4', work: 'ответ' },
        ],
      },
      { name: 'Русский язык', marks: [{ date: '2026-09-15', value: '4', work: 'ответ' }] },
    ],
    period: '1 четверть',
    absences: [{ date: '2026-09-15', lesson: 1, subject: 'Алгебра', code: 'Н' }],
    missedInPeriod: { lessons: 0, ill: 0, excused: 0, late: 0 },
    periodMarks: [],
    messages: [],
    homework: [{ due: '2026-09-21', subject: 'Алгебра', text: '§ 13' }],
    corrections: [],
    ...over,
  };
}

/** A week in which nothing was written. */
export function emptyWeek(over: Partial<WeekFacts> = {}): WeekFacts {
  return week({ subjects: [], absences: [], homework: [], ...over });
}

/** A week in which everything happened. */
export function fullWeek(over: Partial<WeekFacts> = {}): WeekFacts {
  const { subjects } = week();
  return week({
    subjects: [
      { ...subjects[0]!, average: '4,33' },
      {
        ...subjects[1]!,
        marks: [...subjects[1]!.marks, { date: '2026-09-11', value: '3', work: 'диктант', entered: '2026-09-15' }],
      },
    ],
    absences: [
      { date: '2026-09-10', subject: 'Физика', code: 'Б', was: 'Н' },
      { date: '2026-09-11', subject: 'Химия', code: 'Н', was: 'ОП' },
      { date: '2026-09-15', lesson: 1, subject: 'Алгебра', code: 'Н' },
      { date: '2026-09-16', lesson: 1, subject: 'Алгебра', code: 'Б' },
      { date: '2026-09-16', lesson: 2, subject: 'ОБЖ', code: 'Б' },
      { date: '2026-09-17', lesson: 1, subject: 'Биология', code: 'ОП' },
    ],
    missedInPeriod: { lessons: 5, ill: 3, excused: 1, late: 2 },
    periodMarks: [
      { period: '1 четверть', subject: 'Алгебра', value: '4' },
      { period: '1 четверть', subject: 'ОБЖ', value: '5' },
    ],
    messages: [
      {
        date: '2026-09-15',
        by: orlova.name,
        text: 'В пятницу собрание в 18:00, кабинет 12.\nЖдём всех!',
        personal: false,
      },
      { date: '2026-09-16', by: 'Седов Илья Романович', text: 'Пётр помог готовить кабинет к опытам.', personal: true },
    ],
    homework: [
      { due: '2026-09-21', subject: 'Алгебра', text: '§ 13' },
      { due: '2026-09-21', subject: 'Русский язык', text: 'упр. 45, правило на стр. 23' },
      { due: '2026-09-29', subject: 'История', text: 'сообщение о реформе' },
    ],
    corrections: [
      { kind: 'mark', subject: 'Алгебра', date: '2026-09-10', work: 'контрольная', was: '4', now: '5' },
      { kind: 'mark', subject: 'Физика', date: '2026-09-11', work: 'ответ', was: '2', now: null },
      { kind: 'absence', subject: 'Физика', date: '2026-09-09', was: 'Н', now: null },
      { kind: 'homework', subject: 'История', date: '2026-09-22', was: '§ 3', now: '§ 4' },
      { kind: 'message', date: '2026-09-08', was: 'Собрание в 17:00', now: null },
      { kind: 'periodMark', subject: 'Химия', date: '2026-09-12', period: '1 четверть', was: '4', now: '5' },
    ],
    ...over,
  });
}

/** Text in which an ordinary space stands for every no-break one: for reading and searching. */
export function spaced(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
