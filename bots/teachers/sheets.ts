/** Printed sheets, for one teacher: own classes alone, by the table of `may`. */
import { staffActor } from '../../src/access/actor.ts';
import { may } from '../../src/access/may.ts';
import { handOver, takeBack } from '../../src/delivery/hand-over.ts';
import { type SheetOnHand, sheetsOnHand } from '../../src/delivery/sheets-view.ts';
import { LOOK_BACK_DAYS } from '../../src/oversight/unproven.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Db } from '../../src/platform/database/open.ts';
import { addDays } from '../../src/platform/school-time.ts';
import type { Desk } from './conversation/model.ts';

export function sheetsOfTeacher(
  parts: { db: Db; clock: Clock },
  staffId: string,
): Pick<Desk, 'sheets' | 'handOver' | 'takeBackSheets'> {
  const { db, clock } = parts;
  return {
    sheets: async () => {
      const { actor, today } = await staffActor(db, clock, staffId);
      const own = actor.ledClasses.filter(({ id }) => may(actor, 'handOver', { kind: 'class', classId: id }));
      if (!own.length) return null;
      const since = addDays(today, -LOOK_BACK_DAYS);
      const found: SheetOnHand[] = [];
      for (const { id } of own) found.push(...(await sheetsOnHand(db, { classId: id, since, onPaper: true })));
      return found.filter(({ state }) => state !== 'handedOver');
    },
    handOver: async (sheetIds, deed, date) => {
      const ids = await permitted(parts, staffId, sheetIds);
      if (ids.length < sheetIds.length) return { ok: false, code: 'unknownSheet', field: 'sheets' };
      return handOver(parts, { sheetIds: ids, deed, date, byId: staffId });
    },
    takeBackSheets: async (batch, sheetIds) => {
      const ids = await permitted(parts, staffId, sheetIds);
      return (await takeBack(parts, { batch, sheetIds: ids, byId: staffId })).ok;
    },
  };
}

/** Those of these sheets that this member of staff may hand over now. */
async function permitted(
  { db, clock }: { db: Db; clock: Clock },
  staffId: string,
  sheetIds: readonly number[],
): Promise<number[]> {
  const { actor } = await staffActor(db, clock, staffId);
  const sheets = await sheetsOnHand(db, { ids: sheetIds });
  return sheets.flatMap(({ id, studentId, classId }) =>
    may(actor, 'handOver', { kind: 'student', studentId, classId }) ? [id] : [],
  );
}
