/**
 * A stolen account (К-Р 4; К-И 4.7; Д 3.1.3): doors are shut, and what was done in it since a moment is void. Only its owner
 * comes back, with a new invitation.
 */
import { type Voided, voidWritesIn, writesSince } from '../journal/void.ts';
import { inWriting } from '../journal/writing.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { schoolDate } from '../platform/school-time.ts';
import { type AccountHolder, accountHolder, mayTend } from './account-list.ts';
import { accountFor } from './accounts.ts';
import type { Actor } from './actor.ts';
import { voidLinks } from './choice-writes.ts';
import { endIdleContacts } from './end-access.ts';
import { theftGround } from './grounds.ts';
import { voidInvitations } from './invitations.ts';
import { may } from './may.ts';
import { endSessionsOf, type OpenSession } from './sessions.ts';
import { type TheftSeen, type TheftTraces, theftTraces } from './theft-traces.ts';
import { type VoidedChoice, voidChoicesIn } from './void-choices.ts';

/** What is kept of it, and printed: ids, values and times, no names. */
export interface TheftReport extends TheftTraces {
  personIds: string[];
  sources: string[] | null;
  /** every chat and mailbox was ended, not only those that came since */
  allContacts: boolean;
  sessions: (Omit<OpenSession, 'createdAt' | 'lastSeenAt'> & { createdAt: string; lastSeenAt: string })[];
  writes: (Omit<Voided, 'at'> & { at: string })[];
  choices: (Omit<VoidedChoice, 'at'> & { at: string })[];
}

export interface TheftView extends TheftSeen {
  writes: Voided[];
}

/** What would be ended and voided; changes nothing. Two queries. */
export async function previewTheft(
  db: Db,
  clock: Clock,
  { holder, since }: { holder: Pick<AccountHolder, 'people' | 'accountId'>; since: Date },
): Promise<TheftView> {
  const { people: byIds, accountId } = holder;
  const seen = await theftTraces(db, clock, { byIds, since, accountId });
  const writes = await writesSince(db, { byIds, since, sources: null });
  return { ...seen, writes };
}

export interface TheftWish {
  personId: string;
  since: Date;
  /** of the journal's writes only those that came by these; null: all */
  sources: string[] | null;
  /** chat and mailbox are in strange hands as well */
  allContacts: boolean;
}

export type TheftVoided =
  | { ok: true; theftId: number }
  | { ok: false; code: 'notYours' | 'unknown' | 'future' | 'tooOld'; field: 'person' | 'since' };

/** How far back: a school year's writes, no archive. */
const BACK_MS = 366 * 86_400_000;

/**
 * Does it, in one transaction, with its audit. Done for the same moment while the account is closed it is done already: a second
 * click finds the first one's report.
 */
export async function voidTheft(deps: { db: Db; clock: Clock }, actor: Actor, wish: TheftWish): Promise<TheftVoided> {
  const { db, clock } = deps;
  const now = clock.now();
  const { timeZone } = await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
  const today = schoolDate(now, timeZone);
  const holder = await accountHolder(db, clock, today, wish.personId);
  if (!holder) return { ok: false, code: 'unknown', field: 'person' };
  const byId = actor.staffId;
  if (byId === null || !may(actor, 'keepAccounts', { kind: 'school' }) || !mayTend(actor, holder))
    return { ok: false, code: 'notYours', field: 'person' };
  if (wish.since > now) return { ok: false, code: 'future', field: 'since' };
  if (now.getTime() - wish.since.getTime() > BACK_MS) return { ok: false, code: 'tooOld', field: 'since' };
  return await inWriting(db, async (tx) => {
    const account = await accountFor(tx, clock, wish.personId);
    await tx.$queryRaw`SELECT id FROM account WHERE id = ${account.id} FOR UPDATE`;
    const done = await doneBefore(tx, account.id, wish.since);
    if (done !== null) return { ok: true, theftId: done };
    const byIds = await peopleOf(tx, account.id);
    const seen = await theftTraces(tx, clock, { byIds, since: wish.since, accountId: account.id });
    const { names: _names, choices: _planned, sessions, ...traces } = seen;
    await shutDoors(tx, { clock, accountId: account.id, byIds, wish, traces });
    const writes = await voidWritesIn(tx, deps, { byIds, since: wish.since, sources: wish.sources }, byId);
    const ground = theftGround(today);
    const choices = await voidChoicesIn(tx, { byIds, since: wish.since }, { byId, ground, at: now, today });
    if (wish.allContacts) await endContacts(tx, { byIds, now, byId, ground });
    const { sources, allContacts } = wish;
    const report = { ...traces, personIds: byIds, sources, allContacts, sessions, writes, choices };
    const theftId = await keep(tx, { accountId: account.id, since: wish.since, now, byId, report });
    return { ok: true, theftId };
  });
}

