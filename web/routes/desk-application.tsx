import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { letterGuardians } from '../../src/access/access-letters.ts';
import { REFUSAL_GROUNDS } from '../../src/access/applications/application.ts';
import {
  type Granted,
  grantApplication,
  refuseApplication,
  withdrawApplication,
} from '../../src/access/applications/decide.ts';
import type { ApplicationView } from '../../src/access/applications/read.ts';
import { audit } from '../../src/access/audit.ts';
import { sealId } from '../../src/access/public-ids.ts';
import { refusalPdf } from '../../src/channels/paper/letters/refusal.ts';
import { applicationFault, numberWords } from '../../src/texts/applications.ts';
import { shortName } from '../../src/texts/russian/names.ts';
import { CARD, FILES } from '../../src/texts/web/applications.ts';
import { Card } from '../applications/card.tsx';
import { applicationAsked, applicationPath, nowOf, sendPdf } from '../applications/open.ts';
import { refusalFacts } from '../applications/words.ts';
import { filledIn } from '../choices/save.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { sendLetters } from '../letters/send.ts';
import { frameOf } from '../page.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';

const note = z.string().max(1000).default('');
const form = z.discriminatedUnion('part', [
  z.object({ part: z.literal('grant'), consent: z.literal('on').optional() }),
  z.object({ part: z.literal('refuse'), ground: z.enum(REFUSAL_GROUNDS), note }),
  z.object({ part: z.literal('withdraw'), note }),
]);

interface Refused {
  fault: string;
  filled: Partial<Record<string, string>>;
}

/**
 * `/desk/application?application=…`: one application: granted, refused or withdrawn as a mistake. Granted access answers with the
 * letter itself, for its code can be read only now. `refusal.pdf`: for the director's signature.
 */
export function deskApplicationRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'openApplications', of: 'school' } } as const;

  const show = async (request: FastifyRequest, reply: FastifyReply, one: ApplicationView, refused?: Refused) => {
    const { secret } = request.visit!.school;
    const frame = await frameOf(deps, request, reply);
    const { saved } = request.query as { saved?: unknown };
    const said = Object.entries(CARD.saved).find(([key]) => key === saved)?.[1];
    const refusal = withQuery('/desk/application/refusal.pdf', { application: sealed(request) });
    return sendPage(
      reply,
      <Layout title={CARD.title} frame={frame}>
        <h1>
          {CARD.title} {numberWords(one)}
        </h1>
        {said && !refused && <output class="saved">{said}</output>}
        <Card one={one} now={await nowOf(deps, request)} csrf={frame.csrf} refusal={refusal} {...refused} />
        {one.child && (
          <p>
            <a href={withQuery('/desk/applications/new', { child: sealId(secret, 'student', one.child.studentId) })}>
              {one.child.last} {one.child.first}
            </a>
          </p>
        )}
        <p>
          <a href="/desk/applications">{CARD.back}</a>
        </p>
      </Layout>,
      refused ? 422 : 200,
    );
  };

  app.get('/desk/application', { config }, async (request, reply) => {
    const one = await applicationAsked(deps, request);
    await noteRead(request, one, 'readApplication');
    return show(request, reply, one);
  });

  app.post('/desk/application', { config }, async (request, reply) => {
    const one = await applicationAsked(deps, request);
    const filled = filledIn(request.body);
    const parsed = form.safeParse(request.body);
    if (!parsed.success) return show(request, reply, one, { fault: applicationFault('', ''), filled });
    const { actor, school } = request.visit!;
    const decide = { ...deps, publicUrl: deps.config.publicUrl };
    const { data } = parsed;
    if (data.part === 'grant') {
      const granted = await grantApplication(decide, actor, one.id, { consent: data.consent === 'on' });
      if (!granted.ok) return again(granted);
      return granted.invitation
        ? await sendLetter(request, reply, granted)
        : reply.redirect(applicationPath(school.secret, one.id, { saved: 'granted' }), 303);
    }
    const decided =
      data.part === 'refuse'
        ? await refuseApplication(decide, actor, one.id, data)
        : await withdrawApplication(decide, actor, one.id, data);
    if (!decided.ok) return again(decided);
    const saved = data.part === 'refuse' ? 'refused' : 'withdrawn';
    return reply.redirect(applicationPath(school.secret, one.id, { saved }), 303);

    async function again({ code, field }: { code: string; field: string }) {
      const fresh = await applicationAsked(deps, request);
      return show(request, reply, fresh, { fault: applicationFault(code, field), filled });
    }
  });

  app.get('/desk/application/refusal.pdf', { config }, async (request, reply) => {
    const one = await applicationAsked(deps, request);
    const { name: school, zone } = request.visit!.school;
    const director = await deps.db.staffMember.findFirst({
      where: { roles: { has: 'director' }, leftAt: null },
      select: { person: { select: { last: true, first: true, patronymic: true } } },
      orderBy: { id: 'asc' },
    });
    const about = { school, director: director ? shortName(director.person) : '', zone, madeAt: deps.clock.now() };
    const facts = refusalFacts(one, about);
    if (!facts) throw new HttpError(404, 'not-refused');
    await noteRead(request, one, 'printRefusal');
    return sendPdf(reply, await refusalPdf(facts), FILES.refusal);
  });

  /** The letter of access that was just granted. */
  async function sendLetter(request: FastifyRequest, reply: FastifyReply, granted: Extract<Granted, { ok: true }>) {
    const { application, invitation } = granted;
    const { child, guardian } = application;
    const { name: school, zone, today } = request.visit!.school;
    if (!child || !guardian || !invitation) throw new HttpError(404, 'no-such-guardian');
    const { classId, className } = child;
    const all = classId === null ? [] : await letterGuardians(deps.db, { classId, today, now: deps.clock.now() });
    // a child who is in no class yet
    const found = all.find(({ id }) => id === guardian.id) ?? { ...guardian, children: [child] };
    const letter = {
      guardian: found,
      code: invitation.code,
      link: invitation.link,
      expires: new Date(invitation.expires),
    };
    return sendLetters(deps, reply, [letter], { school, zone, classId, className });
  }

  async function noteRead(request: FastifyRequest, { id, child }: ApplicationView, action: string): Promise<void> {
    await audit(deps.db, deps.clock, {
      actorId: request.visit!.actor.staffId!,
      action,
      object: `application:${id}`,
      ...(child && { studentId: child.studentId }),
    });
  }
}

const sealed = (request: FastifyRequest) => (request.query as { application: string }).application;
