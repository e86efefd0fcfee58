import type { WeekFacts } from '../../notify/week-facts.ts';
import { minimalWeekSection, weekSection } from '../news/week.ts';
import { type TelegramText, telegramTexts } from './text.ts';

export interface WeekOptions {
  detail?: 'full' | 'minimal';
  /** hash of the frozen record, told to the reader when given */
  sha256?: string;
}

/** One child's weekly summary as Telegram messages, in the order in which they are to be sent; usually one. */
export function renderWeek(facts: WeekFacts, { detail = 'full', sha256 }: WeekOptions = {}): TelegramText[] {
  if (detail === 'minimal') return telegramTexts([minimalWeekSection(facts)]);
  return telegramTexts([weekSection(facts)], sha256 ? `Запись недели: ${sha256.slice(0, 12)}` : undefined);
}
