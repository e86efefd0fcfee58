/** What the school decides about a guardian of a child: rights, and with whom the guardian is one family. Each with its ground. */
import type { Clock } from '../platform/clock.ts';
import type { Rights } from '../platform/database/generated/enums.ts';
import type { Db, Tx } from '../platform/database/open.ts';
import { type SchoolDate, schoolDate } from '../platform/school-time.ts';
import type { Actor } from './actor.ts';
import { applicationDateFault, isOfficeNumber } from './choice-check.ts';
import { type FamilyMember, familiesOf } from './class-families.ts';
import { endAccess, endIdleContacts } from './end-access.ts';
import { applicationGround, type RightsGround, rightsGround } from './grounds.ts';
import { may } from './may.ts';

interface Deps {
  db: Db;
  clock: Clock;
}

interface OfChild {
  studentId: string;
  classId: number | null;
}

export interface RightsWish {
  child: OfChild;
  guardianId: string;
  /** as the form showed them */
  was: Rights;
  becomes: Rights;
  ground: { kind: RightsGround; number: string; date: SchoolDate };
}

export type RightsFault =
  | 'notYours'
  /** by somebody else, since the form was opened */
  | 'changed'
  /** who comes with a power of attorney fetches paper, and no more */
  | 'proxyRights'
  | 'badNumber'
  | 'badDate'
  | 'past'
  | 'tooFar';

export type Decided = { ok: true; changed: number } | { ok: false; code: RightsFault; field: string };

/** The relation of whoever comes with a power of attorney, as the school file names it. */
const PROXY = 'доверенное лицо';

/** What is wrong with a wish, or null. Nothing is written. */
export async function rightsFault(deps: Deps, actor: Actor, wish: RightsWish): Promise<Decided | null> {
  return await faultIn(deps.db, deps.clock.now(), actor, wish);
}

/**
 * Changes a guardian's rights to know of a child. Narrowed, they take chat, addresses, links and sessions with them in the same
 * transaction, and what waits to be sent does not leave; later files of the school do not undo it unless their consent is later.
 */
export async function changeRights({ db, clock }: Deps, actor: Actor, wish: RightsWish): Promise<Decided> {
  const now = clock.now();
  return await db.$transaction(async (tx) => {
    await lockPairs(tx, wish.child.studentId);
    const fault = await faultIn(tx, now, actor, wish);
    if (fault) return fault;
    const { guardianId, child, was, becomes, ground } = wish;
    if (was === becomes) return { ok: true, changed: 0 };
    const { studentId } = child;
    const pair = { guardianId, studentId };
    const where = { guardianId_studentId: pair };
    const { relation, channels } = await tx.guardianship.findUniqueOrThrow({ where });
    const order = becomes === 'none' ? [] : becomes === 'paper' || channels.length === 0 ? ['paper'] : channels;
    await tx.guardianship.update({ where, data: { rights: becomes, channels: order } });
    const said = {
      ...pair,
      byId: actor.staffId,
      ground: rightsGround(ground.kind, ground.number, ground.date),
      at: now,
    };
    await tx.choiceRecord.create({ data: { ...said, what: 'rights', value: { rights: becomes, relation } } });
    if (order.join() !== channels.join())
      await tx.choiceRecord.create({ data: { ...said, what: 'channels', value: order } });
    if (was === 'full') {
      await endAccess(tx, { pairs: [pair], leavers: [], now });
      await endIdleContacts(tx, now);
    }
    await trace(tx, now, actor, 'decideRights', pair, { was, becomes });
    return { ok: true, changed: 1 };
  });
}

async function faultIn(db: Db | Tx, now: Date, actor: Actor, wish: RightsWish): Promise<Decided | null> {
  const refuse = (code: RightsFault, field: string): Decided => ({ ok: false, code, field });
  const { child, guardianId, was, becomes, ground } = wish;
  const members = await familiesOf(db, { studentId: child.studentId });
  const member = members.find((one) => one.guardianId === guardianId);
  if (!member || !mayDecide(actor, child)) return refuse('notYours', 'guardian');
  if (member.rights !== was) return refuse('changed', 'rights');
  if (member.relation === PROXY && becomes === 'full') return refuse('proxyRights', 'rights');
  if (ground.number !== '' && !isOfficeNumber(ground.number)) return refuse('badNumber', 'number');
  const date = applicationDateFault(ground.date, await todayOf(db, now));
  return date ? refuse(date.code as RightsFault, 'date') : null;
}

