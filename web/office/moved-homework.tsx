import type { HomeworkLine } from '../../src/connectors/school-file/homework.ts';
import { DAY, homeworkLine } from '../../src/texts/web/day.ts';
import { IMPORT } from '../../src/texts/web/school-import.ts';

const MOST_LINES = 300;

/** Homework that an import makes due on another day, as the deputy's page shows it. */
export function ImportedHomework({ homework }: { homework: HomeworkLine[] }) {
  if (homework.length === 0) return null;
  return (
    <section id="homework">
      <h2>{DAY.homework}</h2>
      <p class="muted">{DAY.homeworkLead}</p>
      <ul>
        {homework.slice(0, MOST_LINES).map((one, at) => (
          <li key={at} class="written">
            {homeworkLine(one)}
          </li>
        ))}
      </ul>
      {homework.length > MOST_LINES && <p class="muted">{IMPORT.rest(homework.length - MOST_LINES)}</p>}
    </section>
  );
}
