import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { changePassword, type OwnAccount, ownAccount, type PasswordChange } from '../../src/access/own-account.ts';
import { PASSWORD_LENGTH } from '../../src/access/passwords.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { reportTheft } from '../../src/access/report-theft.ts';
import { endSessionsOf } from '../../src/access/sessions.ts';
import { tellTheft } from '../../src/oversight/tell-theft.ts';
import { JOIN, PASSWORD_FAULTS } from '../../src/texts/web/access.ts';
import { CURRENT_FAULTS, changedWords, endedWords, ACCOUNT as SAY, waysWords } from '../../src/texts/web/account.ts';
import { SessionList } from '../accounts/sessions.tsx';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { type Frame, frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Csrf, Field } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

const form = z.discriminatedUnion('part', [
  z.object({ part: z.literal('session'), session: z.string().max(200) }),
  z.object({ part: z.literal('others') }),
  z.object({
    part: z.literal('password'),
    current: z.string().max(1000).default(''),
    password: z.string().max(1000).default(''),
  }),
  z.object({ part: z.literal('theft') }),
]);
const query = z.object({
  done: z.enum(['session', 'others', 'password', 'theft']).optional(),
  ended: z.coerce.number().int().min(0).max(999).default(0),
});

/** `/account`: login and ways in, where one is signed in, another password, «это был не я»; for families, pupils and staff. */
export function accountRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'signedIn' } } as const;
  const { db, clock, config: settings } = deps;

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    refused?: Extract<PasswordChange, { ok: false }>,
  ) => {
    const frame = await frameOf(deps, request, reply);
    const found = await ownAccount(db, clock, request.visit!.actor.accountId);
    const account = deps.services.mailSignInLink ? found : { ...found, mailboxes: [] };
    const done = refused ? {} : (query.safeParse(request.query).data ?? {});
    const page = <AccountPage frame={frame} account={account} done={doneWords(done)} refused={refused} />;
    return sendPage(reply, page, refused ? 422 : 200);
  };

  app.get('/account', { config }, (request, reply) => show(request, reply));

  app.post('/account', { config }, async (request, reply) => {
    const { actor, session, school } = request.visit!;
    const { accountId } = actor;
    const parsed = form.safeParse(request.body);
    if (!parsed.success) throw new HttpError(400, 'no-such-form');
    const asked = parsed.data;
    const ready = (ended: number) => reply.redirect(`/account?done=${asked.part}&ended=${ended}`, 303);
    switch (asked.part) {
      case 'session': {
        const id = openId(school.secret, 'session', asked.session);
        return ready(id ? await endSessionsOf(db, clock, accountId, { only: Number(id) }) : 0);
      }
      case 'others':
        return ready(await endSessionsOf(db, clock, accountId, { but: session.id }));
      case 'password': {
        const changed = await changePassword(deps, { accountId, session }, asked);
        return changed.ok ? ready(changed.ended) : show(request, reply, changed);
      }
      case 'theft': {
        const { first, ended } = await reportTheft(deps, actor, session.id);
        if (first) await tellTheft({ db, clock, publicUrl: settings.publicUrl.replace(/\/+$/, '') });
        return ready(ended);
      }
    }
  });
}

function doneWords({ done, ended = 0 }: Partial<z.infer<typeof query>>): string | undefined {
  if (done === 'session') return ended > 0 ? SAY.ended : SAY.endedBefore;
  if (done === 'others') return endedWords(ended);
  if (done === 'password') return changedWords(ended);
  return done === 'theft' ? SAY.reported : undefined;
}

interface PageProps {
  frame: Frame;
  account: OwnAccount;
  done: string | undefined;
  refused: Extract<PasswordChange, { ok: false }> | undefined;
}

function AccountPage({ frame, account, done, refused }: PageProps) {
  const { actor, school, session } = frame.visit!;
  const { last, first, patronymic } = actor.name;
  const seal = (id: number) => sealId(school.secret, 'session', String(id));
  return (
    <Layout title={SAY.title} frame={frame}>
      <h1>
        {SAY.title}
        <small>{[last, first, patronymic].filter(Boolean).join(' ')}</small>
      </h1>
      {done && <output class="saved">{done}</output>}
      {account.reported && done !== SAY.reported && <p class="alert">{SAY.waits}</p>}
      <dl class="glance">
        <div>
          <dt>{SAY.login}</dt>
          <dd>
            <b>{account.login}</b>
          </dd>
        </div>
        <div>
          <dt>{SAY.ways}</dt>
          <dd>{waysWords({ ...account, password: account.hasPassword })}</dd>
        </div>
      </dl>
      <section class="card">
        <h2>{SAY.sessions}</h2>
        <p class="muted">{SAY.sessionsLead}</p>
        <SessionList sessions={account.sessions} own={session.id} seal={seal} zone={school.zone} csrf={frame.csrf} />
        {account.sessions.length > 1 && (
          <form method="post">
            <Csrf token={frame.csrf} />
            <button type="submit" name="part" value="others" class="outline">
              {SAY.endOthers}
            </button>
          </form>
        )}
      </section>
      <PasswordForm frame={frame} account={account} refused={refused} />
      {!account.reported && <Theft frame={frame} />}
    </Layout>
  );
}

function PasswordForm({ frame, account, refused }: Omit<PageProps, 'done'>) {
  const { hasPassword, login } = account;
  const currentFault = refused?.field === 'current' ? CURRENT_FAULTS[refused.code] : undefined;
  return (
    <form method="post" class="card">
      <h2>{hasPassword ? SAY.change : SAY.set}</h2>
      <p class="muted">{hasPassword ? SAY.changeNote : SAY.setNote}</p>
      <Csrf token={frame.csrf} />
      {/* for the browser's own keeper of passwords */}
      <input type="text" name="login" value={login} autocomplete="username" hidden readonly />
      {hasPassword && (
        <Field
          name="current"
          label={SAY.current}
          type="password"
          autocomplete="current-password"
          fault={currentFault}
          required
        />
      )}
      <Field
        name="password"
        label={SAY.next}
        hint={JOIN.passwordHint}
        type="password"
        autocomplete="new-password"
        minLength={PASSWORD_LENGTH.least}
        fault={refused?.field === 'password' ? PASSWORD_FAULTS[refused.code] : hasPassword ? undefined : currentFault}
        required
      />
      <button type="submit" name="part" value="password">
        {hasPassword ? SAY.change : SAY.set}
      </button>
    </form>
  );
}

function Theft({ frame }: { frame: Frame }) {
  return (
    <details class="card">
      <summary>{SAY.theft}</summary>
      <p>{SAY.theftLead}</p>
      {frame.visit!.actor.staffId && <p>{SAY.theftStaff}</p>}
      <p>{SAY.theftPassword}</p>
      <form method="post">
        <Csrf token={frame.csrf} />
        <button type="submit" name="part" value="theft">
          {SAY.report}
        </button>
      </form>
    </details>
  );
}
