/** Families by channel, addresses that take nothing, channels in outage, and what to do. */
import { channelName } from '../bot/staff-watch.ts';
import { clockTime, dayMonth } from '../russian/dates.ts';
import { shortName } from '../russian/names.ts';
import { count, type Forms } from '../russian/plural.ts';
import { OVERSIGHT } from './oversight.ts';

const MESSAGES: Forms = ['сообщение', 'сообщения', 'сообщений'];

export const CHANNELS = {
  title: OVERSIGHT.channels,
  lead: 'Каким путём семьи получили бы сведения, если бы неделя закрылась сейчас.',
  noClasses: 'Сейчас не учебный год: классов нет.',
  pairs: 'Адресатов',
  dead: 'Адреса, которые ничего не принимают',
  deadNone: 'Все адреса семей принимают сообщения.',
  deadMore: 'Показаны последние 200.',
  states: 'Каналы',
  allWell: 'Сбоев за последние 30 дней не было.',
} as const;

export const REACHED_NAMES = {
  telegram: 'Telegram',
  email: 'почта',
  paper: 'распечатка',
  family: 'через семью',
  nobody: 'никак',
} as const;

interface Name {
  last: string;
  first: string;
  patronymic: string;
}

interface Dead {
  channel: 'telegram' | 'email';
  reason: string | null;
  guardian: Name;
  children: readonly { last: string; first: string; class: string }[];
  since: string;
}

/** «Иванова М. П. (Иванов Пётр, 7Б)» */
export function deadName({ guardian, children }: Pick<Dead, 'guardian' | 'children'>): string {
  const names = children.map((child) => `${child.last} ${child.first}, ${child.class}`);
  return `${shortName(guardian)} (${names.join('; ')})`;
}

/** «бот заблокирован с 15 сентября. Выдайте новый код или предложите почту либо бумагу.» */
export function deadWords({ channel, reason, since }: Pick<Dead, 'channel' | 'reason' | 'since'>): string {
  const day = dayMonth(since);
  if (channel === 'email')
    return `Почтовый ящик не принимает письма с ${day}. Уточните адрес у семьи или предложите Telegram либо бумагу.`;
  if (reason === 'blocked')
    return `Бот в Telegram заблокирован с ${day}. Попросите снова открыть бот или предложите почту либо бумагу.`;
  return `Чат в Telegram недоступен с ${day}: бот заблокирован или учётной записи больше нет. Выдайте новый код или предложите почту либо бумагу.`;
}

interface Outage {
  channel: string;
  bot: string;
  since: { date: string; time: string };
  until: { date: string; time: string } | null;
  waiting: number;
}

/** «Telegram (бот для родителей): не отвечает с 15 сентября, 10:00; ждут 12 сообщений. …» */
export function outageWords({ channel, bot, since, until, waiting }: Outage): string {
  const moment = (at: { date: string; time: string }) => `${dayMonth(at.date)}, ${clockTime(at.time)}`;
  const name = capitalised(channelName(channel, bot));
  if (until) return `${name}: перерыв с ${moment(since)} до ${moment(until)}. Закончился, делать ничего не нужно.`;
  return `${name}: не отвечает с ${moment(since)}; ждут отправки: ${count(waiting, MESSAGES)}. Ничего не потеряно. Администратору: проверьте связь и настройки, подробности покажет команда doctor.`;
}

const capitalised = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** «Почта: 3 сообщения не ушли по ошибке школы за 30 дней. Администратору: …» */
export function rejectedWords(channel: string, n: number): string {
  return `${capitalised(channelName(channel, 'parents'))}: не приняты по ошибке настройки за 30 дней: ${count(n, MESSAGES)}. Администратору: подробности покажет команда doctor.`;
}
