import type { GridEntry } from '../../src/journal/read/class-grid.ts';
import { absenceOnLessons, editLesson, CLASS_PAGE as SAY } from '../../src/texts/web/class.ts';

export interface GridColumn {
  key: string;
  /** «Пн» or a number */
  head: string;
  /** beneath: «14.09», the subject */
  about: string;
  href?: string;
  /** where the lesson is entered, for whoever may */
  edit?: string;
  has(entry: GridEntry): boolean;
}

export interface GridRow {
  studentId: string;
  name: string;
  href: string;
  entries: GridEntry[];
  /** behind the columns */
  average?: string;
}

interface Props {
  label: string;
  columns: GridColumn[];
  rows: GridRow[];
  /** a column holds several lessons: absences name theirs */
  severalLessons: boolean;
  /** what a mark is for */
  about(entry: GridEntry): string;
}

/** Pupils × days or lessons. On a telephone it scrolls within itself, with the names standing still. */
export function Grid({ label, columns, rows, severalLessons, about }: Props) {
  const averages = rows.some(({ average }) => average !== undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="scroll" aria-label={label} tabIndex={0}>
      <table class="grid">
        <thead>
          <tr>
            <th scope="col">{SAY.pupil}</th>
            {columns.map(({ key, head, about: beneath, href, edit }) => (
              <th key={key} scope="col">
                {href ? <a href={href}>{head}</a> : head}
                <small>{beneath}</small>
                {edit && (
                  <a href={edit} aria-label={editLesson(head, beneath)}>
                    {SAY.edit}
                  </a>
                )}
              </th>
            ))}
            {averages && <th scope="col">{SAY.average}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ studentId, name, href, entries, average }) => (
            <tr key={studentId}>
              <th scope="row">
                <a href={href}>{name}</a>
              </th>
              {columns.map(({ key, has }) => (
                <td key={key}>
                  <Cell entries={entries.filter(has)} severalLessons={severalLessons} about={about} />
                </td>
              ))}
              {averages && <td class="number">{average ?? SAY.noMarks}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ entries, severalLessons, about }: Pick<Props, 'severalLessons' | 'about'> & { entries: GridEntry[] }) {
  const codes = [...new Set(entries.filter(({ kind }) => kind === 'absence').map(({ value }) => value))];
  return (
    <>
      {entries
        .filter(({ kind }) => kind === 'mark')
        .map((mark) => (
          <span key={mark.entryId} title={about(mark)}>
            {mark.value}{' '}
          </span>
        ))}
      {codes.map((code) => (
        <span key={code} class="missed">
          {severalLessons ? absenceOnLessons(code, lessonsWith(entries, code)) : code}{' '}
        </span>
      ))}
    </>
  );
}

const lessonsWith = (entries: GridEntry[], code: string) =>
  entries.flatMap(({ kind, value, lesson }) => (kind === 'absence' && value === code ? [lesson] : []));
