import { sealId } from '../../src/access/public-ids.ts';
import type { KeptDeed } from '../../src/journal/read/day-deeds.ts';
import type { Roster } from '../../src/journal/roster.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { byAt, DAY, movedCount } from '../../src/texts/web/day.ts';
import { Csrf } from '../views/form.tsx';
import { deedWords, nameOf } from './day-words.ts';

export interface HistoryProps {
  deeds: KeptDeed[];
  zone: string;
  roster: Roster;
  secret: string;
  csrf: string;
  action: string;
}

/** What was changed that day, who did it and why; each with its undoing while it stands. */
export function DeedHistory({ deeds, zone, roster, secret, csrf, action }: HistoryProps) {
  const when = (at: Date, by: string) => byAt(nameOf(roster, by), schoolDate(at, zone), schoolTime(at, zone));
  return (
    <section>
      <h2>{DAY.history}</h2>
      {deeds.length === 0 && <p class="muted">{DAY.noHistory}</p>}
      <ul class="applications">
        {deeds.map(({ id, date, what, reason, byId, at, homework, undoneAt, undoneById }) => (
          <li key={id}>
            <span class={undoneAt ? 'gone' : undefined}>{deedWords(roster, date, what)}</span>
            <small>
              {[reason, movedCount(homework.length), when(at, byId)].filter(Boolean).join(' · ')}
              {undoneAt && ` · ${DAY.wasUndone}: ${when(undoneAt, undoneById ?? '')}`}
            </small>
            {!undoneAt && (
              <form method="post" action={action} class="inline no-print">
                <Csrf token={csrf} />
                <button type="submit" name="undo" value={sealId(secret, 'day-deed', String(id))} class="quiet">
                  {DAY.undo}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
