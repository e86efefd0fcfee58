import type { Made, Submission } from '../../src/journal/lesson/record.ts';
import { mayUndo } from '../../src/journal/lesson/undo.ts';
import type { Roster } from '../../src/journal/roster.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { GRID, KEPT_SOME, madeLine, toldAfter, undoneWords } from '../../src/texts/web/lesson.ts';
import { Csrf } from '../views/form.tsx';

/** Kinds that families are told of within the day. */
const TOLD: readonly Made['kind'][] = ['mark', 'absence'];

/** What a form did, in words: the first line, then one for each change. */
export function submissionLines(roster: Roster, { made, undone }: Submission): { title: string; lines: string[] } {
  const line = (each: Made) => {
    const pupil = each.studentId === null ? undefined : roster.students.get(each.studentId);
    return madeLine(each, pupil ? shortName(pupil) : null);
  };
  if (undone) {
    const kept = undone.made.length < made.length ? ` ${KEPT_SOME}` : '';
    return { title: undoneWords(undone.told) + kept, lines: undone.made.map(line) };
  }
  if (made.length === 0) return { title: GRID.nothing, lines: [] };
  const minutes = Math.ceil(roster.rules.settleMinutes);
  const told = minutes > 0 && made.some(({ kind }) => TOLD.includes(kind)) ? ` ${toldAfter(minutes)}` : '';
  return { title: GRID.recorded + told, lines: made.map(line) };
}

interface Props {
  roster: Roster;
  submission: Submission;
  /** of the form */
  submissionKey: string;
  action: string;
  csrf: string;
  now: Date;
}

/** Says what was recorded, with the way back as long as it is open. */
export function Notice({ roster, submission, submissionKey, action, csrf, now }: Props) {
  const { title, lines } = submissionLines(roster, submission);
  return (
    <div class="saved" role="status">
      <p>{title}</p>
      {lines.length > 0 && (
        <ul class="made">
          {lines.map((line, nth) => (
            <li key={nth}>{line}</li>
          ))}
        </ul>
      )}
      {mayUndo(submission, now) && (
        <form method="post" action={action} class="inline">
          <Csrf token={csrf} />
          <input type="hidden" name="submission" value={submissionKey} />
          <button type="submit" name="part" value="undo" class="outline">
            {GRID.undo}
          </button>
        </form>
      )}
    </div>
  );
}
