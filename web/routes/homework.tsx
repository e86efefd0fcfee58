import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../../src/access/actor.ts';
import { doneOf, tickHomework } from '../../src/access/homework-done.ts';
import { childOfFeed, feedSince, issueFeed, revokeFeed } from '../../src/access/homework-feed.ts';
import { may } from '../../src/access/may.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import type { Child } from '../../src/access/relations.ts';
import { childHomework } from '../../src/journal/read/child-homework.ts';
import { addDays, schoolDate } from '../../src/platform/school-time.ts';
import { calendarName } from '../../src/texts/web/homework.ts';
import { calendarFile } from '../calendar.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { HomeworkPage } from '../views/homework.tsx';
import { NoChild } from '../views/no-child.tsx';

const AHEAD = 14;
const sealed = z.string().max(300).optional();
const form = z.object({ done: sealed, undone: sealed, part: z.enum(['issue', 'revoke']).optional().catch(undefined) });
const params = z.object({ token: z.string().max(100) });

/**
 * `/diary/homework?child=…`: what is due, to tick off for oneself; the calendar link of it. `/homework/TOKEN`: the calendar
 * itself, for whoever holds the link.
 */
export function homeworkRoutes(app: FastifyInstance, deps: WebDeps): void {
  const read = { access: { kind: 'may', action: 'readDiary', of: 'child' } } as const;
  const keep = { access: { kind: 'may', action: 'keepHomework', of: 'child' } } as const;

  const show = async (request: FastifyRequest, reply: FastifyReply, fresh?: string) => {
    const { child } = request;
    const { actor, school } = request.visit!;
    const frame = await frameOf(deps, request, reply);
    if (!child) return sendPage(reply, <NoChild frame={frame} />);
    const { studentId, classId } = child;
    const homework = await childHomework(deps.db, studentId, school.today, addDays(school.today, AHEAD));
    const own = may(actor, 'keepHomework', { kind: 'student', studentId, classId });
    const personId = readerOf(actor, child);
    const done = own
      ? await doneOf(
          deps.db,
          personId,
          homework.map(({ entryId }) => entryId),
        )
      : new Set<number>();
    const since = own ? await feedSince(deps.db, { personId, studentId }) : null;
    const items = homework.map((each) => ({
      ...each,
      sealed: sealId(school.secret, 'homework', String(each.entryId)),
      done: done.has(each.entryId),
    }));
    const feed = { since: since && schoolDate(since, school.zone), address: fresh };
    return sendPage(
      reply,
      <HomeworkPage frame={frame} child={child} items={items} own={own} today={school.today} feed={feed} />,
    );
  };

  app.get('/diary/homework', { config: read }, (request, reply) => show(request, reply));

  app.post('/diary/homework', { config: keep }, async (request, reply) => {
    const child = request.child ?? notThere();
    const { actor, school } = request.visit!;
    const whose = { personId: readerOf(actor, child), studentId: child.studentId };
    const { done, undone, part } = form.safeParse(request.body).data ?? {};
    if (part === 'issue') {
      const token = await issueFeed(deps, whose);
      return await show(request, reply, `${deps.config.publicUrl.replace(/\/+$/, '')}/homework/${token}`);
    }
    if (part === 'revoke') await revokeFeed(deps, whose);
    else {
      const entryId = Number(openId(school.secret, 'homework', done ?? undone ?? ''));
      // only what stands on this child's page
      const shown = await childHomework(deps.db, child.studentId, school.today, addDays(school.today, AHEAD));
      if (!shown.some((each) => each.entryId === entryId)) notThere();
      await tickHomework(deps, { personId: whose.personId, entryId, done: done !== undefined });
    }
    const frame = await frameOf(deps, request, reply);
    return reply.redirect(frame.childPath('/diary/homework', child), 303);
  });

  app.get('/homework/:token', { config: { access: { kind: 'secret' } } }, async (request, reply) => {
    const child = (await childOfFeed(deps, params.safeParse(request.params).data?.token ?? '')) ?? notThere();
    const { timeZone, secret } = await deps.db.school.findUniqueOrThrow({ where: { id: 1 } });
    const stamp = deps.clock.now();
    const today = schoolDate(stamp, timeZone);
    const due = await childHomework(deps.db, child.studentId, addDays(today, -AHEAD), addDays(today, AHEAD));
    const host = new URL(deps.config.publicUrl).hostname;
    const days = due.map(({ entryId, due: date, subject, text }) => ({
      uid: `${sealId(secret, 'homework', String(entryId))}@${host}`,
      date,
      title: subject,
      text,
    }));
    return reply
      .header('cache-control', 'no-store')
      .type('text/calendar; charset=utf-8')
      .send(calendarFile({ name: calendarName(child.first, child.className), zone: timeZone, stamp, days }));
  });
}

/** Whose ticks and link: the pupil's own, or the guardian's. */
function readerOf(actor: Actor, child: Child): string {
  return child.self ? child.studentId : (actor.guardianIds[0] ?? actor.personIds[0]!);
}

function notThere(): never {
  throw new HttpError(404, 'no-such-homework');
}
