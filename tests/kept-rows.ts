/** What a set-up wrote into an empty database, kept as one script: running it takes a tenth of what an import takes. */

export type Exec = (sql: string) => Promise<unknown[]>;

const scripts = new Map<string, string>();

/**
 * Fills an empty database as `make` does: by `make` itself for the first of this worker, for the others with the rows that it made.
 * @param key names all that `make` depends on, the clock's time included
 */
export async function fillOnce(exec: Exec, key: string, make: () => Promise<void>): Promise<void> {
  const script = scripts.get(key);
  if (script) {
    await exec(script);
    return;
  }
  await make();
  scripts.set(key, await rowsAsScript(exec));
}

/** Triggers and foreign keys sleep meanwhile, sequences go on where they stood. */
async function rowsAsScript(exec: Exec): Promise<string> {
  const tables = (await exec(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  )) as { name: string }[];
  const lines = ['BEGIN', `SET LOCAL session_replication_role = replica`];
  for (const { name } of tables) {
    const [{ rows } = { rows: null }] = (await exec(`SELECT json_agg(t)::text AS rows FROM "${name}" t`)) as {
      rows: string | null;
    }[];
    if (rows)
      lines.push(`INSERT INTO "${name}" SELECT * FROM json_populate_recordset(NULL::"${name}", ${quoted(rows)})`);
  }
  const sequences = (await exec(
    `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL`,
  )) as { name: string; last: string }[];
  for (const { name, last } of sequences) lines.push(`SELECT setval('"${name}"', ${last})`);
  return `${[...lines, 'COMMIT'].join(';\n')};`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
