import type { WeekFacts } from '../../notify/week-facts.ts';
import { minimalWeekSection, weekSection } from '../news/week.ts';
import { type TelegramText, telegramTexts } from './text.ts';

/** One child's weekly summary as Telegram messages, in the order in which they are to be sent; usually one. */
export function renderWeek(
  facts: WeekFacts,
  { detail = 'full' }: { detail?: 'full' | 'minimal' } = {},
): TelegramText[] {
  return telegramTexts([detail === 'minimal' ? minimalWeekSection(facts) : weekSection(facts)]);
}
