import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { lastLesson, lessonsOfClass, nextLessons, type PlannedLesson } from '../../src/journal/lessons.ts';
import { fullName, type Roster, type RosterCourse, staffNamed } from '../../src/journal/roster.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { yearOn } from '../../src/journal/school-days.ts';
import { readFilling } from '../../src/oversight/filling.ts';
import { dutiesOf, type LessonDuty } from '../../src/oversight/unfilled.ts';
import { addDays, schoolTime } from '../../src/platform/school-time.ts';
import { deadlines } from '../../src/texts/bot/teachers-lessons.ts';
import { clockTime, dayMonth } from '../../src/texts/russian/dates.ts';
import { shortFullName } from '../../src/texts/russian/names.ts';
import { capital } from '../../src/texts/russian/typography.ts';
import { courseName, dayTitle, filledWords, givenBy, insteadOf, LESSONS } from '../../src/texts/web/lesson.ts';
import { accountMark } from '../account-mark.ts';
import { SCRIPT } from '../assets.ts';
import { formToken } from '../csrf.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { dayPath, lessonPath } from '../lesson/address.ts';
import { Outbox } from '../lesson/outbox.tsx';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';

const query = z.object({ day: z.iso.date().optional() });

/**
 * `/desk/lessons?day=2026-09-16`: the lessons that one gives on a day, with what is still missing, and one's own courses. Three
 * queries. `/desk/outbox`: whose entries from this device may leave now, for the script that sends them.
 */
export function deskLessonsRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'readDesk', of: 'school' } } as const;
  app.get('/desk/lessons', { config }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const asked = query.safeParse(request.query);
    if (!asked.success) throw new HttpError(404, 'no-such-day');
    const day = asked.data.day ?? school.today;
    const roster = await currentRoster(deps.db);
    const staffId = actor.staffId ?? '';
    const mine = lessonsAround(roster, staffId, day);
    const held = mine.filter(({ cancelled, teacherId }) => !cancelled && teacherId === staffId);
    const duties = dutiesOf(roster, staffId, day, await readFilling(deps.db, roster, held));
    const shown = mine.map((lesson) => ({ lesson, duty: duties.find((duty) => isSame(duty.lesson, lesson)) ?? null }));
    const frame = await frameOf(deps, request, reply);
    const { secret, today } = school;
    return sendPage(
      reply,
      <Layout title={LESSONS.title} frame={frame} script={SCRIPT.lesson}>
        <Head day={day} today={today} />
        <Outbox account={accountMark(secret, actor.accountId)} />
        {shown.length === 0 && <p>{LESSONS.none}</p>}
        {shown.length > 0 && (
          <section class="day">
            <ol class="lessons">
              {shown.map(({ lesson, duty }) => (
                <Lesson
                  key={`${lesson.course.id} ${lesson.number}`}
                  roster={roster}
                  lesson={lesson}
                  duty={day <= today ? duty : null}
                  staffId={staffId}
                  secret={secret}
                />
              ))}
            </ol>
          </section>
        )}
        {day === today && <p class="muted">{deadlinesOf(roster, duties)}</p>}
        <form method="get" action="/desk/lessons" class="any-day">
          <label for="day">{LESSONS.day}</label>
          <input id="day" type="date" name="day" value={day} required />
          <button type="submit" class="outline">
            {LESSONS.show}
          </button>
        </form>
        <Courses roster={roster} staffId={staffId} today={today} secret={secret} />
        <ToDesk />
      </Layout>,
    );
  });

  app.get('/desk/outbox', { config }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const account = accountMark(school.secret, actor.accountId);
    return reply.header('cache-control', 'no-store').send({ account, csrf: formToken(deps.config, request, reply) });
  });
}

const isSame = (a: PlannedLesson, b: PlannedLesson) => a.course === b.course && a.number === b.number;

/** The lessons that somebody gives that day, and those of the own courses that another gives or nobody. */
function lessonsAround(roster: Roster, staffId: string, day: string): PlannedLesson[] {
  return [...roster.classes.values()]
    .flatMap((each) => lessonsOfClass(roster, each.id, day))
    .filter(({ teacherId, course }) => teacherId === staffId || course.teacherId === staffId)
    .toSorted((a, b) => a.number - b.number || a.course.id - b.course.id);
}

