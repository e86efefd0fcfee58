// What `npm test` runs: everything that CI runs. Programs that are missing are named with the line that installs them and
// their suites are skipped; with CI=true a missing one is a failure. Arguments choose among the suites, without coverage.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMissing, findTool, type Tool, tools } from './needs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const missing = (Object.keys(tools) as Tool[]).filter((tool) => !findTool(tool));
for (const tool of missing) console.log(describeMissing(tool));
if (missing.length > 0 && process.env.CI === 'true') process.exit(1);

const bin = (name: string) => `node_modules/.bin/${name}`;
/** Suites that start Vestnik itself and wait for it more than they work: they run beside the others. */
const WAITING = ['tests/crash', 'tests/storm', 'tests/e2e/log.postgresql.test.ts'];
const chosen = process.argv.slice(2);
interface Result {
  name: string;
  passed: boolean;
  seconds: string;
  said: string;
}
const results: Result[] = [];
/** of each of the two runs that go side by side: with fewer a core rests at times */
const WORKERS = '3';
/** where the suites log to */
const logs = mkdtempSync(join(tmpdir(), 'vestnik-logs-'));
const LAST_CHARACTERS = 6_000;

if (chosen.length > 0) {
  await checks();
  await step('tests', bin('vitest'), ['run', ...chosen]);
} else {
  const waiting = heldBack('tests of killed processes', bin('vitest'), ['run', ...WAITING]);
  await checks();
  const others = WAITING.flatMap((path) => ['--exclude', path.endsWith('.ts') ? path : `${path}/**`]);
  await step('tests', bin('vitest'), ['run', '--coverage', ...others]);
  await waiting();
  await step('names in the logs', process.execPath, ['src/run.mjs', 'tests/logged-names.ts', logs]);
}
rmSync(logs, { recursive: true, force: true });

for (const { name, passed, said } of results) if (!passed) console.log(`\n── why ${name} failed\n${failuresIn(said)}`);
console.log('\n── summary');
for (const { name, passed, seconds, said } of results) {
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name}, ${seconds} s`);
  if (!passed) for (const line of failedTests(said)) console.log(line);
}
for (const tool of missing) console.log(`skipped ${tools[tool].for}: ${tools[tool].install}`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;

async function checks(): Promise<void> {
  await step('style', bin('biome'), ['check', '--error-on-warnings', '.']);
  await step('import rules', bin('depcruise'), ['--config', '.dependency-cruiser.cjs', 'src', 'bots', 'web', 'prisma']);
  await step('types', process.execPath, ['node_modules/typescript-7/bin/tsc', '--noEmit']);
  await step('types of scripts', process.execPath, ['node_modules/typescript-7/bin/tsc', '-p', 'web/scripts']);
}

async function step(name: string, command: string, args: string[]): Promise<void> {
  console.log(`\n── ${name}`);
  await run(name, command, args, (chunk) => process.stdout.write(chunk));
}

/** Runs beside the steps; what it says is told when it is asked for. */
function heldBack(name: string, command: string, args: string[]): () => Promise<void> {
  const ended = run(name, command, args);
  return async () => {
    const { said } = await ended;
    console.log(`\n── ${name}`);
    process.stdout.write(said);
  };
}

function run(name: string, command: string, args: string[], tell: (chunk: Buffer) => void = () => {}): Promise<Result> {
  const begun = Date.now();
  const chunks: Buffer[] = [];
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TEST_LOGS: logs, ...(chosen.length === 0 && { WORKERS }) },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      tell(chunk);
    });
  }
  return new Promise((resolve) => {
    child.on('close', (status) => {
      const seconds = ((Date.now() - begun) / 1000).toFixed(0);
      const result = { name, passed: status === 0, seconds, said: Buffer.concat(chunks).toString() };
      results.push(result);
      resolve(result);
    });
  });
}

/** From vitest's list of failures on, else the end of what a step said. */
function failuresIn(said: string): string {
  const list = said.search(/(Failed (Tests|Suites)|Unhandled (Errors|Rejection))/u);
  return list < 0 ? said.slice(-LAST_CHARACTERS) : said.slice(list, list + LAST_CHARACTERS);
}

/** The tests that failed, a line each: who sees only the last lines of a run sees their names. */
function failedTests(said: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: vitest paints its lines
  const lines = said.replaceAll(/\u001B\[\d+m/gu, '').split('\n');
  return [...new Set(lines.filter((line) => /^\s*(FAIL|Error|AssertionError)\b/u.test(line)))].slice(0, 30);
}
