import { Api } from 'grammy';
import { createAgent, createFetch } from './http.ts';

export interface TelegramAddress {
  token: string;
  /** TELEGRAM_API_ROOT */
  apiRoot: string;
  /** TELEGRAM_PROXY */
  proxy?: string | undefined;
}

export interface TelegramApis {
  /** for all calls but long polling */
  api: Api;
  /** waits long enough for a long poll of 50 s */
  pollingApi: Api;
  /** options of grammY's client, for a Bot that makes its own Api */
  clientOptions: NonNullable<ConstructorParameters<typeof Api>[1]>;
  /** ends idle connections */
  close(): void;
}

/** Telegram answers a document of some MB within this, or not at all. */
const ANSWER_MS = 30_000;
const POLL_MS = 65_000;

/** The Bot API through one set of connections; calls know how far they got (http.ts). */
export function createTelegramApis({ token, apiRoot, proxy }: TelegramAddress): TelegramApis {
  const root = apiRoot.replace(/\/+$/, '');
  const agent = createAgent(root, proxy);
  const options = (answerMs: number) => ({
    apiRoot: root,
    // ours end first, so that a call tells how far it got
    timeoutSeconds: answerMs / 1000 + 15,
    fetch: createFetch(agent, { answerMs }) as unknown as typeof fetch,
  });
  const clientOptions = options(ANSWER_MS);
  return {
    api: new Api(token, clientOptions),
    pollingApi: new Api(token, options(POLL_MS)),
    clientOptions,
    close: () => agent.destroy(),
  };
}
