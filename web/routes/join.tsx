import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type JoinFault, join, type Key, peekJoin } from '../../src/access/joining.ts';
import { PASSWORD_LENGTH } from '../../src/access/passwords.ts';
import {
  CLASS_MISSING,
  CODE_FAULTS,
  JOIN,
  JOINED,
  LINK_FAULTS,
  PASSWORD_FAULTS,
  wrongClass,
} from '../../src/texts/web/access.ts';
import { sendPage } from '../html.ts';
import { type Frame, frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { signInAs } from '../signing-in.ts';
import { Alert, Csrf, Field } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

const form = z.object({
  code: z.string().max(100).default(''),
  class: z.string().max(100).default(''),
  password: z.string().max(1000).default(''),
});
type Filled = z.infer<typeof form>;
const token = z.object({ token: z.string().max(100) });

/** `/join` by a typed code, `/join/TOKEN` by the link of the letter. Looking uses nothing up; the form does. */
export function joinRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'public', visit: true } } as const;

  app.get('/join', { config }, async (request, reply) => {
    const frame = await frameOf(deps, request, reply);
    return sendPage(reply, <JoinPage frame={frame} byLink={false} asksClass={true} />);
  });

  app.get('/join/:token', { config }, async (request, reply) => {
    const seen = await peekJoin(deps.db, deps.clock, token.parse(request.params).token);
    const frame = await frameOf(deps, request, reply);
    if (!seen.ok) return sendPage(reply, <DeadLink frame={frame} code={seen.code} />, 410);
    return sendPage(reply, <JoinPage frame={frame} byLink={true} asksClass={seen.asksClass} pupil={seen.pupil} />);
  });

  app.post('/join', { config }, async (request, reply) => {
    const filled = form.parse(request.body);
    return await answer({ code: filled.code }, filled, request, reply);
  });

  app.post('/join/:token', { config }, async (request, reply) =>
    answer(token.parse(request.params), form.parse(request.body), request, reply),
  );

  async function answer(
    by: Key,
    filled: Filled,
    request: Parameters<typeof frameOf>[1],
    reply: Parameters<typeof frameOf>[2],
  ) {
    const wish = { by, className: filled.class, password: filled.password };
    const joined = await join(deps.db, deps.clock, wish, { address: request.ip });
    if (joined.ok) {
      await signInAs(deps, request, reply, joined);
      return reply.redirect('/joined', 303);
    }
    const frame = await frameOf(deps, request, reply);
    const byLink = 'token' in by;
    const status = joined.code === 'tooMany' ? 429 : 422;
    if (byLink && joined.field === 'code') return sendPage(reply, <DeadLink frame={frame} code={joined.code} />, 410);
    return sendPage(reply, <JoinPage frame={frame} byLink={byLink} asksClass filled={filled} fault={joined} />, status);
  }

  app.get('/joined', { config: { access: { kind: 'signedIn' } } }, async (request, reply) => {
    const frame = await frameOf(deps, request, reply);
    return sendPage(
      reply,
      <Layout title={JOINED.title} frame={frame}>
        <h1>{JOINED.title}</h1>
        <p>{JOINED.lead}</p>
        <p class="login-name">
          <strong>{request.visit?.actor.login}</strong>
        </p>
        <p class="muted">{JOINED.also}</p>
        <p>
          <a class="button" href="/">
            {JOINED.open}
          </a>
        </p>
      </Layout>,
    );
  });
}

function faultWords(fault: JoinFault): string {
  if (fault.field === 'code') return CODE_FAULTS[fault.code];
  if (fault.field === 'password') return PASSWORD_FAULTS[fault.code];
  return fault.code === 'missing' ? CLASS_MISSING : wrongClass(fault.left);
}

function DeadLink({ frame, code }: { frame: Frame; code: keyof typeof LINK_FAULTS }) {
  return (
    <Layout title={JOIN.title} frame={frame}>
      <h1>{JOIN.title}</h1>
      <Alert text={LINK_FAULTS[code]} />
      <p>
        <a href="/login">{JOIN.haveAccount}</a>
      </p>
    </Layout>
  );
}

interface JoinProps {
  frame: Frame;
  byLink: boolean;
  asksClass: boolean;
  /** the link is a pupil's own */
  pupil?: boolean;
  filled?: Filled;
  fault?: JoinFault;
}

function JoinPage({ frame, byLink, asksClass, pupil, filled, fault }: JoinProps) {
  const of = (field: JoinFault['field']) => (fault?.field === field ? faultWords(fault) : undefined);
  return (
    <Layout title={JOIN.title} frame={frame}>
      <h1>{JOIN.title}</h1>
      <p>{byLink ? JOIN.leadLink : JOIN.lead}</p>
      <form method="post">
        <Csrf token={frame.csrf} />
        {!byLink && (
          <Field
            name="code"
            label={JOIN.code}
            hint={JOIN.codeHint}
            fault={of('code')}
            value={filled?.code ?? ''}
            inputMode="numeric"
            autocomplete="one-time-code"
            required
          />
        )}
        {asksClass && (
          <Field
            name="class"
            label={pupil ? JOIN.classPupil : JOIN.class}
            hint={pupil ? JOIN.classHintPupil : byLink ? JOIN.classHintLink : JOIN.classHint}
            fault={of('class')}
            value={filled?.class ?? ''}
            autocomplete="off"
            required={byLink}
          />
        )}
        <Field
          name="password"
          label={JOIN.password}
          hint={JOIN.passwordHint}
          fault={of('password')}
          type="password"
          autocomplete="new-password"
          minLength={PASSWORD_LENGTH.least}
          required
        />
        <button type="submit">{JOIN.submit}</button>
      </form>
      <p>
        <a href="/login">{JOIN.haveAccount}</a>
      </p>
      {!byLink && <p class="muted">{JOIN.noCode}</p>}
    </Layout>
  );
}
