/** The page of what was sent to a guardian about a child. */
import { dateRange, dayMonth } from '../russian/dates.ts';
import { capital, NBSP } from '../russian/typography.ts';

export const NOTICES = {
  title: 'Уведомления',
  lead: 'Что школа отправила Вам об этом ребёнке за последнее время. «Принято» значит, что сообщение взял сервер Telegram или почты.',
  none: 'Пока ничего не отправлено.',
  link: 'Что уже отправлено',
} as const;

const CHANNELS: Record<string, string> = { telegram: 'Telegram', email: 'почта', paper: 'бумага' };
const KINDS: Record<string, string> = {
  absence: 'пропуски',
  mark: 'отметки',
  periodMark: 'итоговые отметки',
  homework: 'задания',
  topic: 'темы уроков',
  message: 'сообщения',
};

/** «Итоги недели 14–20 сентября» or «Отметки, пропуски» */
export function noticeWords(kinds: string[], week: { monday: string; sunday: string } | null): string {
  if (week) return `Итоги недели ${dateRange(week.monday, week.sunday)}`;
  const known = Object.entries(KINDS).flatMap(([kind, word]) => (kinds.includes(kind) ? [word] : []));
  return capital(known.join(', ') || 'сведения');
}

/** «16 сентября, 15:20 · Telegram» */
export function sentWords(date: string, time: string, channel: string): string {
  return `${dayMonth(date)}, ${time}${NBSP}· ${CHANNELS[channel] ?? channel}`;
}

const STATES: Record<string, string> = {
  started: 'отправляется',
  accepted: 'принято',
  handedOver: 'вручено',
  withdrawn: 'отправлять не понадобилось',
  passedOn: 'отправлено другим путём',
  unreachable: 'не доставлено: адрес не отвечает',
  rejected: 'не доставлено: школа разбирается',
};

/** «принято», «подтверждено Вами» */
export function proofWords(notice: {
  state: string;
  channel: string;
  simulated: boolean;
  evidence: string | null;
}): string {
  if (notice.simulated) return 'показано вместо отправки';
  if (notice.evidence === 'seen') return 'подтверждено Вами';
  if (notice.evidence === 'handedOver') return 'вручено';
  return STATES[notice.state] ?? (notice.channel === 'paper' ? 'ждёт вручения' : 'ждёт отправки');
}
