/**
 * Invitations: a code of eight digits and a long link, given by the school to one person. The code opens that person's bot
 * once and the diary once. Who holds it must still name the class of a child; five wrong answers void it.
 */
import type { Clock } from '../platform/clock.ts';
import type { Invitation } from '../platform/database/generated/client.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { schoolDate } from '../platform/school-time.ts';
import { classChoices, plainClassName } from './class-answer.ts';
import { type Bot, linkChat, preferTelegram } from './contacts.ts';
import { hashCode, newCode, readCode } from './invitation-codes.ts';
import { hashToken, keyFor, randomToken } from './keys.ts';
import { countFailure, type Limit, withinLimits } from './rate-limit.ts';
import { type Child, childrenOf } from './relations.ts';

const LIVES_DAYS = 14;
const WRONG_ANSWERS = 5;

export interface NewInvitation {
  person: string;
  /** eight digits; shown to people as `4827 1936` */
  code: string;
  link: string;
  /** an instant, ISO 8601 */
  expires: string;
}

/** Ids that the school does not have. */
export class UnknownPeople extends Error {
  readonly ids: string[];
  constructor(ids: string[]) {
    super(`unknown person ids: ${ids.join(', ')}`);
    this.name = 'UnknownPeople';
    this.ids = ids;
  }
}

export type Refusal =
  /** no such code, or not for this bot */
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
  children: Child[];
  /** for buttons: the right classes among others; empty when no class is asked (staff) */
  classChoices: string[];
}

/**
 * Invites people: each gets a new code and link for 14 days, what they had unused before is void.
 * Codes and tokens are kept hashed only, so this answer is the one time they can be read.
 * @param byId who invites, for the audit; absent: the command line
 * @throws UnknownPeople naming every id that the school does not have; then nobody is invited
 */
export async function invite(
  db: Db,
  clock: Clock,
  personIds: string[],
  options: { publicUrl: string; byId?: string },
): Promise<NewInvitation[]> {
  const ids = [...new Set(personIds)];
  return await db.$transaction(async (tx) => {
    const known = await tx.person.findMany({ where: { id: { in: ids }, erasedAt: null }, select: { id: true } });
    const unknown = ids.filter((id) => !known.some((person) => person.id === id));
    if (unknown.length > 0) throw new UnknownPeople(unknown);
    const { secret } = await tx.school.findUniqueOrThrow({ where: { id: 1 } });
    const now = clock.now();
    const expires = new Date(now.getTime() + LIVES_DAYS * 86_400_000);
    await tx.invitation.updateMany({
      where: { personId: { in: ids }, voidedAt: null, OR: [{ botUsedAt: null }, { joinUsedAt: null }] },
      data: { voidedAt: now },
    });
    const codes = await freeCodes(tx, secret, ids.length);
    const made = ids.map((person, index) => ({ person, code: codes[index]!, token: randomToken() }));
    await tx.invitation.createMany({
      data: made.map(({ person, code, token }) => ({
        personId: person,
        codeHash: hashCode(secret, code),
        linkHash: hashToken(token),
        createdAt: now,
        expiresAt: expires,
      })),
    });
    await tx.auditRecord.createMany({
      data: ids.map((id) => ({ at: now, actorId: options.byId ?? null, action: 'invite', object: `person:${id}` })),
    });
    return made.map(({ person, code, token }) => ({
      person,
      code,
      link: `${options.publicUrl.replace(/\/+$/, '')}/join/${token}`,
      expires: expires.toISOString(),
    }));
  });
}

/** Codes that no invitation ever had. */
async function freeCodes(tx: Tx, secret: string, count: number): Promise<string[]> {
  const codes = new Set<string>();
  while (codes.size < count) {
    const fresh = Array.from({ length: count - codes.size }, newCode);
    const taken = await tx.invitation.findMany({
      where: { codeHash: { in: fresh.map((code) => hashCode(secret, code)) } },
      select: { codeHash: true },
    });
    for (const code of fresh) {
      if (!taken.some((row) => row.codeHash === hashCode(secret, code))) codes.add(code);
    }
  }
  return [...codes];
}

/**
 * Looks at a code sent to a bot; uses nothing up. Wrong codes are counted for the chat: after ten within an hour it waits,
 * while every other chat may go on.
 * @param from `bot`, when given, refuses a guardian's code in the teachers' bot and the reverse as `unknown`
 */
