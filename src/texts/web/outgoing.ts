/** The page of outgoing notices of a demo school. */
import { dateRange } from '../russian/dates.ts';

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
    toHandOver: 'выдаст классный руководитель',
    handedOver: 'вручено',
  },
  silent: 'без звука',
  reply: 'в ответ на прежнее сообщение',
  open: 'Открыть распечатку (PDF)',
  older: 'Более ранние',
} as const;

/** «Иванов Пётр, неделя 14–20 сентября» */
export function sheetHeading(child: string, days: { monday: string; sunday: string } | null): string {
  return days ? `${child}, неделя ${dateRange(days.monday, days.sunday)}` : child;
}
