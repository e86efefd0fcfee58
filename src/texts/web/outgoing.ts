/** The page of outgoing notices of a demo school. */
import { count, FORMS } from '../russian/plural.ts';

export const OUTGOING = {
  title: 'Исходящие',
  lead: 'Так уведомления выглядят у получателя. Здесь они только показаны: наружу ничего не уходит.',
  leadPartly: 'Так уведомления выглядят у получателя.',
  filter: 'Канал',
  all: 'Все',
  channels: { telegram: 'Telegram', email: 'Почта', paper: 'Бумага' },
  none: 'Пока ничего не отправлено.',
  to: 'Кому',
  subject: 'Тема',
  asText: 'Письмо без оформления',
  frame: 'Письмо, как его видит получатель',
  states: {
    accepted: 'принято к доставке',
    simulated: 'показано здесь',
    retryLater: 'будет повторено',
    unreachable: 'не доставлено',
    rejected: 'отклонено',
    unknown: 'исход неизвестен',
    started: 'отправляется',
    waiting: 'ещё не отправлено',
  },
  silent: 'без звука',
  reply: 'в ответ на прежнее сообщение',
  open: 'Открыть распечатку (PDF)',
  older: 'Более ранние',
} as const;

/** «Распечатки 7Б · 4 листа» */
export function runHeading(className: string, sheets: number): string {
  return `Распечатки${className ? ` ${className}` : ''} · ${count(sheets, FORMS.sheet)}`;
}
