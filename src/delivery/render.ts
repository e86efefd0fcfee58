import type { Notice } from '../notify/notice.ts';
import type { WeekFacts } from '../notify/week-facts.ts';
import type { Payload } from './channel.ts';
import type { Leased } from './lease.ts';

export interface FrozenWeek {
  facts: WeekFacts;
  sha256: string;
}

export interface Addressee extends Leased {
  /** the present instant */
  at: Date;
  detail: 'full' | 'minimal';
  /** the people who read this chat or mailbox */
  guardians: { id: string; name: string }[];
}

/** How facts become a channel's words; main hands in the real ones. Pure and quick: they run inside a transaction. */
export interface Renderers {
  notice(notice: Notice, to: Addressee & { replyTo?: string }): Payload[];
  /** a week, or weeks that were caught up together: of one child on Telegram, of all the children of a mailbox by email */
  week(weeks: FrozenWeek[], to: Addressee): Payload[];
}
