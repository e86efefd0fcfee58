import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { openId } from '../../src/access/public-ids.ts';
import { courseJournal, historyOf, readCourseEntries } from '../../src/journal/read/course-journal.ts';
import type { Roster, RosterClass, RosterCourse, RosterPeriod } from '../../src/journal/roster.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { JOURNAL } from '../../src/texts/web/journal.ts';
import { nameOf } from '../day/day-words.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { JournalPage, journalPath } from '../journal/journal-page.tsx';
import { type ReadableClass, readableJournals } from '../journal/readable.ts';
import { type Frame, frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';

const asked = z.object({
  period: z.string().max(100).optional().catch(undefined),
  cell: z.string().max(300).optional().catch(undefined),
});

/**
 * `/desk/journals`: the courses whose journal the visitor may read; `/desk/journal?course=…&period=…&cell=…`: one, with what
 * became of the entries of one cell. Reading another's is audited.
 */
export function deskJournalRoutes(app: FastifyInstance, deps: WebDeps): void {
  const forStaff = { access: { kind: 'may', action: 'readDesk', of: 'school' } } as const;
  app.get('/desk/journals', { config: forStaff }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const roster = await currentRoster(deps.db);
    const classes = readableJournals(actor, roster, school.today);
    const frame = await frameOf(deps, request, reply);
    return sendPage(reply, <JournalsPage frame={frame} roster={roster} classes={classes} secret={school.secret} />);
  });

  const config = { access: { kind: 'may', action: 'readJournal', of: 'course' } } as const;
  app.get('/desk/journal', { config }, async (request, reply) => {
    const { school } = request.visit!;
    const { roster, course } = request.course!;
    const { period: named, cell } = asked.parse(request.query);
    const period = periodOf(roster, course, named, school.today);
    const span = { from: period.starts, to: period.ends, period: period.name };
    const entries = await readCourseEntries(deps.db, course.id, span);
    const chosen = cell === undefined ? null : cellOf(request, cell);
    const history = chosen && (await historyOf(deps.db, course.id, chosen));
    if (history?.length === 0) throw new HttpError(404, 'no-such-cell');
    const frame = await frameOf(deps, request, reply);
    const journal = courseJournal(roster, course, { ...span, today: school.today }, entries);
    return sendPage(
      reply,
      <JournalPage {...{ frame, roster, course, period, journal, history }} secret={school.secret} />,
    );
  });
}

/** The period named; else the one that runs, the last that has begun, the first. */
function periodOf(roster: Roster, course: RosterCourse, named: string | undefined, today: string): RosterPeriod {
  const { year } = roster.classes.get(course.classId) as RosterClass;
  const { periods } = year;
  const found =
    named === undefined
      ? (periods.findLast(({ starts }) => starts <= today) ?? periods[0])
      : periods.find(({ name }) => name === named);
  if (!found) throw new HttpError(404, 'no-such-period');
  return found;
}

/** Ids of the entries that a cell's link carries. */
function cellOf(request: FastifyRequest, sealed: string): number[] {
  const opened = openId(request.visit!.school.secret, 'entries', sealed);
  if (opened === null) throw new HttpError(404, 'no-such-cell');
  return opened.split(',').map(Number);
}

interface JournalsProps {
  frame: Frame;
  secret: string;
  roster: Roster;
  classes: ReadableClass[];
}

function JournalsPage({ frame, secret, roster, classes }: JournalsProps) {
  return (
    <Layout title={JOURNAL.title} frame={frame} wide>
      <h1>{JOURNAL.title}</h1>
      <p>{classes.length === 0 ? JOURNAL.none : JOURNAL.choose}</p>
      <div class="by-class">
        {classes.map(({ schoolClass, courses }) => (
          <section key={schoolClass.id} class="card">
            <h2>{schoolClass.name}</h2>
            <ul class="plain">
              {courses.map((course) => (
                <li key={course.id}>
                  <a href={journalPath(secret, { courseId: course.id })}>
                    {course.subject.name}, {shortName(nameOf(roster, course.teacherId))}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <ToDesk />
    </Layout>
  );
}
