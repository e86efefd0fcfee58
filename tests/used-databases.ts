/**
 * Databases that a test is done with, emptied for the next one of the same worker: making a copy takes ten times as long.
 * Where anything but rows is another (a table, a trigger, a constraint) the copy is thrown away.
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

/** Every row of these catalogues, and of what was migrated, has the transaction that wrote it last: whatever is defined anew changes the number. Quick to ask. */
const CATALOGUES = [
  '_prisma_migrations',
  'pg_class',
  'pg_attribute',
  'pg_constraint',
  'pg_enum',
  'pg_index',
  'pg_proc',
  'pg_trigger',
  'pg_type',
];
const SHAPE = `SELECT ${CATALOGUES.map((name) => `(SELECT count(*) || '.' || max(xmin::text::bigint) FROM ${name})`).join(" || ' ' || ")} AS shape`;

/**
 * What is defined, in words that are the same for every copy: TRUNCATE, or a constraint that was added and dropped again,
 * is written in the catalogues and leaves all as it was.
 */
const DEFINED = `
  SELECT md5(string_agg(said, E'\\n' ORDER BY said COLLATE "C")) AS defined FROM (
    SELECT concat_ws(' ', 'class', oid::regclass, relkind, relchecks, relhastriggers, reloptions) AS said
      FROM pg_class WHERE relnamespace >= 'public'::regnamespace AND relkind <> 't' AND relnamespace <> 'information_schema'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'column', attrelid::regclass, attname, atttypid::regtype, attnotnull, pg_get_expr(adbin, adrelid))
      FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
     WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r') AND NOT attisdropped
    UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid)) FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisvalid) FROM pg_index WHERE indrelid > 16383
       AND indrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r')
    UNION ALL SELECT concat_ws(' ', 'function', proname, prosrc) FROM pg_proc WHERE oid > 16383
    UNION ALL SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgenabled, tgfoid::regproc) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgconstraint <> 0, tgenabled, count(*)) FROM pg_trigger WHERE tgisinternal
     GROUP BY tgrelid, tgconstraint <> 0, tgenabled
    UNION ALL SELECT concat_ws(' ', 'type', oid::regtype, typtype, (SELECT string_agg(enumlabel, ' ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = pg_type.oid))
      FROM pg_type WHERE typnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'migration', migration_name, checksum, finished_at IS NULL) FROM _prisma_migrations) AS all_of_it`;

/** of a fresh copy, by the kind of database */
const defined = new Map<string, string>();

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
  if (!defined.has(kind)) defined.set(kind, await definedIn(used));
  shapes.set(used, kept?.shape ?? (await shapeOf(used)));
  return used;
}

/** Empties it for the next; drops it where that is not enough. */
export async function giveBack(kind: string, used: Used): Promise<void> {
  const shape = shapes.get(used) as string;
  try {
    await used.exec(ALONE[kind] as string);
    const written = shape !== (await shapeOf(used));
    if (written && defined.get(kind) !== (await definedIn(used))) throw new Error('not as it was');
    const [emptied] = (await used.exec(EMPTY)) as { truncated: boolean }[];
    // truncating is written in the catalogues too
    const kept = written || emptied?.truncated ? await shapeOf(used) : shape;
    idle.set(kind, [...(idle.get(kind) ?? []), { used, shape: kept }]);
  } catch {
    await used.drop();
  }
}

async function shapeOf(used: Used): Promise<string> {
  const [row] = (await used.exec(SHAPE)) as { shape: string }[];
  return row?.shape ?? '';
}

async function definedIn(used: Used): Promise<string> {
  const [row] = (await used.exec(DEFINED)) as { defined: string }[];
  return row?.defined ?? '';
}
