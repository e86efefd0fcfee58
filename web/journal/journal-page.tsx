import type { ComponentChildren } from 'preact';
import { sealId } from '../../src/access/public-ids.ts';
import { isMarked } from '../../src/journal/permissions.ts';
import type { CourseEntry, CourseJournal, EntryChangeRow } from '../../src/journal/read/course-journal.ts';
import { WHOLE_YEAR } from '../../src/journal/resolve.ts';
import { fullName, type Roster, type RosterCourse, type RosterPeriod } from '../../src/journal/roster.ts';
import { averageText } from '../../src/texts/letters/risk.ts';
import { forDay, shortDate } from '../../src/texts/russian/dates.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { capital } from '../../src/texts/russian/typography.ts';
import { columnName, JOURNAL, markWords, substituteNote } from '../../src/texts/web/journal.ts';
import { nameOf } from '../day/day-words.ts';
import type { Frame } from '../page.ts';
import { withQuery } from '../paths.ts';
import { Layout } from '../views/layout.tsx';
import { CellHistory } from './cell-history.tsx';

export interface JournalProps {
  frame: Frame;
  secret: string;
  roster: Roster;
  course: RosterCourse;
  period: RosterPeriod;
  journal: CourseJournal;
  /** of the cell that was chosen */
  history: EntryChangeRow[] | null;
}

export function journalPath(
  secret: string,
  { courseId, period, entries }: { courseId: number; period?: string; entries?: readonly number[] },
): string {
  const path = withQuery('/desk/journal', {
    course: sealId(secret, 'course', String(courseId)),
    period,
    cell: entries && sealId(secret, 'entries', entries.join(',')),
  });
  return entries ? `${path}#history` : path;
}

export function JournalPage(props: JournalProps) {
  const { frame, secret, roster, course, period, history } = props;
  const schoolClass = roster.classes.get(course.classId);
  const title = `${course.subject.name}, ${schoolClass?.name ?? ''}`;
  return (
    <Layout title={`${JOURNAL.one}: ${title}`} frame={frame} wide>
      <h1>
        {title}
        <small>
          {fullName(nameOf(roster, course.teacherId))} · {period.name}
        </small>
      </h1>
      <nav aria-label={JOURNAL.periods} class="weeks">
        {(schoolClass?.year.periods ?? []).map(({ name }) => (
          <a
            key={name}
            href={journalPath(secret, { courseId: course.id, period: name })}
            aria-current={name === period.name ? 'page' : undefined}
          >
            {name}
          </a>
        ))}
      </nav>
      {history && (
        <CellHistory
          history={history}
          zone={roster.zone}
          close={journalPath(secret, { courseId: course.id, period: period.name })}
        />
      )}
      <Table {...props} />
      <p class="muted no-print">
        {JOURNAL.historyHint} {JOURNAL.audited}
      </p>
      <Lessons {...props} />
      <Homework {...props} />
      <p class="foot">
        <a href="/desk/journals">{JOURNAL.back}</a>
      </p>
    </Layout>
  );
}

