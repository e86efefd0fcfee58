/**
 * What an invitation opens: each bot that is the person's once (a teacher who is also a parent has two) and the diary once.
 * Who holds it must still name the class of a child, but in the teachers' bot; five wrong answers void it.
 */
import type { Clock } from '../platform/clock.ts';
import type { Invitation } from '../platform/database/generated/client.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { schoolDate } from '../platform/school-time.ts';
import { classChoices, plainClassName } from './class-answer.ts';
import { keyFor } from './keys.ts';
import { type Child, childrenOf } from './relations.ts';

const WRONG_ANSWERS = 5;
/** What an invitation may be used for, each once. */
export const PURPOSES = ['parentsUsedAt', 'teachersUsedAt', 'joinUsedAt'] as const;
export type Purpose = (typeof PURPOSES)[number];

export type Refusal =
  | 'unknown'
  | 'used'
  | 'expired'
  /** replaced by a newer one, or voided by wrong answers */
  | 'void'
  | 'tooMany'
  /** no child whose data this person may see electronically: no consent, no full rights */
  | 'notPermitted';

export interface Opened {
  ok: true;
  invitationId: number;
  personId: string;
  guardian: boolean;
  staff: boolean;
  /** a pupil's own: `children` is the pupil */
  pupil: boolean;
  children: Child[];
  /** for buttons: the right classes among others; empty when no class is asked (staff) */
  classChoices: string[];
}

/** Why an invitation cannot be used for this purpose, or null. */
export function refusal(invitation: Invitation, now: Date, use: Purpose): Refusal | null {
  if (invitation[use]) return 'used';
  if (invitation.voidedAt || invitation.wrongAnswers >= WRONG_ANSWERS) return 'void';
  if (invitation.expiresAt <= now) return 'expired';
  return null;
}

/** Uses an invitation up for one purpose; false when somebody else just did, or it was voided meanwhile. */
export async function use(tx: Tx, now: Date, id: number, purpose: Purpose): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({
    where: { id, [purpose]: null, voidedAt: null, wrongAnswers: { lt: WRONG_ANSWERS } },
    data: { [purpose]: now },
  });
  return count === 1;
}

/** Counts a wrong answer to «which class»; the fifth voids the invitation. */
export async function wrongAnswer(
  tx: Tx,
  now: Date,
  id: number,
): Promise<{ ok: false; code: 'wrongClass'; left: number } | { ok: false; code: 'void' }> {
  const { wrongAnswers } = await tx.invitation.update({ where: { id }, data: { wrongAnswers: { increment: 1 } } });
  if (wrongAnswers < WRONG_ANSWERS) return { ok: false, code: 'wrongClass', left: WRONG_ANSWERS - wrongAnswers };
  await tx.invitation.update({ where: { id }, data: { voidedAt: now } });
  return { ok: false, code: 'void' };
}

/** Whose invitation it is, what they are, and which classes to offer. */
export async function describe(db: Db | Tx, clock: Clock, invitation: Invitation): Promise<Opened> {
  const school = await db.school.findUniqueOrThrow({ where: { id: 1 } });
  const today = schoolDate(clock.now(), school.timeZone);
  const person = await db.person.findUniqueOrThrow({
    where: { id: invitation.personId },
    select: {
      guardian: { select: { leftAt: true } },
      staff: { select: { leftAt: true } },
      student: { select: { id: true } },
    },
  });
  const children = (await childrenOf(db, [invitation.personId], today)).filter((child) => !child.left);
  const right = children.map((child) => child.className).filter((name) => name !== '');
  const classes =
    right.length === 0 ? [] : await db.schoolClass.findMany({ where: { leftAt: null }, distinct: ['name'] });
  const names = classes.map((each) => each.name);
  return {
    ok: true,
    invitationId: invitation.id,
    personId: invitation.personId,
    guardian: person.guardian !== null && person.guardian.leftAt === null,
    staff: person.staff !== null && person.staff.leftAt === null,
    pupil: person.student !== null,
    children,
    classChoices:
      right.length === 0 ? [] : classChoices(right, names, keyFor(school.secret, 'class-choices'), invitation.id),
  };
}

/** Whether the class named is that of any of the children. */
export function isClassOf(children: Child[], className: string): boolean {
  const named = plainClassName(className);
  return named !== '' && children.some((child) => plainClassName(child.className) === named);
}
