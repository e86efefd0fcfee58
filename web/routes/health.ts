import type { FastifyInstance } from 'fastify';
import { sameText } from '../../src/access/keys.ts';
import { HttpError } from '../http-error.ts';
import type { WebDeps } from '../services.ts';

/** For machines: is the process alive, may it be sent visitors, what does it count. */
export function healthRoutes(app: FastifyInstance, { config, services }: WebDeps): void {
  const open = { access: { kind: 'public' } } as const;

  app.get('/healthz', { config: open }, async (_request, reply) => reply.type('text/plain').send('ok\n'));

  app.get('/readyz', { config: open }, async (_request, reply) => {
    const { ready, checks } = await services.readiness();
    return reply
      .status(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ready, checks });
  });

  app.get('/metrics', { config: { access: { kind: 'secret' } } }, async (request, reply) => {
    if (!config.metricsToken) throw new HttpError(404, 'off');
    const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!sameText(given, config.metricsToken)) {
      return reply.status(401).header('www-authenticate', 'Bearer').type('text/plain').send('unauthorized\n');
    }
    const { contentType, text } = await services.metrics();
    return reply.type(contentType).header('cache-control', 'no-store').send(text);
  });
}
