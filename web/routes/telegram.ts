import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { HttpError } from '../http-error.ts';
import type { WebDeps } from '../services.ts';

const params = z.object({ bot: z.enum(['parents', 'teachers']) });

/** `/telegram/parents`, `/telegram/teachers`: updates in webhook mode, proven by the secret that was set with the webhook. */
export function telegramRoutes(app: FastifyInstance, { services }: WebDeps): void {
  app.post(
    '/telegram/:bot',
    { config: { access: { kind: 'secret' } }, bodyLimit: 1_048_576 },
    async (request, reply) => {
      const asked = params.safeParse(request.params);
      if (!asked.success || !services.telegramWebhook) throw new HttpError(404, 'off');
      const given = request.headers['x-telegram-bot-api-secret-token'];
      const secretToken = typeof given === 'string' ? given : '';
      const taken = await services.telegramWebhook({ bot: asked.data.bot, secretToken, body: request.body });
      if (!taken) throw new HttpError(403, 'wrong-secret');
      return reply.send({ ok: true });
    },
  );
}
