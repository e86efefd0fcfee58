/** Faults that a test or a bench orders: what Telegram, its front servers and the network do to a call. */
import type { ApiError } from './types.ts';

export type Fault =
  | { kind: 'answer'; error: ApiError }
  /** a front server's HTML page */
  | { kind: 'html'; status: number }
  /** the connection breaks before anything was done */
  | { kind: 'resetBefore' }
  /** the call is carried out, then the connection breaks */
  | { kind: 'resetAfter' }
  /** the call is carried out (or not) and never answered */
  | { kind: 'hang'; accepts: boolean };

const answer = (error_code: number, description: string, parameters?: ApiError['parameters']): Fault => ({
  kind: 'answer',
  error: { error_code, description, ...(parameters ? { parameters } : {}) },
});

export const faults = {
  blocked: answer(403, 'Forbidden: bot was blocked by the user'),
  deactivated: answer(403, 'Forbidden: user is deactivated'),
  kicked: answer(403, 'Forbidden: bot was kicked from the group chat'),
  cannotBegin: answer(403, "Forbidden: bot can't initiate conversation with a user"),
  chatNotFound: answer(400, 'Bad Request: chat not found'),
  migrated: (to: number) =>
    answer(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: to }),
  unauthorized: answer(401, 'Unauthorized'),
  notFound: answer(404, 'Not Found'),
  tooMany: (seconds: number) => answer(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds }),
  serverError: answer(500, 'Internal Server Error'),
  badGateway: answer(502, 'Bad Gateway'),
  html: (status = 502): Fault => ({ kind: 'html', status }),
  resetBefore: { kind: 'resetBefore' } as Fault,
  resetAfter: { kind: 'resetAfter' } as Fault,
  hang: { kind: 'hang', accepts: false } as Fault,
  hangAfter: { kind: 'hang', accepts: true } as Fault,
  answer,
};

export interface FaultOrder {
  method?: string;
  chat?: number;
  bot?: string;
  /** how many calls it hits; absent: 1 */
  times?: number;
  /** share of the calls it hits, 0…1; absent: all */
  share?: number;
}

/** Keeps the orders and says which one hits a call. */
export function createFaults(random: () => number = Math.random) {
  let orders: (FaultOrder & { fault: Fault; left: number })[] = [];
  return {
    order(fault: Fault, where: FaultOrder = {}): void {
      orders.push({ ...where, fault, left: where.times ?? 1 });
    },
    clear(): void {
      orders = [];
    },
    hit(bot: string, method: string, chat: string | undefined): Fault | undefined {
      const order = orders.find(
        (o) =>
          o.left > 0 &&
          (o.bot === undefined || o.bot === bot) &&
          (o.method === undefined || o.method.toLowerCase() === method.toLowerCase()) &&
          (o.chat === undefined || String(o.chat) === chat) &&
          (o.share === undefined || random() < o.share),
      );
      if (order) order.left -= 1;
      return order?.fault;
    },
  };
}
