/** Words to those who look after the school's Vestnik: a channel in outage, its end, what stands too long. */
import { STUCK } from '../doctor.ts';
import { clockTime, dayMonth } from '../russian/dates.ts';
import { count, type Forms } from '../russian/plural.ts';

const MESSAGES: Forms = ['сообщение', 'сообщения', 'сообщений'];
const SUMMARIES: Forms = ['сводка', 'сводки', 'сводок'];

/** A school-local moment, named with its day where that is not the day of the message. */
export interface Moment {
  date: string;
  time: string;
}

const momentWords = ({ date, time }: Moment, today: string) =>
  date === today ? clockTime(time) : `${clockTime(time)} ${dayMonth(date)}`;

/** «Telegram (бот для родителей)», «почта» */
export function channelName(channel: string, bot: string): string {
  if (channel === 'telegram') return `Telegram (бот для ${bot === 'teachers' ? 'учителей' : 'родителей'})`;
  return channel === 'email' ? 'почта' : channel;
}

/** @param moved weekly summaries that went another way at once */
export function outageBegan(at: {
  channel: string;
  bot: string;
  since: Moment;
  today: string;
  waiting: number;
  moved: number;
}): string {
  const families = at.bot !== 'teachers';
  return [
    `Не отвечает ${channelName(at.channel, at.bot)}: с ${momentWords(at.since, at.today)} ни одно сообщение не принято. Ждут отправки: ${count(at.waiting, MESSAGES)}.`,
    families
      ? 'Ничего не потеряно: когда связь вернётся, каждая семья получит накопившееся одним сообщением. Если это продлится до закрытия недели, сводки уйдут другим путём: по второму адресу семьи или на бумаге.'
      : 'Ничего не потеряно: сообщения уйдут, когда связь вернётся. Семей это не касается.',
    ...(at.moved ? [`Другим путём уже отправлено: ${count(at.moved, SUMMARIES)} за неделю.`] : []),
    'Администратору: проверьте связь, токен бота или доступ к почте; подробности покажет команда doctor.',
  ].join('\n');
}

export function outageEnded(at: {
  channel: string;
  bot: string;
  since: Moment;
  until: Moment;
  today: string;
  reason: 'accepted' | 'idle';
}): string {
  const span = `с ${momentWords(at.since, at.today)} до ${momentWords(at.until, at.today)}`;
  return at.reason === 'accepted'
    ? `Снова отвечает ${channelName(at.channel, at.bot)}. Перерыв: ${span}. Накопившееся уходит сейчас.`
    : `${channelName(at.channel, at.bot)}: отправлять больше нечего, связь не проверена. Сообщения не принимались ${span}. Следующее сообщение покажет, вернулась ли связь.`;
}

/** strange: the token in the settings is another bot's than the one that chats know; unknown: Telegram knows none of several. */
export type BotTroubleName = 'strange' | 'unknown';

/** What is wrong, and what the administrator does. */
export function botTrouble(bot: 'parents' | 'teachers', trouble: BotTroubleName): { what: string; remedy: string } {
  const name = channelName('telegram', bot);
  return trouble === 'strange'
    ? { what: `${name}: в настройках токен другого бота. ${KNOWN[bot]}`, remedy: CURE_STRANGE[bot] }
    : {
        what: `${name}: Telegram не знает ни одного из последних чатов. Похоже, сменился бот или TELEGRAM_API_ROOT. Чаты остаются, сообщения ждут, раз в десять минут уходит пробное.`,
        remedy: 'Администратору: проверьте токен и TELEGRAM_API_ROOT; подробности покажет команда doctor.',
      };
}

const KNOWN = {
  parents: 'Чаты семей знают прежнего, новый им писать не может. Отправка остановлена, ничего не потеряно.',
  teachers:
    'Чаты сотрудников знают прежнего, новый им не пишет и не отвечает. Ничего не потеряно; отметки, пропуски, темы и задания пока можно внести на рабочем столе.',
} as const;

const cure = (bot: string, people: string) =>
  `Администратору: верните прежний токен. Если бот заменён навсегда, выполните npm run -s vestnik -- accept-bot ${bot} и попросите ${people} открыть нового бота.`;
const CURE_STRANGE = { parents: cure('parents', 'семьи'), teachers: cure('teachers', 'сотрудников') } as const;

/** Of the letter that says it of the teachers' bot. */
export const TEACHERS_BOT_SUBJECT = 'Вестник: бот для учителей не работает';

/** @param parts what stands too long, and how much of it */
export function stuckWords(parts: readonly (readonly [keyof typeof STUCK, number])[]): string {
  return [
    'Вестнику нужна помощь: что-то стоит дольше положенного.',
    ...parts.map(([part, number]) => `• ${STUCK[part](number)}`),
    'Подробности покажет команда doctor. Следующее напоминание — не раньше чем через сутки.',
  ].join('\n');
}
