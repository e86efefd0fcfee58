import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { signIn } from '../../src/access/accounts.ts';
import { schoolSecret } from '../../src/access/keys.ts';
import { endSession } from '../../src/access/sessions.ts';
import { askForLink } from '../../src/access/sign-in-by-email.ts';
import { isMailbox } from '../../src/channels/email/message.ts';
import { BY_MAIL, LOGIN, LOGIN_FAULTS } from '../../src/texts/web/access.ts';
import { cookieOf, dropCookie } from '../cookies.ts';
import { readDeviceNote } from '../device.ts';
import { sendPage } from '../html.ts';
import { HttpError } from '../http-error.ts';
import { type Frame, frameOf } from '../page.ts';
import { ownPath } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import { signInAs } from '../signing-in.ts';
import { Alert, Csrf, Field } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

const form = z.object({
  login: z.string().max(300).default(''),
  password: z.string().max(1000).default(''),
  next: z.string().max(1000).optional(),
});
const linkForm = z.object({ mailbox: z.string().max(300).default('') });
const query = z.object({ next: z.string().max(1000).optional() });

export function loginRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'public', visit: true } } as const;
  const byMail = () => deps.services.mailSignInLink !== undefined;

  app.get('/login', { config }, async (request, reply) => {
    const next = ownPath(query.safeParse(request.query).data?.next);
    if (request.visit) return reply.redirect(next ?? '/', 303);
    return sendPage(reply, <LoginPage frame={await frameOf(deps, request, reply)} next={next} mail={byMail()} />);
  });

  app.post('/login', { config }, async (request, reply) => {
    const { login, password, next } = form.parse(request.body);
    const known = readDeviceNote(await schoolSecret(deps.db), cookieOf(deps.config, request, 'device'));
    const signed = await signIn(deps.db, deps.clock, { login, password }, { address: request.ip, known });
    if (signed.ok) {
      await signInAs(deps, request, reply, signed);
      return reply.redirect(ownPath(next) ?? '/', 303);
    }
    const frame = await frameOf(deps, request, reply);
    const status = signed.code === 'tooMany' ? 429 : 422;
    const page = (
      <LoginPage frame={frame} next={ownPath(next)} mail={byMail()} login={login} fault={LOGIN_FAULTS[signed.code]} />
    );
    return sendPage(reply, page, status);
  });

  app.post('/login/link', { config }, async (request, reply) => {
    const send = deps.services.mailSignInLink;
    if (!send) throw new HttpError(404, 'no-mail');
    const mailbox = (linkForm.safeParse(request.body).data?.mailbox ?? '').trim();
    const refuse = async (mailFault: string, status: number) => {
      const frame = await frameOf(deps, request, reply);
      return sendPage(reply, <LoginPage frame={frame} next={null} mail {...{ mailbox, mailFault }} />, status);
    };
    if (!isMailbox(mailbox)) return refuse(BY_MAIL.fault, 422);
    const known = readDeviceNote(await schoolSecret(deps.db), cookieOf(deps.config, request, 'device'));
    const asked = await askForLink(deps.db, deps.clock, mailbox, { address: request.ip, known });
    if (!asked.ok) return refuse(BY_MAIL.tooMany, 429);
    // not waited for: how long it takes would tell whether the school knows the address
    if (!asked.silent)
      void send(mailbox).catch((error: unknown) => deps.log.error({ err: error }, 'a link to sign in did not leave'));
    return reply.redirect('/login/sent', 303);
  });

  app.get('/login/sent', { config }, async (request, reply) => {
    const frame = await frameOf(deps, request, reply);
    return sendPage(
      reply,
      <Layout title={BY_MAIL.sentTitle} frame={frame}>
        <h1>{BY_MAIL.sentTitle}</h1>
        <p>{BY_MAIL.sent}</p>
        <p class="muted">{BY_MAIL.notCame}</p>
        <p>
          <a href="/login">{BY_MAIL.back}</a>
        </p>
      </Layout>,
    );
  });

  app.post('/logout', { config }, async (request, reply) => {
    if (request.visit) await endSession(deps.db, deps.clock, request.visit.session.id);
    dropCookie(deps.config, reply, 'session');
    return reply.redirect('/', 303);
  });
}

interface LoginProps {
  frame: Frame;
  next: string | null;
  /** the school sends links by email */
  mail: boolean;
  login?: string;
  fault?: string;
  mailbox?: string;
  mailFault?: string;
}

function LoginPage(props: LoginProps) {
  return (
    <Layout title={LOGIN.title} frame={props.frame}>
      <h1>{LOGIN.title}</h1>
      {props.next && !props.fault && <p>{LOGIN.again}</p>}
      <Alert text={props.fault} />
      <form method="post" action="/login">
        <Csrf token={props.frame.csrf} />
        {props.next && <input type="hidden" name="next" value={props.next} />}
        <Field
          name="login"
          label={LOGIN.login}
          value={props.login ?? ''}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
        />
        <Field name="password" label={LOGIN.password} type="password" autocomplete="current-password" required />
        <button type="submit">{LOGIN.submit}</button>
      </form>
      <p>
        <a href="/join">{LOGIN.join}</a>
      </p>
      {props.mail ? <ByMail {...props} /> : <p class="muted">{LOGIN.forgot}</p>}
    </Layout>
  );
}

function ByMail({ frame, mailbox, mailFault }: LoginProps) {
  return (
    <section class="card">
      <h2>{BY_MAIL.title}</h2>
      <p class="muted">{BY_MAIL.lead}</p>
      <form method="post" action="/login/link">
        <Csrf token={frame.csrf} />
        <Field
          name="mailbox"
          label={BY_MAIL.address}
          type="email"
          fault={mailFault}
          value={mailbox ?? ''}
          autocomplete="email"
          required
        />
        <button type="submit" class="outline">
          {BY_MAIL.submit}
        </button>
      </form>
      <p class="muted apart">{LOGIN.forgotMail}</p>
    </section>
  );
}
