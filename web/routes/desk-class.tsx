import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../src/access/audit.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { mayWriteCourse } from '../../src/journal/permissions.ts';
import { averageOf } from '../../src/journal/read/average.ts';
import { type ClassGrid, classGrid } from '../../src/journal/read/class-grid.ts';
import type { RosterPeriod, RosterYear } from '../../src/journal/roster.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { familiesSilentFor } from '../../src/oversight/silent-families.ts';
import { unprovenFamilies } from '../../src/oversight/unproven.ts';
import { daysOfWeek, type SchoolDate, schoolDate, weekOf } from '../../src/platform/school-time.ts';
import { averageText } from '../../src/texts/letters/risk.ts';
import { ClassPage, type ClassView } from '../class/page.tsx';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { lessonPath } from '../lesson/address.ts';
import { frameOf } from '../page.ts';
import { runsPath } from '../paper/deeds.tsx';
import type { WebDeps } from '../services.ts';

const asked = z.object({
  week: z.string().max(10).optional().catch(undefined),
  day: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .optional()
    .catch(undefined),
  subject: z.string().max(200).optional().catch(undefined),
});

/**
 * `/desk/class?class=…`: marks and absences of a class as one table: pupils × days of a week (`week=2026-W38`), × lessons of a
 * day (`day=2026-09-16`), × meetings of a subject in a grading period (`subject=…&week=…`). To read: whoever may edit does so
 * lesson by lesson. Each name leads to the pupil's page. Reading is audited.
 */
export function deskClassRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'readClass', of: 'class' } } as const;

  app.get('/desk/class', { config }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const sealed = (request.query as { class: string }).class;
    const classId = Number(openId(school.secret, 'class', sealed));
    const { view, grid } = await viewAsked(deps, request, classId);
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'readClass', object: `class:${classId}` });
    const lists = view.kind === 'week' ? await notInformed(deps, classId, school.zone) : null;
    const frame = await frameOf(deps, request, reply);
    const pupilPath = (studentId: string) => sealId(school.secret, 'student', studentId);
    return sendPage(
      reply,
      <ClassPage
        frame={frame}
        view={view}
        grid={grid}
        sealed={sealed}
        sealPupil={pupilPath}
        edit={(lesson) => {
          const staff = grid.roster.staff.get(actor.staffId!);
          const open = staff && !lesson.cancelled && lesson.date <= school.today;
          return open && mayWriteCourse(grid.roster, staff, lesson.course, [lesson.date])
            ? lessonPath(school.secret, lesson)
            : undefined;
        }}
        averages={view.kind === 'subject' ? averagesOf(grid, view.subject) : new Map()}
        runs={runsPath(school.secret, { classId })}
        lists={lists}
      />,
    );
  });
}

async function viewAsked(
  deps: WebDeps,
  request: FastifyRequest,
  classId: number,
): Promise<{ view: ClassView; grid: ClassGrid }> {
  const { today } = request.visit!.school;
  const { week: named, day, subject } = asked.parse(request.query);
  const read = async (from: SchoolDate, to: SchoolDate) => {
    const grid = await classGrid(deps.db, classId, { from, to });
    if (!grid) throw new HttpError(404, 'no-such-class');
    return grid;
  };
  if (subject !== undefined) {
    const schoolClass = (await currentRoster(deps.db)).classes.get(classId);
    const courses = (schoolClass?.courses ?? []).filter((course) => course.subject.name === subject);
    const span = daysOfWeek(named ?? weekOf(today));
    if (!schoolClass || courses.length === 0 || !span) throw new HttpError(404, 'no-such-class');
    const period = periodNear(schoolClass.year, span.sunday);
    return { view: { kind: 'subject', subject, period, today }, grid: await read(period.starts, period.ends) };
  }
  if (day !== undefined) {
    if (schoolDate(new Date(`${day}T12:00:00Z`), 'utc') !== day) throw new HttpError(404, 'no-such-week');
    return { view: { kind: 'day', day, today }, grid: await read(day, day) };
  }
  const week = named ?? weekOf(today);
  const span = daysOfWeek(week);
  if (!span) throw new HttpError(404, 'no-such-week');
  return { view: { kind: 'week', week, ...span, today }, grid: await read(span.monday, span.sunday) };
}

/** The period that holds the day, else the last one that has begun, else the first. */
function periodNear({ periods, starts, ends }: RosterYear, day: SchoolDate): RosterPeriod {
  return periods.findLast((period) => period.starts <= day) ?? periods[0] ?? { name: '', starts, ends };
}

async function notInformed(deps: WebDeps, classId: number, zone: string) {
  const now = deps.clock.now();
  const families = await unprovenFamilies(deps.db, now, classId);
  const silent = (await familiesSilentFor(deps.db, now, classId)).map((family) => ({
    ...family,
    since: schoolDate(family.since, zone),
  }));
  return { families, silent };
}

/** By pupil, of three marks at least. */
function averagesOf({ pupils, entries, roster }: ClassGrid, subject: string): Map<string, string> {
  const marks = entries.filter(
    ({ kind, courseId }) => kind === 'mark' && roster.courses.get(courseId)?.subject.name === subject,
  );
  return new Map(
    pupils.flatMap(({ id }) => {
      const { average } = averageOf(marks.filter(({ studentId }) => studentId === id).map(({ value }) => value));
      return average === undefined ? [] : [[id, averageText(average)] as const];
    }),
  );
}
