import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { schoolSecret } from '../../src/access/keys.ts';
import { readUnsubscribeToken } from '../../src/access/secret-links.ts';
import { type Unsubscribed, unsubscribe } from '../../src/access/unsubscribe.ts';
import { UNSUBSCRIBE } from '../../src/texts/web/settings.ts';
import { sendPage } from '../html.ts';
import { type Frame, frameOf } from '../page.ts';
import type { WebDeps } from '../services.ts';
import { Alert } from '../views/form.tsx';
import { Layout } from '../views/layout.tsx';

const params = z.object({ token: z.string().max(100) });

/**
 * `/unsubscribe/TOKEN`: the one-click link of a letter (RFC 8058). A mail program sends the POST by itself, without
 * cookies, so that the token alone is the proof; looking changes nothing.
 */
export function unsubscribeRoutes(app: FastifyInstance, deps: WebDeps): void {
  const config = { access: { kind: 'secret' } } as const;
  // the body says nothing that the address does not; some mail programs send it as multipart
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, null));
  const contactOf = async (request: { params: unknown }) =>
    readUnsubscribeToken(await schoolSecret(deps.db), params.parse(request.params).token);

  app.get('/unsubscribe/:token', { config }, async (request, reply) => {
    const contactId = await contactOf(request);
    const frame = await frameOf(deps, request, reply);
    if (contactId === null) return sendPage(reply, <Unknown frame={frame} />, 404);
    return sendPage(
      reply,
      <Layout title={UNSUBSCRIBE.title} frame={frame}>
        <h1>{UNSUBSCRIBE.lead}</h1>
        <p>{UNSUBSCRIBE.why}</p>
        <form method="post">
          <button type="submit">{UNSUBSCRIBE.submit}</button>
        </form>
      </Layout>,
    );
  });

  app.post('/unsubscribe/:token', { config }, async (request, reply) => {
    const contactId = await contactOf(request);
    const done = contactId === null ? null : await unsubscribe(deps.db, deps.clock, contactId);
    const frame = await frameOf(deps, request, reply);
    return done ? sendPage(reply, <Done frame={frame} done={done} />) : sendPage(reply, <Unknown frame={frame} />, 404);
  });
}

function Done({ frame, done }: { frame: Frame; done: Unsubscribed }) {
  return (
    <Layout title={UNSUBSCRIBE.done} frame={frame}>
      <h1>{UNSUBSCRIBE.done}</h1>
      {done.next.map((channel) => (
        <p key={channel}>{UNSUBSCRIBE.next[channel]}</p>
      ))}
      <p class="muted">{UNSUBSCRIBE.back}</p>
    </Layout>
  );
}

function Unknown({ frame }: { frame: Frame }) {
  return (
    <Layout title={UNSUBSCRIBE.title} frame={frame}>
      <h1>{UNSUBSCRIBE.title}</h1>
      <Alert text={UNSUBSCRIBE.unknown} />
    </Layout>
  );
}
