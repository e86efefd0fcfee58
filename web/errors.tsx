/** Errors: pages in Russian for people, problem documents (RFC 9457) under /api; details go to the log, never to the page. */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS, errorWords } from '../src/texts/web/errors.ts';
import { sendPage } from './html.ts';
import { HttpError } from './http-error.ts';
import { type Look, lookOf } from './look.ts';
import { withQuery } from './paths.ts';
import type { WebDeps } from './services.ts';
import { PlainPage } from './views/layout.tsx';
import { wantsJson } from './wants-json.ts';

export function handleErrors(app: FastifyInstance, { log, config }: WebDeps): void {
  const look = lookOf(config);
  app.setNotFoundHandler(async (request, reply) => answer(look, request, reply, 404, 'not-found'));
  app.setErrorHandler(async (error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const status = error.statusCode && error.statusCode >= 400 ? error.statusCode : 500;
    if (status === 401 && !wantsJson(request)) return signInFirst(request, reply);
    if (status < 500)
      return answer(look, request, reply, status, error instanceof HttpError ? error.code : 'bad-request');
    const reference = randomBytes(5).toString('hex');
    log.error({ err: error, reference, route: request.routeOptions.url }, 'a request failed');
    return answer(look, request, reply, status, 'internal', reference);
  });
}

/** To the sign-in page, and back where one was going. */
function signInFirst(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const next = request.method === 'GET' ? request.url : undefined;
  return reply.redirect(withQuery('/login', { next }), 303);
}

function answer(
  look: Look,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  code: string,
  reference?: string,
): FastifyReply {
  if (wantsJson(request)) {
    return sendProblem(reply, { status, code, ...(reference ? { instance: `urn:reference:${reference}` } : {}) });
  }
  const words = code === 'stale-form' ? { title: ERRORS.stale, text: ERRORS.staleText } : errorWords(status);
  return sendPage(
    reply,
    <PlainPage look={look} title={words.title}>
      <p>{words.text}</p>
      {reference && (
        <p>
          {ERRORS.reference}: <code>{reference}</code>
        </p>
      )}
    </PlainPage>,
    status,
  );
}

/** A problem document (RFC 9457), as the API's own answers are. */
function sendProblem(
  reply: FastifyReply,
  { status, code, instance }: { status: number; code: string; instance?: string },
): FastifyReply {
  const { title, text: detail } = errorWords(status);
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({ type: `urn:vestnik:problem:${code}`, title, status, detail, ...(instance ? { instance } : {}) }),
    );
}
