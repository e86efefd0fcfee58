/** Words about what a guardian chose, which bot, letter's link, diary and desk share. */
import { type PaperWayName, wayWords } from './paper-ways.ts';
import { clockTime, dayMonth, dayMonthYear } from './russian/dates.ts';
import { CHANNEL_NAMES, type ChoiceKind, type ChoiceRhythm, KIND_NAMES, rhythmName } from './russian/rhythms.ts';
import { capital } from './russian/typography.ts';

export type Electronic = 'telegram' | 'email';

/** What comes of one child, and how: the picture of src/notify/coming.ts. */
export interface Coming {
  by: Electronic | 'paper';
  order: readonly Electronic[];
  failing: readonly Electronic[];
  paperToo: boolean;
  rhythms: Partial<Record<ChoiceKind, ChoiceRhythm>>;
}

/** A person's own quiet hours and pause. */
export interface Rest {
  /** that hold for this person, own or the school's; absent: at any time */
  quiet?: { from: string; to: string };
  /** last day of the pause */
  pausedUntil?: string;
}

/** «Telegram, а если не дойдёт — почта»: a chosen order; paper stands behind each. */
function orderWords(order: readonly string[]): string {
  const paper = order.indexOf('paper');
  const [first, second] = (paper < 0 ? order : order.slice(0, paper)) as Electronic[];
  if (!first) return 'распечатка на бумаге, раз в неделю';
  return second
    ? `${CHANNEL_NAMES[first]}, а если не дойдёт — ${CHANNEL_NAMES[second]}`
    : `только ${CHANNEL_NAMES[first]}`;
}

/** The same as a choice stands in a list. */
export function choiceOrder(order: readonly string[]): string {
  return capital(orderWords(order));
}

/** «Telegram, не дойдёт — почта»: where it comes as things stand. */
function whereNow({ by, order, failing }: Coming): string {
  const missed = failing.map((one) => CHANNEL_NAMES[one]).join(' и ');
  if (by === 'paper')
    return missed
      ? `выбрано: ${missed}, сейчас не дойдёт. Раз в неделю школа известит семью другим способом`
      : 'распечатка на бумаге, раз в неделю';
  const next = order[order.indexOf(by) + 1];
  const then = next ? `, не дойдёт — ${CHANNEL_NAMES[next]}` : '';
  return `${CHANNEL_NAMES[by]}${then}${missed ? ` (${missed}: сейчас не дойдёт)` : ''}`;
}

/** Everything in one glance, a line for each rhythm. @param kinds those that concern the child */
export function glance(coming: Coming, kinds: readonly ChoiceKind[]): { label: string; text: string }[] {
  const lines = [{ label: 'Куда', text: whereNow(coming) }];
  if (coming.paperToo && coming.by !== 'paper') lines.push({ label: 'На бумаге', text: 'и распечатка каждую неделю' });
  if (coming.by === 'paper') return lines;
  const named = (label: string, wanted: (kind: ChoiceKind) => boolean) => {
    const names = kinds.filter(wanted).map((kind) => KIND_NAMES[kind].toLowerCase());
    if (names.length > 0) lines.push({ label, text: names.join(', ') });
  };
  const is = (rhythm: ChoiceRhythm) => (kind: ChoiceKind) => coming.rhythms[kind] === rhythm;
  named('Сразу', (kind) => kind === 'absence' && is('now')(kind));
  named('В течение дня', (kind) => kind !== 'absence' && is('now')(kind));
  named('Вечером', is('evening'));
  const weekly = kinds.filter(is('week')).map((kind) => KIND_NAMES[kind].toLowerCase());
  lines.push({ label: 'Раз в неделю', text: ['итоги', ...weekly].join(', ') });
  named('Только в дневнике', is('diary'));
  return lines;
}

/** «Не беспокоим: с 21:00 до 7:30», «Пауза: до 22 сентября включительно». */
export function restLines({ quiet, pausedUntil }: Rest): { label: string; text: string }[] {
  return [
    { label: 'Не беспокоим', text: quiet === undefined ? 'часы не заданы, пишем в любое время' : hours(quiet) },
    ...(pausedUntil ? [{ label: 'Пауза', text: `до ${dayMonth(pausedUntil)} включительно` }] : []),
  ];
}

/** «с 21:00 до 7:30» */
export function hours({ from, to }: { from: string; to: string }): string {
  return `с ${clockTime(from)} до ${clockTime(to)}`;
}

