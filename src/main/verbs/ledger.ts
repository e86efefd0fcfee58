import { type LedgerLine, readLedger } from '../../delivery/ledger.ts';
import { csvTable } from '../../platform/csv.ts';
import type { Io } from '../../platform/io.ts';
import { daysOfWeek } from '../../platform/school-time.ts';
import { LEDGER_COLUMNS, LEDGER_NEXT, COMMAND_LINE as say, YES_NO } from '../../texts/command-line.ts';
import type { App } from '../open-app.ts';

/** `ledger --week`: a line for every pair of guardian and child, JSON or CSV. */
export async function ledgerVerb(
  app: App,
  io: Io,
  { week, csv = false }: { week: string; csv?: boolean },
): Promise<number> {
  if (!daysOfWeek(week)) {
    await io.err(`${say.badWeek(week)}\n`);
    return 2;
  }
  const lines = await readLedger(app, week);
  if (csv) {
    const rows = lines.map((line) => [
      line.week,
      line.guardian,
      line.student,
      line.informed ? YES_NO.yes : YES_NO.no,
      line.by ?? '',
      line.at ?? '',
      line.evidence ?? '',
      nextText(line) ?? '',
    ]);
    await io.out(csvTable([LEDGER_COLUMNS, ...rows]));
    return 0;
  }
  for (const line of lines) await io.out(`${JSON.stringify({ ...line, next: nextText(line) })}\n`);
  return 0;
}

function nextText({ next }: LedgerLine): string | null {
  return next ? (LEDGER_NEXT[next.code]?.(next) ?? next.code) : null;
}
