import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dueDays, type LessonGrid, readGrid } from '../../src/journal/lesson/grid.ts';
import type { Fault } from '../../src/journal/lesson/plan.ts';
import { findSubmission, recordLesson, type Submission } from '../../src/journal/lesson/record.ts';
import { undoLesson } from '../../src/journal/lesson/undo.ts';
import { lastLesson, nextLessons, type PlannedLesson } from '../../src/journal/lessons.ts';
import { isMarked } from '../../src/journal/permissions.ts';
import { fullName, type Roster, staffNamed } from '../../src/journal/roster.ts';
import { addDays } from '../../src/platform/school-time.ts';
import { dayMonth } from '../../src/texts/russian/dates.ts';
import { shortFullName } from '../../src/texts/russian/names.ts';
import { courseName, GRID, givenBy, insteadOf, lessonWhen } from '../../src/texts/web/lesson.ts';
import { accountMark } from '../account-mark.ts';
import { SCRIPT } from '../assets.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { dayPath, lessonPath } from '../lesson/address.ts';
import { type Filled, readForm, seals } from '../lesson/fields.ts';
import { GridForm } from '../lesson/grid-page.tsx';
import { newKey } from '../lesson/key.ts';
import { Notice, submissionLines } from '../lesson/notice.tsx';
import { Outbox } from '../lesson/outbox.tsx';
import { faultText, shownOf } from '../lesson/shown.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Alert } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { wantsJson } from '../wants-json.ts';

const query = z.object({
  done: z.string().max(64).optional(),
  undo: z.enum(['unknown', 'late', 'changed']).optional(),
});
const undoForm = z.object({ part: z.literal('undo'), submission: z.string().max(64) });

const UNDO_FAULTS = { unknown: GRID.undoUnknown, late: GRID.undoLate, changed: GRID.undoChanged } as const;

/**
 * `/desk/lesson?lesson=…`: one lesson's grid. Its form records through the journal's commands, all of it or nothing; asked for as
 * JSON it answers so, for what was entered without a network. What was recorded can be taken back for 15 minutes.
 */
export function deskLessonRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'enterLesson', of: 'lesson' } } as const;

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    grid: LessonGrid,
    extra: {
      alert?: string;
      done?: { key: string; submission: Submission };
      again?: { filled: Filled; faults: Fault[] };
    },
  ) => {
    const { roster, lesson } = request.lesson!;
    const { actor, school } = request.visit!;
    const { secret, today } = school;
    const frame = await frameOf(deps, request, reply);
    const action = lessonPath(secret, lesson);
    const gradeOne = !isMarked(roster, lesson.course.classId);
    const shown = shownOf(grid, seals(secret), extra.again);
    const isOpen = !lesson.cancelled && lesson.date <= today;
    return sendPage(
      reply,
      <Layout title={titleOf(roster, lesson)} frame={frame} wide script={SCRIPT.lesson}>
        <Head roster={roster} lesson={lesson} secret={secret} />
        <Outbox
          account={accountMark(secret, actor.accountId)}
          title={`${titleOf(roster, lesson)}, ${dayMonth(lesson.date)}`}
        />
        <Alert text={extra.alert} />
        {shown.others.map((text) => (
          <Alert key={text} text={text} />
        ))}
        {extra.done && (
          <Notice
            roster={roster}
            submission={extra.done.submission}
            submissionKey={extra.done.key}
            action={action}
            csrf={frame.csrf}
            now={deps.clock.now()}
          />
        )}
        <DueHere grid={grid} />
        {lesson.cancelled && <p>{GRID.cancelled}</p>}
        {!lesson.cancelled && !isOpen && <p>{GRID.notYet}</p>}
        {isOpen && (
          <GridForm
            action={action}
            csrf={frame.csrf}
            submission={newKey()}
            shown={shown}
            gradeOne={gradeOne}
            dueDays={dueDays(roster, lesson, today)}
          />
        )}
      </Layout>,
      extra.again ? 422 : 200,
    );
  };

  app.get('/desk/lesson', { config }, async (request, reply) => {
    const { roster, lesson } = request.lesson!;
    const { done: key, undo } = query.safeParse(request.query).data ?? {};
    const { accountId } = request.visit!.actor;
    const submission = key ? await findSubmission(deps.db, { accountId, key }) : null;
    const done = key && submission && isOf(submission, lesson) ? { key, submission } : undefined;
    const grid = await readGrid(deps.db, roster, lesson);
    return show(request, reply, grid, { ...(done && { done }), ...(undo && { alert: UNDO_FAULTS[undo] }) });
  });

  app.post('/desk/lesson', { config }, async (request, reply) => {
    const { roster, lesson } = request.lesson!;
    const { actor, school } = request.visit!;
    const by = writerOf(request);
    const undo = undoForm.safeParse(request.body);
    if (undo.success) return takeBack(request, reply, undo.data.submission);
    const filled = readForm(request.body, seals(school.secret));
    if (!filled || lesson.cancelled) throw new HttpError(400, 'no-form');
    const { key, wish } = filled;
    const form = { accountId: actor.accountId, by, key, lesson, wish };
    const recorded =
      filled.faults.length > 0
        ? { ok: false as const, faults: filled.faults, reused: false }
        : await recordLesson(deps, form);
    if (recorded.ok) {
      const done = lessonPath(school.secret, lesson, { done: key });
      if (wantsJson(request)) return reply.send({ ok: true, ...submissionLines(roster, recorded.submission), done });
      return reply.redirect(done, 303);
    }
    const grid = await readGrid(deps.db, roster, lesson);
    if (wantsJson(request)) {
      const texts = recorded.faults.map((fault) => faultOfPupil(roster, fault, faultText(fault, grid)));
      return reply.status(422).send({ ok: false, faults: recorded.reused ? [GRID.reused] : [...new Set(texts)] });
    }
    const alert = recorded.reused ? GRID.reused : GRID.fault;
    return show(request, reply, grid, { alert, again: { filled, faults: recorded.faults } });
  });

  async function takeBack(request: FastifyRequest, reply: FastifyReply, key: string) {
    const { lesson } = request.lesson!;
    const { actor, school } = request.visit!;
    const undone = await undoLesson(deps, { accountId: actor.accountId, by: writerOf(request), key });
    const fault = undone.ok ? undefined : { unknown: 'unknown', 'too-late': 'late', changed: 'changed' }[undone.code];
    return reply.redirect(lessonPath(school.secret, lesson, { done: key, undo: fault }), 303);
  }
}

