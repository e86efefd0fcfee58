import type { ClassGrid, GridEntry, GridLesson } from '../../src/journal/read/class-grid.ts';
import type { RosterPeriod } from '../../src/journal/roster.ts';
import { addDays, type SchoolDate, weekOf } from '../../src/platform/school-time.ts';
import { dateRange, longDate } from '../../src/texts/russian/dates.ts';
import { capital } from '../../src/texts/russian/typography.ts';
import { markAbout, CLASS_PAGE as SAY } from '../../src/texts/web/class.ts';
import { className, DESK } from '../../src/texts/web/desk.ts';
import { WEEK, weekSpan, workWords } from '../../src/texts/web/diary.ts';
import { PAPER } from '../../src/texts/web/paper.ts';
import { ClassPapers } from '../applications/at-desk.tsx';
import type { Frame } from '../page.ts';
import { withQuery } from '../paths.ts';
import { Layout } from '../views/layout.tsx';
import { dayColumns, lessonColumns, meetingColumns } from './columns.ts';
import { Grid, type GridColumn } from './grid.tsx';
import { type Lists, NotInformed } from './not-informed.tsx';

export type ClassView =
  | { kind: 'week'; week: string; monday: SchoolDate; sunday: SchoolDate; today: SchoolDate }
  | { kind: 'day'; day: SchoolDate; today: SchoolDate }
  | { kind: 'subject'; subject: string; period: RosterPeriod; today: SchoolDate };

interface Props {
  frame: Frame;
  view: ClassView;
  grid: ClassGrid;
  /** the class */
  sealed: string;
  sealPupil(studentId: string): string;
  averages: Map<string, string>;
  /** address where a lesson is entered; undefined: not by this reader */
  edit(lesson: GridLesson): string | undefined;
  /** address of the class's printed sheets */
  runs: string;
  /** null: shown on the week's page alone */
  lists: Lists | null;
}

/** A class at a glance: one table, what can be done for the class, who is not informed. */
export function ClassPage(props: Props) {
  const { frame, view, grid, sealed, sealPupil, averages, edit, runs, lists } = props;
  const to = (query: Record<string, string>) => withQuery('/desk/class', { class: sealed, ...query });
  const columns = columnsOf(view, grid, to, edit);
  const subjectOf = ({ courseId }: GridEntry) => grid.roster.courses.get(courseId)?.subject.name ?? '';
  const rows = grid.pupils.map(({ id, last, first }) => ({
    studentId: id,
    name: `${last} ${first}`,
    href: withQuery('/desk/pupil', { child: sealPupil(id) }),
    entries: grid.entries.filter(({ studentId }) => studentId === id),
    ...(averages.has(id) && { average: averages.get(id) ?? '' }),
  }));
  const heading = headingOf(view);
  return (
    <Layout title={className(grid.schoolClass.name)} frame={frame} wide>
      <div class="week-head">
        <h1>
          {className(grid.schoolClass.name)}
          <small>{heading}</small>
        </h1>
        <Moves view={view} grid={grid} to={to} />
      </div>
      <ClassTools sealed={sealed} />
      {rows.length === 0 && <p>{SAY.noPupils}</p>}
      {rows.length > 0 && columns.length === 0 && <p>{SAY.noLessons}</p>}
      {rows.length > 0 && (
        <Grid
          label={heading}
          columns={columns}
          rows={rows}
          severalLessons={view.kind === 'week'}
          about={(entry) => markAbout(subjectOf(entry), workWords(entry.work ?? ''))}
        />
      )}
      <p class="muted">
        {SAY.legend} {view.kind === 'week' && SAY.numbers} {SAY.audited}
      </p>
      <Subjects view={view} grid={grid} to={to} />
      {lists && <NotInformed lists={lists} />}
      <p>
        <a class="button outline" href={runs}>
          {PAPER.title}
        </a>
      </p>
      <ClassPapers sealed={sealed} />
      <p>
        <a href="/desk">{DESK.back}</a>
      </p>
    </Layout>
  );
}

type To = (query: Record<string, string>) => string;

function columnsOf(view: ClassView, grid: ClassGrid, to: To, edit: Props['edit']): GridColumn[] {
  const day = (date: SchoolDate) => to({ day: date });
  if (view.kind === 'week') return dayColumns(grid, day);
  if (view.kind === 'day') return lessonColumns(grid, (subject) => to({ subject, week: weekOf(view.day) }), edit);
  return meetingColumns(grid, view.subject, day);
}

function headingOf(view: ClassView): string {
  if (view.kind === 'week') return weekSpan(view.monday, addDays(view.monday, 5));
  if (view.kind === 'day') return capital(longDate(view.day));
  const { name, starts, ends } = view.period;
  return [view.subject, name, dateRange(starts, ends)].filter(Boolean).join(' · ');
}

/** To the week, day or period before and after. */
function Moves({ view, grid, to }: { view: ClassView; grid: ClassGrid; to: To }) {
  if (view.kind === 'week') {
    const week = (days: number) => to({ week: weekOf(addDays(view.monday, days)) });
    return (
      <nav aria-label={WEEK.title} class="weeks">
        <a href={week(-7)} aria-label={WEEK.previous} rel="prev">
          ‹
        </a>
        {view.week !== weekOf(view.today) && <a href={to({})}>{WEEK.current}</a>}
        <a href={week(7)} aria-label={WEEK.next} rel="next">
          ›
        </a>
      </nav>
    );
  }
  if (view.kind === 'day')
    return (
      <nav aria-label={SAY.day} class="weeks">
        <a href={to({ day: addDays(view.day, -1) })} aria-label={SAY.previousDay} rel="prev">
          ‹
        </a>
        <a href={to({ week: weekOf(view.day) })}>{SAY.wholeWeek}</a>
        <a href={to({ day: addDays(view.day, 1) })} aria-label={SAY.nextDay} rel="next">
          ›
        </a>
      </nav>
    );
  return (
    <nav aria-label={SAY.periods} class="weeks">
      {grid.schoolClass.year.periods.map(({ name, starts }) => (
        <a
          key={name}
          href={to({ subject: view.subject, week: weekOf(starts) })}
          aria-current={name === view.period.name ? 'page' : undefined}
        >
          {name}
        </a>
      ))}
      <a href={to({})}>{SAY.wholeWeek}</a>
    </nav>
  );
}

/** Every subject of the class, for its own table. */
function Subjects({ view, grid, to }: { view: ClassView; grid: ClassGrid; to: To }) {
  const names = [...new Set(grid.schoolClass.courses.map(({ subject }) => subject.name))];
  const week = view.kind === 'week' ? view.week : weekOf(view.kind === 'day' ? view.day : view.period.starts);
  return (
    <section>
      <h2>{SAY.allSubjects}</h2>
      <ul class="tiles">
        {names
          .toSorted((a, b) => a.localeCompare(b, 'ru'))
          .map((subject) => (
            <li key={subject}>
              <a
                href={to({ subject, week })}
                aria-current={view.kind === 'subject' && view.subject === subject ? 'page' : undefined}
              >
                {subject}
              </a>
            </li>
          ))}
      </ul>
    </section>
  );
}

/** What the class teacher does for the whole class. */
function ClassTools({ sealed }: { sealed: string }) {
  const links: [string, string][] = [
    ['/desk/absences', SAY.reasons],
    ['/desk/families', SAY.families],
    ['/desk/september', SAY.september],
  ];
  return (
    <nav aria-label={SAY.tools}>
      <ul class="tiles">
        {links.map(([path, text]) => (
          <li key={path}>
            <a href={withQuery(path, { class: sealed })}>{text}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
