import { defineConfig } from 'vitest/config';
import { findTool } from './tests/needs.ts';

const DATABASE_SUITES = 'tests/**/*.db.test.{ts,tsx}';

/** Suites named `*.db.test.ts` run on both databases, all others once. */
const projects = [
  { name: 'pure', include: ['tests/**/*.test.{ts,tsx}'], exclude: [DATABASE_SUITES] },
  { name: 'embedded', include: [DATABASE_SUITES] },
  ...(findTool('postgresql') || process.env.TEST_DATABASE_URL
    ? [{ name: 'postgresql', include: [DATABASE_SUITES] }]
    : []),
];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    projects: projects.map((project) => ({
      extends: true,
      test: { ...project, globalSetup: ['tests/global-setup.ts'] },
    })),
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/platform/database/generated/**'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
});
