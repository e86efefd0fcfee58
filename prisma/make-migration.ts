/**
 * `npm run migration -- NAME` writes the next migration from what changed in schema.prisma; SQL that the schema language
 * cannot say is then appended to it by hand. `npm run migration -- --check` exits 1 when schema and migrations disagree.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrationsDir, readMigrations } from '../src/platform/database/migrations.ts';
import { diffFromMigrations } from './schema-engine.ts';

const LOCK_FILE = '# Made by prisma/make-migration.ts, for Prisma\'s own tools\nprovider = "postgresql"\n';

async function main([argument]: string[]): Promise<number> {
  if (!argument || (argument !== '--check' && !/^[a-z][a-z0-9_]*$/.test(argument))) {
    console.error('usage: npm run migration -- NAME (a-z, 0-9, _) | --check');
    return 2;
  }
  mkdirSync(migrationsDir, { recursive: true });
  const difference = await diffFromMigrations(readMigrations());
  if (argument === '--check') {
    if (difference)
      console.error(`schema.prisma and the migrations disagree; npm run migration -- NAME\n${difference}`);
    return difference ? 1 : 0;
  }
  if (!difference) {
    console.error('nothing to do: the migrations lead to schema.prisma');
    return 0;
  }
  console.log(write(argument, difference));
  return 0;
}

/** @returns the path of the migration written */
function write(name: string, sql: string): string {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const dir = join(migrationsDir, `${stamp}_${name}`);
  mkdirSync(dir);
  const path = join(dir, 'migration.sql');
  writeFileSync(path, sql.endsWith('\n') ? sql : `${sql}\n`);
  const lockFile = join(migrationsDir, 'migration_lock.toml');
  if (!existsSync(lockFile)) writeFileSync(lockFile, LOCK_FILE);
  return path;
}

process.exitCode = await main(process.argv.slice(2));
