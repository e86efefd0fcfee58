import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ApplicationView, mayKeep, readApplication } from '../../src/access/applications/read.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { currentRoster } from '../../src/journal/roster-view.ts';
import { HttpError } from '../http-error.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';
import type { Now } from './words.ts';

/** The application that the address names; whoever may not keep it is told no more than that. */
export async function applicationAsked(deps: WebDeps, request: FastifyRequest): Promise<ApplicationView> {
  const { actor, school } = request.visit!;
  const sealed = (request.query as { application?: unknown }).application;
  const id = typeof sealed === 'string' ? openId(school.secret, 'application', sealed) : null;
  const found = id ? await readApplication(deps.db, school.today, Number(id)) : null;
  if (!found) throw new HttpError(404, 'no-such-application');
  if (!mayKeep(actor, found)) throw new HttpError(403, 'not-yours');
  return found;
}

export function applicationPath(secret: string, id: number, query: Record<string, string | undefined> = {}): string {
  return withQuery('/desk/application', { application: sealId(secret, 'application', String(id)), ...query });
}

/** The calendar that terms are counted by. */
export async function nowOf(deps: WebDeps, request: FastifyRequest): Promise<Now> {
  const { zone, today } = request.visit!.school;
  return { zone, today, calendar: await currentRoster(deps.db) };
}

/** A paper of the school's, made for this one answer and kept by no cache. @param name of the file, without its ending */
export function sendPdf(reply: FastifyReply, pdf: Buffer, name: string, how: 'inline' | 'attachment' = 'inline') {
  return reply
    .type('application/pdf')
    .header('cache-control', 'no-store')
    .header('content-disposition', `${how}; filename="${name}.pdf"`)
    .send(pdf);
}
