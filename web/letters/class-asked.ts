import type { FastifyRequest } from 'fastify';
import { may } from '../../src/access/may.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { HttpError } from '../http-error.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';

/** The class that the address names; whether the visitor may was asked before (`config.access`). */
export async function classAsked(deps: WebDeps, request: FastifyRequest): Promise<{ id: number; name: string }> {
  const sealed = (request.query as { class: string }).class;
  const id = Number(openId(request.visit!.school.secret, 'class', sealed));
  const found = await deps.db.schoolClass.findUnique({ where: { id }, select: { id: true, name: true } });
  if (!found) throw new HttpError(404, 'no-such-class');
  return found;
}

/** Back to the class: its page, or its part of the register for who does not read classes (the secretary). */
export function classPath(request: FastifyRequest, classId: number): string {
  const { actor, school } = request.visit!;
  const reads = may(actor, 'readClass', { kind: 'class', classId });
  const sealed = sealId(school.secret, 'class', String(classId));
  return withQuery(reads ? '/desk/class' : '/desk/applications', { class: sealed });
}
