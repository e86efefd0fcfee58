import type { Clock } from '../../platform/clock.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
import type { Db, Tx } from '../../platform/database/open.ts';
import { type SchoolDate, schoolDate, toDbDate } from '../../platform/school-time.ts';
import type { Actor } from '../actor.ts';
import { audit } from '../audit.ts';
import { applicationDateFault, type Chooser, isOfficeNumber } from '../choice-check.ts';
import { may } from '../may.ts';
import { type ApplicationWish, type Faulty, faulty, goesToPaper, written } from './application.ts';

export type Recorded = { ok: true; id: number; number: number } | Faulty;

/**
 * Puts a written application into the register, under the next number of the school year. Nothing is decided yet.
 * @param actor the class teacher of the child, or the office
 */
export async function recordApplication(
  { db, clock }: { db: Db; clock: Clock },
  actor: Actor,
  wish: ApplicationWish,
): Promise<Recorded> {
  const now = clock.now();
  return await db.$transaction(async (tx) => {
    const { timeZone } = await tx.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
    const today = schoolDate(now, timeZone);
    const fault = wishFault(actor, wish, today) ?? (await applicantFault(tx, wish));
    if (fault) return fault;
    const made = await register(tx, actor.staffId!, now, today, paperOf(wish));
    if (!made) return faulty('noYear', 'number');
    const studentId = 'studentId' in wish.child ? wish.child.studentId : undefined;
    await audit(tx, clock, {
      actorId: actor.staffId!,
      action: 'recordApplication',
      object: `application:${made.id}`,
      ...(studentId && { studentId }),
    });
    return { ok: true, ...made };
  });
}

function wishFault(actor: Actor, wish: ApplicationWish, today: SchoolDate): Faulty | null {
  const { child } = wish;
  const object = 'studentId' in child ? ({ kind: 'student', ...child } as const) : null;
  const permitted = object
    ? may(actor, 'keepApplications', object)
    : may(actor, 'openApplications', { kind: 'school' });
  if (!permitted || actor.staffId === null) return faulty('notYours', 'child');
  if (wish.outsideNumber !== '' && !isOfficeNumber(wish.outsideNumber)) return faulty('badNumber', 'number');
  const date = applicationDateFault(wish.date, today);
  if (date) return { ok: false, ...date };
  if ('name' in child && written(child.name) === null) return faulty('badName', 'student');
  if ('name' in wish.applicant && written(wish.applicant.name) === null) return faulty('badName', 'applicant');
  if (goesToPaper(wish.kind) && wish.way === 'proxy' && written(wish.proxyName) === null)
    return faulty('badName', 'proxy');
  return null;
}

/** Whoever is named by their id is a guardian of that child, whatever their rights. */
async function applicantFault(tx: Tx, { applicant, child }: ApplicationWish): Promise<Faulty | null> {
  if (!('guardianId' in applicant)) return null;
  if (!('studentId' in child)) return faulty('notEntitled', 'applicant');
  const pair = await tx.guardianship.findFirst({
    where: { guardianId: applicant.guardianId, studentId: child.studentId, endedAt: null },
    select: { guardianId: true },
  });
  return pair ? null : faulty('notEntitled', 'applicant');
}

/** What stands on the paper, as columns. */
export type Paper = Omit<
  Prisma.ApplicationUncheckedCreateInput,
  'id' | 'yearId' | 'number' | 'recordedById' | 'recordedAt' | 'decisions'
>;

function paperOf(wish: ApplicationWish): Paper {
  const { applicant, child, kind } = wish;
  const proxyName = wish.way === 'proxy' ? written(wish.proxyName) : null;
  return {
    kind,
    date: toDbDate(wish.date),
    outsideNumber: wish.outsideNumber || null,
    ...('guardianId' in applicant
      ? { guardianId: applicant.guardianId }
      : { applicantName: written(applicant.name) ?? '' }),
    ...('studentId' in child ? { studentId: child.studentId } : { studentName: written(child.name) ?? '' }),
    ...(goesToPaper(kind) && { way: wish.way, proxyName }),
    ...(kind === 'paper' && { keepsNotices: wish.keepsNotices }),
  };
}

/** Writes the row under the next number; null: the school has no year. */
export async function register(
  tx: Tx,
  byId: string,
  now: Date,
  today: SchoolDate,
  paper: Paper,
): Promise<{ id: number; number: number } | null> {
  // whoever records at once waits here: numbers run on without gap
  const [year] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM school_year ORDER BY (starts <= ${today}::date) DESC, abs(starts - ${today}::date) LIMIT 1 FOR UPDATE`;
  if (!year) return null;
  const { _max } = await tx.application.aggregate({ where: { yearId: year.id }, _max: { number: true } });
  return await tx.application.create({
    data: { ...paper, yearId: year.id, number: (_max.number ?? 0) + 1, recordedById: byId, recordedAt: now },
    select: { id: true, number: true },
  });
}

/**
 * An application that the class teacher recorded with the choices it asks for stands in the register too, granted; once, however
 * often its choices are mended.
 */
export async function registerChoices(
  tx: Tx,
  now: Date,
  { actor, guardianIds, child, application }: Extract<Chooser, { application: unknown }>,
): Promise<void> {
  const { timeZone } = await tx.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
  const paper: Paper = {
    kind: 'choices',
    date: toDbDate(application.date),
    outsideNumber: application.number,
    guardianId: guardianIds[0],
    studentId: child.studentId,
  };
  const { kind, date, outsideNumber, guardianId, studentId } = paper;
  const known = { kind, date, outsideNumber, guardianId, studentId };
  if (await tx.application.findFirst({ where: known, select: { id: true } })) return;
  const made = await register(tx, actor.staffId!, now, schoolDate(now, timeZone), paper);
  if (!made) return;
  await tx.applicationDecision.create({
    data: { applicationId: made.id, kind: 'granted', byId: actor.staffId!, at: now },
  });
}
