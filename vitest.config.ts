import { defineConfig } from 'vitest/config';
import { findTool } from './tests/needs.ts';

/** `x.db.test.ts` runs on both databases, `x.embedded.test.ts` and `x.postgresql.test.ts` on that one, all others once. */
const suites = (...databases: string[]) => `tests/**/*.{${databases.join()}}.test.{ts,tsx}`;
const projects = [
  { name: 'pure', include: ['tests/**/*.test.{ts,tsx}'], exclude: [suites('db', 'embedded', 'postgresql')] },
  { name: 'embedded', include: [suites('db', 'embedded')] },
  { name: 'postgresql', include: [suites('db', 'postgresql')] },
].filter(({ name }) => name !== 'postgresql' || findTool('postgresql') || process.env.TEST_DATABASE_URL);

/** The parts whose branches are covered, each by itself. */
const HELD = ['journal', 'notify', 'delivery'];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // young objects are many: with V8's own 16 MB a twentieth of the time goes into clearing them away; optimising the database
    // engine as early as V8 does takes longer than the suites have to gain by it
    execArgv: ['--max-semi-space-size=64', '--wasm-tiering-budget=1000000000'],
    // the default leaves one of two cores idle; a project's own number would be stronger than --maxWorkers
    maxWorkers: Number(process.env.WORKERS ?? 2),
    // suites share what they import, not what they make: reading the code anew for each would be half of the time
    isolate: false,
    // what one project's suites import is translated for the others too, and for the next run
    experimental: { fsModuleCache: true },
    projects: projects.map((project) => ({
      extends: true,
      test: { ...project, globalSetup: ['tests/global-setup.ts'], setupFiles: ['tests/property-seed.ts'] },
    })),
    coverage: {
      provider: 'v8',
      include: HELD.map((part) => `src/${part}/**/*.ts`),
      reporter: ['text-summary', 'json-summary'],
      thresholds: Object.fromEntries(HELD.map((part) => [`src/${part}/**`, { branches: 90 }])),
    },
  },
});
