import { endAccess, endIdleContacts } from '../../../access/end-access.ts';
import type { Prisma } from '../../../platform/database/generated/client.ts';
import type { Tx } from '../../../platform/database/open.ts';
import type { Change, ImportPlan } from '../plan/context.ts';
import type { TableName, Tables } from '../rows.ts';
import { drawIds, insertRows, removeRows, updateRows } from './bulk.ts';
import { TABLE_ORDER, TABLES } from './tables.ts';

/** Columns that hold ids of rows which may be new. */
const REFERENCES: Record<string, TableName> = {
  yearId: 'schoolYear',
  classId: 'schoolClass',
  subjectId: 'subject',
  courseId: 'course',
  contactId: 'contact',
};

type AnyRow = Record<string, unknown>;

/**
 * Writes a plan. The caller holds the exclusive ROSTER lock in the same transaction and read the current state in it.
 * @returns the school's roster version afterwards; it rises only when something changed
 */
export async function applyImport(tx: Tx, plan: ImportPlan, run: { sha256: string; now: Date }): Promise<number> {
  await writePlan(tx, plan, run.now);
  return await keepRun(tx, plan, run);
}

/** The rows of a plan, and the access that ends with them; the roster version is the caller's to raise. */
export async function writePlan(tx: Tx, plan: ImportPlan, now: Date): Promise<void> {
  const ids = await idsOfNewRows(tx, plan);
  // what goes makes room first: a slot that moved may take the place of one that is removed
  for (const table of [...TABLE_ORDER].reverse()) await removeRows(tx, table, plan.writes[table].remove);
  for (const table of TABLE_ORDER) {
    await updateRows(tx, table, resolved(table, plan, 'update', ids));
    await insertRows(tx, table, resolved(table, plan, 'insert', ids));
  }
  await endAccess(tx, { pairs: plan.endedPairs, leavers: plan.leavers, now });
  await endIdleContacts(tx, now);
}

type Ids = Map<TableName, Map<number, number>>;

/** Real ids for the rows that the plan numbered below zero and others refer to. */
async function idsOfNewRows(tx: Tx, plan: ImportPlan): Promise<Ids> {
  const ids: Ids = new Map();
  for (const table of TABLE_ORDER) {
    if (TABLES[table].serial !== 'reserved') continue;
    const rows = plan.writes[table].insert as unknown as { id: number }[];
    const drawn = await drawIds(tx, table, rows.length);
    ids.set(table, new Map(rows.map(({ id }, at) => [id, drawn[at]!])));
  }
  return ids;
}

function resolved<T extends TableName>(table: T, plan: ImportPlan, kind: 'insert' | 'update', ids: Ids): Tables[T][] {
  const rows = plan.writes[table][kind] as unknown as AnyRow[];
  const own = ids.get(table);
  const references = Object.keys(TABLES[table].columns).filter((field) => field in REFERENCES);
  if (!own && references.length === 0) return rows as unknown as Tables[T][];
  const real = (known: Map<number, number> | undefined, id: unknown) =>
    typeof id === 'number' && id < 0 ? known!.get(id)! : id;
  return rows.map((row) => {
    const copy = { ...row };
    if (own) copy.id = real(own, row.id);
    for (const field of references) copy[field] = real(ids.get(REFERENCES[field]!), row[field]);
    return copy;
  }) as unknown as Tables[T][];
}

async function keepRun(tx: Tx, plan: ImportPlan, { sha256, now }: { sha256: string; now: Date }): Promise<number> {
  const { changes, said, school } = plan;
  if (changes.length > 0 || plan.saidAnew) {
    const kept = { changes: changes.map(withoutValues), said } as unknown as Prisma.InputJsonObject;
    await tx.importRun.create({ data: { at: now, sha256, changes: kept } });
  }
  const { rosterVersion } = await tx.school.update({
    where: { id: 1 },
    data: {
      ...(school ? { ...school, rules: school.rules as Prisma.InputJsonObject } : {}),
      ...(changes.length > 0 ? { rosterVersion: { increment: 1 } } : {}),
    },
    select: { rosterVersion: true },
  });
  // when the school began: weeks before are none of ours
  await tx.school.updateMany({ where: { id: 1, importedAt: null }, data: { importedAt: now } });
  return rosterVersion;
}

/** What is kept of a change: no names and no values, so that nobody's data outlives its erasure here. */
function withoutValues({ kind, change, id, fields }: Change): object {
  return { kind, change, id, ...(fields ? { fields: Object.keys(fields) } : {}) };
}
