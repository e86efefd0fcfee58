// Makes the typed database client when the schema or Prisma's version changed since it was last made; run on its own or
// by `node --import`. No install script is used (.npmrc has ignore-scripts), so `npm ci` stays inside the npm registry.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const stampFile = at('src/platform/database/generated/.stamp');
const stamp = createHash('sha256')
  .update(readFileSync(at('prisma/schema.prisma')))
  .update(readFileSync(at('node_modules/prisma/package.json')))
  .digest('hex');

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
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
    console.error(`prisma generate failed\n${made.error ?? ''}${made.stdout}${made.stderr}`);
    process.exit(1);
  }
  writeFileSync(stampFile, stamp);
}
