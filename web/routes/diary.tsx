import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { childDays } from '../../src/journal/read/child-week.ts';
import { daysOfWeek, weekOf } from '../../src/platform/school-time.ts';
import { WEEK } from '../../src/texts/web/diary.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { onceIn } from '../once-in.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';
import { NoChild } from '../views/no-child.tsx';
import { WeekPage } from '../views/week.tsx';

const FIVE_MINUTES = 300_000;
const query = z.object({ week: z.string().max(10).optional() });

/** `/diary?child=…&week=2026-W47`: one child's week. Six queries. */
export function diaryRoutes(app: FastifyInstance, deps: WebDeps): void {
  const notJustNow = onceIn(deps.clock, FIVE_MINUTES);
  const config = { access: { kind: 'may', action: 'readDiary', of: 'child' } } as const;

  app.get('/diary', { config }, async (request, reply) => {
    const { child } = request;
    const { actor, school } = request.visit!;
    if (!child && actor.staffId && !actor.roles.includes('guardian')) return reply.redirect('/desk', 303);
    const frame = await frameOf(deps, request, reply);
    if (!child) return sendPage(reply, <NoChild frame={frame} />);
    const week = query.safeParse(request.query).data?.week ?? weekOf(school.today);
    const days = daysOfWeek(week);
    if (!days) throw new HttpError(404, 'no-such-week');
    const read = await childDays(deps.db, child.studentId, days.monday, days.sunday);
    // before the week closes there is nothing to give evidence for; a visit afterwards counts
    if (actor.children.includes(child)) {
      for (const guardianId of actor.guardianIds) {
        const visit = { guardianId, studentId: child.studentId, week };
        if (notJustNow(Object.values(visit).join(' '))) await deps.services.diarySeen(visit);
      }
    }
    return sendPage(
      reply,
      <Layout title={`${child.first}, ${WEEK.title.toLowerCase()}`} frame={frame} wide>
        <WeekPage
          frame={frame}
          child={child}
          days={read}
          week={week}
          monday={days.monday}
          today={school.today}
          pupil={child.self}
        />
      </Layout>,
    );
  });
}
