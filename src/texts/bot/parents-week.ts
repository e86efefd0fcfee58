/** Words around what the bot shows of a child: the day, the week, the sheet as a file. */
import { longDate } from '../russian/dates.ts';
import { childHeading } from '../russian/names.ts';
import type { BotChild } from './parents-linking.ts';

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

/** Words under the PDF. @param window e.g. «14–19 сентября» */
export function sheetCaption(child: BotChild, window: string): string {
  return `Распечатка: ${childHeading(child)} · ${window}`;
}

export function sheetNone(child: BotChild): string {
  return `${childHeading(child)}: распечатки пока нет. Первая появится, когда закончится учебная неделя.`;
}

/** Above the buttons with weeks and periods. */
export function chooseSheet(child: BotChild): string {
  return `${childHeading(child)}. За какое время распечатка?`;
}

export function chooseChild(): string {
  return 'О ком?';
}

/** The school's rule is to send no details through Telegram. */
export function onlyInDiary(): string {
  return 'Подробностей школа в Telegram не присылает. Они в дневнике: /diary';
}

/** Without spaces: on its way through Telegram a file's name would lose them. */
export function sheetFileName({
  student,
  week,
  wholePeriod,
  period,
}: {
  student: { last: string; first: string };
  week: string;
  wholePeriod?: boolean;
  period?: string;
}): string {
  return `${['Распечатка', student.last, student.first, wholePeriod && period ? period : week].join('_').replace(/[^\p{L}\p{N}_-]+/gu, '_')}.pdf`;
}
