/** What comes, how and when: one glance, and a question for each choice. */
import { type Coming, glance, hours, type Rest, restLines, ruleNote } from '../choices.ts';
import { clockTime, dayMonth, weekdayShort } from '../russian/dates.ts';
import { childHeading } from '../russian/names.ts';
import { type ChoiceKind, type ChoiceRhythm, KIND_NAMES, rhythmName } from '../russian/rhythms.ts';
import { type BotChild, named } from './parents-linking.ts';

type Rules = Parameters<typeof ruleNote>[1];

/** Of each child what comes how; children with the same choices stand together. */
export interface ChildPicture {
  child: BotChild;
  coming: Coming;
  kinds: readonly ChoiceKind[];
}

/** «Настроить»: everything on one screen. */
export function settings(pictures: readonly ChildPicture[], rest: Rest): string {
  const groups = new Map<string, BotChild[]>();
  for (const { child, coming, kinds } of pictures) {
    const lines = asLines(glance(coming, kinds));
    groups.set(lines, [...(groups.get(lines) ?? []), child]);
  }
  const children = [...groups].map(([lines, own]) => `${named(own)}\n${lines}`);
  return [...children, asLines(restLines(rest))].join('\n\n');
}

const asLines = (lines: readonly { label: string; text: string }[]) =>
  lines.map(({ label, text }) => `${label}: ${text}`).join('\n');

/** One child out of several, opened. */
export function childSettings({ child, coming, kinds }: ChildPicture): string {
  return `${childHeading(child)}\n${asLines(glance(coming, kinds))}`;
}

// ── Where ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** @param email the address that the school knows; absent: none */
export function askWhere(child: BotChild, email: { address: string; works: boolean } | null): string {
  const mail = email
    ? `Почта: ${email.address}${email.works ? '' : ' (письма туда сейчас не доходят)'}.`
    : 'Адреса Вашей почты школа не знает. Нужны письма? Сообщите его, пожалуйста, классному руководителю.';
  return `${childHeading(child)}. Куда присылать сведения?\n${mail}\nЕсли не дойдёт никак, раз в неделю будет распечатка через классного руководителя.`;
}

/** @param order as chosen, the first is tried first */
export function whereSaved(order: readonly string[], address?: string): string {
  const mail = `на почту${address ? ` ${address}` : ''}`;
  if (order[0] === 'telegram') return 'Готово. Сведения приходят сюда, в Telegram.';
  if (order[0] !== 'email')
    return 'Готово. Раз в неделю классный руководитель выдаёт распечатку, сюда больше не присылаем.';
  return order[1] === 'telegram'
    ? `Готово. Сведения приходят ${mail}, а если письмо не дойдёт — сюда.`
    : `Готово. Сведения приходят ${mail}, сюда больше не присылаем.`;
}

// ── What and when ───────────────────────────────────────────────────────────────────────────────────────────────────

export function askKinds(child: BotChild): string {
  return `${childHeading(child)}. Что изменить?`;
}

/** On paper nothing comes by itself. */
export function kindsOnPaper(child: BotChild): string {
  return `${childHeading(child)}: всё приходит распечаткой раз в неделю. Чтобы узнавать раньше, выберите сначала «Куда присылать».`;
}

/** «Отметки: вечером», a button for each kind. */
export function kindButton(kind: ChoiceKind, rhythm: ChoiceRhythm): string {
  return `${KIND_NAMES[kind]}: ${rhythmName(kind, rhythm)}`;
}

/** «Отметки: когда присылать?», with what the school's rules leave. */
export function askRhythm(kind: ChoiceKind, child: BotChild, rules: Rules): string {
  const note = ruleNote(kind, rules);
  return `${childHeading(child)}. ${KIND_NAMES[kind]}: когда присылать?${note ? `\n${note}` : ''}`;
}

export function rhythmSaved(kind: ChoiceKind, rhythm: ChoiceRhythm): string {
  const diary = rhythm === 'diary' ? ' В итогах недели они всё равно будут.' : '';
  return `Готово. ${KIND_NAMES[kind]} — ${rhythmName(kind, rhythm)}.${diary}`;
}

/** The settings of one child were given to the others. */
export function copied(children: readonly BotChild[]): string {
  return `Готово. ${named(children)}: настройки теперь одинаковые.`;
}

// ── Quiet hours and pause ───────────────────────────────────────────────────────────────────────────────────────────

/** @param school the school's own hours; absent: it has none */
export function askQuiet(school?: { from: string; to: string }): string {
  const own = school ? ` В школе принято ${hours(school)}.` : '';
  return `Когда не беспокоить?${own} Срочное приходит в любое время.`;
}

/** «Как в школе: с 21:00 до 7:30» */
export function schoolHoursButton(school: { from: string; to: string } | undefined): string {
  return school ? `Как в школе: ${hours(school)}` : 'Как в школе';
}

export function askQuietFrom(): string {
  return 'С какого часа не беспокоить?';
}

export function askQuietTo(from: string): string {
  return `Не беспокоить с ${clockTime(from)}. До которого часа?`;
}

export function quietSaved(quiet?: { from: string; to: string }): string {
  return quiet
    ? `Готово. Не беспокоим ${hours(quiet)}. Срочное приходит в любое время.`
    : 'Готово. Уведомления приходят в любое время.';
}

export function askPause(): string {
  return 'До какого дня молчать? Срочное, то, о чём школа обязана сообщить сразу, и итоги недели всё равно придут.';
}

/** «До чт, 17 сентября» */
export function pauseButton(until: string): string {
  return `До ${weekdayShort(until)}, ${dayMonth(until)}`;
}

/** @param until the last day of the pause */
export function paused(until: string): string {
  return `Готово. До ${dayMonth(until)} включительно молчим. Срочное, обязательное и итоги недели придут. После этого дня всё пойдёт как раньше.`;
}

export function resumed(): string {
  return 'Пауза снята, уведомления снова приходят. Пропущенное — в дневнике и в итогах недели.';
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

export function paperEnded(): string {
  return 'Готово. Распечатки больше не будет, уведомления приходят как раньше.';
}

/** Before the end: /stop asks, for a slip costs a family its news. */
export function askStop(): string {
  return 'Отключить уведомления в Telegram? Школа всё равно будет сообщать об учёбе раз в неделю — другим способом. Нужен только перерыв? Нажмите «Пауза».';
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
