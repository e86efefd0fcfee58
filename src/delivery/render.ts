import type { Notice } from '../notify/notice.ts';
import type { WeekFacts } from '../notify/week-facts.ts';
import type { Payload } from './channel.ts';
import type { Leased } from './lease.ts';

/** How facts become a channel's words; main hands in the real ones. Pure and quick: they run inside a transaction. */
export interface Renderers {
  notice(notice: Notice, to: Leased & { replyTo?: string; at: Date }): Payload[];
  week(
    weeks: WeekFacts[],
    to: Leased & {
      at: Date;
      guardians: { id: string; name: string }[];
    },
  ): Payload[];
}
