import type { WeekFacts } from '../../notify/week-facts.ts';
import { minimalWeekSections, weekSections } from '../news/week.ts';
import { type TelegramText, telegramTexts } from './text.ts';

export interface WeekOptions {
  detail?: 'full' | 'minimal';
  /** hash of the frozen record, told to the reader when given */
  sha256?: string;
}

/** One child's weekly summary as Telegram messages, in the order in which they are to be sent; usually one. */
export function renderWeek(facts: WeekFacts, options: WeekOptions = {}): TelegramText[] {
  return renderWeeks([facts], options);
}

/** The same of several weeks that were caught up together: one message where they fit. */
export function renderWeeks(
  weeks: readonly WeekFacts[],
  { detail = 'full', sha256 }: WeekOptions = {},
): TelegramText[] {
  if (detail === 'minimal') return telegramTexts(minimalWeekSections(weeks));
  return telegramTexts(weekSections(weeks), sha256 ? `Запись недели: ${sha256.slice(0, 12)}` : undefined);
}
