// Makes the typed database client when the schema or Prisma's version changed since it was last made; run on its own or
// by `node --import`. No install script is used (.npmrc has ignore-scripts), so `npm ci` stays inside the npm registry.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Making takes two seconds; a turn held this long (ms) belongs to a process that was killed. */
const TURN_IS_OVER_AFTER = 60_000;

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const stampFile = at('src/platform/database/generated/.stamp');
const turn = at('src/platform/database/.generating');
const stamp = createHash('sha256')
  .update(readFileSync(at('prisma/schema.prisma')))
  .update(readFileSync(at('node_modules/prisma/package.json')))
  .digest('hex');

const isCurrent = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;

/** Several processes may start at once on a fresh clone: one makes the client, the others wait for it. */
function takeTurn() {
  mkdirSync(at('src/platform/database'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(turn);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const since = statSync(turn, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > TURN_IS_OVER_AFTER) rmSync(turn, { recursive: true, force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
}

function make() {
  const made = spawnSync(process.execPath, [at('node_modules/prisma/build/index.js'), 'generate'], {
    cwd: at('.'),
    encoding: 'utf8',
    env: {
      ...process.env,
      // generate does not use this engine, yet would download it
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  });
  if (made.status !== 0) {
    throw new Error(`prisma generate failed\n${made.error ?? ''}${made.stdout}${made.stderr}`);
  }
  writeFileSync(stampFile, stamp);
}

if (!isCurrent()) {
  takeTurn();
  try {
    if (!isCurrent()) make();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    rmSync(turn, { recursive: true, force: true });
  }
  if (process.exitCode === 1) process.exit(1);
}
