import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { compress, encodingFor } from './compress.ts';
import type { KeptPage } from './kept-pages.ts';

/** Sends a page; what is personal is kept by no cache. */
export function sendPage(reply: FastifyReply, page: VNode, status = 200): FastifyReply {
  return asPage(reply).status(status).send(htmlOf(page));
}

export function htmlOf(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`;
}

/**
 * Sends a page that was rendered before, compressed once for all who ask.
 * @param plain not compressed here, for something is put into this copy yet (first-style.ts)
 */
export async function sendKept(
  request: FastifyRequest,
  reply: FastifyReply,
  page: KeptPage,
  { plain }: { plain: boolean },
): Promise<FastifyReply> {
  if (plain) return asPage(reply).send(page.html.toString());
  asPage(reply).header('vary', 'accept-encoding');
  const encoding = encodingFor(request.headers['accept-encoding']);
  if (!encoding) return reply.send(page.html);
  const bytes = page.encoded.get(encoding) ?? (await compress(page.html, encoding));
  page.encoded.set(encoding, bytes);
  return reply.header('content-encoding', encoding).send(bytes);
}

function asPage(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8');
}
