import type { FastifyRequest } from 'fastify';
import type { Child } from '../src/access/relations.ts';
import { HttpError } from './http-error.ts';

/** The pupil whom the address names, permitted: on a page of the desk nobody is meant by default. */
export function childNamed(request: FastifyRequest): Child {
  const named = (request.query as { child?: unknown }).child;
  if (!request.child || typeof named !== 'string') throw new HttpError(404, 'no-such-child');
  return request.child;
}
