import type { SchoolFacts } from '../rows.ts';
import { differences, type PlanContext } from './context.ts';

/** The school's own row, its year, grading periods and holidays. */
export function planCalendar(context: PlanContext): void {
  planSchool(context);
  planYear(context);
  planPeriods(context);
  planHolidays(context);
}

/** What a file leaves unsaid among the rules stays as the school has it. */
function planSchool({ current, file, plan }: PlanContext): void {
  const { imported, ...before } = current.school;
  const after: SchoolFacts = {
    name: file.name.trim(),
    timeZone: file.timeZone,
    rules: { ...before.rules, ...file.rules },
    bells: sortedBells(file.bells),
  };
  const fields = differences<SchoolFacts>({ ...before, bells: sortedBells(before.bells) }, after, [
    'name',
    'timeZone',
    'bells',
  ]);
  const rules = sameJson(before.rules, after.rules)
    ? null
    : { rules: [before.rules, after.rules] as [unknown, unknown] };
  if (!fields && !rules) return;
  plan.school = after;
  const change = imported ? 'changed' : 'added';
  plan.changes.push({ kind: 'school', change, id: after.name, fields: { ...fields, ...rules } });
}

const sortedBells = (bells: SchoolFacts['bells']): SchoolFacts['bells'] =>
  Object.fromEntries(Object.entries(bells).sort(([a], [b]) => Number(a) - Number(b)));

/** Equal whatever the order of keys, which a jsonb column does not keep. */
function sameJson(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`;
}

function planYear({ current, plan, year }: PlanContext): void {
  const before = current.years.find(({ id }) => id === year.id);
  const id = `${year.starts.slice(0, 4)}/${year.ends.slice(0, 4)}`;
  if (!before) {
    plan.writes.schoolYear.insert.push(year);
    plan.changes.push({ kind: 'year', change: 'added', id });
    return;
  }
  const fields = differences(before, year, ['starts', 'ends']);
  if (!fields) return;
  plan.writes.schoolYear.update.push(year);
  plan.changes.push({ kind: 'year', change: 'changed', id, fields });
}

function planPeriods({ current, file, plan, year, newId }: PlanContext): void {
  const known = new Map(current.periods.filter((p) => p.yearId === year.id).map((period) => [period.name, period]));
  for (const { name, starts, ends } of file.periods) {
    const before = known.get(name);
    const after = { id: before?.id ?? newId(), yearId: year.id, name, starts, ends };
    known.delete(name);
    const fields = before ? differences(before, after, ['starts', 'ends']) : null;
    if (before && !fields) continue;
    plan.writes.gradingPeriod[before ? 'update' : 'insert'].push(after);
    const change = before ? 'changed' : 'added';
    plan.changes.push({ kind: 'period', change, id: name, ...(fields ? { fields } : {}) });
  }
  for (const gone of known.values()) {
    plan.writes.gradingPeriod.remove.push(gone);
    plan.changes.push({ kind: 'period', change: 'left', id: gone.name });
  }
}

function planHolidays({ current, file, plan, year }: PlanContext): void {
  const wanted = new Set(file.holidays ?? []);
  const known = new Set(current.holidays.map(({ date }) => date));
  for (const date of wanted) {
    if (known.has(date)) continue;
    plan.writes.holiday.insert.push({ date });
    plan.changes.push({ kind: 'holiday', change: 'added', id: date });
  }
  for (const date of known) {
    if (wanted.has(date) || date < year.starts || date > year.ends) continue;
    plan.writes.holiday.remove.push({ date });
    plan.changes.push({ kind: 'holiday', change: 'left', id: date });
  }
}
