import type { FastifyRequest } from 'fastify';

/** Programs ask: those of the API, and our own script in a page. */
export function wantsJson({ url, headers }: FastifyRequest): boolean {
  return url.startsWith('/api/') || headers.accept === 'application/json';
}
