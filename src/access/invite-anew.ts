/** A new invitation for one person from the desk: staff, and whoever lost an account to a stranger (К-У 6.2; К-Р 4). */
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import type { SchoolDate } from '../platform/school-time.ts';
import { type AccountHolder, accountHolder, mayTend } from './account-list.ts';
import type { Actor } from './actor.ts';
import { inviteIn } from './invitations.ts';
import { may } from './may.ts';
import { type Child, childrenOf } from './relations.ts';

export interface NewLetter {
  as?: 'pupil' | 'staff';
  holder: AccountHolder;
  /** whose diary it opens */
  children: Child[];
  /** eight digits */
  code: string;
  link: string;
  /** an instant */
  expires: Date;
}

export type InvitedAnew =
  | { ok: true; letter: NewLetter }
  /** families without a loss go to their class teacher; without consent nothing opens */
  | { ok: false; code: 'notYours' | 'unknown' | 'ofClassTeacher' | 'noConsent'; field: 'person' };

/** For staff always, for others once the account was closed. What they had unused is void. */
export function mayInvite(actor: Actor, holder: AccountHolder): boolean {
  return mayTend(actor, holder) && (holder.offices !== null || holder.closed);
}

/** The code is in this answer and nowhere else. */
export async function inviteAnew(
  { db, clock, publicUrl }: { db: Db; clock: Clock; publicUrl: string },
  actor: Actor,
  { personId, today }: { personId: string; today: SchoolDate },
): Promise<InvitedAnew> {
  const refuse = (code: Extract<InvitedAnew, { ok: false }>['code']): InvitedAnew => ({
    ok: false,
    code,
    field: 'person',
  });
  const holder = await accountHolder(db, clock, today, personId);
  if (holder === null) return refuse('unknown');
  const byId = actor.staffId;
  if (byId === null || !may(actor, 'keepAccounts', { kind: 'school' }) || !mayTend(actor, holder))
    return refuse('notYours');
  if (!mayInvite(actor, holder)) return refuse('ofClassTeacher');
  const children = (await childrenOf(db, [personId], today)).filter(({ left }) => !left);
  if (holder.offices === null && children.length === 0) return refuse('noConsent');
  const [made] = await db.$transaction((tx) => inviteIn(tx, clock.now(), [personId], { publicUrl, byId }));
  const { code, link, expires } = made!;
  const as = holder.offices !== null ? 'staff' : holder.guardian ? undefined : 'pupil';
  return { ok: true, letter: { ...(as && { as }), holder, children, code, link, expires: new Date(expires) } };
}
