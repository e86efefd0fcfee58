import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ACCOUNT_KINDS, type AccountHolder, accountHolders } from '../../src/access/account-list.ts';
import { audit } from '../../src/access/audit.ts';
import { schoolDate, schoolTime } from '../../src/platform/school-time.ts';
import { holderRoles, openIn, ACCOUNTS as SAY } from '../../src/texts/web/accounts.ts';
import { moment } from '../../src/texts/web/settings.ts';
import { fullName, holderPath } from '../accounts/holder-asked.ts';
import { sendPage } from '../html.ts';
import { frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Csrf, Field } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';
import { ToDesk } from '../views/to-desk.tsx';

const PAGE = 50;
const search = z.object({
  text: z.string().trim().max(100).catch(''),
  kind: z.enum(ACCOUNT_KINDS).optional().catch(undefined),
  skip: z.coerce.number().int().min(0).max(100_000).catch(0),
});

/**
 * `/desk/accounts`: everybody who may sign in, by name; reported accounts stand first. A search is sent as a form: no name of a
 * person stands in an address.
 */
export function deskAccountsRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'may', action: 'keepAccounts', of: 'school' } } as const;

  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    const { actor, school } = request.visit!;
    const { text, kind, skip } = search.parse(request.body ?? {});
    const wanted = { text, kind: kind ?? null, skip, take: PAGE };
    const found = await accountHolders(deps.db, deps.clock, school.today, wanted);
    await audit(deps.db, deps.clock, { actorId: actor.staffId!, action: 'readAccounts', object: 'accounts' });
    const frame = await frameOf(deps, request, reply);
    return sendPage(
      reply,
      <Layout title={SAY.title} frame={frame}>
        <h1>{SAY.title}</h1>
        <p class="muted">{SAY.lead}</p>
        <form method="post" class="card">
          <Csrf token={frame.csrf} />
          <Field name="text" label={SAY.search} value={text} autocomplete="off" spellcheck={false} />
          <label>
            {SAY.kind}
            <select name="kind">
              <option value="">{SAY.kinds.all}</option>
              {ACCOUNT_KINDS.map((one) => (
                <option key={one} value={one} selected={one === kind}>
                  {SAY.kinds[one]}
                </option>
              ))}
            </select>
          </label>
          <button type="submit">{SAY.find}</button>
        </form>
        {found.length === 0 && <p>{SAY.nobody}</p>}
        <ul class="applications">
          {found.slice(0, PAGE).map((holder) => (
            <Holder key={holder.personId} holder={holder} secret={school.secret} zone={school.zone} />
          ))}
        </ul>
        {found.length > PAGE && (
          <form method="post">
            <Csrf token={frame.csrf} />
            <input type="hidden" name="text" value={text} />
            <input type="hidden" name="kind" value={kind ?? ''} />
            <button type="submit" name="skip" value={skip + PAGE} class="outline">
              {SAY.more}
            </button>
          </form>
        )}
        <ToDesk />
      </Layout>,
    );
  };

  app.get('/desk/accounts', { config }, show);
  app.post('/desk/accounts', { config }, show);
}

function Holder({ holder, secret, zone }: { holder: AccountHolder; secret: string; zone: string }) {
  const { lastSeenAt, sessions, closed, reportedAt, login } = holder;
  const seen = lastSeenAt
    ? `${SAY.lastSeen.toLowerCase()} ${moment(schoolDate(lastSeenAt, zone), schoolTime(lastSeenAt, zone))}`
    : SAY.never;
  return (
    <li>
      <span>
        <a href={holderPath('/desk/account', secret, holder.personId)}>{fullName(holder)}</a>
        {reportedAt && <mark>{SAY.reported}</mark>}
        {closed && <mark class="plain">{SAY.closed}</mark>}
      </span>
      <small>{holderRoles(holder)}</small>
      <small>{[login, seen, openIn(sessions)].filter(Boolean).join(' · ')}</small>
    </li>
  );
}
