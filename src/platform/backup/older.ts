/** A backup of an older version is loaded into tables of that version, brought up to this one, and copied over. */
import type { Migration } from '../database/migrations.ts';
import type { Tx } from '../database/open.ts';
import { quote, readTables } from './catalog.ts';

const SCHEMA = 'vestnik_restore';

/**
 * @param known how many of `migrations` the backup's database had
 * @param load fills the current schema
 */
export async function loadOlder(
  tx: Tx,
  migrations: Migration[],
  known: number,
  load: () => Promise<void>,
): Promise<void> {
  const [here] = await tx.$queryRaw<{ path: string }[]>`
    SELECT current_setting('search_path') AS path`;
  await tx.$executeRawUnsafe(`CREATE SCHEMA ${SCHEMA}`);
  await goTo(tx, SCHEMA);
  for (const migration of migrations.slice(0, known)) await apply(tx, migration);
  await load();
  for (const migration of migrations.slice(known)) await apply(tx, migration);
  await goTo(tx, here!.path);
  await copyOver(tx);
  await tx.$executeRawUnsafe(`DROP SCHEMA ${SCHEMA} CASCADE`);
}

async function goTo(tx: Tx, path: string): Promise<void> {
  await tx.$queryRaw`SELECT set_config('search_path', ${path}, true)`;
}

/** A migration is several statements, which a prepared one may not be. */
async function apply(tx: Tx, { sql }: Migration): Promise<void> {
  await tx.$executeRawUnsafe(
    `DO $vestnik_outer$ BEGIN EXECUTE $vestnik_migration$${sql}$vestnik_migration$; END $vestnik_outer$`,
  );
}

/** Enumerations of the two schemas are different types with the same words, hence text. */
async function copyOver(tx: Tx): Promise<void> {
  for (const { name, columns } of await readTables(tx)) {
    const names = columns.map((column) => quote(column.name)).join(', ');
    const values = columns.map((column) => `${quote(column.name)}::text::${column.type}`).join(', ');
    await tx.$executeRawUnsafe(`INSERT INTO ${quote(name)} (${names}) SELECT ${values} FROM ${SCHEMA}.${quote(name)}`);
  }
}
