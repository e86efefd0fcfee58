// What `npm test` runs: everything that CI runs. Programs that are missing are named with the line that installs them and
// their suites are skipped; with CI=true a missing one is a failure. Arguments choose among the suites, without coverage.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';

const root = fileURLToPath(new URL('..', import.meta.url));
const { tools, findTool, describeMissing } = await tsImport('./needs.ts', import.meta.url);
const missing = Object.keys(tools).filter((tool) => !findTool(tool));

const chosen = process.argv.slice(2);
const bin = (name) => `node_modules/.bin/${name}`;
const steps = [
  ['database client', process.execPath, ['prisma/generate.mjs']],
  ['style', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['import rules', bin('depcruise'), ['--config', '.dependency-cruiser.cjs', 'src', 'bots', 'web', 'prisma']],
  ['types', bin('tsc'), ['--noEmit']],
  ['tests', bin('vitest'), ['run', ...(chosen.length > 0 ? chosen : ['--coverage'])]],
];

for (const tool of missing) console.log(describeMissing(tool));
if (missing.length > 0 && process.env.CI === 'true') process.exit(1);

const results = steps.map(([name, command, args]) => {
  console.log(`\n── ${name}`);
  const begun = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  return { name, passed: status === 0, seconds: ((Date.now() - begun) / 1000).toFixed(0) };
});

console.log('\n── summary');
for (const { name, passed, seconds } of results) console.log(`${passed ? 'passed' : 'FAILED'}  ${name}, ${seconds} s`);
for (const tool of missing) console.log(`skipped ${tools[tool].for}: ${tools[tool].install}`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
