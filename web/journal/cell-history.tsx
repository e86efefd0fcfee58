import type { EntryChangeRow } from '../../src/journal/read/course-journal.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { changeBy, changeWords, JOURNAL } from '../../src/texts/web/journal.ts';

/** Who entered and changed what stands in a place, when, and what was before. */
export function CellHistory(props: { history: EntryChangeRow[]; zone: string; close: string }) {
  const { history, zone, close } = props;
  const student = history.find((row) => row.student)?.student;
  return (
    <section id="history" class="card">
      <h2>
        {JOURNAL.history}
        {student && <small> · {shortName(student)}</small>}
      </h2>
      <ol>
        {history.map((row, at) => (
          <li key={`${row.entryId} ${String(at)}`}>
            {changeWords(row)}
            <br />
            <small>
              {changeBy(row.by, { date: schoolDate(row.at, zone), time: schoolTime(row.at, zone) }, row.source)}
            </small>
          </li>
        ))}
      </ol>
      <a href={close}>{JOURNAL.close}</a>
    </section>
  );
}
