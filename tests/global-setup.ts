/** Runs once before all tests. Stage set-up (a migrated snapshot, a PostgreSQL server) is added here. */
export default async function setup(): Promise<void> {
  await import('../prisma/generate.mjs');
}
