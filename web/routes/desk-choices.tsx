import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ChildGuardian, guardiansOf } from '../../src/access/choice-view.ts';
import { choose } from '../../src/access/choices.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import type { Child } from '../../src/access/relations.ts';
import { choiceFault } from '../../src/texts/choices.ts';
import { DESK_CHOICES } from '../../src/texts/web/settings.ts';
import { childNamed } from '../child-named.ts';
import { ApplicationForm } from '../choices/application.tsx';
import { applicationChanges, applicationForm } from '../choices/forms.ts';
import { GuardianCard } from '../choices/guardian-card.tsx';
import { type Choices, loadChoices } from '../choices/load.ts';
import { filledIn } from '../choices/save.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { type Frame, frameOf } from '../page.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import { Layout } from '../views/layout.tsx';

interface Opened {
  child: Child;
  guardian: ChildGuardian;
  choices: Choices;
}

/**
 * `/desk/choices?child=…`: what each guardian of a child chose, with its history; with `guardian=…` the form of a written
 * application of theirs (К-У 2.2; Ш 7.13). For the class teacher, deputy and director; reading is audited.
 */
export function deskChoicesRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'recordChoices', of: 'child' } } as const;
  const choicesOf = (request: FastifyRequest, guardianId: string, child: Child) =>
    loadChoices(deps.db, { guardianIds: [guardianId], children: [child] }, request.visit!.school);
  const sealGuardian = (request: FastifyRequest, id: string) => sealId(request.visit!.school.secret, 'guardian', id);

  const openOne = async (request: FastifyRequest, sealed: unknown): Promise<Opened> => {
    const child = childNamed(request);
    const id = typeof sealed === 'string' ? openId(request.visit!.school.secret, 'guardian', sealed) : null;
    const guardian = (await guardiansOf(deps.db, child.studentId)).find(
      (one) => one.id === id && one.rights === 'full',
    );
    if (!guardian) throw new HttpError(404, 'no-such-guardian');
    return { child, guardian, choices: await choicesOf(request, guardian.id, child) };
  };

  const showForm = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { child, guardian, choices }: Opened,
    refused?: { fault: string; filled: Partial<Record<string, string>> },
  ) => {
    const frame = await frameOf(deps, request, reply);
    const [one] = choices.children;
    if (!one) throw new HttpError(404, 'no-such-guardian');
    return sendPage(
      reply,
      <Page frame={frame} child={child} name={nameOf(guardian)}>
        <ApplicationForm
          guardian={guardian}
          one={one}
          choices={choices}
          csrf={frame.csrf}
          sealed={sealGuardian(request, guardian.id)}
          fault={refused?.fault}
          filled={refused?.filled}
        />
        <p>
          <a href={frame.childPath('/desk/choices', child)}>{DESK_CHOICES.back}</a>
        </p>
      </Page>,
      refused ? 422 : 200,
    );
  };

  app.get('/desk/choices', { config }, async (request, reply) => {
    const { guardian, saved } = request.query as { guardian?: unknown; saved?: unknown };
    if (guardian !== undefined) return showForm(request, reply, await openOne(request, guardian));
    const child = childNamed(request);
    const { secret } = request.visit!.school;
    const frame = await frameOf(deps, request, reply);
    const guardians = await guardiansOf(deps.db, child.studentId);
    const cards = [];
    for (const one of guardians) {
      const choices = await choicesOf(request, one.id, child);
      const record = frame.childPath('/desk/choices', child, { guardian: sealGuardian(request, one.id) });
      cards.push(<GuardianCard key={one.id} guardian={one} choices={choices} record={record} />);
    }
    return sendPage(
      reply,
      <Page frame={frame} child={child}>
        {typeof saved === 'string' && (
          <output class="saved">{saved === '1' ? DESK_CHOICES.saved : DESK_CHOICES.unchanged}</output>
        )}
        <p>{DESK_CHOICES.lead}</p>
        {cards.length === 0 && <p>{DESK_CHOICES.nobody}</p>}
        {cards}
        <p>
          <a href={frame.childPath('/desk/applications/new', child)}>{DESK_CHOICES.applications}</a>
        </p>
        {child.classId !== null && (
          <p>
            <a href={withQuery('/desk/class', { class: sealId(secret, 'class', String(child.classId)) })}>
              {DESK_CHOICES.toClass}
            </a>
          </p>
        )}
      </Page>,
    );
  });

  app.post('/desk/choices', { config }, async (request, reply) => {
    const filled = filledIn(request.body);
    const opened = await openOne(request, filled.guardian);
    const { child, guardian, choices } = opened;
    const parsed = applicationForm.safeParse(request.body);
    const [one] = choices.children;
    if (!parsed.success || !one) return showForm(request, reply, opened, { fault: choiceFault('', ''), filled });
    const { number, date } = parsed.data;
    const { studentId, classId } = child;
    const chosen = await choose(
      deps,
      {
        actor: request.visit!.actor,
        guardianIds: [guardian.id],
        child: { studentId, classId },
        application: { number, date },
      },
      applicationChanges(choices, one, guardian, parsed.data),
    );
    if (!chosen.ok) return showForm(request, reply, opened, { fault: choiceFault(chosen.code, chosen.field), filled });
    const frame = await frameOf(deps, request, reply);
    return reply.redirect(frame.childPath('/desk/choices', child, { saved: chosen.changed > 0 ? '1' : '0' }), 303);
  });
}

const nameOf = ({ last, first, patronymic }: ChildGuardian) => [last, first, patronymic].filter(Boolean).join(' ');

function Page(props: { frame: Frame; child: Child; name?: string; children: preact.ComponentChildren }) {
  const { child, name } = props;
  return (
    <Layout title={DESK_CHOICES.title} frame={props.frame}>
      <h1>
        {name ? DESK_CHOICES.record : DESK_CHOICES.title}
        <small>
          {child.last} {child.first}, {child.className}
          {name && ` · ${name}`}
        </small>
      </h1>
      {props.children}
    </Layout>
  );
}
