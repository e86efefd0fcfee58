/** What the parents' bot says. Buttons, commands and the words it understands stand in parents-menu.ts. */
import { clockTime, dayMonth, longDate } from '../russian/dates.ts';
import { childHeading } from '../russian/names.ts';
import { count, FORMS } from '../russian/plural.ts';
import {
  CHANNEL_NAMES,
  type ChannelName,
  type ChoiceKind,
  type ChoiceRhythm,
  KIND_NAMES,
  rhythmName,
} from '../russian/rhythms.ts';

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

function named(children: readonly BotChild[]): string {
  return children.map(childHeading).join('; ');
}

// ── Linking ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** /start without a code, and anything written before the chat is linked. */
export function askCode(): string {
  return 'Здравствуйте! Пришлите код из письма школы. Нет кода? Его выдаст классный руководитель.';
}

/** /start without a code in a chat that is linked. */
export function alreadyLinked(children: readonly BotChild[]): string {
  return `Этот чат уже подключён: ${named(children)}. Новый код пришлите сюда же, если нужно добавить ребёнка.`;
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

/** Linked, but there is nothing that may be sent electronically: no consent, or paper rights only. */
export function linkedWithoutConsent(teacher?: string): string {
  const whom = teacher ? `классному руководителю: ${teacher}` : 'классному руководителю';
  return `Код верный, но согласия на обработку персональных данных у школы нет, и присылать сведения сюда нельзя. Отдайте, пожалуйста, согласие ${whom}. До этого сведения будут на бумаге.`;
}

/** «Готово, Мария Петровна! …»: who was linked and what will come. */
export function linked(name: string, children: readonly BotChild[], plan: Plan): string {
  return [`Готово, ${name}! ${named(children)}.`, ...planSentences(children, plan)].join(' ');
}

/** The same plan without the greeting: after a change, on /help. */
export function whatComes(children: readonly BotChild[], plan: Plan): string {
  return [`${named(children)}.`, ...planSentences(children, plan)].join(' ');
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

// ── This week, today, the sheet ─────────────────────────────────────────────────────────────────────────────────────

/** Heading of a child's day: «Пётр, 7Б · вторник, 15 сентября». */
export function dayHeading(child: BotChild, date: string): string {
  return `${childHeading(child)} · ${longDate(date)}`;
}

export function todayEmpty(): string {
  return 'Новых записей в журнале сегодня пока нет.';
}

export function todayNoLessons(): string {
  return 'Сегодня уроков нет.';
}

export function weekEmpty(): string {
  return 'На этой неделе новых отметок, пропусков и сообщений в журнале пока нет.';
}

export function weekEmptyGrade1(): string {
  return 'На этой неделе новых записей в журнале пока нет.';
}

/** Words under the PDF. @param window e.g. «14–19 сентября» */
export function sheetCaption(child: BotChild, window: string): string {
  return `Распечатка: ${childHeading(child)} · ${window}`;
}

export function sheetPreparing(): string {
  return 'Готовим распечатку…';
}

export function sheetNone(child: BotChild): string {
  return `${childHeading(child)}: распечатки пока нет. Первая появится, когда закончится учебная неделя.`;
}

/** The one-time link into the diary. @param minutes how long it is good for */
export function diaryLink(url: string, minutes: number): string {
  return `Дневник: ${url}\nСсылка одноразовая, действует ${count(minutes, FORMS.minuteAfter)}. Никому её не пересылайте.`;
}

export function chooseChild(): string {
  return 'О ком?';
}

/** Answer to «Вижу», a toast of 200 characters at most. */
export function seen(): string {
  return 'Спасибо!';
}

// ── Settings ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The settings of one child: everything on one screen, a button for each line. */
export function settings(child: BotChild, plan: Plan, channels: readonly ChannelName[]): string {
  const kinds: ChoiceKind[] =
    child.grade > 1 ? ['absence', 'mark', 'homework', 'message', 'periodMark'] : ['absence', 'message'];
  return [
    `Настройки: ${childHeading(child)}`,
    `Куда: ${channels.map((channel) => CHANNEL_NAMES[channel]).join(', затем ')}`,
    ...kinds.flatMap((kind) => {
      const rhythm = plan.rhythms[kind];
      return rhythm ? [`${KIND_NAMES[kind]}: ${rhythmName(kind, rhythm)}`] : [];
    }),
    'Итоги недели: раз в неделю',
    plan.quiet
      ? `Не беспокоим: с ${clockTime(plan.quiet.from)} до ${clockTime(plan.quiet.to)}`
      : 'Не беспокоим: не задано',
  ].join('\n');
}

export function settingsWhichChild(): string {
  return 'Чьи настройки открыть?';
}

/** «Отметки: когда присылать?» */
export function askRhythm(kind: ChoiceKind, child: BotChild): string {
  return `${childHeading(child)}. ${KIND_NAMES[kind]}: когда присылать?`;
}

export function askChannel(child: BotChild): string {
  return `${childHeading(child)}. Куда присылать сведения?`;
}

export function rhythmSaved(kind: ChoiceKind, rhythm: ChoiceRhythm): string {
  return `${KIND_NAMES[kind]} — ${rhythmName(kind, rhythm)}.`;
}

/** @param mandatory the school tells this kind at once whatever is chosen */
export function rhythmMandatory(kind: ChoiceKind): string {
  return `${KIND_NAMES[kind]}: по правилам школы — всегда сразу.`;
}

/** @param address for email */
export function channelSaved(channel: ChannelName, child: BotChild, address?: string): string {
  const where = {
    telegram: 'сведения приходят сюда, в Telegram',
    email: `сведения приходят на почту${address ? ` ${address}` : ''}, сюда больше не присылаем`,
    paper: 'каждую неделю классный руководитель выдаёт распечатку, сюда больше не присылаем',
    sms: 'сведения приходят по SMS',
    max: 'сведения приходят в MAX',
  }[channel];
  return `Готово. ${childHeading(child)}: ${where}. Изменить можно в любой момент: /settings`;
}

export function emailUnknown(): string {
  return 'Школа не знает Вашего адреса почты. Сообщите его, пожалуйста, классному руководителю.';
}

export function quietSaved(quiet: { from: string; to: string } | null): string {
  return quiet
    ? `С ${clockTime(quiet.from)} до ${clockTime(quiet.to)} не беспокоим. Срочное приходит в любое время.`
    : 'Уведомления приходят в любое время.';
}

export function askQuiet(): string {
  return 'Когда не беспокоить? Срочное приходит в любое время.';
}

/** @param until the last day of the pause */
export function paused(until: string): string {
  return `До ${dayMonth(until)} включительно молчим. Срочное и итоги недели придут. Продолжить раньше: /settings`;
}

export function resumed(): string {
  return 'Уведомления снова приходят.';
}

// ── Paper and stop ──────────────────────────────────────────────────────────────────────────────────────────────────

export function askPaper(): string {
  return 'Каждую неделю классный руководитель будет выдавать распечатку: отметки, пропуски, сообщения. Оставить и уведомления здесь?';
}

/** @param kept the chat goes on being told */
export function paperSaved(children: readonly BotChild[], kept: boolean, teacher?: string): string {
  const who = teacher ? `классный руководитель: ${teacher}` : 'классный руководитель';
  const here = kept ? 'Уведомления приходят и сюда.' : 'Уведомления здесь отключены. Вернуть: /settings';
  return `Готово. ${named(children)}: распечатка каждую неделю. Её выдаст ${who}. ${here}`;
}

/** Before the end: /stop asks, for a slip costs a family its news. */
export function askStop(): string {
  return 'Отключить уведомления в Telegram? Школа всё равно будет сообщать об учёбе раз в неделю — другим способом.';
}

/** What happens now that the chat is silent. @param next how the school tells from now on */
export function stopped(next: 'email' | 'paper', address?: string): string {
  const how =
    next === 'email'
      ? `Итоги недели придут на почту${address ? ` ${address}` : ''}.`
      : 'Итоги недели на бумаге выдаст классный руководитель.';
  return `Уведомления в Telegram отключены. ${how} Передумаете — нажмите /settings.`;
}

export function stopKept(): string {
  return 'Хорошо, всё остаётся как было.';
}

// ── Everything else ─────────────────────────────────────────────────────────────────────────────────────────────────

/** /help of a linked chat. */
export function help(school: string, teacher?: { name: string; phone?: string }): string {
  return [
    `Школа: ${school}.`,
    'Сюда приходят отметки, пропуски, задания и сообщения. Кнопки внизу — всё, что нужно; писать ничего не придётся.',
    '',
    '/week — эта неделя',
    '/today — сегодня',
    '/sheet — распечатка (PDF)',
    '/diary — электронный дневник',
    '/settings — что и когда присылать',
    '/stop — отключить уведомления',
    ...(teacher
      ? ['', `Вопросы: классный руководитель ${teacher.name}${teacher.phone ? `, ${teacher.phone}` : ''}.`]
      : []),
  ].join('\n');
}

export function helpNotLinked(): string {
  return 'Это бот школы для родителей. Пришлите код из письма школы: он открывает сведения о ребёнке. Нет кода? Его выдаст классный руководитель.';
}

/** A text that is neither a code, a command nor a known word. */
export function notUnderstood(): string {
  return 'Это сообщение никто в школе не прочтёт: бот отвечает только на кнопки. Вопрос задайте, пожалуйста, классному руководителю.';
}

/** A voice message, photo, file or sticker. */
export function textOnly(): string {
  return 'Бот понимает только кнопки и текст.';
}

/** @param seconds until another try is taken */
export function rateLimited(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  const wait = minutes < 60 ? count(minutes, FORMS.minuteAfter) : count(Math.ceil(minutes / 60), FORMS.hourAfter);
  return `Слишком много попыток. Попробуйте, пожалуйста, через ${wait}.`;
}

export function staleButton(): string {
  return 'Эта кнопка устарела. Нажмите /week или /settings.';
}

export function privateOnly(): string {
  return 'Бот отвечает только в личной переписке: так данные ребёнка не увидит посторонний.';
}

/** Access to every child of this chat has ended. */
export function accessEnded(): string {
  return 'Доступ к сведениям закрыт. Если это ошибка, обратитесь, пожалуйста, к классному руководителю.';
}

/** Something failed on our side. */
export function troubled(): string {
  return 'Сейчас не получилось. Попробуйте, пожалуйста, через несколько минут.';
}
