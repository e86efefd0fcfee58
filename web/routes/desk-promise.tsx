import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../src/access/audit.ts';
import { openId } from '../../src/access/public-ids.ts';
import { type PromiseLine, promiseOf, promiseWeeks } from '../../src/delivery/promise.ts';
import { fullName } from '../../src/journal/roster.ts';
import { csvTable } from '../../src/platform/csv.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { fullDate } from '../../src/texts/russian/dates.ts';
import { EVIDENCE_NAMES, PROMISE_COLUMNS, promiseFile, WAY_NAMES, YES_NO } from '../../src/texts/web/oversight.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { PromisePage, taskOf } from '../oversight/promise-page.tsx';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';

const asked = z.object({
  week: z.string().max(10).optional().catch(undefined),
  class: z.string().max(100).optional().catch(undefined),
});
const WEEKS_SHOWN = 12;

/** `/desk/promise?week=…&class=…`: who was informed of a closed week and how, who was not, and what to do; `.csv` the same. */
export function deskPromiseRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'oversee', of: 'school' } } as const;

  const open = async (request: FastifyRequest) => {
    const { actor, school } = request.visit!;
    const query = asked.parse(request.query);
    const weeks = await promiseWeeks(deps.db, WEEKS_SHOWN);
    const shown = query.week === undefined ? weeks[0] : weeks.find(({ week }) => week === query.week);
    if (query.week !== undefined && !shown) throw new HttpError(404, 'no-such-week');
    const id = query.class === undefined ? null : Number(openId(school.secret, 'class', query.class) ?? 0);
    const schoolClass =
      id === null ? null : await deps.db.schoolClass.findUnique({ where: { id }, select: { id: true, name: true } });
    if (id !== null && !schoolClass) throw new HttpError(404, 'no-such-class');
    const lines = shown ? await promiseOf(deps.db, shown.week, id) : [];
    const object = id === null ? `school ${shown?.week ?? ''}`.trim() : `class:${id}`;
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'readPromise', object });
    return { weeks, shown: shown ?? null, lines, schoolClass };
  };

  app.get('/desk/promise', { config }, async (request, reply) => {
    const opened = await open(request);
    const { secret, zone } = request.visit!.school;
    const frame = await frameOf(deps, request, reply);
    return sendPage(reply, <PromisePage {...opened} frame={frame} secret={secret} zone={zone} />);
  });

  app.get('/desk/promise.csv', { config }, async (request, reply) => {
    const { shown, lines } = await open(request);
    const { zone } = request.visit!.school;
    const week = shown?.week ?? '';
    const rows = lines.map((line) => rowOf(line, week, zone));
    return reply
      .header('cache-control', 'no-store')
      .header(
        'content-disposition',
        `attachment; filename*=UTF-8''${encodeURIComponent(`${promiseFile(week).trim()}.csv`)}`,
      )
      .type('text/csv; charset=utf-8')
      .send(csvTable([PROMISE_COLUMNS, ...rows]));
  });
}

function rowOf(line: PromiseLine, week: string, zone: string): string[] {
  const { className, student, guardian, by, at, evidence } = line;
  const name = (one: PromiseLine['student']) => fullName({ ...one, sex: null });
  return [
    week,
    className,
    name(student),
    name(guardian),
    by ? YES_NO.yes : YES_NO.no,
    by ? WAY_NAMES[by] : '',
    at ? `${fullDate(schoolDate(at, zone))} ${schoolTime(at, zone)}` : '',
    evidence ? EVIDENCE_NAMES[evidence] : '',
    taskOf(line),
  ];
}
