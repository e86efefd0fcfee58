/** Each route says in its `config.access` who may use it; one hook holds it to that, by the table in src/access/may.ts. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, type Visit, visitOf } from '../src/access/actor.ts';
import { audit } from '../src/access/audit.ts';
import { type Action, may } from '../src/access/may.ts';
import { openId } from '../src/access/public-ids.ts';
import { type Child, pupil } from '../src/access/relations.ts';
import { isTouchDue, touchSession } from '../src/access/sessions.ts';
import { type SheetOnHand, sheetsOnHand } from '../src/delivery/sheets-view.ts';
import { lessonsOfClass, type PlannedLesson } from '../src/journal/lessons.ts';
import { writersOf } from '../src/journal/permissions.ts';
import type { Roster, RosterCourse } from '../src/journal/roster.ts';
import { currentRoster } from '../src/journal/roster-view.ts';
import { cookieOf, sendSession } from './cookies.ts';
import { isFormGenuine } from './csrf.ts';
import { HttpError } from './http-error.ts';
import { openLesson } from './lesson/address.ts';
import type { WebDeps } from './services.ts';

export type RouteAccess =
  /** everybody; `visit`: the page greets who is signed in */
  | { kind: 'public'; visit?: true }
  /** everybody, on a demo database; elsewhere the page does not exist */
  | { kind: 'demo' }
  /** whoever proves it in the request: a signature, a token of ours, a bearer */
  | { kind: 'secret' }
  | { kind: 'signedIn' }
  | { kind: 'may'; action: Action; of: 'child' | 'class' | 'course' | 'guardian' | 'lesson' | 'school' | 'sheet' };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
  interface FastifyRequest {
    /** who is signed in; null on pages that do not ask */
    visit: Visit | null;
    /** the pupil that this request is about, permitted */
    child: Child | null;
    /** the printed sheet that this request is about, permitted */
    sheet: SheetOnHand | null;
    /** the course that this request is about, permitted */
    course: { roster: Roster; course: RosterCourse } | null;
    /** the lesson that this request is about, permitted */
    lesson: { roster: Roster; lesson: PlannedLesson } | null;
  }
  interface FastifyInstance {
    /** every route with what it asks, for the test that tries them all */
    routeAccess: { method: string; url: string; access: RouteAccess }[];
  }
}

/** Installs the guard. A route without `config.access` stops the start: nothing is open by oversight. */
export function guardRoutes(app: FastifyInstance, deps: WebDeps): void {
  app.decorateRequest('visit', null);
  app.decorateRequest('child', null);
  app.decorateRequest('sheet', null);
  app.decorateRequest('course', null);
  app.decorateRequest('lesson', null);
  app.decorate('routeAccess', []);
  app.addHook('onRoute', (route) => {
    const access = route.config?.access;
    if (!access) throw new Error(`route ${route.method} ${route.url} does not say who may use it`);
    for (const method of [route.method].flat()) app.routeAccess.push({ method, url: route.url, access });
  });
  app.addHook('preHandler', async (request, reply) => {
    const access = request.routeOptions.config.access;
    // no access: the answer to an address that does not exist
    if (access) await admit(deps, access, request, reply);
  });
}

async function admit(deps: WebDeps, access: RouteAccess, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (access.kind === 'secret' || (access.kind === 'public' && !access.visit)) return;
  request.visit = await visitBy(deps, request, reply);
  const isOpen = access.kind === 'public' || access.kind === 'demo';
  if (!request.visit && !isOpen) throw new HttpError(401, 'sign-in');
  if (request.method === 'POST' && !isFormGenuine(deps.config, request)) throw new HttpError(403, 'stale-form');
  if (access.kind === 'demo') {
    if (!(await isDemo(deps, request.visit))) throw new HttpError(404, 'not-demo');
    return;
  }
  if (access.kind === 'may' && request.visit) await admitActor(deps, access, request, request.visit);
}

async function visitBy(deps: WebDeps, request: FastifyRequest, reply: FastifyReply): Promise<Visit | null> {
  const token = cookieOf(deps.config, request, 'session');
  if (!token) return null;
  const visit = await visitOf(deps.db, deps.clock, token);
  if (visit && isTouchDue(deps.clock, visit.session)) {
    const staff = visit.actor.staffId !== null;
    await touchSession(deps.db, deps.clock, visit.session, staff);
    sendSession(deps.config, reply, token, staff);
  }
  return visit;
}

