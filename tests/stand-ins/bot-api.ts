/**
 * A Bot API stand-in with Telegram's true limits: what is refused there is refused here.
 * In the process (`startBotApi`, port 0) or as a child (`bot-api/child.ts`) for benches.
 */
import multipart from '@fastify/multipart';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { createFaults, type Fault, type FaultOrder } from './bot-api/faults.ts';
import { type Limits, STRICT } from './bot-api/limits.ts';
import { countAgainstLimits, METHODS, type MethodContext } from './bot-api/methods.ts';
import { createPerson, openChat, type Person } from './bot-api/people.ts';
import { longPoll } from './bot-api/polling.ts';
import { type BotState, createBotState } from './bot-api/state.ts';
import { type ApiError, type Call, Refusal, type StandInUser } from './bot-api/types.ts';
import { createWebhookSender } from './bot-api/webhook.ts';
import { steadyNow } from './steady.ts';

export { faults } from './bot-api/faults.ts';
export { STRICT } from './bot-api/limits.ts';
export type { Person } from './bot-api/people.ts';
export type { KeptMessage } from './bot-api/types.ts';

export const PARENTS_TOKEN = '1001:parents-token-of-the-stand-in-aaaaa';
export const TEACHERS_TOKEN = '1002:teachers-token-of-the-stand-in-bbbb';

export interface CallRecord {
  bot: string;
  method: string;
  chat?: string;
  /** milliseconds of the stand-in's clock */
  at: number;
  /** HTTP status of the answer; 0: none was given */
  status: number;
  /** what was ordered to befall it */
  fault?: Fault['kind'];
  params: Record<string, unknown>;
}

export interface BotApiOptions {
  /** bot's name → token */
  bots?: Record<string, string>;
  limits?: Limits;
  /** milliseconds, never going backwards; must tell calendar time too (message dates) */
  now?: () => number;
  port?: number;
  /** for faults that hit a share of the calls */
  random?: () => number;
}

