/**
 * The first page that a browser sees brings its style along: on a slow line a request of its own would hold up what is read. All
 * later ones name the style sheet, which the browser keeps.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { cookieOf, sendCookie } from './cookies.ts';
import type { Look } from './look.ts';
import type { WebConfig } from './services.ts';

const KEPT_SECONDS = 30 * 86_400;

/** This browser keeps no style sheet yet, or an older one. */
export function lacksStyle(config: WebConfig, { style }: Look, request: FastifyRequest): boolean {
  return cookieOf(config, request, 'style') !== styleVersion(style.path);
}

/** Before pages are compressed: puts the style into pages for browsers that lack it, and permits this very text by its hash. */
export function sendFirstStyle(app: FastifyInstance, config: WebConfig, look: Look): void {
  const { path, plain } = look.style;
  const link = `<link rel="stylesheet" href="${path}"/>`;
  // for print alone it holds nothing up, and is kept for the next page
  const along = `<style>${plain}</style><link rel="stylesheet" href="${path}" media="print"/>`;
  const permitted = `style-src 'self' 'sha256-${createHash('sha256').update(plain).digest('base64')}'`;
  app.addHook('onSend', async (request, reply, payload) => {
    if (!String(reply.getHeader('content-type') ?? '').startsWith('text/html')) return payload;
    if (reply.hasHeader('content-encoding') || !lacksStyle(config, look, request)) return payload;
    const page = String(payload);
    if (!page.includes(link)) return payload;
    const policy = String(reply.getHeader('content-security-policy') ?? '');
    reply
      .header('content-security-policy', policy.replace("style-src 'self'", permitted))
      .removeHeader('content-length');
    sendCookie(config, reply, 'style', styleVersion(path), KEPT_SECONDS);
    return page.replace(link, () => along);
  });
}

/** What the cookie says of a browser that keeps this style sheet. @param path its address */
export const styleVersion = (path: string): string => path.replace(/^.*\/vestnik-(.+)\.css$/, '$1');
