import type { HistoryEntry } from '../../src/access/choice-view.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { choiceWords } from '../../src/texts/choices.ts';
import { HISTORY, moment } from '../../src/texts/web/settings.ts';

/**
 * Who chose what, when and on which ground; the newest first.
 * @param nameOf the child that an entry is about; empty: it goes without saying
 */
export function History(props: { entries: HistoryEntry[]; zone: string; nameOf: (studentId: string) => string }) {
  const { entries, zone, nameOf } = props;
  return (
    <details class="history">
      <summary>{HISTORY.title}</summary>
      {entries.length === 0 && <p>{HISTORY.none}</p>}
      <ul>
        {entries.map(({ at, studentId, by, ground, choices }) => (
          <li key={`${at.getTime()}${studentId}${ground}`}>
            <small>
              {[
                moment(schoolDate(at, zone), schoolTime(at, zone)),
                by ? [by.last, by.first, by.patronymic].filter(Boolean).join(' ') : HISTORY.nobody,
                ground,
                studentId ? nameOf(studentId) : '',
              ]
                .filter(Boolean)
                .join(' · ')}
            </small>
            {choices.flatMap(choiceWords).filter(Boolean).join('. ')}
          </li>
        ))}
      </ul>
    </details>
  );
}
