import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { openId } from '../../src/access/public-ids.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { countDeadlines, LONGEST_DAYS, partsOf, readFirstEntered } from '../../src/oversight/deadlines.ts';
import { addDays } from '../../src/platform/school-time.ts';
import { dateOf } from '../day/day-form.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { DeadlinesPage } from '../oversight/deadlines-page.tsx';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';

const word = z.string().max(100).optional().catch(undefined);
const asked = z.object({ from: word, to: word, teacher: word });

/** `/desk/deadlines?from=…&to=…&teacher=…`: deadlines of the journal kept and missed, by teacher (К-И 4.8). */
export function deskDeadlinesRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'oversee', of: 'school' } } as const;

  app.get('/desk/deadlines', { config }, async (request, reply) => {
    const { school } = request.visit!;
    const query = asked.parse(request.query);
    const roster = await currentRoster(deps.db);
    const teacherId = query.teacher === undefined ? null : openId(school.secret, 'staff', query.teacher);
    if (query.teacher !== undefined && !roster.staff.has(teacherId ?? '')) throw new HttpError(404, 'no-such-teacher');
    const usual = { from: addDays(school.today, -6), to: school.today };
    const chosen = { from: dateOf(query.from) ?? usual.from, to: dateOf(query.to) ?? usual.to };
    const fault = chosen.to < chosen.from || addDays(chosen.from, LONGEST_DAYS) < chosen.to;
    const { from, to } = fault ? usual : chosen;
    const [begun] = await deps.db.$queryRaw<{ since: Date | null }[]>`SELECT imported_at AS since FROM school`;
    const span = { from, to, since: begun?.since ?? new Date(0), now: deps.clock.now() };
    const first = await readFirstEntered(deps.db, roster, { from, to });
    const parts = partsOf(roster, teacherId, span, first);
    const missed = parts.filter(({ kept }) => kept === 'late' || kept === 'missing');
    const frame = await frameOf(deps, request, reply);
    return sendPage(
      reply,
      <DeadlinesPage
        {...{ frame, roster, from, to, fault }}
        secret={school.secret}
        counts={countDeadlines(parts)}
        teacher={teacherId === null ? null : { id: teacherId, missed }}
      />,
      fault ? 422 : 200,
    );
  });
}
