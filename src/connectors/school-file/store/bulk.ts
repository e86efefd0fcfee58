/** Many rows in one statement: they travel as one JSON parameter, so neither their number nor limits on parameters matter. */
import { Prisma } from '../../../platform/database/generated/client.ts';
import type { Tx } from '../../../platform/database/open.ts';
import type { TableName, Tables } from '../rows.ts';
import { column, TABLES } from './tables.ts';

/** `AS v("id" integer, …)`: the names are ours, never a user's. */
function record(table: TableName, fields: string[]): Prisma.Sql {
  const types = TABLES[table].columns as Record<string, string>;
  return Prisma.raw(`v(${fields.map((field) => `${column(field)} ${types[field]}`).join(', ')})`);
}

function list(fields: string[], prefix = ''): Prisma.Sql {
  return Prisma.raw(fields.map((field) => prefix + column(field)).join(', '));
}

/** Rows with their keys as columns, for `jsonb_to_recordset`. */
function json(rows: object[], fields: string[]): string {
  const bare = fields.map((field) => [field, column(field).slice(1, -1)] as const);
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(bare.map(([field, name]) => [name, (row as Record<string, unknown>)[field]]))),
  );
}

export async function insertRows<T extends TableName>(tx: Tx, table: T, rows: Tables[T][]): Promise<void> {
  if (rows.length === 0) return;
  const { name, columns, serial } = TABLES[table];
  const fields = Object.keys(columns).filter((field) => field !== 'id' || serial !== 'own');
  await tx.$executeRaw`
    INSERT INTO ${Prisma.raw(name)} (${list(fields)})
    SELECT ${list(fields)} FROM jsonb_to_recordset(${json(rows, fields)}::jsonb) AS ${record(table, fields)}`;
}

export async function updateRows<T extends TableName>(tx: Tx, table: T, rows: Tables[T][]): Promise<void> {
  if (rows.length === 0) return;
  const { name, columns, key } = TABLES[table];
  const fields = Object.keys(columns);
  const keys = key.map(String);
  const set = fields.filter((field) => !keys.includes(field)).map((field) => `${column(field)} = v.${column(field)}`);
  await tx.$executeRaw`
    UPDATE ${Prisma.raw(name)} AS t SET ${Prisma.raw(set.join(', '))}
    FROM jsonb_to_recordset(${json(rows, fields)}::jsonb) AS ${record(table, fields)}
    WHERE (${list(keys, 't.')}) = (${list(keys, 'v.')})`;
}

export async function removeRows<T extends TableName>(tx: Tx, table: T, rows: Tables[T][]): Promise<void> {
  if (rows.length === 0) return;
  const { name, key } = TABLES[table];
  const keys = key.map(String);
  await tx.$executeRaw`
    DELETE FROM ${Prisma.raw(name)} AS t
    USING jsonb_to_recordset(${json(rows, keys)}::jsonb) AS ${record(table, keys)}
    WHERE (${list(keys, 't.')}) = (${list(keys, 'v.')})`;
}

/** Draws ids for rows that others will refer to. */
export async function drawIds(tx: Tx, table: TableName, count: number): Promise<number[]> {
  if (count === 0) return [];
  const { name } = TABLES[table];
  const rows = await tx.$queryRaw<{ id: number }[]>`
    SELECT nextval(pg_get_serial_sequence(${name}, 'id'))::integer AS id FROM generate_series(1, ${count}::integer)`;
  return rows.map(({ id }) => id);
}
