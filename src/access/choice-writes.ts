/** Single choices as rows, each kept with who, when and the ground; what stands already leaves no trace. */
import type { EventKind, Rhythm } from '../platform/database/generated/enums.ts';
import type { Tx } from '../platform/database/open.ts';
import { fromDbDate, type SchoolDate, toDbDate } from '../platform/school-time.ts';
import { endAccess, endIdleContacts } from './end-access.ts';

export type Channel = 'telegram' | 'email' | 'paper';

/** Quiet hours, school-local HH:MM; the same time twice: none. */
export interface Hours {
  from: string;
  to: string;
}

/** Who chooses for whom, on which ground (`grounds.ts`). */
export interface PersonalChoice {
  guardianId: string;
  byId: string | null;
  ground: string;
  at: Date;
}

export interface Choice extends PersonalChoice {
  studentId: string;
}

/** Sets the channels for one child, the first is tried first. @returns false when they stand so, or the pair has ended */
export async function setChannels(tx: Tx, choice: Choice, channels: Channel[]): Promise<boolean> {
  const before = await pairBefore(tx, choice);
  const { count } = await tx.guardianship.updateMany({
    where: { ...pairOf(choice), NOT: { channels: { equals: channels } } },
    data: { channels, chosenAt: choice.at },
  });
  if (count > 0) await keep(tx, choice, 'channels', channels, before?.channels);
  return count > 0;
}

/** Sets how often one kind of event of one child is told; null: as the school's default says. */
export async function setRhythm(tx: Tx, choice: Choice, kind: EventKind, rhythm: Rhythm | null): Promise<boolean> {
  const { guardianId, studentId, at } = choice;
  const key = { guardianId_studentId_kind: { guardianId, studentId, kind } };
  const before = (await tx.preference.findUnique({ where: key }))?.rhythm ?? null;
  if (before === rhythm) return false;
  if (rhythm === null) await tx.preference.delete({ where: key });
  else
    await tx.preference.upsert({
      where: key,
      create: { guardianId, studentId, kind, rhythm, at },
      update: { rhythm, at },
    });
  await keep(tx, choice, 'rhythm', { [kind]: rhythm }, { [kind]: before });
  return true;
}

/** A printed sheet each week, besides whatever else was chosen (К-У 2.2; Ш 7.13). */
export async function setPaper(tx: Tx, choice: Choice, wished: boolean): Promise<boolean> {
  const { count } = await tx.guardianship.updateMany({
    where: { ...pairOf(choice), paperApplied: !wished },
    data: { paperApplied: wished, chosenAt: choice.at },
  });
  if (count > 0) await keep(tx, choice, 'paper', wished, !wished);
  return count > 0;
}

/** How a sheet reaches a guardian who applied for paper. */
export type PaperWay = 'person' | 'child' | 'proxy';

/** Sets how the printed sheet reaches the guardian (К-У 2.2). @param proxy by whom, where the way is a proxy */
export async function setPaperWay(
  tx: Tx,
  choice: Choice,
  way: PaperWay | null,
  proxy: string | null,
): Promise<boolean> {
  const before = await pairBefore(tx, choice);
  const { count } = await tx.guardianship.updateMany({
    where: { ...pairOf(choice), OR: [differs('paperWay', way), differs('paperProxy', proxy)] },
    data: { paperWay: way, paperProxy: proxy },
  });
  if (count > 0)
    await keep(tx, choice, 'paperWay', wayOf(way, proxy), wayOf(before?.paperWay ?? null, before?.paperProxy ?? null));
  return count > 0;
}

const wayOf = (way: string | null, proxy: string | null) => way && { way, ...(proxy && { proxy }) };

/**
 * Consent to tell of a child electronically, given or withdrawn on a day (152-ФЗ). Withdrawn: whoever may see no other child
 * loses chat, addresses, links and sessions in the same transaction, and whatever waits to be sent goes on to paper.
 */
export async function setConsent(tx: Tx, choice: Choice, consent: boolean, date: SchoolDate): Promise<boolean> {
  const { guardianId, studentId, at } = choice;
  const before = await pairBefore(tx, choice);
  const { count } = await tx.guardianship.updateMany({
    where: { ...pairOf(choice), consent: !consent },
    data: { consent, consentDate: toDbDate(date), chosenAt: at },
  });
  if (count === 0) return false;
  const dateBefore = before?.consentDate ? fromDbDate(before.consentDate) : null;
  await keep(tx, choice, 'consent', { consent, date }, { consent: !consent, date: dateBefore });
  if (!consent) {
    await endAccess(tx, { pairs: [{ guardianId, studentId }], leavers: [], now: at });
    await endIdleContacts(tx, at);
  }
  return true;
}

/** Sets quiet hours of one's own; null: the school's. */
export async function setQuietHours(tx: Tx, choice: PersonalChoice, hours: Hours | null): Promise<boolean> {
  const [quietFrom, quietTo] = [hours?.from ?? null, hours?.to ?? null];
  const before = await guardianBefore(tx, choice);
  const { count } = await tx.guardian.updateMany({
    where: {
      id: choice.guardianId,
      OR: [differs('quietFrom', quietFrom), differs('quietTo', quietTo)],
    },
    data: { quietFrom, quietTo },
  });
  const { quietFrom: from = null, quietTo: to = null } = before ?? {};
  if (count > 0) await keep(tx, choice, 'quiet', hours, from !== null && to !== null ? { from, to } : null);
  return count > 0;
}

/** Nothing but urgent and weekly news up to a day, inclusive; null: the pause ends. */
export async function setPause(tx: Tx, choice: PersonalChoice, until: SchoolDate | null): Promise<boolean> {
  const pausedUntil = until ? toDbDate(until) : null;
  const before = (await guardianBefore(tx, choice))?.pausedUntil;
  const { count } = await tx.guardian.updateMany({
    where: { id: choice.guardianId, ...differs('pausedUntil', pausedUntil) },
    data: { pausedUntil },
  });
  if (count > 0) await keep(tx, choice, 'pause', until, before ? fromDbDate(before) : null);
  return count > 0;
}

/** Links in letters sent up to now open this guardian's choices no more. */
export async function voidLinks(tx: Tx, choice: PersonalChoice): Promise<boolean> {
  await tx.guardian.update({ where: { id: choice.guardianId }, data: { linksVoidAt: choice.at } });
  await keep(tx, choice, 'links', { void: true });
  return true;
}

const pairBefore = (tx: Tx, choice: Choice) => tx.guardianship.findFirst({ where: pairOf(choice) });

const guardianBefore = (tx: Tx, { guardianId }: PersonalChoice) =>
  tx.guardian.findUnique({ where: { id: guardianId } });

const pairOf = ({ guardianId, studentId }: Choice) => ({ guardianId, studentId, endedAt: null });

/** Unlike the value, a missing one included: SQL's own «not equal» leaves that out. */
const differs = (field: string, value: unknown) =>
  value === null ? { [field]: { not: null } } : { OR: [{ [field]: null }, { [field]: { not: value } }] };

/** @param before what stood until then; absent: nothing that could be put back */
async function keep(
  tx: Tx,
  choice: PersonalChoice & { studentId?: string },
  what: string,
  value: unknown,
  before?: unknown,
): Promise<void> {
  await tx.choiceRecord.create({
    data: {
      guardianId: choice.guardianId,
      studentId: choice.studentId ?? null,
      what,
      // a JSON null is written as {}: «none of one's own»
      value: value ?? {},
      ...(before !== undefined && { before: before ?? {} }),
      byId: choice.byId,
      ground: choice.ground,
      at: choice.at,
    },
  });
}
