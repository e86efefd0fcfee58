import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Visit } from '../src/access/actor.ts';
import { sealId } from '../src/access/public-ids.ts';
import type { Child } from '../src/access/relations.ts';
import { formToken } from './csrf.ts';
import { type Look, lookOf } from './look.ts';
import { withQuery } from './paths.ts';
import type { WebDeps } from './services.ts';

/** What every page's frame shows. */
export interface Frame {
  school: string;
  demo: boolean;
  look: Look;
  /** token for the forms of this page */
  csrf: string;
  path: string;
  visit: Visit | null;
  /** the pupil whose diary is open */
  child: Child | null;
  /** address of a diary page of a child */
  childPath(path: string, child: Child, query?: Record<string, string | undefined>): string;
}

/** The frame of a page for a visitor who is signed in, or of one that everybody may see (one query). */
export async function frameOf(deps: WebDeps, request: FastifyRequest, reply: FastifyReply): Promise<Frame> {
  const { visit } = request;
  const school =
    visit?.school ??
    (await deps.db.school.findUniqueOrThrow({ where: { id: 1 }, select: { name: true, kind: true, secret: true } }));
  return {
    school: school.name,
    demo: 'kind' in school ? school.kind === 'demo' : school.demo,
    look: lookOf(deps.config),
    csrf: formToken(deps.config, request, reply),
    path: request.routeOptions.url ?? '',
    visit,
    child: request.child,
    childPath: (path, child, query = {}) =>
      withQuery(path, { child: sealId(school.secret, 'student', child.studentId), ...query }),
  };
}
