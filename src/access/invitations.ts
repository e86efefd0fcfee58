/** Issuing invitations: a code of eight digits and a long link, given by the school to one person. */
import type { Clock } from '../platform/clock.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { hashCode, newCode } from './invitation-codes.ts';
import { PURPOSES } from './invitation-use.ts';
import { hashToken, randomToken } from './keys.ts';

const LIVES_DAYS = 14;

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
