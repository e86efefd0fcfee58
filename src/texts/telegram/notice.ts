import type { Notice } from '../../notify/notice.ts';
import { noticeSections, perhapsRepeated } from '../news/notice.ts';
import { type TelegramText, telegramTexts } from './text.ts';

/**
 * One notice as Telegram messages, in the order in which they are to be sent; usually one.
 * Names, homework and messages come out as they were written: texts are plain, headings are entities.
 */
export function renderNotice(notice: Notice): TelegramText[] {
  return telegramTexts(noticeSections(notice), notice.uncertain ? perhapsRepeated() : undefined);
}
