import type { AbsenceCode } from '../answer.ts';

/** All words here are folded: lower case, `е` for `ё`. */

/** Every form of a stem with these endings (`-` for none) → its meaning. */
function inflected<T>(rows: [stem: string, endings: string, meaning: T][]): Map<string, T> {
  return new Map(
    rows.flatMap(([stem, endings, meaning]) =>
      endings.split(' ').map((ending): [string, T] => [ending === '-' ? stem : stem + ending, meaning]),
    ),
  );
}

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

/** пятёрка, четвёрка, тройка, двойка. */
export const MARK_NOUNS = inflected([
  ['пятерк', 'а у е ой', '5'],
  ['четверк', 'а у е ой', '4'],
  ['тройк', 'а у е ой', '3'],
  ['двойк', 'а у е ой', '2'],
]);

/** Numerals that are no marks. */
export const OTHER_NUMERALS = new Set([
  'ноль',
  'нуль',
  'шесть',
  'семь',
  'восемь',
  'девять',
  'десять',
  'шестерка',
  'шестерку',
]);

/** "пять с минусом": what may follow a mark and changes nothing. */
export const SIGN_WORDS = new Set(['минус', 'плюс', 'минусом', 'плюсом']);

export const NOT_MARKS = new Set(['осв', 'освобожден', 'освобождена', 'неаттестован', 'неаттестована']);

/** Kinds of work that are adjectives; "работа" may follow them. */
export const WORK_ADJECTIVES = inflected([
  ['контрольн', 'ая ую ой', 'контрольная'],
  ['самостоятельн', 'ая ую ой', 'самостоятельная'],
  ['проверочн', 'ая ую ой', 'проверочная'],
  ['лабораторн', 'ая ую ой', 'лабораторная'],
  ['практическ', 'ая ую ой', 'практическая'],
  ['домашн', 'яя юю ей', 'домашняя'],
]);

export const WORK_NOUNS = inflected([
  ['кр', '-', 'контрольная'],
  ['дикт', '-', 'диктант'],
  ['диктант', '- а у ом е', 'диктант'],
  ['соч', '-', 'сочинение'],
  ['сочинени', 'е я ю ем и', 'сочинение'],
  ['изл', '-', 'изложение'],
  ['изложени', 'е я ю ем и', 'изложение'],
  ['тест', '- а у ом е', 'тест'],
  ['проект', '- а у ом е', 'проект'],
  ['ответ', '- а у ом е', 'ответ'],
]);

/** The word that may follow an adjective of work: "контрольную работу". */
export const WORK_ITSELF = inflected([['работ', 'а у е ы ой', true]]);

export const WEEKDAYS = inflected([
  ['понедельник', '- а у ом е', 1],
  ['вторник', '- а у ом е', 2],
  ['сред', 'а ы е у ой', 3],
  ['четверг', '- а у ом е', 4],
  ['пятниц', 'а ы е у ей', 5],
  ['суббот', 'а ы е у ой', 6],
  ['воскресень', 'е я ю ем', 7],
  ['пн', '-', 1],
  ['вт', '-', 2],
  ['ср', '-', 3],
  ['чт', '-', 4],
  ['пт', '-', 5],
  ['сб', '-', 6],
  ['вс', '-', 7],
]);

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

export const ORDINALS = inflected([
  ['перв', 'ая ую ой ое ого ому ый', 1],
  ['втор', 'ая ую ой ое ого ому', 2],
  ['трет', 'ья ью ьей ье ьего ий', 3],
  ['четверт', 'ая ую ой ое ого ый', 4],
  ['пят', 'ая ую ой ое ого ый', 5],
  ['шест', 'ая ую ой ое ого ый', 6],
]);
for (const [index, roman] of ['i', 'ii', 'iii', 'iv', 'v', 'vi'].entries()) ORDINALS.set(roman, index + 1);

/** The tail of "2-я", "1-ую". */
export const ORDINAL_TAILS = new Set(['я', 'ю', 'ая', 'ую', 'й', 'ой', 'е', 'ое', 'го']);

/** What a part of the school year is called, any case → the stem that period names are compared by. */
export const PERIOD_NOUNS = inflected([
  ['четверт', 'ь и ью', 'четверт'],
  ['полугоди', 'е я ю ем и', 'полугоди'],
  ['триместр', '- а у ом е', 'триместр'],
  ['модул', 'ь я ю ем е', 'модул'],
]);

export const YEAR_WORDS = new Set(['год', 'года', 'году', 'годовая', 'годовые', 'годовую']);
export const SUM_WORDS = new Set(['итог', 'итоги', 'итоговая', 'итоговые', 'итоговую']);

/** Days that are plain to a reader but that the contract does not take: refused, never put into a text. */
export const DAYS_NOT_TAKEN = new Set(['позавчера', 'послезавтра']);
