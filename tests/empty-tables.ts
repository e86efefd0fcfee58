import type { Db } from '../src/platform/database/open.ts';

/**
 * Takes every row out of the tables and of all that refers to them, triggers or not. As TRUNCATE does, at a tenth of its
 * cost, and the database can be lent again: no catalogue is written.
 * @param tables names with ', ' between them
 * @param restart numbers begin anew
 */
export async function emptyTables(db: Db, tables: string, { restart = false } = {}): Promise<void> {
  await db.$executeRawUnsafe(`
    DO $$ DECLARE one oid; BEGIN
      PERFORM set_config('session_replication_role', 'replica', true);
      FOR one IN
        WITH RECURSIVE emptied(id) AS (
          SELECT name::regclass::oid FROM regexp_split_to_table('${tables}', ', ') AS name
           UNION SELECT conrelid FROM pg_constraint JOIN emptied ON confrelid = id WHERE contype = 'f')
        SELECT id FROM emptied
      LOOP
        IF pg_relation_size(one) > 0 THEN EXECUTE format('DELETE FROM %s', one::regclass); END IF;
        IF ${restart} THEN
          PERFORM setval(objid::regclass, 1, false) FROM pg_depend
            WHERE refclassid = 'pg_class'::regclass AND refobjid = one AND classid = 'pg_class'::regclass
              AND CASE WHEN (SELECT relkind FROM pg_class WHERE oid = objid) = 'S' THEN pg_sequence_last_value(objid) IS NOT NULL END;
        END IF;
      END LOOP;
    END $$`);
}