function deadlinesOf(roster: Roster, duties: readonly LessonDuty[]): string {
  const tasks = duties
    .filter(({ missing }) => missing.includes('homework'))
    .map(({ lesson, homeworkBy }) => [classOf(roster, lesson.course), schoolTime(homeworkBy, roster.zone)] as const);
  const rest = duties.some(({ missing }) => missing.some((part) => part !== 'homework'));
  return deadlines([...new Map(tasks)], rest ? roster.rules.journalBy : null);
}

const classOf = (roster: Roster, { classId }: RosterCourse) => roster.classes.get(classId)?.name ?? '';

function Head({ day, today }: { day: string; today: string }) {
  return (
    <div class="week-head">
      <h1>
        {LESSONS.title}
        <small>{dayTitle(day)}</small>
      </h1>
      <nav aria-label={LESSONS.title} class="weeks">
        <a href={dayPath(addDays(day, -1))} aria-label={LESSONS.previous} rel="prev">
          ‹
        </a>
        {day !== today && <a href="/desk/lessons">{LESSONS.today}</a>}
        <a href={dayPath(addDays(day, 1))} aria-label={LESSONS.next} rel="next">
          ›
        </a>
      </nav>
    </div>
  );
}

interface LessonProps {
  roster: Roster;
  lesson: PlannedLesson;
  /** null: not the reader's to give, or not yet */
  duty: LessonDuty | null;
  staffId: string;
  secret: string;
}

function Lesson({ roster, lesson, duty, staffId, secret }: LessonProps) {
  const { course, number, teacherId, substituted, cancelled, remote } = lesson;
  const nameOf = (id: string) => shortFullName(fullName(staffNamed(roster, id)));
  const starts = roster.bells[String(number)]?.[0];
  return (
    <li class={cancelled ? 'cancelled' : undefined} value={number}>
      <p class="subject">
        <a href={lessonPath(secret, lesson)}>{courseName(classOf(roster, course), course.subject.name)}</a>
        {starts && <time>{clockTime(starts)}</time>}
        {course.grouped && <mark class="plain">{LESSONS.group}</mark>}
        {remote && !cancelled && <mark class="plain">{LESSONS.remote}</mark>}
      </p>
      {cancelled && <p>{capital(LESSONS.cancelled)}</p>}
      {substituted && !cancelled && (
        <p class="muted">{teacherId === staffId ? insteadOf(nameOf(course.teacherId)) : givenBy(nameOf(teacherId))}</p>
      )}
      {duty && <p class="muted">{capital(filledWords(duty.missing, duty.filling))}</p>}
    </li>
  );
}

function Courses({
  roster,
  staffId,
  today,
  secret,
}: {
  roster: Roster;
  staffId: string;
  today: string;
  secret: string;
}) {
  const year = yearOn(roster, today);
  const own = [...roster.courses.values()]
    .filter(({ teacherId, endedAt }) => teacherId === staffId && (endedAt === null || today < endedAt))
    .filter(({ classId }) => roster.classes.get(classId)?.year === year)
    .map((course) => ({ course, name: courseName(classOf(roster, course), course.subject.name) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'ru', { numeric: true }));
  return (
    <section>
      <h2>{LESSONS.courses}</h2>
      {own.length === 0 && <p class="muted">{LESSONS.noCourses}</p>}
      <ul class="sheets">
        {own.map(({ course, name }) => {
          const last = lastLesson(roster, course, today);
          const [next] = nextLessons(roster, course, today);
          return (
            <li key={course.id}>
              {name}
              {course.grouped && <mark class="plain">{LESSONS.group}</mark>}
              <small>
                {last && (
                  <a
                    href={lessonPath(secret, last)}
                    aria-label={`${name}: ${LESSONS.lastLesson}, ${dayMonth(last.date)}`}
                  >
                    {LESSONS.lastLesson} {dayMonth(last.date)}
                  </a>
                )}
                {last && next && ' · '}
                {next && (
                  <a
                    href={lessonPath(secret, next)}
                    aria-label={`${name}: ${LESSONS.nextLesson}, ${dayMonth(next.date)}`}
                  >
                    {LESSONS.nextLesson} {dayMonth(next.date)}
                  </a>
                )}
              </small>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
