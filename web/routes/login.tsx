import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { signIn } from '../../src/access/accounts.ts';
import { schoolSecret } from '../../src/access/keys.ts';
import { endSession } from '../../src/access/sessions.ts';
import { LOGIN, LOGIN_FAULTS } from '../../src/texts/web/access.ts';
import { cookieOf, dropCookie } from '../cookies.ts';
import { readDeviceNote } from '../device.ts';
import { sendPage } from '../html.ts';
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
const query = z.object({ next: z.string().max(1000).optional() });

export function loginRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'public', visit: true } } as const;

  app.get('/login', { config }, async (request, reply) => {
    const next = ownPath(query.safeParse(request.query).data?.next);
    if (request.visit) return reply.redirect(next ?? '/', 303);
    return sendPage(reply, <LoginPage frame={await frameOf(deps, request, reply)} next={next} />);
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
    const page = <LoginPage frame={frame} next={ownPath(next)} login={login} fault={LOGIN_FAULTS[signed.code]} />;
    return sendPage(reply, page, status);
  });

  app.post('/logout', { config }, async (request, reply) => {
    if (request.visit) await endSession(deps.db, deps.clock, request.visit.session.id);
    dropCookie(deps.config, reply, 'session');
    return reply.redirect('/', 303);
  });
}

function LoginPage(props: { frame: Frame; next: string | null; login?: string; fault?: string }) {
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
      <p class="muted">{LOGIN.forgot}</p>
    </Layout>
  );
}
