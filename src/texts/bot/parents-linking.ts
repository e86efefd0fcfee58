/** From the code of the school's letter to «Готово». */

import { clockTime } from '../russian/dates.ts';
import { childHeading } from '../russian/names.ts';
import { count, FORMS } from '../russian/plural.ts';
import type { ChoiceKind, ChoiceRhythm } from '../russian/rhythms.ts';
import { rhythmName } from '../russian/rhythms.ts';
import { listed } from '../russian/typography.ts';

/** A child as the bot names it. */
export interface BotChild {
  first: string;
  class: string;
  grade: number;
}

/** What comes when, for the children of one chat. */
export interface Plan {
  rhythms: Partial<Record<ChoiceKind, ChoiceRhythm>>;
  /** school-local HH:MM; absent: no quiet hours */
  quiet?: { from: string; to: string };
}

/** «Пётр, 7Б; Дарья, 1А» */
export function named(children: readonly BotChild[]): string {
  return children.map(childHeading).join('; ');
}

/** /start without a code, and anything written before the chat is linked. */
export function askCode(): string {
  return 'Здравствуйте! Пришлите код из письма школы. Нет кода? Его выдаст классный руководитель.';
}

/** A chat that was linked once: another took its place, or access has ended. */
export function noLongerLinked(): string {
  return 'Этот чат больше не подключён: сведения приходят в другой Ваш чат или доступ закрыт. Чтобы подключить его снова, пришлите новый код. Его выдаст классный руководитель.';
}

/** /start without a code in a chat that is linked. */
export function alreadyLinked(children: readonly BotChild[]): string {
  return `Этот чат уже подключён: ${named(children)}. Новый код пришлите сюда же, если нужно добавить ребёнка или второго родителя.`;
}

/**
 * The class question that protects the child's data.
 * @param children how many children the code opens; for several any one's class will do
 * @param typed no buttons are shown: the class is to be written
 */
export function askClass({ children = 1, typed = false }: { children?: number; typed?: boolean } = {}): string {
  const [whom, whose] = children > 1 ? ['данные детей', 'класс одного из них'] : ['данные ребёнка', 'его класс'];
  return typed
    ? `Здравствуйте! Чтобы ${whom} не увидел посторонний, напишите ${whose}, например: 7Б.`
    : `Здравствуйте! Чтобы ${whom} не увидел посторонний, выберите ${whose}.`;
}

/** @param left tries that remain before the code is void; at 0 use codeVoided */
export function wrongClass(left: number): string {
  return `Класс не совпадает. Проверьте, пожалуйста, и ответьте ещё раз. ${left === 1 ? 'Осталась' : 'Осталось'} ${count(left, FORMS.try)}.`;
}

export function codeVoided(): string {
  return 'Класс не совпал пять раз, и код больше не действует. Новый выдаст классный руководитель.';
}

export function codeUnknown(): string {
  return 'Такого кода нет. Проверьте, пожалуйста, цифры: в письме школы код выглядит так: 4827 1936.';
}

export function codeUsed(): string {
  return 'Этот код уже использован. Если не Вами, скажите, пожалуйста, классному руководителю: будет новый код, а старый доступ закроют.';
}

export function codeExpired(): string {
  return 'Срок этого кода истёк. Новый выдаст классный руководитель.';
}

/** The code is a member of staff's. @param bot the other bot's @name, if known */
export function codeForStaff(bot?: string): string {
  return `Этот код для сотрудника школы. Пришлите его, пожалуйста, в бот для учителей${bot ? `: @${bot}` : ''}.`;
}

/** The code is a pupil's own. */
export function codeForPupil(): string {
  return 'Этот код открывает дневник самого ученика на сайте, по адресу из письма; бот присылает сведения только родителям.';
}

/** Linked, but there is nothing that may be sent electronically: no consent, or paper rights only. */
export function linkedWithoutConsent(teacher?: string): string {
  const whom = teacher ? `классному руководителю: ${teacher}` : 'классному руководителю';
  return `Код верный, но согласия на обработку персональных данных у школы нет, и присылать сведения сюда нельзя. Отдайте, пожалуйста, согласие ${whom}. До этого сведения будут на бумаге.`;
}

/** «Готово, Мария Петровна! …»: who was linked and what will come. */
export function linked(name: string, children: readonly BotChild[], plan: Plan): string {
  return [`Готово, ${name}! ${named(children)}.`, ...planSentences(children, plan)].join(' ');
}

/** The same where the children's settings differ. */
export function linkedApart(name: string, children: readonly BotChild[]): string {
  return `Готово, ${name}! ${named(children)}. Настройки у детей разные, посмотреть и изменить: /settings`;
}

/** The person had another chat until now. */
export function chatMoved(): string {
  return 'Сведения приходят теперь сюда. Прежний Ваш чат с ботом отключён и больше ничего не получает.';
}

/** Two guardians read this chat. @param names «Мария Петровна» */
export function chatShared(names: readonly string[]): string {
  return `Этот чат подключили: ${listed(names)}. Уведомления приходят одним сообщением, настройки здесь общие.`;
}

/** A guardian who is on the staff too. @param bot the other bot's @name, if known */
export function alsoForStaff(bot?: string): string {
  return `Тот же код подойдёт и в боте для учителей${bot ? `: @${bot}` : ''}.`;
}

function planSentences(children: readonly BotChild[], { rhythms, quiet }: Plan): string[] {
  const upper = children.some((child) => child.grade > 1);
  const kinds: [ChoiceKind, string][] = [
    ['absence', 'Пропуск урока'],
    ...(upper ? ([['mark', 'Отметки']] as [ChoiceKind, string][]) : []),
    upper ? ['homework', 'Домашние задания'] : ['message', 'Сообщения школы'],
  ];
  const sentences = kinds.flatMap(([kind, words]) => {
    const rhythm = rhythms[kind];
    return rhythm ? [`${words} — ${rhythmName(kind, rhythm)}.`] : [];
  });
  sentences.push('Итоги — раз в неделю.');
  if (quiet) sentences.push(`С ${clockTime(quiet.from)} до ${clockTime(quiet.to)} не беспокоим.`);
  return sentences;
}
