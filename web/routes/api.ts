import type { FastifyInstance } from 'fastify';
import type { SignedAnswer, SignedRequest } from '../../src/connectors/signed-request.ts';
import { openApi } from '../openapi.ts';
import type { WebDeps } from '../services.ts';

/** 500 entries of 4,000 characters in UTF-8, with room. */
const API_BYTES = 6 * 1024 * 1024;

/**
 * `POST /api/v1/entries`, `POST /api/v1/bounces` and their description. Bodies are passed on as they came: signatures
 * cover the bytes.
 */
export function apiRoutes(app: FastifyInstance, { config, services }: WebDeps): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const signed = (url: string, answer: (request: SignedRequest) => Promise<SignedAnswer<unknown>>) =>
    app.post(url, { config: { access: { kind: 'secret' } }, bodyLimit: API_BYTES }, async (request, reply) => {
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { status, contentType, body } = await answer({ headers: request.headers, rawBody });
      return reply
        .status(status)
        .type(`${contentType}; charset=utf-8`)
        .header('cache-control', 'no-store')
        .send(JSON.stringify(body));
    });
  signed('/api/v1/entries', services.ingest);
  signed('/api/v1/bounces', services.bounces);

  app.get('/api/openapi.json', { config: { access: { kind: 'public' } } }, async (_request, reply) =>
    reply.send(openApi(config.publicUrl)),
  );
}
