/** A word to class teachers that sheets are ready to be printed; the file itself never leaves for a chat. */
import { fromDbDate, schoolDate } from '../platform/school-time.ts';
import { type PrintedKind, printedWords } from '../texts/bot/teachers-printed.ts';
import { SHEET_BUTTONS, SHEETS_DATA } from '../texts/bot/teachers-sheets.ts';
import { beginTelling, classTeacherOf, type TellParts, tellStaff } from './staff.ts';

/** Whoever links the bot later is told of the running week's sheets, not of last month's. */
const TOLD_WITHIN_MS = 7 * 86_400_000;

/** Leads to the class's sheets in the bot. */
export const HAND_OVER = [[{ text: SHEET_BUTTONS.open, data: SHEETS_DATA }]];

interface ReadyRun {
  id: number;
  kind: PrintedKind;
  classId: number;
  createdAt: Date;
  starts: Date | null;
  ends: Date | null;
  sheets: number;
}

/**
 * Tells each class teacher once of each run whose file is made. May run in several processes.
 * @returns how many messages
 */
export async function tellOfPrinted({ db, clock, publicUrl }: TellParts): Promise<number> {
  const since = new Date(clock.now().getTime() - TOLD_WITHIN_MS);
  const runs = await db.$queryRaw<ReadyRun[]>`
    SELECT n.id, n.kind::text AS kind, n.class_id AS "classId", n.created_at AS "createdAt", w.starts, w.ends, f.sheets
      FROM print_run n JOIN print_file f ON f.run_id = n.id AND f.sha256 IS NOT NULL
      LEFT JOIN school_week w ON w.class_id = n.class_id AND w.week = n.week
     WHERE n.told_at IS NULL AND n.created_at > ${since} AND n.kind <> 'request' ORDER BY n.id`;
  const telling = runs.length ? await beginTelling({ db, clock }) : null;
  if (!telling) return 0;
  const { now, roster } = telling;
  let told = 0;
  for (const { id, kind, classId, createdAt, starts, ends, sheets } of runs) {
    const schoolClass = roster.classes.get(classId);
    const teacher = classTeacherOf(telling, classId);
    if (!schoolClass || !teacher) continue;
    const day = schoolDate(createdAt, roster.zone);
    const isWeek = kind !== 'period' && starts && ends;
    const text = printedWords({
      class: schoolClass.name,
      kind,
      from: isWeek ? fromDbDate(starts) : day,
      to: isWeek ? fromDbDate(ends) : day,
      sheets,
      deskUrl: `${publicUrl}/desk`,
    });
    told += await db.$transaction(async (tx) => {
      const { count } = await tx.printRun.updateMany({ where: { id, toldAt: null }, data: { toldAt: now } });
      if (count) await tellStaff(tx, telling, teacher, text, HAND_OVER);
      return count;
    });
  }
  return told;
}
