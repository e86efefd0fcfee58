import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../src/access/audit.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { classGrid } from '../../src/journal/read/class-grid.ts';
import { changeEntries } from '../../src/journal/record.ts';
import { staffNamed } from '../../src/journal/roster.ts';
import { addDays, type SchoolDate } from '../../src/platform/school-time.ts';
import { reasonRefused, REASONS as SAY } from '../../src/texts/web/attendance.ts';
import { filledIn } from '../choices/save.ts';
import { AbsencesPage } from '../class/absences-page.tsx';
import { absentPupils, type Sent, wantedReasons } from '../class/reasons.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { classPath } from '../letters/class-asked.ts';
import { frameOf } from '../page.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';

const asked = z.object({ class: z.string(), day: z.string().max(10).optional().catch(undefined) });
/** Days before the one shown whose absences without a reason are counted beside it. */
const DAYS_BEFORE = 6;
const SOURCE = 'desk';

interface Refused {
  sent: Sent;
  fault: string;
  /** what is wrong with one lesson, by its field */
  faults: Map<string, string>;
}

/**
 * `/desk/absences?class=…&day=…`: the reasons of a day's absences in one form (Б 4.2; Д 3.2.2; Ш 7.3). What is saved are corrections
 * of the journal; whatever changed since the form was shown is told, and nothing is saved over it.
 */
export function deskAbsencesRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'keepAttendance', of: 'class' } } as const;

  const openDay = async (request: FastifyRequest) => {
    const { actor, school } = request.visit!;
    const { secret, today } = school;
    const query = asked.parse(request.query);
    const classId = Number(openId(secret, 'class', query.class));
    const day = query.day ?? today;
    if (!isDay(day)) throw new HttpError(404, 'no-such-week');
    const grid = await classGrid(deps.db, classId, { from: addDays(day, -DAYS_BEFORE), to: day });
    if (!grid) throw new HttpError(404, 'no-such-class');
    const staff = staffNamed(grid.roster, actor.staffId!);
    const seal = (purpose: string, id: string) => sealId(secret, purpose, id);
    const absent = absentPupils(grid, { day, today, staff }, seal);
    return { classId, sealed: query.class, day, grid, absent };
  };

  const show = async (request: FastifyRequest, reply: FastifyReply, refused?: Refused) => {
    const opened = await openDay(request);
    const { classId, sealed, day, grid, absent } = opened;
    const { actor } = request.visit!;
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'readAbsences', object: `class:${classId}` });
    const { saved } = request.query as { saved?: unknown };
    const frame = await frameOf(deps, request, reply);
    return sendPage(
      reply,
      <AbsencesPage
        frame={frame}
        name={grid.schoolClass.name}
        day={day}
        absent={absent}
        open={withoutReason(grid.entries)}
        to={(date) => withQuery('/desk/absences', { class: sealed, day: date })}
        back={classPath(request, classId)}
        saved={typeof saved === 'string' && /^\d{1,3}$/.test(saved) ? Number(saved) : null}
        sealed={sealed}
        {...refused}
      />,
      refused ? 422 : 200,
    );
  };

  app.get('/desk/absences', { config }, (request, reply) => show(request, reply));

  app.post('/desk/absences', { config }, async (request, reply) => {
    const { sealed, day, absent } = await openDay(request);
    const { actor, school } = request.visit!;
    const sent = filledIn(request.body);
    const wanted = wantedReasons(absent, sent, (purpose, text) => openId(school.secret, purpose, text));
    // whose page this is does not make an entry of another class or day one of this one
    const ofDay = new Set(absent.flatMap(({ fields }) => fields.map(({ key }) => key)));
    const gone = wanted.filter(({ key }) => !ofDay.has(key));
    const results = gone.length > 0 ? [] : await changeEntries(deps, { by: actor.staffId!, source: SOURCE }, wanted);
    const faults = new Map(
      results.flatMap((result, index) => {
        const key = wanted[index]?.key ?? '';
        return result.ok || result.code === 'stale' || result.code === 'others-refused'
          ? []
          : [[key, reasonRefused(result.code)] as const];
      }),
    );
    const conflict = gone.length > 0 || results.some((result) => !result.ok && result.code === 'stale');
    if (conflict) return show(request, reply, { sent, fault: SAY.conflict, faults });
    if (faults.size > 0) return show(request, reply, { sent, fault: SAY.refused, faults });
    return reply.redirect(withQuery('/desk/absences', { class: sealed, day, saved: String(wanted.length) }), 303);
  });
}

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && addDays(text, 0) === text;

/** How many pupils have an absence without a reason, by day. */
function withoutReason(entries: readonly { kind: string; value: string; date: string; studentId: string }[]) {
  const pupils = new Map<SchoolDate, Set<string>>();
  for (const { kind, value, date, studentId } of entries) {
    if (kind !== 'absence') continue;
    const known = pupils.get(date) ?? new Set();
    pupils.set(date, known);
    if (value === 'Н') known.add(studentId);
  }
  return new Map([...pupils].map(([date, of]) => [date, of.size]));
}
