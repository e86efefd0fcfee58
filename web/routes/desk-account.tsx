import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type AccountHolder, mayTend } from '../../src/access/account-list.ts';
import { audit } from '../../src/access/audit.ts';
import { inviteAnew, mayInvite } from '../../src/access/invite-anew.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { endSessionsOf, openSessions } from '../../src/access/sessions.ts';
import { dismissTheft } from '../../src/access/void-theft.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { capital } from '../../src/texts/russian/typography.ts';
import { endedWords } from '../../src/texts/web/account.ts';
import { holderRoles, ACCOUNTS as SAY } from '../../src/texts/web/accounts.ts';
import { moment } from '../../src/texts/web/settings.ts';
import { fullName, holderAsked, holderPath } from '../accounts/holder-asked.ts';
import { SessionList } from '../accounts/sessions.tsx';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { sendLetters } from '../letters/send.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

const form = z.discriminatedUnion('part', [
  z.object({ part: z.literal('session'), session: z.string().max(200) }),
  z.object({ part: z.literal('all') }),
  z.object({ part: z.literal('invite') }),
  z.object({ part: z.literal('dismiss') }),
]);
const query = z.object({
  done: z.enum(['session', 'all', 'dismiss']).optional().catch(undefined),
  ended: z.coerce.number().int().min(0).max(999).catch(0),
});

/** `/desk/account?person=…`: where one person is signed in; ending that, a new invitation, the way to a stolen account. */
export function deskAccountRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'keepAccounts', of: 'school' } } as const;
  const { db, clock } = deps;

  const show = async (request: FastifyRequest, reply: FastifyReply, holder: AccountHolder, fault?: string) => {
    const { actor, school, session } = request.visit!;
    const frame = await frameOf(deps, request, reply);
    const sessions = holder.accountId === null ? [] : await openSessions(db, clock, holder.accountId);
    const { done, ended } = query.parse(request.query);
    const tends = mayTend(actor, holder);
    const at = (instant: Date) => moment(schoolDate(instant, school.zone), schoolTime(instant, school.zone));
    return sendPage(
      reply,
      <Layout title={SAY.title} frame={frame}>
        <h1>
          {fullName(holder)}
          <small>{holderRoles(holder)}</small>
        </h1>
        <Alert text={fault} />
        {done && !fault && <output class="saved">{done === 'dismiss' ? SAY.dismissed : endedWords(ended)}</output>}
        {holder.reportedAt && (
          <p class="alert">
            {capital(SAY.reported)}: {at(holder.reportedAt)}
          </p>
        )}
        <dl class="glance">
          <div>
            <dt>{SAY.login}</dt>
            <dd>{holder.login ?? SAY.none}</dd>
          </div>
          {holder.accountId !== null && (
            <div>
              <dt>{SAY.ways}</dt>
              <dd>{holder.closed ? SAY.closed : holder.hasPassword ? SAY.withPassword : SAY.linksOnly}</dd>
            </div>
          )}
          <div>
            <dt>{SAY.lastSeen}</dt>
            <dd>{holder.lastSeenAt ? at(holder.lastSeenAt) : SAY.never}</dd>
          </div>
        </dl>
        <section class="card">
          <h2>{SAY.sessions}</h2>
          {sessions.length === 0 ? (
            <p>{SAY.noSessions}</p>
          ) : (
            <SessionList
              sessions={sessions}
              own={session.id}
              readOnly={!tends}
              seal={(id) => sealId(school.secret, 'session', String(id))}
              zone={school.zone}
              csrf={frame.csrf}
            />
          )}
          {tends && sessions.length > 0 && (
            <form method="post">
              <Csrf token={frame.csrf} />
              <button type="submit" name="part" value="all" class="outline">
                {SAY.endAll}
              </button>
            </form>
          )}
        </section>
        {tends ? (
          <Deeds
            holder={holder}
            invitable={mayInvite(actor, holder)}
            theft={holderPath('/desk/account/theft', school.secret, holder.personId)}
            csrf={frame.csrf}
          />
        ) : (
          <p class="muted">{SAY.tooHigh}</p>
        )}
        <p>
          <a href="/desk/accounts">{SAY.back}</a>
        </p>
      </Layout>,
      fault ? 422 : 200,
    );
  };

  app.get('/desk/account', { config }, async (request, reply) => {
    const holder = await holderAsked(deps, request);
    const actorId = request.visit!.actor.staffId!;
    await audit(db, clock, { actorId, action: 'readAccounts', object: `person:${holder.personId}` });
    return show(request, reply, holder);
  });

  app.post('/desk/account', { config }, async (request, reply) => {
    const holder = await holderAsked(deps, request);
    const { actor, school } = request.visit!;
    const asked = form.safeParse(request.body).data;
    if (!asked) throw new HttpError(400, 'no-such-form');
    if (!mayTend(actor, holder)) throw new HttpError(403, 'not-yours');
    const { personId, accountId } = holder;
    if (asked.part === 'invite') {
      const publicUrl = deps.config.publicUrl;
      const invited = await inviteAnew({ db, clock, publicUrl }, actor, { personId, today: school.today });
      if (!invited.ok)
        return show(request, reply, holder, invited.code === 'noConsent' ? SAY.inviteNoConsent : SAY.inviteFamily);
      const { children, ...letter } = invited.letter;
      const about = { school: school.name, zone: school.zone, classId: children[0]?.classId ?? null };
      const { last, first, patronymic } = holder;
      return sendLetters(deps, reply, [{ ...letter, guardian: { last, first, patronymic, children } }], {
        ...about,
        className: children[0]?.className ?? '',
      });
    }
    if (accountId === null) throw new HttpError(404, 'no-account');
    let ended = 0;
    if (asked.part === 'dismiss') await dismissTheft(deps, actor, accountId);
    else {
      const only = asked.part === 'session' ? Number(openId(school.secret, 'session', asked.session) ?? 0) : undefined;
      ended = await endSessionsOf(db, clock, accountId, only === undefined ? {} : { only });
      await audit(db, clock, {
        actorId: actor.staffId!,
        action: 'endSessions',
        object: `account:${accountId}`,
        details: { ended },
      });
    }
    const done = { done: asked.part, ended: String(ended) };
    return reply.redirect(holderPath('/desk/account', school.secret, personId, done), 303);
  });
}

interface DeedsProps {
  holder: AccountHolder;
  invitable: boolean;
  /** the page of a stolen account */
  theft: string;
  csrf: string;
}

function Deeds({ holder, invitable, theft, csrf }: DeedsProps) {
  return (
    <>
      <section class="card">
        <h2>{SAY.stolen}</h2>
        <p>{SAY.stolenLead}</p>
        <p>
          <a class="button outline" href={theft}>
            {SAY.stolenButton}
          </a>
        </p>
        {holder.reportedAt && (
          <form method="post">
            <Csrf token={csrf} />
            <button type="submit" name="part" value="dismiss" class="outline">
              {SAY.dismiss}
            </button>
          </form>
        )}
      </section>
      <section class="card">
        <h2>{SAY.invite}</h2>
        {invitable ? (
          <form method="post">
            <p>{SAY.inviteLead}</p>
            <Csrf token={csrf} />
            <button type="submit" name="part" value="invite">
              {SAY.inviteButton}
            </button>
          </form>
        ) : (
          <p>{SAY.inviteFamily}</p>
        )}
      </section>
    </>
  );
}
