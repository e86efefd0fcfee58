import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'vestnik-imports-'));
afterAll(() => rmSync(dir, { recursive: true }));

const FORBIDDEN = [
  [
    'a decision that reads the database',
    'src/notify/a.ts',
    'src/platform/database/b.ts',
    'pure-of-database-framework-environment',
  ],
  ['a decision that reads deliveries', 'src/notify/c.ts', 'src/delivery/d.ts', 'notify-reads-facts-only'],
  ['a journal that knows of notices', 'src/journal/e.ts', 'src/notify/f.ts', 'journal-knows-nothing-of-notices'],
  ['a grammar that reads the journal', 'src/quick-entry/g.ts', 'src/journal/h.ts', 'quick-entry-stands-alone'],
  ['a delivery that knows a channel', 'src/delivery/i.ts', 'src/channels/j.ts', 'delivery-points-inwards'],
  ['a source that imports the web', 'src/access/k.ts', 'web/l.ts', 'only-main-wires'],
  ['a bot that imports the web', 'bots/parents/m.ts', 'web/n.ts', 'bots-never-import-web'],
  ['a web that imports a bot', 'web/o.ts', 'bots/teachers/p.ts', 'web-never-imports-bots'],
  ['a bot that imports the other', 'bots/parents/q.ts', 'bots/teachers/r.ts', 'parents-bot-apart'],
  ['a framework in a decision', 'src/notify/s.ts', 'fastify', 'pure-of-database-framework-environment'],
] as const;
const ALLOWED = ['web/t.ts', 'src/access/u.ts'] as const;

/** rules that each file breaks */
const broken = new Map<string, Set<string>>();

beforeAll(() => {
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
    cpSync(join(root, file), join(dir, file));
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  for (const [from, to] of [...FORBIDDEN.map(([, from, to]) => [from, to] as const), ALLOWED]) {
    const ours = to.endsWith('.ts');
    if (ours) lay(to, 'export const one = 1;\n');
    const path = ours ? `${'../'.repeat(from.split('/').length - 1)}${to}` : to;
    lay(
      from,
      ours ? `import { one } from '${path}';\nexport const two = one;\n` : `import '${path}';\nexport const two = 2;\n`,
    );
  }
  const { stdout } = spawnSync(
    join(root, 'node_modules/.bin/depcruise'),
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'bots', 'web'],
    { cwd: dir, encoding: 'utf8', maxBuffer: 1e8 },
  );
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  for (const { from, rule } of summary.violations) broken.set(from, (broken.get(from) ?? new Set()).add(rule.name));
});

function lay(path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

describe('an import against the design is found', () => {
  it.each(FORBIDDEN)('%s', (_name, from, _to, rule) => {
    expect([...(broken.get(from) ?? [])]).toContain(rule);
  });

  it('and one that the design allows is not', () => {
    expect([...(broken.get(ALLOWED[0]) ?? [])].filter((name) => name !== 'no-orphans')).toEqual([]);
  });
});
