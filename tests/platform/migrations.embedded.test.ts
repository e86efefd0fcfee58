import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { diagnoseHistory, diffFromDatabase } from '../../prisma/schema-engine.ts';
import { readMigrations } from '../../src/platform/database/migrations.ts';

const schema = readFileSync('prisma/schema.prisma', 'utf8');

/** All migrations were applied to it, one after another (tests/global-setup.ts). */
let pglite: PGlite;
beforeAll(async () => {
  pglite = await PGlite.create({ loadDataDir: new Blob([readFileSync(inject('snapshot'))]) });
});
afterAll(() => pglite.close());

/** What of the schema differs once the database is changed so; the change is taken back. */
async function diffAfter(sql: string): Promise<string> {
  await pglite.exec(`BEGIN; ${sql}`);
  const diff = await diffFromDatabase(pglite);
  await pglite.exec('ROLLBACK');
  return diff;
}

describe('the migrations', () => {
  it('lead to schema.prisma', async () => {
    expect(await diffFromDatabase(pglite)).toBe('');
  });

  it('are seen to differ from a schema with a field more, and from one with an index less', async () => {
    const more = schema.replace(/^model SweepRun \{/m, 'model SweepRun {\n  note String?');
    expect(await diffFromDatabase(pglite, more)).toContain('ADD COLUMN     "note" TEXT');
    expect(await diffAfter('CREATE UNIQUE INDEX extra ON sweep_run (at);')).toContain('DROP INDEX "extra"');
  });

  it('may hold what the schema language cannot say', async () => {
    const byHand = `
      CREATE UNIQUE INDEX one_early ON sweep_run (at) WHERE name < 'b';
      CREATE INDEX by_length ON sweep_run ((length(name)));
      ALTER TABLE sweep_run ADD CONSTRAINT named CHECK (name <> '');`;
    expect(await diffAfter(byHand)).toBe('');
  });

  it("are recorded so that Prisma's own tools find nothing to do", async () => {
    expect(await diagnoseHistory(new PrismaPGlite(pglite))).toEqual(inOrder);
    await pglite.exec(`UPDATE _prisma_migrations SET checksum = 'other'`);
    expect((await diagnoseHistory(new PrismaPGlite(pglite))).editedMigrationNames).toHaveLength(
      readMigrations().length,
    );
  });
});

const inOrder = { editedMigrationNames: [], failedMigrationNames: [], hasMigrationsTable: true, history: null };