export interface HouseholdWish {
  guardianId: string;
  /** number of the family, from 1, as the form showed it and as it shall be */
  was: number;
  becomes: number;
}

/**
 * Says which guardians of a child inform one another. In one family one informed guardian is enough (К-У 2.2); in two, each is owed
 * the week.
 */
export async function changeHouseholds(
  { db, clock }: Deps,
  actor: Actor,
  { child, date }: { child: OfChild; date: SchoolDate },
  wishes: readonly HouseholdWish[],
): Promise<Decided> {
  const now = clock.now();
  return await db.$transaction(async (tx): Promise<Decided> => {
    const { studentId } = child;
    await lockPairs(tx, studentId);
    const wrong = applicationDateFault(date, await todayOf(tx, now));
    if (wrong) return { ok: false, code: wrong.code as RightsFault, field: 'date' };
    const members = await familiesOf(tx, { studentId });
    const known = householdsOf(members);
    const numberOf = new Map(members.map(({ guardianId, householdId }) => [guardianId, known.get(householdId)]));
    if (!mayDecide(actor, child) || wishes.some(({ guardianId }) => !numberOf.has(guardianId)))
      return { ok: false, code: 'notYours', field: 'guardian' };
    const differing = wishes.filter(({ was, becomes }) => was !== becomes);
    if (differing.some(({ guardianId, was }) => numberOf.get(guardianId) !== was))
      return { ok: false, code: 'changed', field: 'household' };
    const ids = new Map<number, number | null>([...known].map(([id, nth]) => [nth, id]));
    for (const { guardianId, becomes } of differing) {
      if (!ids.has(becomes)) ids.set(becomes, (await tx.household.create({ data: {}, select: { id: true } })).id);
      const pair = { guardianId, studentId };
      const householdId = ids.get(becomes) ?? null;
      await tx.guardianship.update({ where: { guardianId_studentId: pair }, data: { householdId } });
      const said = { byId: actor.staffId, ground: applicationGround(null, date), at: now };
      await tx.choiceRecord.create({ data: { ...pair, ...said, what: 'household', value: { nth: becomes } } });
      await trace(tx, now, actor, 'changeHousehold', pair, { becomes });
    }
    return { ok: true, changed: differing.length };
  });
}

/** The families of one child, numbered from 1: those who have none named are the first. */
export function householdsOf(members: readonly FamilyMember[]): Map<number | null, number> {
  const named = [...new Set(members.map(({ householdId }) => householdId))].filter((id) => id !== null);
  const common = members.some(({ householdId }) => householdId === null);
  const ids: (number | null)[] = [...(common ? [null] : []), ...named.toSorted((a, b) => a - b)];
  return new Map(ids.map((id, index) => [id, index + 1]));
}

const mayDecide = (actor: Actor, child: OfChild) =>
  actor.staffId !== null && may(actor, 'changeRights', { kind: 'student', ...child });

async function lockPairs(tx: Tx, studentId: string): Promise<void> {
  await tx.$executeRaw`
    SELECT guardian_id FROM guardianship WHERE student_id = ${studentId} ORDER BY guardian_id FOR UPDATE`;
}

async function todayOf(db: Db | Tx, now: Date): Promise<SchoolDate> {
  const { timeZone } = await db.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
  return schoolDate(now, timeZone);
}

async function trace(
  tx: Tx,
  at: Date,
  actor: Actor,
  action: string,
  { guardianId, studentId }: { guardianId: string; studentId: string },
  details: object,
): Promise<void> {
  const object = `guardian:${guardianId}`;
  await tx.auditRecord.create({ data: { at, actorId: actor.staffId, action, object, studentId, details } });
}
