/** The letter that gives a guardian the way in: link, code, QR (К-У 6.2; Д 3.2). */
import { dayMonthYear } from '../russian/dates.ts';
import { address } from '../russian/names.ts';
import { NBSP } from '../russian/typography.ts';

export const ACCESS_LETTER = {
  title: 'Приглашение в электронный дневник',
  code: 'Код',
  qr: 'QR-код со ссылкой для входа в дневник',
  secret: 'Лично в руки',
  fold: 'Сложите по меткам на полях: имя получателя останется снаружи, код внутри.',
} as const;

interface Name {
  last: string;
  first: string;
}

/** «Здравствуйте, Мария Петровна!» */
export function greeting(guardian: { first: string; patronymic?: string }): string {
  return `Здравствуйте, ${address(guardian)}!`;
}

/** «Иванов Пётр, 7Б; Иванова Дарья, 1А» */
export function childrenWords(children: readonly (Name & { className: string })[]): string {
  return children
    .map(({ last, first, className }) => [`${last} ${first}`, className].filter(Boolean).join(`,${NBSP}`))
    .join('; ');
}

/** «Для Вас открыт электронный дневник: …» */
export function opened(children: readonly (Name & { className: string })[]): string {
  return `Для Вас открыт электронный дневник: ${childrenWords(children)}.`;
}

/** What a letter opens for whoever works at the school. */
export const OPENED_STAFF = 'Для Вас открыт рабочий стол школы в электронном дневнике.';

/** A pupil's own diary, to read. */
export function openedPupil(className: string): string {
  return `Для Вас открыт Ваш электронный дневник${className ? `, класс${NBSP}${className}` : ''}: уроки, задания, отметки и сообщения для учеников. В нём можно только читать.`;
}

/** «Наведите камеру телефона на QR-код или откройте school.example/join и введите код:» */
export function howTo(joinUrl: string): string {
  return `Наведите камеру телефона на QR-код или откройте ${joinUrl} и введите код.`;
}

/** «4827 1936» */
export function spacedCode(code: string): string {
  return `${code.slice(0, 4)}${NBSP}${code.slice(4)}`;
}

/** «Код одноразовый, действует до 30 сентября 2026 г.» @param until the school's date of the last moment */
export function validity(until: string): string {
  return `Код одноразовый, действует до ${dayMonthYear(until)}; никому его не передавайте. Прежний код, если он был, больше не действует.`;
}

/** The same code opens the bot. @param bot its name without @ */
export function botWords(bot: string): string {
  return `Уведомления в Telegram: найдите бот @${bot} и пришлите ему этот же код.`;
}

/** The same for the bot that teachers enter by. @param bot its name without @ */
export function staffBotWords(bot: string): string {
  return `Записи в журнал из Telegram: найдите бот @${bot} и пришлите ему этот же код.`;
}

/** Who holds a letter of the school's staff needs nothing besides. */
export const STAFF_ONLY =
  'Вход открывает данные детей: храните код до входа при себе. Письмо попало в чужие руки — сразу скажите администратору.';

export const CLASS_ASKED_PUPIL = 'При входе спросим Ваш класс: так письмо, попавшее в чужие руки, ничего не откроет.';

/** The class is asked, so that a found letter opens nothing. */
export const CLASS_ASKED = 'При входе спросим класс ребёнка: так письмо, попавшее в чужие руки, ничего не откроет.';

export const PAPER_OFFER = 'Удобнее на бумаге? Скажите об этом мне — будете получать распечатку каждую неделю.';

/** The same where the school has no class teacher to say it to. */
export const PAPER_OFFER_OFFICE =
  'Удобнее на бумаге? Скажите об этом в школе — будете получать распечатку каждую неделю.';

/** «Письма с кодами доступа, 7Б» */
export function lettersTitle(className: string): string {
  return `Письма с кодами доступа, ${className}`;
}