async function admitActor(
  deps: WebDeps,
  access: Extract<RouteAccess, { kind: 'may' }>,
  request: FastifyRequest,
  { actor, school }: Visit,
): Promise<void> {
  if (access.of === 'child') {
    const asked = (request.query as { child?: unknown }).child;
    request.child = await childAsked(deps, asked, { actor, school });
    if (!request.child) return;
    const { studentId, classId } = request.child;
    if (!may(actor, access.action, { kind: 'student', studentId, classId })) throw new HttpError(403, 'not-yours');
    if (isOwn(actor, studentId)) return;
    await audit(deps.db, deps.clock, {
      actorId: actor.staffId ?? actor.personIds[0]!,
      // opening the form records nothing yet
      action: access.action === 'recordChoices' && request.method === 'GET' ? 'readChoices' : access.action,
      object: request.url.split('?')[0]!,
      studentId,
    });
    return;
  }
  if (access.of === 'sheet') {
    const sheet = await sheetAsked(deps, request, school.secret);
    const { studentId, classId, id } = sheet;
    if (!may(actor, access.action, { kind: 'student', studentId, classId })) throw new HttpError(403, 'not-yours');
    const actorId = actor.staffId ?? actor.personIds[0]!;
    request.sheet = sheet;
    // what is noted is audited where it is noted
    if (access.action === 'handOver' && request.method === 'POST') return;
    const action = access.action === 'handOver' ? 'readSheet' : access.action;
    await audit(deps.db, deps.clock, { actorId, action, object: `sheet:${id}`, studentId });
    return;
  }
  if (access.of === 'course') {
    const asked = await courseAsked(deps, request, school.secret);
    const { id, classId, teacherId } = asked.course;
    if (!may(actor, access.action, { kind: 'course', classId, teacherId })) throw new HttpError(403, 'not-yours');
    request.course = asked;
    if (actor.personIds.includes(teacherId)) return;
    const actorId = actor.staffId ?? actor.personIds[0]!;
    await audit(deps.db, deps.clock, { actorId, action: access.action, object: `course:${id}` });
    return;
  }
  if (access.of === 'lesson') {
    const asked = await lessonAsked(deps, request, school.secret);
    const writers = writersOf(asked.roster, asked.lesson);
    if (!may(actor, access.action, { kind: 'lesson', writers })) throw new HttpError(403, 'not-yours');
    request.lesson = asked;
    // what is written stands in the journal's own history
    if (request.method === 'POST' || actor.personIds.some((id) => writers.includes(id))) return;
    const { course, date, number } = asked.lesson;
    const object = `lesson:${course.id} ${date} ${number}`;
    await audit(deps.db, deps.clock, { actorId: actor.staffId ?? actor.personIds[0]!, action: 'readLesson', object });
    return;
  }
  const allowed =
    access.of === 'class'
      ? may(actor, access.action, { kind: 'class', classId: classAsked(request, school.secret) })
      : access.of === 'guardian'
        ? actor.guardianIds.some((guardianId) => may(actor, access.action, { kind: 'guardian', guardianId }))
        : may(actor, access.action, { kind: 'school' });
  if (!allowed) throw new HttpError(403, 'not-yours');
}

/** The child of the address; without one the first of one's own, or none. */
async function childAsked(
  deps: WebDeps,
  asked: unknown,
  { actor, school }: Pick<Visit, 'actor' | 'school'>,
): Promise<Child | null> {
  const own = [...actor.children, ...actor.selves];
  if (asked === undefined) return own[0] ?? null;
  const studentId = typeof asked === 'string' ? openId(school.secret, 'student', asked) : null;
  if (!studentId) throw new HttpError(404, 'no-such-child');
  const found = own.find((child) => child.studentId === studentId);
  if (found) return found;
  // somebody who may read no child but their own needs no look into the school
  if (!actor.staffId) throw new HttpError(403, 'not-yours');
  const other = await pupil(deps.db, studentId, school.today);
  if (!other) throw new HttpError(404, 'no-such-child');
  return other;
}

function classAsked(request: FastifyRequest, secret: string): number {
  const sealed = (request.query as { class?: unknown }).class;
  const id = typeof sealed === 'string' ? openId(secret, 'class', sealed) : null;
  if (!id) throw new HttpError(404, 'no-such-class');
  return Number(id);
}

async function sheetAsked(deps: WebDeps, request: FastifyRequest, secret: string): Promise<SheetOnHand> {
  const sealed = (request.query as { sheet?: unknown }).sheet;
  const id = typeof sealed === 'string' ? openId(secret, 'sheet', sealed) : null;
  const [sheet] = id ? await sheetsOnHand(deps.db, { ids: [Number(id)] }) : [];
  if (!sheet) throw new HttpError(404, 'no-such-sheet');
  return sheet;
}

async function courseAsked(
  deps: WebDeps,
  request: FastifyRequest,
  secret: string,
): Promise<NonNullable<FastifyRequest['course']>> {
  const sealed = (request.query as { course?: unknown }).course;
  const id = typeof sealed === 'string' ? openId(secret, 'course', sealed) : null;
  const roster = id ? await currentRoster(deps.db) : null;
  const course = roster?.courses.get(Number(id));
  if (!roster || !course) throw new HttpError(404, 'no-such-course');
  return { roster, course };
}

/** Planned for that day, cancelled ones included. */
async function lessonAsked(
  deps: WebDeps,
  request: FastifyRequest,
  secret: string,
): Promise<NonNullable<FastifyRequest['lesson']>> {
  const sealed = (request.query as { lesson?: unknown }).lesson;
  const ref = typeof sealed === 'string' ? openLesson(secret, sealed) : null;
  const roster = ref && (await currentRoster(deps.db));
  const course = ref && roster?.courses.get(ref.courseId);
  const planned = course ? lessonsOfClass(roster!, course.classId, ref.date) : [];
  const lesson = planned.find((each) => each.course === course && each.number === ref?.number);
  if (!roster || !lesson) throw new HttpError(404, 'no-such-lesson');
  return { roster, lesson };
}

function isOwn(actor: Actor, studentId: string): boolean {
  return [...actor.children, ...actor.selves].some((child) => child.studentId === studentId);
}

async function isDemo(deps: WebDeps, visit: Visit | null): Promise<boolean> {
  if (visit) return visit.school.demo;
  const school = await deps.db.school.findUnique({ where: { id: 1 }, select: { kind: true } });
  return school?.kind === 'demo';
}
