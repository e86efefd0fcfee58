import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { TelegramWebhook } from '../services.ts';

const params = z.object({ bot: z.enum(['parents', 'teachers']) });

/**
 * `/telegram/parents`, `/telegram/teachers`: updates in webhook mode, proven by the secret that was set with the webhook.
 * Telegram reads the status alone, and brings an update again after any but 2xx.
 */
export function telegramRoutes(
  app: FastifyInstance,
  { services }: { services: { telegramWebhook?: TelegramWebhook } },
): void {
  app.post(
    '/telegram/:bot',
    { config: { access: { kind: 'secret' } }, bodyLimit: 1_048_576 },
    async (request, reply) => {
      const asked = params.safeParse(request.params);
      const given = request.headers['x-telegram-bot-api-secret-token'];
      const secretToken = typeof given === 'string' ? given : '';
      const status =
        asked.success && services.telegramWebhook
          ? await services.telegramWebhook({ bot: asked.data.bot, secretToken, body: request.body })
          : 404;
      return reply
        .status(status)
        .header('cache-control', 'no-store')
        .send({ ok: status === 200 });
    },
  );
}
