/** What the database itself says of its tables. */
import type { Tx } from '../database/open.ts';
import { groupBy } from '../group-by.ts';

export interface Table {
  name: string;
  columns: Column[];
}

export interface Column {
  name: string;
  /** as a cast names it */
  type: string;
  /** takes its numbers from a sequence */
  numbered: boolean;
}

/** Records of the schema itself, turns, pauses and counts of running processes, files that wait for an hour: they belong to the database, not to the school. */
const LEFT_OUT = ['_prisma_migrations', 'bot_turn', 'channel_pause', 'rate_count', 'import_draft'];

/** The school's tables in an order in which each stands after those that it refers to. */
export async function readTables(tx: Tx): Promise<Table[]> {
  const columns = await tx.$queryRaw<(Column & { table: string })[]>`
    SELECT c.relname::text AS table, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
           coalesce(pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false) AS numbered
      FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> ALL(${LEFT_OUT})
       AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = c.oid AND e.deptype = 'e')
     ORDER BY c.relname, a.attnum`;
  const references = await tx.$queryRaw<{ from: string; to: string }[]>`
    SELECT f.relname::text AS from, t.relname::text AS to
      FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
     WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace`;
  const tables = [...groupBy(columns, ({ table }) => table)].map(([name, own]) => ({
    name,
    columns: own.map((column) => ({ name: column.name, type: column.type, numbered: column.numbered })),
  }));
  return inOrder(tables, references);
}

function inOrder(tables: Table[], references: { from: string; to: string }[]): Table[] {
  const placed = new Set<string>();
  const ordered: Table[] = [];
  while (ordered.length < tables.length) {
    const free = tables.filter(
      ({ name }) =>
        !placed.has(name) && references.every(({ from, to }) => from !== name || to === name || placed.has(to)),
    );
    if (!free.length) throw new Error('tables refer to one another in a circle');
    for (const table of free) placed.add(table.name);
    ordered.push(...free);
  }
  return ordered;
}

/** The name as SQL reads it. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Values are written and read the same way whatever the server's settings are. */
export async function settleText(tx: Tx): Promise<void> {
  await tx.$queryRaw`
    SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true),
           set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true)`;
}