/** Starts the stand-in; give `root` to Vestnik as TELEGRAM_API_ROOT. */
export async function startBotApi(options: BotApiOptions = {}) {
  const now = options.now ?? steadyNow;
  const limits = options.limits ?? STRICT;
  const faultsToCome = createFaults(options.random);
  const calls: CallRecord[] = [];
  const bots = new Map<string, BotState>();
  for (const [name, token] of Object.entries(options.bots ?? { parents: PARENTS_TOKEN, teachers: TEACHERS_TOKEN }))
    bots.set(name, createBotState(name, token, limits));
  const webhooks = createWebhookSender([...bots.values()]);

  const app = fastify({
    bodyLimit: 64 * 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  await app.register(multipart, { limits: { fileSize: 64 * 1024 * 1024 } });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );

  app.all(
    '/bot:token/:method',
    async (request: FastifyRequest<{ Params: { token: string; method: string } }>, reply) => {
      const { token, method } = request.params;
      const bot = [...bots.values()].find((b) => b.token === token);
      if (!bot) return fail(reply, tokenError(token));
      const call = await readCall(request);
      const chat = call.params.chat_id === undefined ? undefined : String(call.params.chat_id);
      const record: CallRecord = {
        bot: bot.name,
        method,
        at: now(),
        status: 0,
        params: call.params,
        ...(chat ? { chat } : {}),
      };
      calls.push(record);
      const fault = faultsToCome.hit(bot.name, method, chat);
      if (fault) record.fault = fault.kind;
      reply.raw.once('finish', () => {
        record.status = reply.raw.statusCode;
      });
      return carryOut({ bot, call, now: now() }, method.toLowerCase(), fault, request, reply);
    },
  );
  app.get('/file/bot:token/*', async (request: FastifyRequest<{ Params: { token: string; '*': string } }>, reply) => {
    const bot = [...bots.values()].find((b) => b.token === request.params.token);
    const file = [...(bot?.files.values() ?? [])].find((f) => f.path === request.params['*']);
    if (!file) return fail(reply, { error_code: 404, description: 'Not Found' });
    return reply.type(file.mime_type ?? 'application/octet-stream').send(file.bytes);
  });
  app.setNotFoundHandler((_request, reply) => fail(reply, { error_code: 404, description: 'Not Found' }));

  const address = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const botNamed = (name: string): BotState => {
    const bot = bots.get(name);
    if (!bot) throw new Error(`no bot ${name}`);
    return bot;
  };
  let nextUser = 5001;

  return {
    /** TELEGRAM_API_ROOT */
    root: address,
    /** every call, in order */
    calls,
    bot: botNamed,
    /** a person in a private chat with a bot; in a group when `group` is given */
    person(
      bot: string,
      who: { id?: number; name?: string; group?: { id: number; title: string }; begun?: boolean } = {},
    ): Person {
      const user: StandInUser = {
        id: who.id ?? nextUser++,
        is_bot: false,
        first_name: who.name ?? 'Человек',
        language_code: 'ru',
      };
      const chat = openChat(botNamed(bot), user, who.group);
      if (who.begun) chat.begun = true;
      return createPerson(botNamed(bot), user, chat, now);
    },
    /** the next calls that fit `where` meet this */
    fault: (fault: Fault, where?: FaultOrder) => faultsToCome.order(fault, where),
    noMoreFaults: () => faultsToCome.clear(),
    /** resolves when the bot has confirmed every update */
    drained(bot: string): Promise<void> {
      const state = botNamed(bot);
      return state.updates.length === 0 ? Promise.resolve() : new Promise((resolve) => state.drained.push(resolve));
    },
    /** messages that went into chats, of one method or all that count */
    sent: (bot: string) =>
      calls.filter(
        (c) => c.bot === bot && c.status === 200 && /^(send(message|document|photo)|editmessage)/i.test(c.method),
      ),
    async close(): Promise<void> {
      webhooks.stop();
      for (const bot of bots.values()) bot.poll?.conflict();
      await app.close();
    },
  };
}

export type BotApi = Awaited<ReturnType<typeof startBotApi>>;

function carryOut(
  context: MethodContext,
  method: string,
  fault: Fault | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): unknown {
  if (fault?.kind === 'answer') return fail(reply, fault.error);
  if (fault?.kind === 'html')
    return reply.code(fault.status).type('text/html').send('<html><h1>Bad Gateway</h1></html>');
  if (fault?.kind === 'resetBefore') return cut(request, reply);
  if (fault?.kind === 'hang' && !fault.accepts) return reply.hijack();
  if (method === 'getupdates') return longPoll(context.bot, context.call, reply, request.raw.socket);
  const result = run(method, context);
  if (fault?.kind === 'resetAfter') return cut(request, reply);
  if (fault?.kind === 'hang') return reply.hijack();
  return 'error' in result ? fail(reply, result.error) : reply.send({ ok: true, result: result.value });
}

function run(method: string, context: MethodContext): { value: unknown } | { error: ApiError } {
  const carry = METHODS[method];
  if (!carry) return { error: { error_code: 404, description: 'Not Found: method not found' } };
  try {
    countAgainstLimits(method, context);
    return { value: carry(context) };
  } catch (error) {
    if (error instanceof Refusal) return { error: error.error };
    throw error;
  }
}

/** Telegram says 401 to a token of the right shape that it does not know, 404 to any other. */
const tokenError = (token: string): ApiError =>
  /^\d+:[\w-]{20,}$/.test(token)
    ? { error_code: 401, description: 'Unauthorized' }
    : { error_code: 404, description: 'Not Found' };

function fail(reply: FastifyReply, error: ApiError) {
  return reply.code(error.error_code).send({ ok: false, ...error });
}

function cut(request: FastifyRequest, reply: FastifyReply) {
  reply.hijack();
  request.raw.socket.resetAndDestroy();
  return reply;
}

/** JSON, url-encoded and multipart bodies, and the query, all the same to Telegram. */
async function readCall(request: FastifyRequest): Promise<Call> {
  const call: Call = { params: { ...(request.query as Record<string, unknown>) }, files: {} };
  if (!request.isMultipart()) {
    Object.assign(call.params, request.body);
    return call;
  }
  for await (const part of request.parts()) {
    if (part.type === 'file')
      call.files[part.fieldname] = { name: part.filename, type: part.mimetype, bytes: await part.toBuffer() };
    else call.params[part.fieldname] = part.value;
  }
  return call;
}