/** What the school's rules leave of a choice, said at its control; empty: everything. */
export function ruleNote(
  kind: ChoiceKind,
  rules: { mandatory: readonly string[]; heldBack: readonly string[] },
): string {
  if (rules.mandatory.includes(kind))
    return 'По правилам школы сообщаем в тот же день, даже во время паузы. Отключить нельзя.';
  const always =
    kind === 'absence' && rules.mandatory.includes('firstLesson')
      ? 'О пропуске первого урока школа сообщает в тот же день при любом выборе.'
      : kind === 'message' && rules.mandatory.includes('urgent')
        ? 'Срочные сообщения приходят сразу при любом выборе.'
        : '';
  const held = rules.heldBack.includes(kind) ? 'По правилам школы — не чаще раза в неделю, в итогах.' : '';
  return [held, always].filter(Boolean).join(' ');
}

/** What is wrong with a choice, by the codes of src/access/choice-check.ts. */
export function choiceFault(code: string, field: string): string {
  return FAULTS[`${code} ${field}`] ?? FAULTS[code] ?? 'Выберите, пожалуйста, из предложенного.';
}

const FAULTS: Record<string, string> = {
  notYours: 'Эти настройки сейчас закрыты: доступ к сведениям о ребёнке изменился.',
  noConsent: 'Без согласия на обработку персональных данных в электронном виде ничего не присылают: только распечатка.',
  noAddress: 'Этот способ пока не подключён.',
  ruled: 'По правилам школы так выбрать нельзя.',
  badHours: 'Укажите, пожалуйста, начало и конец тихих часов; совпадать они не могут.',
  badDate: 'Проверьте, пожалуйста, дату.',
  'past pause': 'Этот день уже прошёл.',
  'tooFar pause': 'Пауза — не дольше года.',
  'past date': 'Заявлению больше пяти лет. Проверьте, пожалуйста, год.',
  'tooFar date': 'Этот день ещё не наступил. Проверьте, пожалуйста, дату заявления.',
  badNumber: 'Номер заявления: буквы, цифры, «-», «/», «.», не больше 20 знаков.',
};

/** One kept choice in words: «Отметки — вечером»; null for what this version does not know. */
export function choiceWords({ what, value }: { what: string; value: unknown }): string | null {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  switch (what) {
    case 'channels':
      return `Куда: ${orderWords(Array.isArray(value) ? value : [])}`;
    case 'rhythm':
      return Object.entries(fields)
        .map(
          ([kind, rhythm]) =>
            `${KIND_NAMES[kind as ChoiceKind]} — ${rhythm === null ? 'как принято в школе' : rhythmName(kind as ChoiceKind, rhythm as ChoiceRhythm)}`,
        )
        .join('; ');
    case 'paper':
      return value === true ? 'Распечатка каждую неделю' : 'Распечатка каждую неделю больше не нужна';
    case 'paperWay':
      return typeof fields.way === 'string'
        ? `Распечатку ${wayWords(fields.way as PaperWayName, typeof fields.proxy === 'string' ? fields.proxy : null)}`
        : 'Распечатку передавать как обычно';
    case 'consent': {
      const date = typeof fields.date === 'string' ? ` (${dayMonthYear(fields.date)})` : '';
      return `${fields.consent === true ? 'Есть согласие' : 'Нет согласия'} на электронные уведомления${date}`;
    }
    case 'quiet':
      return quietWords(fields);
    case 'pause':
      return typeof value === 'string' ? `Пауза до ${dayMonth(value)} включительно` : 'Пауза снята';
    case 'links':
      return 'Ссылки из прежних писем отключены';
    case 'rights':
      return rightsWords(fields.ended ? 'ended' : (fields.rights ?? value));
    case 'household':
      return `Семья ${String(fields.nth ?? 1)}`;
    default:
      return null;
  }
}

function quietWords({ from, to }: Record<string, unknown>): string {
  if (typeof from !== 'string' || typeof to !== 'string') return 'Тихие часы — как в школе';
  return from === to ? 'Уведомления в любое время' : `Не беспокоить ${hours({ from, to })}`;
}

function rightsWords(rights: unknown): string {
  if (rights === 'full') return 'Права — полные';
  if (rights === 'paper') return 'Права — только получать распечатку';
  return rights === 'ended' ? 'Доступ закрыт' : 'Прав нет';
}
