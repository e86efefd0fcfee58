/** Kinds of event that a guardian chooses a rhythm for, the rhythms and the channels, in words. */
export type ChoiceKind = 'absence' | 'mark' | 'homework' | 'message' | 'periodMark' | 'topic';
export type ChoiceRhythm = 'now' | 'evening' | 'week' | 'diary';

/** «Отметки», for a line or a button. */
export const KIND_NAMES: Record<ChoiceKind, string> = {
  absence: 'Пропуски и опоздания',
  mark: 'Отметки',
  homework: 'Домашние задания',
  message: 'Сообщения школы',
  periodMark: 'Итоговые отметки',
  topic: 'Темы уроков',
};

/** «сразу» for what is told at once, «в течение дня» for what is gathered. */
export function rhythmName(kind: ChoiceKind, rhythm: ChoiceRhythm): string {
  if (rhythm === 'now') return kind === 'absence' ? 'сразу' : 'в течение дня';
  return { evening: 'вечером', week: 'раз в неделю', diary: 'только в дневнике' }[rhythm];
}

export const CHANNEL_NAMES = {
  telegram: 'Telegram',
  email: 'почта',
  paper: 'распечатка',
  sms: 'SMS',
  max: 'MAX',
} as const;
export type ChannelName = keyof typeof CHANNEL_NAMES;