/** Everybody that the account is: what any of them wrote was written in it. */
async function peopleOf(tx: Tx, accountId: number): Promise<string[]> {
  const people = await tx.accountPerson.findMany({ where: { accountId }, orderBy: { personId: 'asc' } });
  return people.map((one) => one.personId);
}

async function doneBefore(tx: Tx, accountId: number, since: Date): Promise<number | null> {
  const done = await tx.accountTheft.findFirst({
    where: { accountId, since, settledAt: { not: null }, account: { closedAt: { not: null } } },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  return done?.id ?? null;
}

/** Sessions, password, links and codes not used yet, chats that came since; the account opens again by a new invitation. */
async function shutDoors(
  tx: Tx,
  at: { clock: Clock; accountId: number; byIds: string[]; wish: TheftWish; traces: TheftTraces },
): Promise<void> {
  const { clock, accountId, byIds, wish, traces } = at;
  const now = clock.now();
  const theirs = { personId: { in: byIds } };
  await endSessionsOf(tx, clock, accountId);
  await tx.account.update({ where: { id: accountId }, data: { passwordHash: null, closedAt: now } });
  await tx.signInLink.updateMany({ where: { ...theirs, usedAt: null }, data: { usedAt: now } });
  await tx.secretLink.updateMany({
    where: { ...theirs, revokedAt: null, createdAt: { gte: wish.since } },
    data: { revokedAt: now },
  });
  await tx.mailboxClaim.deleteMany({ where: { ...theirs, usedAt: null } });
  await voidInvitations(tx, now, byIds);
  await tx.invitation.updateMany({
    where: { id: { in: traces.invitations.map(({ id }) => id) }, voidedAt: null },
    data: { voidedAt: now },
  });
  await tx.contactHolder.updateMany({
    where: { ...theirs, endedAt: null, contactId: { in: traces.contacts.map(({ id }) => id) } },
    data: { endedAt: now },
  });
  await endIdleContacts(tx, now);
}

/** Chat and mailbox go too, and the links in letters that were sent there. */
async function endContacts(
  tx: Tx,
  { byIds, now, byId, ground }: { byIds: string[]; now: Date; byId: string; ground: string },
): Promise<void> {
  await tx.contactHolder.updateMany({
    where: { personId: { in: byIds }, endedAt: null, contact: { channel: { in: ['telegram', 'email'] } } },
    data: { endedAt: now },
  });
  await endIdleContacts(tx, now);
  const guardians = await tx.guardian.findMany({ where: { id: { in: byIds } }, select: { id: true } });
  for (const { id: guardianId } of guardians) await voidLinks(tx, { guardianId, byId, ground, at: now });
}

/** Settles the word that waits, or keeps that the school itself said so. */
async function keep(
  tx: Tx,
  { accountId, since, now, byId, report }: { accountId: number; since: Date; now: Date; byId: string; report: object },
): Promise<number> {
  const settled = { since, settledAt: now, settledById: byId, report: JSON.parse(JSON.stringify(report)) as object };
  const waiting = await tx.accountTheft.findFirst({ where: { accountId, settledAt: null } });
  const { id } = waiting
    ? await tx.accountTheft.update({ where: { id: waiting.id }, data: settled })
    : await tx.accountTheft.create({ data: { accountId, reportedAt: now, reportedById: byId, ...settled } });
  await tx.auditRecord.create({
    data: { at: now, actorId: byId, action: 'voidTheft', object: `account:${accountId}`, details: { theft: id } },
  });
  return id;
}

/** The school has looked and nothing is to be voided: the word is settled, and the owner may say so again. */
export async function dismissTheft(deps: { db: Db; clock: Clock }, actor: Actor, accountId: number): Promise<boolean> {
  const now = deps.clock.now();
  return await deps.db.$transaction(async (tx) => {
    const { count } = await tx.accountTheft.updateMany({
      where: { accountId, settledAt: null },
      data: { settledAt: now, settledById: actor.staffId },
    });
    if (count > 0)
      await tx.auditRecord.create({
        data: { at: now, actorId: actor.staffId, action: 'dismissTheft', object: `account:${accountId}` },
      });
    return count > 0;
  });
}
