/** What a guardian chooses: channels, rhythms, quiet hours, a pause. Each choice is kept with who, when and the ground. */

import type { EventKind, Rhythm } from '../platform/database/generated/enums.ts';
import type { Tx } from '../platform/database/open.ts';
import { type SchoolDate, toDbDate } from '../platform/school-time.ts';

export type Channel = 'telegram' | 'email' | 'paper';

/** Who chooses for whom, on which ground (a word of `GROUND` or a paper application's number). */
export interface Choice {
  guardianId: string;
  studentId: string;
  byId: string | null;
  ground: string;
  at: Date;
}

/** Sets the channels for one child, the first is tried first. Does nothing for a pair that has ended. */
export async function setChannels(tx: Tx, choice: Choice, channels: Channel[]): Promise<void> {
  const { count } = await tx.guardianship.updateMany({
    where: { guardianId: choice.guardianId, studentId: choice.studentId, endedAt: null },
    data: { channels, chosenAt: choice.at },
  });
  if (count > 0) await keep(tx, choice, 'channels', channels);
}

/** Sets how often one kind of event of one child is told. */
export async function setRhythm(tx: Tx, choice: Choice, kind: EventKind, rhythm: Rhythm): Promise<void> {
  const { guardianId, studentId, at } = choice;
  await tx.preference.upsert({
    where: { guardianId_studentId_kind: { guardianId, studentId, kind } },
    create: { guardianId, studentId, kind, rhythm, at },
    update: { rhythm, at },
  });
  await keep(tx, choice, 'rhythm', { [kind]: rhythm });
}

/** Sets quiet hours of one's own (school-local HH:MM); null: the school's. */
export async function setQuietHours(
  tx: Tx,
  choice: Omit<Choice, 'studentId'>,
  hours: { from: string; to: string } | null,
): Promise<void> {
  await tx.guardian.update({
    where: { id: choice.guardianId },
    data: { quietFrom: hours?.from ?? null, quietTo: hours?.to ?? null },
  });
  await keep(tx, choice, 'quiet', hours);
}

/** Nothing but urgent and weekly news up to a day, inclusive; null: the pause ends. */
export async function setPause(tx: Tx, choice: Omit<Choice, 'studentId'>, until: SchoolDate | null): Promise<void> {
  await tx.guardian.update({
    where: { id: choice.guardianId },
    data: { pausedUntil: until ? toDbDate(until) : null },
  });
  await keep(tx, choice, 'pause', until);
}

async function keep(
  tx: Tx,
  choice: Omit<Choice, 'studentId'> & { studentId?: string },
  what: string,
  value: unknown,
): Promise<void> {
  await tx.choiceRecord.create({
    data: {
      guardianId: choice.guardianId,
      studentId: choice.studentId ?? null,
      what,
      // a JSON null is written as {}: «none of one's own»
      value: value ?? {},
      byId: choice.byId,
      ground: choice.ground,
      at: choice.at,
    },
  });
}
