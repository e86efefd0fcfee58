/**
 * Invitations: a code of eight digits and a long link, given by the school to one person. The code opens each bot that is
 * the person's once (a teacher who is also a parent has two) and the diary once. Who holds it must still name the class of a
 * child, but in the teachers' bot; five wrong answers void it.
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
/** What an invitation may be used for, each once. */
const PURPOSES = ['parentsUsedAt', 'teachersUsedAt', 'joinUsedAt'] as const;
export type Purpose = (typeof PURPOSES)[number];
const OF_BOT = { parents: 'parentsUsedAt', teachers: 'teachersUsedAt' } as const satisfies Record<Bot, Purpose>;

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
  | 'unknown'
  | 'used'
  | 'expired'
  /** replaced by a newer one, or voided by wrong answers */
  | 'void'
  | 'tooMany'
  /** no child whose data this person may see electronically: no consent, no full rights */
  | 'notPermitted';

/** `otherBot`: the code is good, for the other bot; `diaryOnly`: a pupil's, for no bot */
export type BotRefusal = Refusal | 'otherBot' | 'diaryOnly';

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

/** Who invites, for the audit; absent: the command line. */
export interface InviteOptions {
  publicUrl: string;
  byId?: string;
}

/**
 * Invites people: each gets a new code and link for 14 days, what they had unused before is void.
 * Codes and tokens are kept hashed only, so this answer is the one time they can be read.
 * @throws UnknownPeople naming every id that the school does not have; then nobody is invited
 */
export async function invite(
  db: Db,
  clock: Clock,
  personIds: string[],
  options: InviteOptions,
): Promise<NewInvitation[]> {
  return await db.$transaction((tx) => inviteIn(tx, clock.now(), personIds, options));
}

/** The same within a transaction that does more. */
export async function inviteIn(
  tx: Tx,
  now: Date,
  personIds: string[],
  options: InviteOptions,
): Promise<NewInvitation[]> {
  const ids = [...new Set(personIds)];
  // whoever invites the same people at once waits: of two invitations one would stay good beside the other
  const known = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM person WHERE id = ANY(${ids}) AND erased_at IS NULL ORDER BY id FOR UPDATE`;
  const unknown = ids.filter((id) => !known.some((person) => person.id === id));
  if (unknown.length > 0) throw new UnknownPeople(unknown);
  const { secret } = await tx.school.findUniqueOrThrow({ where: { id: 1 } });
  const expires = new Date(now.getTime() + LIVES_DAYS * 86_400_000);
  await voidInvitations(tx, now, ids);
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
}

/** Ends what these people have unused, for bots and diary alike: a code never lives on by half. */
export async function voidInvitations(tx: Tx, now: Date, personIds: string[]): Promise<void> {
  await tx.invitation.updateMany({
    where: { personId: { in: personIds }, voidedAt: null, OR: PURPOSES.map((purpose) => ({ [purpose]: null })) },
    data: { voidedAt: now },
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
 */
export async function openForBot(
  db: Db,
  clock: Clock,
  code: string,
  from: { chatId: string; bot: Bot },
): Promise<Opened | { ok: false; code: BotRefusal }> {
  const limits: Limit[] = [{ key: `code:chat:${from.chatId}`, failures: 10, minutes: 60 }];
  if (!(await withinLimits(db, clock, limits))) return { ok: false, code: 'tooMany' };
  const { secret } = await db.school.findUniqueOrThrow({ where: { id: 1 } });
  const digits = readCode(code);
  const found = digits && (await db.invitation.findUnique({ where: { codeHash: hashCode(secret, digits) } }));
  const refused = found ? refusal(found, clock.now(), OF_BOT[from.bot]) : 'unknown';
  if (!found || refused) {
    await countFailure(db, clock, limits);
    return { ok: false, code: refused ?? 'unknown' };
  }
  const opened = await describe(db, clock, found);
  const unfit = misfit(opened, from.bot);
  return unfit ? { ok: false, code: unfit } : opened;
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
      /** the chat that was this person's until now is so no more */
      moved: boolean;
    }
  | { ok: false; code: 'wrongClass'; left: number }
  | { ok: false; code: BotRefusal };

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
    const purpose = OF_BOT[answer.bot];
    const refused = invitation ? refusal(invitation, clock.now(), purpose) : 'unknown';
    if (!invitation || refused) return { ok: false, code: refused ?? 'unknown' };
    const opened = await describe(tx, clock, invitation);
    const unfit = misfit(opened, answer.bot);
    if (unfit) return { ok: false, code: unfit };
    if (answer.bot === 'parents' && !isClassOf(opened.children, answer.className ?? '')) {
      return await wrongAnswer(tx, clock.now(), invitation.id);
    }
    if (!(await use(tx, clock.now(), invitation.id, purpose))) return { ok: false, code: 'used' };
    const { moved } = await linkChat(tx, clock.now(), invitation.personId, answer.bot, answer.chatId);
    if (answer.bot === 'parents') await preferTelegram(tx, clock.now(), invitation.personId);
    const person = await tx.person.findUniqueOrThrow({ where: { id: invitation.personId } });
    const { personId, guardian, staff, children } = opened;
    return { ok: true, personId, guardian, staff, first: person.first, patronymic: person.patronymic, children, moved };
  });
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

/** Why a good code opens nothing in this bot, or null. */
function misfit({ guardian, staff, pupil, children }: Opened, bot: Bot): Exclude<BotRefusal, 'used'> | null {
  if (pupil && !guardian && !staff) return 'diaryOnly';
  if (bot === 'teachers') return staff ? null : 'otherBot';
  if (!guardian) return 'otherBot';
  return children.length > 0 ? null : 'notPermitted';
}