function Table(props: JournalProps) {
  const { roster, course, journal, period } = props;
  const { columns, rows } = journal;
  const marked = isMarked(roster, course.classId);
  if (columns.length === 0 && rows.length === 0) return <p>{JOURNAL.noLessons}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="scroll journal" aria-label={JOURNAL.one} tabIndex={0}>
      <table class="grid">
        <thead>
          <tr>
            <th scope="col">{JOURNAL.pupil}</th>
            {columns.map(({ date, number, substituteId, cancelled }) => (
              <th
                key={`${date} ${number}`}
                scope="col"
                class={cancelled ? 'gone' : undefined}
                title={substituteId ? substituteNote(nameOf(roster, substituteId)) : undefined}
              >
                {shortDate(date)}
                <small>{number}</small>
              </th>
            ))}
            {marked && <th scope="col">{JOURNAL.average}</th>}
            {marked && <th scope="col">{period.name}</th>}
            {marked && <th scope="col">{JOURNAL.year}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ student, cells, average, periodMarks }) => (
            <tr key={student.id}>
              <th scope="row">
                {student.last} {student.first}
              </th>
              {cells.map((entries, at) => (
                <td key={`${columns[at]?.date} ${columns[at]?.number}`}>
                  <Cell
                    {...props}
                    entries={entries}
                    of={`${student.last} ${student.first}, ${columnOf(columns[at])}`}
                  />
                </td>
              ))}
              {marked && <td class="number">{average === undefined ? '' : averageText(average)}</td>}
              {(marked ? [period.name, WHOLE_YEAR] : []).map((name) => (
                <td key={name}>
                  <Cell
                    {...props}
                    entries={periodMarks.filter((e) => e.period === name)}
                    of={`${student.last} ${student.first}, ${name}`}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const columnOf = (column: { date: string; number: number } | undefined) =>
  column ? columnName(column.date, column.number) : '';

/** What stands in a place, as a link to how it came about. */
function Cell({ secret, course, period, entries, of }: JournalProps & { entries: CourseEntry[]; of: string }) {
  if (entries.length === 0) return null;
  const standing = entries.filter(({ withdrawn }) => !withdrawn);
  const changed = entries.some((one) => one.changed);
  const words = standing.map(({ kind, value, work }) =>
    kind === 'mark' ? markWords(value ?? '', work) : (value ?? ''),
  );
  return (
    <a
      class="cell"
      href={journalPath(secret, { courseId: course.id, period: period.name, entries: entries.map(({ id }) => id) })}
      title={words.join('; ') || undefined}
      aria-label={`${of}: ${words.join('; ') || JOURNAL.gone}`}
    >
      {standing.map(({ id, kind, value }) => (
        <span key={id} class={kind === 'absence' ? 'missed' : undefined}>
          {value}{' '}
        </span>
      ))}
      {standing.length === 0 && JOURNAL.gone}
      {changed && standing.length > 0 && JOURNAL.changedSign}
    </a>
  );
}

/** A text that leads to its history, or that there is none. */
function Told(props: JournalProps & { entries: CourseEntry[]; none?: string; children?: ComponentChildren }) {
  const { secret, course, period, entries, none } = props;
  const standing = entries.filter(({ withdrawn }) => !withdrawn);
  if (entries.length === 0) return <span class="muted">{none}</span>;
  return (
    <a
      class="written"
      href={journalPath(secret, { courseId: course.id, period: period.name, entries: entries.map(({ id }) => id) })}
    >
      {standing.map(({ text }) => text).join('; ') || JOURNAL.gone}
      {entries.some(({ changed }) => changed) && ` ${JOURNAL.changedSign}`}
    </a>
  );
}

function Lessons(props: JournalProps) {
  const { roster, journal } = props;
  return (
    <section>
      <h2>{JOURNAL.lessons}</h2>
      {journal.columns.length === 0 && <p class="muted">{JOURNAL.noLessons}</p>}
      <ul class="plain">
        {journal.columns.map(({ date, number, topic, substituteId, cancelled }) => (
          <li key={`${date} ${number}`}>
            {columnName(date, number)}: <Told {...props} entries={topic} none={JOURNAL.noTopic} />
            {substituteId && ` (${substituteNote(nameOf(roster, substituteId))})`}
            {cancelled && ` (${JOURNAL.cancelled})`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Homework(props: JournalProps) {
  const { roster, journal } = props;
  return (
    <section>
      <h2>{JOURNAL.homework}</h2>
      {journal.homework.length === 0 && <p class="muted">{JOURNAL.noHomework}</p>}
      <ul class="plain">
        {journal.homework.map((entry) => {
          const student = entry.studentId === null ? undefined : roster.students.get(entry.studentId);
          return (
            <li key={entry.id}>
              {capital(forDay(entry.date))}: <Told {...props} entries={[entry]} />
              {student && ` (${shortName(student)})`}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
