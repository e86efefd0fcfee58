import fastify, { type FastifyInstance } from 'fastify';
import { guardRoutes } from './access.ts';
import { handleErrors } from './errors.tsx';
import { healthRoutes } from './routes/health.ts';
import { telegramRoutes } from './routes/telegram.ts';
import type { WebDeps } from './services.ts';

const SLOW_MS = 15_000;

/**
 * What a process answers that runs the bots in webhook mode and serves no diary: Telegram, and machines that ask how it is.
 * Listens to nothing yet.
 */
export async function createWebhooks(deps: WebDeps): Promise<FastifyInstance> {
  const app = fastify({ requestTimeout: SLOW_MS, trustProxy: 'loopback', logger: false, pluginTimeout: 0 });
  handleErrors(app, deps);
  guardRoutes(app, deps);
  healthRoutes(app, deps);
  telegramRoutes(app, deps);
  await app.ready();
  return app;
}
