import type { FastifyReply, FastifyRequest } from 'fastify';
import { schoolSecret } from '../src/access/keys.ts';
import { startSession } from '../src/access/sessions.ts';
import { dropCookie, sendCookie, sendSession } from './cookies.ts';
import { deviceNote } from './device.ts';
import type { WebDeps } from './services.ts';

const YEAR_SECONDS = 31_536_000;

/** Signs the visitor in: a new session whatever cookie came along, and the note that this browser was here. */
export async function signInAs(
  { db, clock, config }: WebDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  who: { accountId: number; staff: boolean },
): Promise<void> {
  const token = await startSession(db, clock, { ...who, agent: request.headers['user-agent'] ?? '' });
  sendSession(config, reply, token, who.staff);
  sendCookie(config, reply, 'device', deviceNote(await schoolSecret(db), who.accountId), YEAR_SECONDS);
  dropCookie(config, reply, 'form');
}
