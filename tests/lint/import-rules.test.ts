import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'vestnik-imports-'));
for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
  cpSync(join(root, file), join(dir, file));
symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
afterAll(() => rmSync(dir, { recursive: true }));

/** Lays small files out and answers the rules that they break. */
function broken(files: Record<string, string>): string[] {
  for (const folder of ['src', 'bots', 'web']) rmSync(join(dir, folder), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  const { stdout } = spawnSync(
    join(root, 'node_modules/.bin/depcruise'),
    [
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
      ...new Set(Object.keys(files).map((path) => path.split('/')[0] as string)),
    ],
    { cwd: dir, encoding: 'utf8', maxBuffer: 1e8 },
  );
  const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(summary.violations.map(({ rule }) => rule.name))].filter((name) => name !== 'no-orphans').sort();
}

const empty = 'export const one = 1;\n';
const importing = (path: string) => `import { one } from '${path}';\nexport const two = one;\n`;

describe('an import against the design is found', () => {
  it.each([
    [
      'a decision that reads the database',
      'src/notify/a.ts',
      'src/platform/database/b.ts',
      'pure-of-database-framework-environment',
    ],
    ['a decision that reads deliveries', 'src/notify/a.ts', 'src/delivery/b.ts', 'notify-reads-facts-only'],
    ['a journal that knows of notices', 'src/journal/a.ts', 'src/notify/b.ts', 'journal-knows-nothing-of-notices'],
    ['a grammar that reads the journal', 'src/quick-entry/a.ts', 'src/journal/b.ts', 'quick-entry-stands-alone'],
    ['a delivery that knows a channel', 'src/delivery/a.ts', 'src/channels/b.ts', 'delivery-points-inwards'],
    ['a source that imports the web', 'src/access/a.ts', 'web/b.ts', 'only-main-wires'],
    ['a bot that imports the web', 'bots/parents/a.ts', 'web/b.ts', 'bots-never-import-web'],
    ['a web that imports a bot', 'web/a.ts', 'bots/teachers/b.ts', 'web-never-imports-bots'],
    ['a bot that imports the other', 'bots/parents/a.ts', 'bots/teachers/b.ts', 'parents-bot-apart'],
  ])('%s', (_name, from, to, rule) => {
    const up = '../'.repeat(from.split('/').length - 1);
    expect(broken({ [to]: empty, [from]: importing(`${up}${to}`) })).toContain(rule);
  });

  it('a framework in a decision', () => {
    expect(broken({ 'src/notify/a.ts': "import fastify from 'fastify';\nexport const app = fastify;\n" })).toContain(
      'pure-of-database-framework-environment',
    );
  });

  it('and one that the design allows is not', () => {
    expect(broken({ 'src/notify/b.ts': empty, 'src/delivery/a.ts': importing('../notify/b.ts') })).toEqual([]);
  });
});

it('the whole project keeps the rules', () => {
  const out = execFileSync(
    join(root, 'node_modules/.bin/depcruise'),
    ['--config', '.dependency-cruiser.cjs', 'src', 'bots', 'web', 'prisma'],
    { cwd: root, encoding: 'utf8' },
  );
  expect(Number(/\((\d+) modules/.exec(out)?.[1])).toBeGreaterThan(300);
});
