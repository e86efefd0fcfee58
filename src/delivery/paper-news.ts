/** News that a family on paper does not wait for until the week closes. */
import type { Pair } from '../notify/audience.ts';
import { weeklyStep } from '../notify/ladder.ts';
import { waitsOnPaper } from '../notify/mandatory.ts';
import type { PlannedEvent } from '../notify/plan.ts';
import type { Tx } from '../platform/database/open.ts';
import { groupBy } from '../platform/group-by.ts';
import { addDays, schoolDate } from '../platform/school-time.ts';
import type { SchoolRow } from './school.ts';

type Event = Omit<PlannedEvent, 'at' | 'students'>;

/**
 * Puts mandatory period marks and urgent messages (К-У 4.5) on paper for whom paper would serve when the week closes: a
 * paper delivery gathers them until the class's next school morning.
 * @param wanted events with those whom they concern
 * @param pairs all pairs of these children
 */
export async function leaveToPaper(
  tx: Tx,
  now: Date,
  school: SchoolRow,
  wanted: readonly { event: Event; guardianId: string; studentId: string }[],
  pairs: Pair[],
): Promise<void> {
  const since = addDays(schoolDate(now, school.zone), -school.rules.tellWithinDays);
  const news = wanted.filter(({ event }) => waitsOnPaper(event) && event.date >= since);
  if (!news.length) return;
  const byChild = groupBy(pairs, ({ studentId }) => studentId);
  const onPaper = news.filter(({ guardianId, studentId }) => {
    const family = byChild.get(studentId) ?? [];
    const pair = family.find((one) => one.guardianId === guardianId);
    return pair && weeklyStep(pair, family, school.rules, { atClose: true }).by === 'paper';
  });
  const groups = [...groupBy(onPaper, ({ guardianId, studentId }) => `${guardianId} ${studentId}`).values()];
  if (!groups.length) return;
  const made = await tx.delivery.createManyAndReturn({
    data: groups.map((own) => ({
      channel: 'paper' as const,
      rhythm: 'now' as const,
      state: 'gathering' as const,
      urgent: own.some(({ event }) => event.urgent),
      dueAt: now,
      createdAt: now,
    })),
    select: { id: true },
  });
  await tx.deliveryItem.createMany({
    data: groups.flatMap((own, i) =>
      own.map(({ event, guardianId, studentId }) => ({
        deliveryId: (made[i] as { id: number }).id,
        guardianId,
        studentId,
        eventId: event.id,
        mandatory: true,
      })),
    ),
  });
}
