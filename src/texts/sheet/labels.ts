/** Fixed words of the printed sheet, its stub and its register. */
import { dateRange, dayMonthYear, fullDate, shortDate } from '../russian/dates.ts';
import { NBSP } from '../russian/typography.ts';

/** How a sheet reaches the family; the same ways as of a handover. */
export type HandoverWay = 'person' | 'proxy' | 'post' | 'child';

const WAYS: Record<HandoverWay, string> = {
  person: 'лично',
  proxy: 'через доверенное лицо',
  post: 'почтой',
  child: 'через ребёнка, сложенной',
};

export const SHEET_LABELS = {
  title: 'Успеваемость и посещаемость',
  /** grade 1: no word of marks */
  titleWithoutMarks: 'Учебная неделя и посещаемость',
  /** a whole grading period */
  periodMarks: 'Отметки',
  periodWithoutMarks: 'Посещаемость',
  /** news that do not wait for the week */
  noticeTitle: 'Итоговые отметки',
  urgent: 'Срочное сообщение',
  classTeacher: 'Классный руководитель',
  copy: 'КОПИЯ',
  subject: 'Предмет',
  average: 'Средний балл',
  stubTitle: 'Корешок — верните, пожалуйста, классному руководителю',
  qr: 'QR-код корешка',
} as const;

export const REGISTER_LABELS = {
  title: 'Ведомость выдачи распечаток',
  number: '№',
  people: 'Обучающийся, кому выдаётся',
  none: 'На бумаге сведения в этом классе никому не выдаются.',
  nothing: 'За этот период распечаток нет.',
} as const;

/** «через ребёнка, сложенной», «через доверенное лицо: Сидорова Лидия Ивановна» */
export function wayName(way: HandoverWay, proxy?: string): string {
  return way === 'proxy' && proxy ? `${WAYS.proxy}: ${proxy}` : WAYS[way];
}

/** «14–19 сентября 2026 г.» */
export function windowText(from: string, to: string): string {
  if (from === to) return dayMonthYear(from);
  const range = dateRange(from, to);
  return from.slice(0, 4) === to.slice(0, 4) ? `${range}${NBSP}${to.slice(0, 4)}${NBSP}г.` : `${range}${NBSP}г.`;
}

/** «№ 4827» */
export function numberText(number: number): string {
  return `№${NBSP}${number}`;
}

/** «Распечатка № 4827» */
export function sheetNumberText(number: number): string {
  return `Распечатка ${numberText(number)}`;
}

/** «Кому: Иванова Мария Петровна (через ребёнка, сложенной)» */
export function recipientText(recipient: string, way?: HandoverWay, proxy?: string): string {
  return `Кому: ${recipient}${way ? ` (${wayName(way, proxy)})` : ''}`;
}

/** «Классный руководитель: Орлова Анна Сергеевна, 8 978 000-00-00» */
export function teacherText(teacher: { name: string; phone?: string }): string {
  return `${SHEET_LABELS.classTeacher}: ${teacherContact(teacher)}`;
}

/** «Орлова Анна Сергеевна, 8 978 000-00-00» */
export function teacherContact(teacher: { name: string; phone?: string }): string {
  return teacher.phone ? `${teacher.name}, ${teacher.phone.replaceAll(' ', NBSP)}` : teacher.name;
}

/** @param asOf school-local, YYYY-MM-DDTHH:MM */
export function asOfText(asOf: string): string {
  return `Записи журнала по ${fullDate(asOf.slice(0, 10))}, ${asOf.slice(11, 16)}. Внесённое позже войдёт в следующую распечатку.`;
}

/** How to fold, so that the name stands outside and everything else inside. */
export function foldingText(withMarks: boolean): string {
  return `Сложите по меткам на полях: сначала низ листа вверх, потом эту часть назад. Имя останется снаружи, ${withMarks ? 'отметки' : 'записи'} внутри.`;
}

/** «Иванов Пётр, 7Б, распечатка от 19.09.2026, № 4827» */
export function stubText(child: string, date: string, number: number): string {
  return `${child}, распечатка от ${fullDate(date)}, ${numberText(number)}`;
}

/** What the receiver fills in by hand; a line is drawn after each. */
export const STUB_FIELDS = { lead: 'Распечатка получена:', blanks: ['подпись', 'фамилия', 'дата'] } as const;

/** «Лист 1 из 2» */
export function pageText(page: number, pages: number): string {
  return `Лист${NBSP}${page} из${NBSP}${pages}`;
}

/** The record that the sheet prints, so that sheet and ledger can be compared. @param week false: of news between weeks */
export function hashText(hash: string, week = true): string {
  return week ? `Запись недели ${hash}` : `Запись ${hash}`;
}

/** «Ведомость выдачи распечаток, 7Б, 1 четверть» */
export function registerTitle(schoolClass: string, period?: string): string {
  return [REGISTER_LABELS.title, schoolClass, period].filter(Boolean).join(', ');
}

/** «Сведения за 14–19 сентября 2026 г. Распечаток: 4. …» */
export function registerNote(window: string, sheets: number): string {
  return `Сведения за ${window} Распечаток: ${sheets}. В клетке недели — номер листа; рядом с ним получатель ставит подпись и дату.`;
}

/** Heads a week to sign for: «14–19.09», «28.09–03.10». */
export function weekColumn(from: string, to: string): string {
  if (from === to) return shortDate(from);
  return from.slice(0, 7) === to.slice(0, 7)
    ? `${from.slice(8)}–${shortDate(to)}`
    : `${shortDate(from)}–${shortDate(to)}`;
}

/** «№ 12», and when it was handed over already: «№ 12, вручён 21.09» */
export function registerCell(number: number, on?: string): string {
  return on ? `${numberText(number)}, вручён${NBSP}${shortDate(on)}` : numberText(number);
}

/** «Распечатки для родителей, 7Б, 14–19 сентября 2026 г.» */
export function runTitle(window: string, schoolClass: string | null): string {
  return ['Распечатки для родителей', schoolClass, window].filter(Boolean).join(', ');
}
