import type { AbsenceCode } from '../answer.ts';

/** All words here are folded: lower case, `е` for `ё`. */

/** Commands whose rest is text. Longest first, as a list of words each. */
export const TEXT_COMMANDS: { words: string[]; command: 'homework' | 'topic' | 'message' }[] = [
  { words: ['домашнее', 'задание'], command: 'homework' },
  { words: ['домашка'], command: 'homework' },
  { words: ['дз'], command: 'homework' },
  { words: ['тема'], command: 'topic' },
  { words: ['сообщение', 'для', 'родителей'], command: 'message' },
  { words: ['сообщение', 'родителям'], command: 'message' },
  { words: ['сообщение'], command: 'message' },
  { words: ['родителям'], command: 'message' },
];

/** Abbreviations written with a stroke or a dot between two letters: `д/з`, `к.р.` */
export const STROKED: Record<string, { command: 'homework' } | { work: string } | { code: AbsenceCode } | 'bad-mark'> =
  {
    'д/з': { command: 'homework' },
    'к/р': { work: 'контрольная' },
    'с/р': { work: 'самостоятельная' },
    'л/р': { work: 'лабораторная' },
    'пр/р': { work: 'практическая' },
    'д/р': { work: 'домашняя' },
    'н/б': { code: 'Н' },
    'н/а': 'bad-mark',
    'н/о': 'bad-mark',
  };

export const MARKS_COMMANDS = new Set(['оценки', 'отметки', 'оценка', 'отметка']);

export const ABSENCE_WORDS: Record<string, AbsenceCode> = {
  н: 'Н',
  нб: 'Н',
  нет: 'Н',
  отсутствует: 'Н',
  отсутствуют: 'Н',
  отсутствовал: 'Н',
  отсутствовала: 'Н',
  отсутствовали: 'Н',
  б: 'Б',
  болеет: 'Б',
  болеют: 'Б',
  у: 'У',
  ув: 'У',
  оп: 'ОП',
  опоздал: 'ОП',
  опоздала: 'ОП',
  опоздали: 'ОП',
};

/** Code words that rule 1 calls commands: they begin a new line of the message wherever they stand first. */
export const ABSENCE_COMMANDS = new Set(['н', 'нб', 'нет', 'отсутствует', 'отсутствуют']);

export const NUMERALS: Record<string, string> = {
  пять: '5',
  четыре: '4',
  три: '3',
  два: '2',
  один: '1',
  единица: '1',
  единицу: '1',
  единицы: '1',
  единице: '1',
  зач: 'зачёт',
  зачет: 'зачёт',
  незач: 'незачёт',
  незачет: 'незачёт',
};

/** пятёрка, четвёрка, тройка, двойка by their stems. */
export const MARK_NOUNS: [RegExp, string][] = [
  [/^пятерк(?:а|у|е|ой)$/u, '5'],
  [/^четверк(?:а|у|е|ой)$/u, '4'],
  [/^тройк(?:а|у|е|ой)$/u, '3'],
  [/^двойк(?:а|у|е|ой)$/u, '2'],
];

export const NOT_MARKS = new Set(['осв', 'освобожден', 'освобождена', 'неаттестован', 'неаттестована']);

export const WORK_WORDS: [RegExp, string, boolean][] = [
  [/^контрольн(?:ая|ую|ой)$/u, 'контрольная', true],
  [/^самостоятельн(?:ая|ую|ой)$/u, 'самостоятельная', true],
  [/^проверочн(?:ая|ую|ой)$/u, 'проверочная', true],
  [/^лабораторн(?:ая|ую|ой)$/u, 'лабораторная', true],
  [/^практическ(?:ая|ую|ой)$/u, 'практическая', true],
  [/^домашн(?:яя|юю|ей)$/u, 'домашняя', true],
  [/^кр$/u, 'контрольная', false],
  [/^(?:дикт|диктант(?:а|у|ом|е)?)$/u, 'диктант', false],
  [/^(?:соч|сочинени(?:е|я|ю|ем|и))$/u, 'сочинение', false],
  [/^(?:изл|изложени(?:е|я|ю|ем|и))$/u, 'изложение', false],
  [/^тест(?:а|у|ом|е)?$/u, 'тест', false],
  [/^проект(?:а|у|ом|е)?$/u, 'проект', false],
  [/^ответ(?:а|у|ом|е)?$/u, 'ответ', false],
];

/** The word that may follow an adjective of work: "контрольную работу". */
export const WORK_NOUN = /^работ(?:а|у|е|ы|ой)$/u;

export const WEEKDAYS: [RegExp, number][] = [
  [/^(?:понедельник(?:а|у|ом|е)?|пн)$/u, 1],
  [/^(?:вторник(?:а|у|ом|е)?|вт)$/u, 2],
  [/^(?:сред(?:а|ы|е|у|ой)|ср)$/u, 3],
  [/^(?:четверг(?:а|у|ом|е)?|чт)$/u, 4],
  [/^(?:пятниц(?:а|ы|е|у|ей)|пт)$/u, 5],
  [/^(?:суббот(?:а|ы|е|у|ой)|сб)$/u, 6],
  [/^(?:воскресень(?:е|я|ю|ем)|вс)$/u, 7],
];

export const MONTHS: Record<string, number> = {
  января: 1,
  янв: 1,
  февраля: 2,
  фев: 2,
  февр: 2,
  марта: 3,
  мар: 3,
  апреля: 4,
  апр: 4,
  мая: 5,
  июня: 6,
  июн: 6,
  июля: 7,
  июл: 7,
  августа: 8,
  авг: 8,
  сентября: 9,
  сен: 9,
  сент: 9,
  октября: 10,
  окт: 10,
  ноября: 11,
  нояб: 11,
  декабря: 12,
  дек: 12,
};

export const ORDINALS: [RegExp, number][] = [
  [/^перв(?:ая|ую|ой|ое|ого|ому|ый)$|^i$/u, 1],
  [/^втор(?:ая|ую|ой|ое|ого|ому)$|^ii$/u, 2],
  [/^трет(?:ья|ью|ьей|ье|ьего|ий)$|^iii$/u, 3],
  [/^четверт(?:ая|ую|ой|ое|ого|ый)$|^iv$/u, 4],
  [/^пят(?:ая|ую|ой|ое|ого|ый)$|^v$/u, 5],
  [/^шест(?:ая|ую|ой|ое|ого)$|^vi$/u, 6],
];

/** The tail of "2-я", "1-ую". */
export const ORDINAL_TAIL = /^(?:я|ю|ая|ую|й|ой|е|ое|го)$/u;

/** What a part of the school year is called, any case → the stem that period names are compared by. */
export const PERIOD_NOUNS: [RegExp, string][] = [
  [/^четверт(?:ь|и|ью)$/u, 'четверт'],
  [/^полугоди(?:е|я|ю|ем|и)$/u, 'полугоди'],
  [/^триместр(?:а|у|ом|е)?$/u, 'триместр'],
  [/^модул(?:ь|я|ю|ем|е)$/u, 'модул'],
];

export const YEAR_WORDS = new Set(['год', 'года', 'году', 'годовая', 'годовые', 'годовую']);
export const SUM_WORDS = new Set(['итог', 'итоги', 'итоговая', 'итоговые', 'итоговую']);

/** Days that are plain to a reader but that the contract does not take: refused, never put into a text. */
export const DAYS_NOT_TAKEN = new Set(['позавчера', 'послезавтра']);
