import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { APPLICATION_KINDS, type ApplicationWish, PAPER_WAYS } from '../../src/access/applications/application.ts';
import { readRegister } from '../../src/access/applications/read.ts';
import { recordApplication } from '../../src/access/applications/record.ts';
import { guardiansOf } from '../../src/access/choice-view.ts';
import { may } from '../../src/access/may.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { applicationFault } from '../../src/texts/applications.ts';
import { CARD, RECORD_PAGE, REGISTER_PAGE } from '../../src/texts/web/applications.ts';
import { DESK_CHOICES } from '../../src/texts/web/settings.ts';
import { applicationPath, nowOf } from '../applications/open.ts';
import { RecordForm } from '../applications/record-form.tsx';
import { Applications, FormLinks } from '../applications/register-page.tsx';
import { childNamed } from '../child-named.ts';
import { filledIn } from '../choices/save.ts';
import { sendPage } from '../html.ts';
import { classPath } from '../letters/class-asked.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';

const form = z.object({
  kind: z.enum(APPLICATION_KINDS),
  date: z.string().max(10),
  number: z.string().trim().max(40).default(''),
  applicant: z.string().max(400).default('other'),
  name: z.string().max(1000).default(''),
  student: z.string().max(1000).default(''),
  way: z.enum(PAPER_WAYS).default('person'),
  proxy: z.string().max(1000).default(''),
  notices: z.literal('on').optional(),
});
type Filled = z.infer<typeof form>;

/**
 * `/desk/applications/new?child=…`: what stands on a written application about a pupil, and what was applied for before;
 * `/desk/applications/other`: about a child who is no pupil.
 */
export function deskRecordRoutes(app: FastifyInstance, deps: WebDeps): void {
  const ofChild = { access: { kind: 'may', action: 'keepApplications', of: 'child' } } as const;
  const ofSchool = { access: { kind: 'may', action: 'openApplications', of: 'school' } } as const;

  const showChild = async (request: FastifyRequest, reply: FastifyReply, refused?: Refused) => {
    const child = childNamed(request);
    const { actor, school } = request.visit!;
    const { secret, today } = school;
    const frame = await frameOf(deps, request, reply);
    const guardians = (await guardiansOf(deps.db, child.studentId)).map((guardian) => ({
      guardian,
      sealed: sealId(secret, 'guardian', guardian.id),
    }));
    const before = await readRegister(deps.db, actor, today, { studentId: child.studentId });
    return sendPage(
      reply,
      <Layout title={RECORD_PAGE.title} frame={frame}>
        <h1>
          {RECORD_PAGE.title}
          <small>
            {child.last} {child.first}, {child.className}
          </small>
        </h1>
        <RecordForm csrf={frame.csrf} today={today} guardians={guardians} {...refused} />
        <h2>{REGISTER_PAGE.title}</h2>
        <Applications all={before} now={await nowOf(deps, request)} secret={secret} />
        <h2>{REGISTER_PAGE.forms}</h2>
        {guardians
          .filter(({ guardian }) => guardian.rights === 'full')
          .map(({ guardian: { last, first, patronymic }, sealed }) => (
            <details key={sealed} class="history">
              <summary>{[last, first, patronymic].filter(Boolean).join(' ')}</summary>
              <FormLinks
                href={(kind) => frame.childPath('/desk/applications/child-form.pdf', child, { guardian: sealed, kind })}
              />
            </details>
          ))}
        {may(actor, 'recordChoices', { kind: 'student', ...child }) && (
          <p>
            <a href={frame.childPath('/desk/choices', child)}>{DESK_CHOICES.back}</a>
          </p>
        )}
        {child.classId !== null && may(actor, 'readClass', { kind: 'class', classId: child.classId }) && (
          <p>
            <a href={classPath(request, child.classId)}>{DESK_CHOICES.toClass}</a>
          </p>
        )}
      </Layout>,
      refused ? 422 : 200,
    );
  };

  app.get('/desk/applications/new', { config: ofChild }, (request, reply) => showChild(request, reply));

  app.post('/desk/applications/new', { config: ofChild }, async (request, reply) => {
    const { studentId, classId } = childNamed(request);
    return await take(request, reply, showChild, (filled) => {
      const { secret } = request.visit!.school;
      const guardianId = filled.applicant === 'other' ? null : openId(secret, 'guardian', filled.applicant);
      return wishOf(filled, { studentId, classId }, guardianId);
    });
  });

  const showOther = async (request: FastifyRequest, reply: FastifyReply, refused?: Refused) => {
    const frame = await frameOf(deps, request, reply);
    return sendPage(
      reply,
      <Layout title={RECORD_PAGE.title} frame={frame}>
        <h1>
          {RECORD_PAGE.title}
          <small>{REGISTER_PAGE.notPupil}</small>
        </h1>
        <RecordForm csrf={frame.csrf} today={request.visit!.school.today} {...refused} />
        <p>
          <a href="/desk/applications">{CARD.back}</a>
        </p>
      </Layout>,
      refused ? 422 : 200,
    );
  };

  app.get('/desk/applications/other', { config: ofSchool }, (request, reply) => showOther(request, reply));

  app.post('/desk/applications/other', { config: ofSchool }, (request, reply) =>
    take(request, reply, showOther, (filled) => wishOf(filled, { name: filled.student }, null)),
  );

  async function take(
    request: FastifyRequest,
    reply: FastifyReply,
    again: typeof showChild,
    wish: (filled: Filled) => ApplicationWish,
  ) {
    const parsed = form.safeParse(request.body);
    const filled = filledIn(request.body);
    if (!parsed.success) return again(request, reply, { fault: applicationFault('', ''), filled });
    const { actor, school } = request.visit!;
    const recorded = await recordApplication(deps, actor, wish(parsed.data));
    if (!recorded.ok) return again(request, reply, { fault: applicationFault(recorded.code, recorded.field), filled });
    return reply.redirect(applicationPath(school.secret, recorded.id, { saved: 'recorded' }), 303);
  }
}

interface Refused {
  fault: string;
  filled: Partial<Record<string, string>>;
}

function wishOf(filled: Filled, child: ApplicationWish['child'], guardianId: string | null): ApplicationWish {
  return {
    kind: filled.kind,
    date: filled.date,
    outsideNumber: filled.number,
    applicant: guardianId === null ? { name: filled.name } : { guardianId },
    child,
    way: filled.way,
    proxyName: filled.proxy,
    keepsNotices: filled.notices === 'on',
  };
}
