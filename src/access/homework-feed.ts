/** The secret link of a calendar of one child's homework: one for each person and child, kept hashed, ended at will. */
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/open.ts';
import { schoolDate } from '../platform/school-time.ts';
import { hashToken, randomToken } from './keys.ts';
import { type Child, childrenOf } from './relations.ts';

const PURPOSE = 'homework';

interface Whose {
  personId: string;
  studentId: string;
}

/** When the link that is good now was given out; null: there is none. */
export async function feedSince(db: Db, { personId, studentId }: Whose): Promise<Date | null> {
  const link = await db.secretLink.findFirst({ where: { purpose: PURPOSE, personId, studentId, revokedAt: null } });
  return link?.createdAt ?? null;
}

/**
 * Gives out a new link; the one before ends.
 * @returns its token, which can be read this once
 */
export async function issueFeed(deps: { db: Db; clock: Clock }, whose: Whose): Promise<string> {
  const token = randomToken();
  await deps.db.$transaction(async (tx) => {
    const now = deps.clock.now();
    await tx.secretLink.updateMany({
      where: { purpose: PURPOSE, ...whose, revokedAt: null },
      data: { revokedAt: now },
    });
    await tx.secretLink.create({ data: { tokenHash: hashToken(token), purpose: PURPOSE, ...whose, createdAt: now } });
  });
  return token;
}

export async function revokeFeed({ db, clock }: { db: Db; clock: Clock }, whose: Whose): Promise<void> {
  await db.secretLink.updateMany({
    where: { purpose: PURPOSE, ...whose, revokedAt: null },
    data: { revokedAt: clock.now() },
  });
}

/** The child whose homework a link shows; null: no such link, it was ended, or its person may see the child no more. */
export async function childOfFeed({ db, clock }: { db: Db; clock: Clock }, token: string): Promise<Child | null> {
  const link = await db.secretLink.findUnique({ where: { tokenHash: hashToken(token) } });
  if (!link?.studentId || link.purpose !== PURPOSE || link.revokedAt) return null;
  const now = clock.now();
  const { timeZone } = await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
  const today = schoolDate(now, timeZone);
  const guardian = await db.guardian.findUnique({ where: { id: link.personId } });
  if (guardian?.leftAt && guardian.leftAt <= new Date(`${today}T00:00:00Z`)) return null;
  const children = await childrenOf(db, [link.personId], today);
  return children.find(({ studentId }) => studentId === link.studentId) ?? null;
}
