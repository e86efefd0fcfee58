import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { issueLetters, type LetterGuardian, letterGuardians, needsLetter } from '../../src/access/access-letters.ts';
import { audit } from '../../src/access/audit.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { issuePupilLetters, type LetterPupil, letterPupils } from '../../src/access/pupil-letters.ts';
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

  const show = async (request: FastifyRequest, reply: FastifyReply, fault?: Fault) => {
    const { id, name } = await classAsked(deps, request);
    const { actor, school } = request.visit!;
    const { secret, zone, today } = school;
    const of = { classId: id, today, now: deps.clock.now() };
    const guardians = await letterGuardians(deps.db, of);
    const pupils = await letterPupils(deps.db, of);
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
        <h2>{SAY.families}</h2>
        {guardians.length === 0 ? (
          <p>{SAY.nobody}</p>
        ) : (
          <form method="post" class="card">
            <Alert text={fault?.to === 'families' ? SAY.choose : undefined} />
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
        <h2>{SAY.pupils}</h2>
        <p>{SAY.pupilsLead}</p>
        {pupils.length === 0 ? (
          <p>{SAY.nobodyPupils}</p>
        ) : (
          <form method="post" class="card">
            <Alert text={fault?.to === 'pupils' ? SAY.choosePupil : undefined} />
            <Csrf token={frame.csrf} />
            <fieldset>
              <legend>{SAY.people}</legend>
              {pupils.map((pupil) => (
                <Pupil
                  key={pupil.studentId}
                  pupil={pupil}
                  sealed={sealId(secret, 'student', pupil.studentId)}
                  zone={zone}
                />
              ))}
            </fieldset>
            <button type="submit" name="to" value="pupils">
              {SAY.pupilsSubmit}
            </button>
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
    const sent = request.body as { to?: unknown; guardian?: unknown; pupil?: unknown } | undefined;
    const opened = (purpose: string, sealed: unknown) =>
      [sealed ?? []]
        .flat()
        .flatMap((one) => (typeof one === 'string' ? (openId(school.secret, purpose, one) ?? []) : []));
    const issuing = { ...deps, publicUrl: deps.config.publicUrl };
    const about = { school: school.name, zone: school.zone, classId: id, className: name };
    const of = { classId: id, today: school.today };
    if (sent?.to === 'pupils') {
      const issued = await issuePupilLetters(issuing, actor, { ...of, chosen: opened('student', sent.pupil) });
      if (!issued.ok) return show(request, reply, { to: 'pupils' });
      const letters = issued.letters.map(({ pupil, ...letter }) => ({
        ...letter,
        as: 'pupil' as const,
        guardian: { ...pupil, children: [pupil] },
      }));
      return sendLetters(deps, reply, letters, about);
    }
    const issued = await issueLetters(issuing, actor, { ...of, chosen: opened('guardian', sent?.guardian) });
    if (!issued.ok) return show(request, reply, { to: 'families' });
    return sendLetters(deps, reply, issued.letters, about);
  });
}

/** Whose form named nobody. */
interface Fault {
  to: 'families' | 'pupils';
}

function Pupil({ pupil, sealed, zone }: { pupil: LetterPupil; sealed: string; zone: string }) {
  const { last, first, patronymic, consent, account, invitation } = pupil;
  const states = [
    account ? SAY.pupilAccount : '',
    invitation ? issuedWords(schoolDate(invitation.at, zone), schoolDate(invitation.expires, zone)) : '',
  ].filter(Boolean);
  return (
    <label>
      <input type="checkbox" name="pupil" value={sealed} disabled={!consent} />
      <span>
        {[last, first, patronymic].filter(Boolean).join(' ')}
        <small>{consent ? states.join(', ') || SAY.noAccess : SAY.pupilNoConsent}</small>
      </span>
    </label>
  );
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