export async function openForBot(
  db: Db,
  clock: Clock,
  code: string,
  from: { chatId: string; bot?: Bot },
): Promise<Opened | { ok: false; code: Refusal }> {
  const limits: Limit[] = [{ key: `code:chat:${from.chatId}`, failures: 10, minutes: 60 }];
  if (!(await withinLimits(db, clock, limits))) return { ok: false, code: 'tooMany' };
  const { secret } = await db.school.findUniqueOrThrow({ where: { id: 1 } });
  const digits = readCode(code);
  const found = digits && (await db.invitation.findUnique({ where: { codeHash: hashCode(secret, digits) } }));
  const refused = found ? refusal(found, clock.now(), 'botUsedAt') : 'unknown';
  const opened = found && !refused ? await describe(db, clock, found) : null;
  if (!found || !opened || refused || !suits(opened, from.bot)) {
    await countFailure(db, clock, limits);
    return { ok: false, code: refused ?? 'unknown' };
  }
  return permitted(opened, from.bot) ? opened : { ok: false, code: 'notPermitted' };
}

export type BotAnswer =
  | {
      ok: true;
      personId: string;
      guardian: boolean;
      staff: boolean;
      first: string;
      patronymic: string;
      children: Child[];
    }
  | { ok: false; code: 'wrongClass'; left: number }
  | { ok: false; code: Refusal };

/**
 * Takes the answer to «which class» and links the chat: contact, holder, channels (Telegram first) and the used code in one
 * transaction. The class of any of the person's children is right. In the teachers' bot no class is asked.
 * Wrong answers are kept with the invitation, whoever gives them: the fifth voids it.
 */
export async function answerForBot(
  db: Db,
  clock: Clock,
  answer: { invitationId: number; className?: string; bot: Bot; chatId: string },
): Promise<BotAnswer> {
  return await db.$transaction(async (tx) => {
    const invitation = await tx.invitation.findUnique({ where: { id: answer.invitationId } });
    const refused = invitation ? refusal(invitation, clock.now(), 'botUsedAt') : 'unknown';
    if (!invitation || refused) return { ok: false, code: refused ?? 'unknown' };
    const opened = await describe(tx, clock, invitation);
    if (!suits(opened, answer.bot)) return { ok: false, code: 'unknown' };
    if (!permitted(opened, answer.bot)) return { ok: false, code: 'notPermitted' };
    if (answer.bot === 'parents' && !isClassOf(opened.children, answer.className ?? '')) {
      return await wrongAnswer(tx, clock.now(), invitation.id);
    }
    if (!(await use(tx, clock.now(), invitation.id, 'botUsedAt'))) return { ok: false, code: 'used' };
    await linkChat(tx, clock.now(), invitation.personId, answer.bot, answer.chatId);
    if (answer.bot === 'parents') await preferTelegram(tx, clock.now(), invitation.personId);
    const person = await tx.person.findUniqueOrThrow({ where: { id: invitation.personId } });
    const { personId, guardian, staff, children } = opened;
    return { ok: true, personId, guardian, staff, first: person.first, patronymic: person.patronymic, children };
  });
}

/** Why an invitation cannot be used for this purpose, or null. */
export function refusal(invitation: Invitation, now: Date, use: 'botUsedAt' | 'joinUsedAt'): Refusal | null {
  if (invitation[use]) return 'used';
  if (invitation.voidedAt || invitation.wrongAnswers >= WRONG_ANSWERS) return 'void';
  if (invitation.expiresAt <= now) return 'expired';
  return null;
}

/** Uses an invitation up for one purpose; false when somebody else just did, or it was voided meanwhile. */
export async function use(tx: Tx, now: Date, id: number, purpose: 'botUsedAt' | 'joinUsedAt'): Promise<boolean> {
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
    select: { guardian: { select: { leftAt: true } }, staff: { select: { leftAt: true } } },
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

function suits(opened: Opened, bot: Bot | undefined): boolean {
  if (bot === 'parents') return opened.guardian;
  if (bot === 'teachers') return opened.staff;
  return opened.guardian || opened.staff;
}

function permitted(opened: Opened, bot: Bot | undefined): boolean {
  if (bot === 'teachers') return true;
  return opened.children.length > 0 || (bot === undefined && opened.staff);
}