/** The member of staff in whose name it is entered. */
function writerOf(request: FastifyRequest): string {
  const { staffId } = request.visit!.actor;
  if (!staffId) throw new HttpError(403, 'not-yours');
  return staffId;
}

const isOf = ({ courseId, date, number }: Submission, lesson: PlannedLesson) =>
  courseId === lesson.course.id && date === lesson.date && number === lesson.number;

function faultOfPupil({ students }: Roster, fault: Fault, text: string): string {
  const pupil = fault.part === 'absence' || fault.part === 'mark' ? students.get(fault.id) : undefined;
  return pupil ? `${pupil.last} ${pupil.first}: ${text}` : text;
}

function titleOf(roster: Roster, { course }: PlannedLesson): string {
  return courseName(roster.classes.get(course.classId)?.name ?? '', course.subject.name);
}

function Head({ roster, lesson, secret }: { roster: Roster; lesson: PlannedLesson; secret: string }) {
  const { course, date, number, substituted, teacherId } = lesson;
  const before = lastLesson(roster, course, addDays(date, -1));
  const [after] = nextLessons(roster, course, date);
  const nameOf = (id: string) => shortFullName(fullName(staffNamed(roster, id)));
  return (
    <div class="week-head">
      <h1>
        {titleOf(roster, lesson)}
        <small>{lessonWhen(date, number, roster.bells[String(number)]?.[0])}</small>
        {substituted && (
          <small>
            {insteadOf(nameOf(course.teacherId))}. {givenBy(nameOf(teacherId))}
          </small>
        )}
      </h1>
      <nav aria-label={titleOf(roster, lesson)} class="weeks">
        {before && (
          <a href={lessonPath(secret, before)} rel="prev" aria-label={`${GRID.previous}, ${dayMonth(before.date)}`}>
            ‹
          </a>
        )}
        <a href={dayPath(date)}>{GRID.toDay}</a>
        {after && (
          <a href={lessonPath(secret, after)} rel="next" aria-label={`${GRID.next}, ${dayMonth(after.date)}`}>
            ›
          </a>
        )}
      </nav>
    </div>
  );
}

function DueHere({ grid: { due, pupils } }: { grid: LessonGrid }) {
  if (due.length === 0) return null;
  return (
    <details class="history">
      <summary>{GRID.dueHere}</summary>
      <ul>
        {due.map(({ id, text, studentId }) => {
          const pupil = pupils.find((each) => each.id === studentId);
          return (
            <li key={id}>
              {pupil && `${pupil.last} ${pupil.first}: `}
              <span class="written">{text}</span>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
