/** The deputy's pages: the weekly promise, deadlines, channels, any journal, the audit. */
export const OVERSIGHT = {
  section: 'Вся школа',
  day: 'Расписание дня',
} as const;
