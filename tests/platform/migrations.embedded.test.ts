import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { describe, expect, inject, it } from 'vitest';
import { diagnoseHistory, diffFromMigrations } from '../../prisma/schema-engine.ts';
import { readMigrations } from '../../src/platform/database/migrations.ts';

const schema = readFileSync('prisma/schema.prisma', 'utf8');

/** The migrations and one more. */
const followedBy = (sql: string) => [...readMigrations(), { name: '99990101000000_more', sql, checksum: '' }];

describe('the migrations', () => {
  it('lead to schema.prisma', async () => {
    expect(await diffFromMigrations()).toBe('');
  });

  it('are seen to differ from a schema with a field more, and from one with an index less', async () => {
    const more = schema.replace(/^model SweepRun \{/m, 'model SweepRun {\n  note String?');
    expect(await diffFromMigrations(readMigrations(), more)).toContain('ADD COLUMN     "note" TEXT');
    expect(await diffFromMigrations(followedBy('CREATE UNIQUE INDEX extra ON sweep_run (at)'))).toContain(
      'DROP INDEX "extra"',
    );
  });

  it('may hold what the schema language cannot say', async () => {
    const byHand = `
      CREATE UNIQUE INDEX one_early ON sweep_run (at) WHERE name < 'b';
      CREATE INDEX by_length ON sweep_run ((length(name)));
      ALTER TABLE sweep_run ADD CONSTRAINT named CHECK (name <> '');`;
    expect(await diffFromMigrations(followedBy(byHand))).toBe('');
  });

  it("are recorded so that Prisma's own tools find nothing to do", async () => {
    const pglite = await PGlite.create({ loadDataDir: new Blob([readFileSync(inject('snapshot'))]) });
    expect(await diagnoseHistory(new PrismaPGlite(pglite))).toEqual(inOrder);
    await pglite.exec(`UPDATE _prisma_migrations SET checksum = 'other'`);
    expect((await diagnoseHistory(new PrismaPGlite(pglite))).editedMigrationNames).toHaveLength(
      readMigrations().length,
    );
    await pglite.close();
  });
});

const inOrder = { editedMigrationNames: [], failedMigrationNames: [], hasMigrationsTable: true, history: null };
