/**
 * Databases that a test is done with, emptied for the next one of the same worker: making a copy takes ten times as long.
 * Where anything but rows was changed (a table, a trigger, a constraint) the copy is thrown away.
 */

/** A copy of the migrated database with a way in that no test uses. */
export interface Used {
  /** runs statements, gives the rows of the last */
  exec(sql: string): Promise<unknown[]>;
  drop(): Promise<unknown>;
}

interface Kept<U> {
  used: U;
  /** of its tables, constraints, triggers … before any test */
  shape: string;
}

const idle = new Map<string, Kept<Used>[]>();
const shapes = new WeakMap<Used, string>();

/** Every row of these catalogues has the transaction that wrote it last: whatever is defined anew changes the number. */
const CATALOGUES = ['pg_class', 'pg_attribute', 'pg_constraint', 'pg_index', 'pg_proc', 'pg_trigger', 'pg_type'];
const SHAPE = `SELECT ${CATALOGUES.map((name) => `(SELECT count(*) || '.' || max(xmin::text::bigint) FROM ${name})`).join(" || ' ' || ")} AS shape`;

/**
 * Triggers and foreign keys sleep meanwhile; sequences begin anew, so that ids are those of a fresh copy. What grew to more
 * than a few pages is truncated: nobody vacuums dead rows here, and each statement would walk over them.
 */
const EMPTY = `
  DO $$ DECLARE one record; BEGIN
    PERFORM set_config('session_replication_role', 'replica', true), set_config('tests.truncated', '', false);
    FOR one IN SELECT relname AS name, pg_relation_size(oid) AS size FROM pg_class WHERE relkind = 'r'
      AND relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations' LOOP
      IF one.size > 40960 THEN
        EXECUTE format('TRUNCATE %I CASCADE', one.name);
        PERFORM set_config('tests.truncated', 'yes', false);
      ELSIF one.size > 0 THEN EXECUTE format('DELETE FROM %I', one.name); END IF;
    END LOOP;
    FOR one IN SELECT sequencename AS name, start_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
      PERFORM setval(format('%I', one.name)::regclass, one.start_value, false);
    END LOOP;
  END $$;
  SELECT current_setting('tests.truncated') = 'yes' AS truncated;`;

/** How the client that tests borrow names its connections. */
export const LENT = 'lent to tests';

/** Whoever is connected still: processes that a test started, and transactions that it left open. */
const ALONE: Record<string, string> = {
  embedded: 'ROLLBACK;',
  postgresql: `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND (application_name <> '${LENT}' OR state <> 'idle');`,
};

/** An empty, migrated database: one that was used before, else what `copy` makes. */
export async function takeUsed<U extends Used>(kind: string, copy: () => Promise<U>): Promise<U> {
  const kept = idle.get(kind)?.pop();
  const used = (kept?.used as U | undefined) ?? (await copy());
  shapes.set(used, kept?.shape ?? (await shapeOf(used)));
  return used;
}

/** Empties it for the next; drops it where that is not enough. */
export async function giveBack(kind: string, used: Used): Promise<void> {
  const shape = shapes.get(used) as string;
  try {
    await used.exec(ALONE[kind] as string);
    if (shape !== (await shapeOf(used))) throw new Error('not as it was');
    const [emptied] = (await used.exec(EMPTY)) as { truncated: boolean }[];
    // truncating is written in the catalogues too
    const kept = emptied?.truncated ? await shapeOf(used) : shape;
    idle.set(kind, [...(idle.get(kind) ?? []), { used, shape: kept }]);
  } catch {
    await used.drop();
  }
}

async function shapeOf(used: Used): Promise<string> {
  const [row] = (await used.exec(SHAPE)) as { shape: string }[];
  return row?.shape ?? '';
}
