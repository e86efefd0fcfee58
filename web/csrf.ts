/** Guards forms: the cookies are same-site, the browser must name our origin, and each form carries a token of its cookie. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { keyedHash, randomToken, sameText } from '../src/access/keys.ts';
import { cookieOf, sendCookie } from './cookies.ts';
import type { WebConfig } from './services.ts';

export const CSRF_FIELD = '_csrf';

/** The token for forms of this page; a visitor who has no cookie yet gets one to tie it to. */
export function formToken(config: WebConfig, request: FastifyRequest, reply: FastifyReply): string {
  const held = tiedTo(config, request);
  if (held) return tokenOf(held);
  const fresh = randomToken();
  sendCookie(config, reply, 'form', fresh);
  return tokenOf(fresh);
}

/** Whether a form was sent from a page of ours, opened by this browser for this session. */
export function isFormGenuine(config: WebConfig, request: FastifyRequest): boolean {
  const held = tiedTo(config, request);
  const body = request.body as Record<string, unknown> | undefined;
  const token = body?.[CSRF_FIELD];
  return held !== null && typeof token === 'string' && sameText(token, tokenOf(held)) && isOwnOrigin(config, request);
}

/** The session's cookie while it is good, so that a form opened before signing in or out is void. */
function tiedTo(config: WebConfig, request: FastifyRequest): string | null {
  return cookieOf(config, request, request.visit ? 'session' : 'form') ?? null;
}

function tokenOf(cookie: string): string {
  return keyedHash(Buffer.from(cookie), 'csrf');
}

/** Browsers name the origin of every form they send; one that cannot is judged by the token alone. */
function isOwnOrigin(config: WebConfig, request: FastifyRequest): boolean {
  const { origin } = request.headers;
  if (origin === undefined) {
    const site = request.headers['sec-fetch-site'];
    return site === undefined || site === 'same-origin' || site === 'none';
  }
  return origin === new URL(config.publicUrl).origin || origin === `${request.protocol}://${request.host}`;
}
