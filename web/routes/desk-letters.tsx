import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { issueLetters, type LetterGuardian, letterGuardians, needsLetter } from '../../src/access/access-letters.ts';
import { audit } from '../../src/access/audit.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { schoolDate } from '../../src/platform/school-time.ts';
import { className } from '../../src/texts/web/desk.ts';
import { issuedWords, LETTERS_PAGE as SAY } from '../../src/texts/web/letters.ts';
import { sendPage } from '../html.ts';
import { classAsked, classPath } from '../letters/class-asked.ts';
import { sendLetters } from '../letters/send.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

/**
 * `/desk/letters?class=…`: who of a class's families has a way in, and letters for who has none (К-У 6.2; Д 3.2). The form answers
 * with the letters as one file, once: codes are kept hashed.
 */
export function deskLettersRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'issueLetters', of: 'class' } } as const;

  const show = async (request: FastifyRequest, reply: FastifyReply, fault?: string) => {
    const { id, name } = await classAsked(deps, request);
    const { actor, school } = request.visit!;
    const { secret, zone, today } = school;
    const guardians = await letterGuardians(deps.db, { classId: id, today, now: deps.clock.now() });
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'readLetters', object: `class:${id}` });
    const frame = await frameOf(deps, request, reply);
    return sendPage(
      reply,
      <Layout title={SAY.title} frame={frame}>
        <h1>
          {SAY.title}
          <small>{className(name)}</small>
        </h1>
        <p>{SAY.lead}</p>
        <p>
          {SAY.several} {SAY.cancels}
        </p>
        {guardians.length === 0 ? (
          <p>{SAY.nobody}</p>
        ) : (
          <form method="post" class="card">
            <Alert text={fault} />
            <Csrf token={frame.csrf} />
            <fieldset>
              <legend>{SAY.people}</legend>
              {guardians.map((guardian) => (
                <Guardian
                  key={guardian.id}
                  guardian={guardian}
                  sealed={sealId(secret, 'guardian', guardian.id)}
                  zone={zone}
                />
              ))}
            </fieldset>
            <p>
              <strong>{SAY.once}</strong>
            </p>
            <button type="submit">{SAY.submit}</button>
            <p class="muted apart">{SAY.after}</p>
          </form>
        )}
        <p>
          <a href={classPath(request, id)}>{SAY.back}</a>
        </p>
      </Layout>,
      fault ? 422 : 200,
    );
  };

  app.get('/desk/letters', { config }, (request, reply) => show(request, reply));

  app.post('/desk/letters', { config }, async (request, reply) => {
    const { id, name } = await classAsked(deps, request);
    const { actor, school } = request.visit!;
    const sent = [(request.body as { guardian?: unknown } | undefined)?.guardian ?? []].flat();
    const chosen = sent.flatMap((sealed) =>
      typeof sealed === 'string' ? (openId(school.secret, 'guardian', sealed) ?? []) : [],
    );
    const issued = await issueLetters({ ...deps, publicUrl: deps.config.publicUrl }, actor, {
      classId: id,
      today: school.today,
      chosen,
    });
    if (!issued.ok) return show(request, reply, SAY.choose);
    return sendLetters(deps, reply, issued.letters, {
      school: school.name,
      zone: school.zone,
      classId: id,
      className: name,
    });
  });
}

function Guardian({ guardian, sealed, zone }: { guardian: LetterGuardian; sealed: string; zone: string }) {
  const { last, first, patronymic, child, children, chat, account, invitation } = guardian;
  const states = [
    chat ? SAY.chat : '',
    account ? SAY.account : '',
    invitation ? issuedWords(schoolDate(invitation.at, zone), schoolDate(invitation.expires, zone)) : '',
  ].filter(Boolean);
  const possible = children.length > 0;
  return (
    <label>
      <input type="checkbox" name="guardian" value={sealed} checked={needsLetter(guardian)} disabled={!possible} />
      <span>
        {[last, first, patronymic].filter(Boolean).join(' ')} · {child.last} {child.first}
        <small>{possible ? states.join(', ') || SAY.noAccess : SAY.noConsent}</small>
      </span>
    </label>
  );
}
