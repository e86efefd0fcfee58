/** HTTP to the Bot API that knows how far a call got: whether it may have been carried out decides between retry and doubt. */
import http from 'node:http';
import https from 'node:https';
import { TLSSocket } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';

/** No answer that Telegram's own servers gave. */
export class TelegramNetworkError extends Error {
  /** the request may have reached Telegram */
  readonly sent: boolean;
  /** ECONNREFUSED, ENOTFOUND, timeout, html … */
  readonly code: string;
  /** of a page that was no JSON */
  readonly status?: number;

  constructor(code: string, sent: boolean, status?: number) {
    super(status ? `${code} (HTTP ${status})` : code);
    this.name = 'TelegramNetworkError';
    this.code = code;
    this.sent = sent;
    if (status !== undefined) this.status = status;
  }
}

export interface HttpOptions {
  /** TELEGRAM_PROXY: http://, https:// or socks5:// */
  proxy?: string | undefined;
  /** longest wait for a connection, ms */
  connectMs?: number;
  /** longest wait for an answer once connected, ms */
  answerMs?: number;
}

/** The part of `fetch` that grammY calls. */
export type BotApiFetch = (
  url: string | URL,
  init: {
    method?: string;
    headers?: Record<string, string>;
    body?: string | NodeJS.ReadableStream;
    signal?: { aborted: boolean; addEventListener(type: 'abort', listener: () => void): void } | null;
  },
) => Promise<{ json(): Promise<unknown> }>;

type Agent = http.Agent | https.Agent;

/** Idle connections are closed by us before a server does: a reused dead one would leave the outcome in doubt. */
const IDLE_MS = 15_000;
/** Connections kept to one server. */
const SOCKETS = 32;

/** An agent for the Bot API, through the proxy if there is one; shared by all calls of one bot. */
export function createAgent(apiRoot: string, proxy?: string): Agent {
  const options = { keepAlive: true, maxSockets: SOCKETS, timeout: IDLE_MS, scheduling: 'lifo' as const };
  if (proxy?.startsWith('socks')) return new SocksProxyAgent(proxy, options);
  if (proxy) return new HttpsProxyAgent(proxy, options);
  return apiRoot.startsWith('https:') ? new https.Agent(options) : new http.Agent(options);
}

/**
 * A `fetch` for grammY's client. Rejects with TelegramNetworkError only; its `json()` gives what Telegram answered,
 * whatever the status.
 */
export function createFetch(agent: Agent, { connectMs = 10_000, answerMs = 30_000 }: HttpOptions = {}): BotApiFetch {
  return async (url, { method = 'POST', headers = {}, body, signal }) => {
    const { status, text } = await exchange(new URL(url), {
      method,
      headers,
      body,
      signal,
      agent,
      connectMs,
      answerMs,
    });
    return { json: async () => parse(text, status) };
  };
}

function parse(text: string, status: number): unknown {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === 'object' && answer !== null && 'ok' in answer) return answer;
  } catch {
    // a page of a server in front of Telegram
  }
  throw new TelegramNetworkError('html', true, status);
}

type Exchange = Parameters<BotApiFetch>[1] & { agent: Agent; connectMs: number; answerMs: number };

function exchange(url: URL, given: Exchange): Promise<{ status: number; text: string }> {
  const { method, headers = {}, body, signal, agent, connectMs, answerMs } = given;
  return new Promise((resolve, reject) => {
    let sent = false;
    const fail = (code: string) => {
      clearTimeout(timer);
      reject(new TelegramNetworkError(code, sent));
      request.destroy();
    };
    const length = typeof body === 'string' ? { 'content-length': String(Buffer.byteLength(body)) } : {};
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method,
      agent,
      headers: { ...headers, ...length },
    });
    let timer = setTimeout(() => fail('timeout'), connectMs);
    const connected = () => {
      sent = true;
      clearTimeout(timer);
      timer = setTimeout(() => fail('timeout'), answerMs);
    };
    request.on('socket', (socket) => {
      const shaking = socket instanceof TLSSocket && socket.getProtocol() === null;
      if (!socket.connecting && !shaking) connected();
      else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected);
    });
    request.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'network'));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'network'));
      response.on('end', () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    if (signal?.aborted) return fail('aborted');
    signal?.addEventListener('abort', () => fail('aborted'));
    if (body === undefined || typeof body === 'string') request.end(body);
    else body.on('error', () => fail('body')).pipe(request);
  });
}
