import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../../src/access/audit.ts';
import { applicationDateFault } from '../../src/access/choice-check.ts';
import { chooseForClass, type RowWish } from '../../src/access/class-choices.ts';
import { familiesOf } from '../../src/access/class-families.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { studentsOf } from '../../src/journal/membership.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { groupBy } from '../../src/platform/group-by.ts';
import { choiceFault } from '../../src/texts/choices.ts';
import { rowFault } from '../../src/texts/web/september.ts';
import { filledIn } from '../choices/save.ts';
import { formRow, type Sent, wishesOf } from '../class/september.ts';
import { type FormPupil, SeptemberPage } from '../class/september-page.tsx';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { classPath } from '../letters/class-asked.ts';
import { frameOf } from '../page.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';

const form = z.object({ part: z.enum(['preview', 'edit', 'save']), date: z.string().max(10).default('') });

interface Trial {
  sent: Sent;
  date: string;
  fault?: string;
  faults?: Map<string, string>;
  preview?: RowWish[];
}

/**
 * `/desk/september?class=…`: consent and channel of every guardian of a class on one page, with the date of their applications
 * (К-У 2.2, 4.2; 152-ФЗ). What it changes is shown before it is written; all of it is written, or nothing.
 */
export function deskSeptemberRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'recordChoices', of: 'class' } } as const;

  const openClass = async (request: FastifyRequest) => {
    const { secret, today } = request.visit!.school;
    const sealed = (request.query as { class: string }).class;
    const classId = Number(openId(secret, 'class', sealed));
    const roster = await currentRoster(deps.db);
    const schoolClass = roster.classes.get(classId);
    if (!schoolClass) throw new HttpError(404, 'no-such-class');
    const families = groupBy(await familiesOf(deps.db, { classId, today }), ({ studentId }) => studentId);
    const pupils = studentsOf(roster, classId, today).map(({ id, last, first }): FormPupil => {
      const members = families.get(id) ?? [];
      return {
        studentId: id,
        name: `${last} ${first}`,
        rows: members
          .filter(({ rights }) => rights === 'full')
          .map((member) => formRow(member, sealId(secret, 'pair', `${member.guardianId}\n${id}`))),
        others: members.filter(({ rights }) => rights !== 'full'),
      };
    });
    return { classId, sealed, name: schoolClass.name, pupils };
  };

  const show = async (request: FastifyRequest, reply: FastifyReply, trial?: Trial, status = 200) => {
    const { classId, sealed, name, pupils } = await openClass(request);
    const { actor, school } = request.visit!;
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'readFamilies', object: `class:${classId}` });
    const frame = await frameOf(deps, request, reply);
    const { saved } = request.query as { saved?: unknown };
    return sendPage(
      reply,
      <SeptemberPage
        frame={frame}
        name={name}
        action={withQuery('/desk/september', { class: sealed })}
        pupils={pupils}
        today={school.today}
        date={trial?.date ?? school.today}
        links={{ back: classPath(request, classId), letters: withQuery('/desk/letters', { class: sealed }) }}
        saved={!trial && typeof saved === 'string' && /^\d{1,4}$/.test(saved) ? Number(saved) : null}
        sent={trial?.sent}
        fault={trial?.fault}
        faults={trial?.faults}
        preview={trial?.preview}
      />,
      status,
    );
  };

  app.get('/desk/september', { config }, (request, reply) => show(request, reply));

  app.post('/desk/september', { config }, async (request, reply) => {
    const { actor, school } = request.visit!;
    const sent = filledIn(request.body);
    const parsed = form.safeParse(request.body);
    if (!parsed.success) return show(request, reply, { sent, date: school.today, fault: choiceFault('', '') }, 422);
    const { part, date } = parsed.data;
    if (part === 'edit') return show(request, reply, { sent, date });
    const wrong = applicationDateFault(date, school.today);
    if (wrong) return show(request, reply, { sent, date, fault: choiceFault(wrong.code, wrong.field) }, 422);
    const { classId, sealed, pupils } = await openClass(request);
    const rows = pupils.flatMap((pupil) => pupil.rows);
    const asked = { classId, date, dry: part === 'preview' };
    const chosen = await chooseForClass(deps, actor, asked, wishesOf(rows, sent));
    if (!chosen.ok) {
      const faults = new Map(
        chosen.faults.map(({ row, code, field }) => [
          sealId(school.secret, 'pair', `${row.guardianId}\n${row.studentId}`),
          rowFault(code, field),
        ]),
      );
      return show(request, reply, { sent, date, faults }, 422);
    }
    if (part === 'preview') return show(request, reply, { sent, date, preview: chosen.changed });
    const saved = String(chosen.changed.length);
    return reply.redirect(withQuery('/desk/september', { class: sealed, saved }), 303);
  });
}
