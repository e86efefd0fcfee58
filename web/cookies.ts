import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionLife } from '../src/access/sessions.ts';
import type { WebConfig } from './services.ts';

/**
 * session: who is signed in; form: guards forms of visitors; device: which account this browser signed in to before; style:
 * which style sheet it keeps
 */
export type CookieName = 'session' | 'form' | 'device' | 'style';

export function isSecure(config: WebConfig): boolean {
  return config.publicUrl.startsWith('https:');
}

/** Behind https the `__Host-` prefix keeps a neighbouring host from setting our cookies. */
function fullName(config: WebConfig, name: CookieName): string {
  return `${isSecure(config) ? '__Host-' : ''}vestnik_${name}`;
}

export function cookieOf(config: WebConfig, request: FastifyRequest, name: CookieName): string | undefined {
  return request.cookies[fullName(config, name)];
}

/** @param maxAge seconds; absent: until the browser closes */
export function sendCookie(
  config: WebConfig,
  reply: FastifyReply,
  name: CookieName,
  value: string,
  maxAge?: number,
): void {
  reply.setCookie(fullName(config, name), value, {
    path: '/',
    httpOnly: true,
    // lax: a link from the bot or a letter opens the diary signed in
    sameSite: 'lax',
    secure: isSecure(config),
    ...(maxAge === undefined ? {} : { maxAge }),
  });
}

export function sendSession(config: WebConfig, reply: FastifyReply, token: string, staff: boolean): void {
  sendCookie(config, reply, 'session', token, sessionLife(staff) / 1000);
}

export function dropCookie(config: WebConfig, reply: FastifyReply, name: CookieName): void {
  sendCookie(config, reply, name, '', 0);
}
