import { DateTime } from 'luxon';
import type { Findings, Path } from '../faults.ts';
import { pathText } from '../faults.ts';
import type { Loose, LooseFile, SchoolFile } from '../schema.ts';

const LONGEST_YEAR_DAYS = 400;

/** The year, its periods and holidays, the bells. */
export function checkCalendar(sound: LooseFile, found: Findings): void {
  checkYear(sound.year, found);
  checkPeriods(sound, found);
  checkHolidays(sound, found);
  checkBells(sound.bells, found);
}

function checkYear(year: LooseFile['year'], found: Findings): void {
  if (year?.starts === undefined || year.ends === undefined) return;
  const days = DateTime.fromISO(year.ends).diff(DateTime.fromISO(year.starts), 'days').days;
  if (days <= 0) found.fault(['year', 'ends'], 'ends-before-start');
  if (days > LONGEST_YEAR_DAYS) found.fault(['year', 'ends'], 'year-too-long');
}

/** A date of the file that must lie in its school year. */
export function checkInYear(date: string | undefined, year: LooseFile['year'], path: Path, found: Findings): void {
  if (date === undefined || year?.starts === undefined || year.ends === undefined || year.ends <= year.starts) return;
  if (date < year.starts || date > year.ends) found.fault(path, 'outside-year', date);
}

type SoundPeriod = Loose<SchoolFile['periods'][number]>;

function checkPeriods({ periods, year }: LooseFile, found: Findings): void {
  const before: SoundPeriod[] = [];
  for (const [at, period] of (periods ?? []).entries()) {
    if (!period) continue;
    const path = ['periods', at];
    checkInYear(period.starts, year, [...path, 'starts'], found);
    checkInYear(period.ends, year, [...path, 'ends'], found);
    if (period.starts !== undefined && period.ends !== undefined && period.ends < period.starts)
      found.fault([...path, 'ends'], 'ends-before-start');
    const same = before.findIndex((other) => other.name !== undefined && other.name === period.name);
    if (same >= 0) found.fault([...path, 'name'], 'duplicate-name', period.name ?? '', pathText(['periods', same]));
    const crossed = before.find((other) => cross(other, period));
    if (crossed) found.fault([...path, 'starts'], 'overlapping-period', crossed.name ?? '');
    before[at] = period;
  }
}

/** Quarters may lie within half-years or trimesters; periods of one kind may not share a day, others only nest. */
function cross(a: SoundPeriod | undefined, b: SoundPeriod): boolean {
  if (!a?.starts || !a.ends || !b.starts || !b.ends) return false;
  if (a.ends < b.starts || b.ends < a.starts) return false;
  const nested = (a.starts <= b.starts && b.ends <= a.ends) || (b.starts <= a.starts && a.ends <= b.ends);
  return !nested || kindOf(a.name) === kindOf(b.name);
}

/** «1 четверть» → «четверть» */
const kindOf = (name = ''): string => name.trim().toLowerCase().split(/\s+/).at(-1) ?? '';

function checkHolidays({ holidays, periods, year }: LooseFile, found: Findings): void {
  const before = new Map<string, number>();
  for (const [at, date] of (holidays ?? []).entries()) {
    if (date === undefined) continue;
    const path = ['holidays', at];
    checkInYear(date, year, path, found);
    const same = before.get(date);
    if (same !== undefined) found.fault(path, 'duplicate-name', date, pathText(['holidays', same]));
    before.set(date, at);
    const taught = (periods ?? []).some((p) => p?.starts && p.ends && p.starts <= date && date <= p.ends);
    if (periods && !taught) found.warn(path, 'holiday-outside-periods', date);
  }
}

function checkBells(bells: LooseFile['bells'], found: Findings): void {
  const sorted = Object.entries(bells ?? {}).sort(([a], [b]) => Number(a) - Number(b));
  let before: { number: string; ends: string } | undefined;
  for (const [number, bell] of sorted) {
    const [starts, ends] = bell ?? [];
    if (starts === undefined || ends === undefined) continue;
    if (ends <= starts) found.fault(['bells', number, 1], 'bell-backwards');
    else if (before && starts < before.ends) found.fault(['bells', number, 0], 'bell-overlap', before.number);
    before = { number, ends };
  }
}
