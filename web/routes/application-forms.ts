import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { audit } from '../../src/access/audit.ts';
import { guardiansOf } from '../../src/access/choice-view.ts';
import { openId } from '../../src/access/public-ids.ts';
import { type ApplicationFormFacts, applicationFormPdf } from '../../src/channels/paper/letters/application-form.ts';
import { FORM_KINDS } from '../../src/texts/letters/application-form.ts';
import { FILES } from '../../src/texts/web/applications.ts';
import { sendPdf } from '../applications/open.ts';
import { HttpError } from '../http-error.ts';
import type { WebDeps } from '../services.ts';

const query = z.object({
  kind: z.enum(FORM_KINDS).default('paper'),
  child: z.string().max(400).optional(),
  guardian: z.string().max(400).optional(),
});

/**
 * Forms of a written application, to print and sign: `/desk/applications/form.pdf` blank, `…/child-form.pdf` for one guardian of a
 * pupil (audited), `/settings/application.pdf` for oneself and one's child.
 */
export function applicationFormsRoutes(app: FastifyInstance, deps: WebDeps): void {
  const send = async (
    reply: FastifyReply,
    facts: Pick<ApplicationFormFacts, 'kind' | 'school' | 'applicant'> & {
      studentId?: string;
      className?: string;
      grade?: number;
    },
  ) => {
    const { studentId, className = '', grade = 0, ...rest } = facts;
    const child = studentId ? { name: await nameOf(deps, studentId), className, grade } : null;
    const pdf = await applicationFormPdf({ ...rest, child, madeAt: deps.clock.now() });
    return sendPdf(reply, pdf, FILES.form);
  };

  const ofSchool = { access: { kind: 'may', action: 'openApplications', of: 'school' } } as const;
  app.get('/desk/applications/form.pdf', { config: ofSchool }, async (request, reply) => {
    const { kind } = asked(request.query);
    return send(reply, { kind, school: request.visit!.school.name, applicant: null });
  });

  const ofChild = { access: { kind: 'may', action: 'keepApplications', of: 'child' } } as const;
  app.get('/desk/applications/child-form.pdf', { config: ofChild }, async (request, reply) => {
    const { child } = request;
    const { kind, guardian } = asked(request.query);
    const { actor, school } = request.visit!;
    const id = guardian ? openId(school.secret, 'guardian', guardian) : null;
    const found = child && (await guardiansOf(deps.db, child.studentId)).find((one) => one.id === id);
    if (!child || !found) throw new HttpError(404, 'no-such-guardian');
    const { studentId, className, grade } = child;
    const object = `guardian:${found.id}`;
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'printForm', object, studentId });
    const applicant = [found.last, found.first, found.patronymic].filter(Boolean).join(' ');
    return send(reply, { kind, school: school.name, applicant, studentId, className, grade });
  });

  const own = { access: { kind: 'may', action: 'changeChoices', of: 'guardian' } } as const;
  app.get('/settings/application.pdf', { config: own }, async (request, reply) => {
    const { kind, child: sealed } = asked(request.query);
    const { actor, school } = request.visit!;
    const id = sealed === undefined ? null : openId(school.secret, 'student', sealed);
    const child = actor.children.find(({ studentId }) => studentId === id);
    if (sealed !== undefined && !child) throw new HttpError(404, 'no-such-child');
    const applicant = [actor.name.last, actor.name.first, actor.name.patronymic].filter(Boolean).join(' ');
    return send(reply, { kind, school: school.name, applicant, ...(child && pick(child)) });
  });
}

const pick = ({ studentId, className, grade }: { studentId: string; className: string; grade: number }) => ({
  studentId,
  className,
  grade,
});

function asked(sent: unknown): z.infer<typeof query> {
  const parsed = query.safeParse(sent);
  if (!parsed.success) throw new HttpError(404, 'no-such-form');
  return parsed.data;
}

async function nameOf({ db }: WebDeps, studentId: string): Promise<string> {
  const { last, first, patronymic } = await db.person.findUniqueOrThrow({ where: { id: studentId } });
  return [last, first, patronymic].filter(Boolean).join(' ');
}
