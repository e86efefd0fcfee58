import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { consumeSignInLink, peekSignInLink } from '../../src/access/sign-in-links.ts';
import { ENTER } from '../../src/texts/web/access.ts';
import { sendPage } from '../html.ts';
import { type Frame, frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { signInAs } from '../signing-in.ts';
import { Alert, Csrf } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

const params = z.object({ token: z.string().max(100) });

/** `/enter/TOKEN`: the one-time link from the bot. Messengers open links to look at them, so that only the button enters. */
export function enterRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'public', visit: true } } as const;

  app.get('/enter/:token', { config }, async (request, reply) => {
    const seen = await peekSignInLink(deps.db, deps.clock, params.parse(request.params).token);
    const frame = await frameOf(deps, request, reply);
    return sendPage(reply, <EnterPage frame={frame} fault={seen.ok ? null : seen.code} />, seen.ok ? 200 : 410);
  });

  app.post('/enter/:token', { config }, async (request, reply) => {
    const entered = await consumeSignInLink(deps.db, deps.clock, params.parse(request.params).token);
    if (!entered.ok) {
      const frame = await frameOf(deps, request, reply);
      return sendPage(reply, <EnterPage frame={frame} fault={entered.code} />, 410);
    }
    await signInAs(deps, request, reply, entered);
    return reply.redirect('/', 303);
  });
}

function EnterPage({ frame, fault }: { frame: Frame; fault: keyof typeof ENTER.faults | null }) {
  return (
    <Layout title={ENTER.title} frame={frame}>
      <h1>{ENTER.title}</h1>
      {fault ? (
        <Alert text={ENTER.faults[fault]} />
      ) : (
        <form method="post">
          <Csrf token={frame.csrf} />
          <p>{ENTER.lead}</p>
          <button type="submit">{ENTER.submit}</button>
        </form>
      )}
    </Layout>
  );
}
