import type { FastifyRequest } from 'fastify';
import { type AccountHolder, accountHolder } from '../../src/access/account-list.ts';
import { openId, sealId } from '../../src/access/public-ids.ts';
import { HttpError } from '../http-error.ts';
import { withQuery } from '../paths.ts';
import type { WebDeps } from '../services.ts';

/** The person that the address names. */
export async function holderAsked(deps: WebDeps, request: FastifyRequest): Promise<AccountHolder> {
  const { secret, today } = request.visit!.school;
  const sealed = (request.query as { person?: unknown }).person;
  const id = typeof sealed === 'string' ? openId(secret, 'person', sealed) : null;
  const found = id ? await accountHolder(deps.db, deps.clock, today, id) : null;
  if (!found) throw new HttpError(404, 'no-such-person');
  return found;
}

/** A page about a person, by the sealed id. */
export function holderPath(
  path: '/desk/account' | '/desk/account/theft',
  secret: string,
  personId: string,
  query: Record<string, string | undefined> = {},
): string {
  return withQuery(path, { person: sealId(secret, 'person', personId), ...query });
}

/** The report of a stolen account. */
export function reportPath(secret: string, theftId: number): string {
  return withQuery('/desk/account/report', { theft: sealId(secret, 'theft', String(theftId)) });
}

export const fullName = ({ last, first, patronymic }: { last: string; first: string; patronymic: string }): string =>
  [last, first, patronymic].filter(Boolean).join(' ');
