/** What becomes of a written application: granted, refused, or withdrawn as a mistake (К-У 2.2, 4.2, 5). */
import type { Clock } from '../../platform/clock.ts';
import type { DecisionKind, RefusalGround } from '../../platform/database/generated/enums.ts';
import type { Db, Tx } from '../../platform/database/open.ts';
import { type SchoolDate, schoolDate } from '../../platform/school-time.ts';
import type { Actor } from '../actor.ts';
import type { Change } from '../choice-check.ts';
import { chooseIn } from '../choices.ts';
import { inviteIn, type NewInvitation } from '../invitations.ts';
import { type Faulty, faulty, groundNumber, written } from './application.ts';
import { type ApplicationView, mayKeep, readApplication, stateOf } from './read.ts';
import { pairStands, type Undo, undo } from './undo.ts';

export interface DecideDeps {
  db: Db;
  clock: Clock;
  /** links of invitations are made of it */
  publicUrl: string;
}

export type Granted = { ok: true; application: ApplicationView; invitation: NewInvitation | null } | Faulty;
export type Decided = { ok: true; application: ApplicationView } | Faulty;

interface Case {
  tx: Tx;
  now: Date;
  today: SchoolDate;
  actor: Actor;
  application: ApplicationView;
}

/**
 * Grants an application. What it asks for holds from the same transaction: the choice with its ground, or an invitation, whose
 * code is in this answer and nowhere else.
 * @param wish `consent`: of access: the written consent came with it
 */
export async function grantApplication(
  deps: DecideDeps,
  actor: Actor,
  id: number,
  wish: { consent: boolean },
): Promise<Granted> {
  return await decideIn(deps, actor, id, async (at) => {
    const { application, tx, now } = at;
    if (stateOf(application) !== 'pending') return faulty('decided', 'decision');
    const { guardian, child } = application;
    if (!child || child.left) return faulty('notPupil', 'decision');
    if (!guardian || application.rights !== 'full') return faulty('notEntitled', 'decision');
    const pair = { guardianId: guardian.id, studentId: child.studentId };
    const before = await pairStands(tx, pair);
    const changes = changesOf(application, before, wish.consent);
    if (application.kind === 'access' && !application.consent && !wish.consent) return faulty('noConsent', 'consent');
    const chosen = await chooseIn(tx, now, chooserOf(at, guardian.id, child), changes);
    if (!chosen.ok) return chosen;
    const [invitation = null] =
      application.kind === 'access'
        ? await inviteIn(tx, now, [guardian.id], { publicUrl: deps.publicUrl, byId: actor.staffId! })
        : [];
    const made = await pairStands(tx, pair);
    await keep(at, 'granted', { undo: { before, made, invited: invitation !== null } });
    return { ok: true, application, invitation };
  });
}

/** Refuses on one of the grounds that there are (К-У 5), where the school's records bear it out. */
export async function refuseApplication(
  deps: DecideDeps,
  actor: Actor,
  id: number,
  { ground, note }: { ground: RefusalGround; note: string },
): Promise<Decided> {
  return await decideIn(deps, actor, id, async (at) => {
    const { application } = at;
    if (stateOf(application) !== 'pending') return faulty('decided', 'decision');
    if (!holds(application, ground)) return faulty('groundUntrue', 'ground');
    if (note.trim() !== '' && written(note) === null) return faulty('badReason', 'note');
    await keep(at, 'refused', { ground, note: written(note) ?? '' });
    return { ok: true, application };
  });
}

/** Whether the school's records bear a ground out. Pure. */
export function holds({ rights, child }: ApplicationView, ground: RefusalGround): boolean {
  if (ground === 'notEntitled') return rights !== 'full';
  if (ground === 'notPupil') return !child || child.left;
  return true;
}

/** Withdraws an entry that was a mistake; what it had done is undone where it still stands. */
export async function withdrawApplication(
  deps: DecideDeps,
  actor: Actor,
  id: number,
  { note }: { note: string },
): Promise<Decided> {
  return await decideIn(deps, actor, id, async (at) => {
    const { application, tx, now, today } = at;
    if (stateOf(application) === 'withdrawn') return faulty('decided', 'decision');
    const reason = written(note);
    if (reason === null) return faulty('badReason', 'note');
    const granted = await tx.applicationDecision.findFirst({
      where: { applicationId: id, kind: 'granted' },
      select: { undo: true, at: true },
    });
    if (granted?.undo) {
      const done = { at: granted.at, ...(granted.undo as unknown as Undo) };
      await undo(tx, application, done, { byId: actor.staffId!, now, today });
    }
    await keep(at, 'withdrawn', { note: reason });
    return { ok: true, application };
  });
}

/** One decision at a time for each application, by whoever may keep it; audited. */
async function decideIn<T extends { ok: true }>(
  { db, clock }: DecideDeps,
  actor: Actor,
  id: number,
  decide: (at: Case) => Promise<T | Faulty>,
): Promise<T | Faulty> {
  const now = clock.now();
  return await db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT id FROM application WHERE id = ${id} FOR UPDATE`;
    const { timeZone } = await tx.school.findUniqueOrThrow({ where: { id: 1 }, select: { timeZone: true } });
    const today = schoolDate(now, timeZone);
    const application = await readApplication(tx, today, id);
    if (!application || actor.staffId === null || !mayKeep(actor, application)) return faulty('unknown', 'application');
    return await decide({ tx, now, today, actor, application });
  });
}

async function keep(
  { tx, now, actor, application }: Case,
  kind: DecisionKind,
  said: { ground?: RefusalGround; note?: string; undo?: Undo },
): Promise<void> {
  await tx.applicationDecision.create({
    data: { applicationId: application.id, kind, ...said, undo: said.undo as object, byId: actor.staffId!, at: now },
  });
  const studentId = application.child?.studentId ?? null;
  const object = `application:${application.id}`;
  await tx.auditRecord.create({
    data: { at: now, actorId: actor.staffId, action: `${kind}Application`, object, studentId },
  });
}

function chooserOf(
  { actor, application }: Case,
  guardianId: string,
  { studentId, classId }: { studentId: string; classId: number | null },
) {
  return {
    actor,
    guardianIds: [guardianId] as [string],
    child: { studentId, classId },
    application: { number: groundNumber(application), date: application.date },
    action: 'keepApplications' as const,
  };
}

/** What a granted application changes. Pure. */
function changesOf(
  { kind, child, way, proxyName, keepsNotices, consent }: ApplicationView,
  { channels }: { channels: string[] },
  consentCame: boolean,
): Change[] {
  const studentId = child?.studentId ?? '';
  const paperOnly: Change = { what: 'channels', studentId, channels: ['paper'] };
  const byWay: Change = { what: 'paperWay', studentId, way: way ?? 'person', proxy: proxyName };
  switch (kind) {
    case 'paper':
      return [{ what: 'paper', studentId, wished: true }, byWay, ...(keepsNotices ? [] : [paperOnly])];
    case 'endPaper':
      // who had nothing but paper hears electronically again, by what the school knows
      return [
        { what: 'paper', studentId, wished: false },
        ...(channels[0] === 'paper'
          ? [{ what: 'channels' as const, studentId, channels: ['telegram' as const, 'email' as const] }]
          : []),
      ];
    case 'endElectronic':
      return [paperOnly, byWay];
    case 'consentWithdrawal':
      return [{ what: 'consent', studentId, given: false }];
    case 'access':
      return consentCame && !consent ? [{ what: 'consent', studentId, given: true }] : [];
    case 'choices':
      return [];
  }
}
