// Runs a TypeScript file of this project: `node src/run.mjs FILE …`. Its sources are joined into one script on first use and kept
// for as long as they do not change: a start takes a third of the time that translating file by file takes. Without a FILE
// Vestnik's own script is made and nothing run: for a service that may not write beside its code.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import '../prisma/generate.mjs';

/** Scripts of sources that have changed since are taken away after this many ms. */
const OLD_AFTER = 7 * 24 * 3_600_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const kept = join(root, 'node_modules/.cache/vestnik');
const [, , file] = process.argv;
const entry = file ? resolve(file) : join(root, 'src/main.ts');
const inTests = relative(root, entry).startsWith('tests');

process.setSourceMapsEnabled(true);
const script = join(kept, `run-${stateOfSources()}`, 'script.js');
if (!existsSync(script)) await make().catch(endWith);
if (file) {
  process.argv.splice(1, 2, entry);
  await import(pathToFileURL(script).href);
}

/** A service may not write beside its own code: whoever brought the new sources runs them once. */
function endWith(error) {
  const remedy = ['EACCES', 'EROFS', 'EPERM'].includes(error.code)
    ? `Папка ${kept} закрыта для записи. Запустите один раз от имени её владельца: npm run generate`
    : 'Вестник не собран из исходных текстов.';
  console.error(`${remedy}\n${error.message}`);
  process.exit(1);
}

/** What the script depends on: the sources themselves, and where they lie. */
function stateOfSources() {
  const hash = createHash('sha256').update(`${process.version} ${entry}`);
  const folders = ['src', 'bots', 'web', 'prisma', ...(inTests ? ['tests'] : ['docs'])];
  for (const path of ['package-lock.json', 'tsconfig.json', ...folders.flatMap(sourcesIn)]) {
    hash.update(path).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex').slice(0, 20);
}

function sourcesIn(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((each) => {
    const path = `${folder}/${each.name}`;
    // the database client is made of the schema, which counts
    if (each.isDirectory()) return each.name === 'generated' ? [] : sourcesIn(path);
    return /\.(tsx?|mjs|json|prisma)$/.test(each.name) ? [path] : [];
  });
}

async function make() {
  const { build, stop } = await import('esbuild');
  const making = join(kept, `making-${process.pid}`);
  mkdirSync(making, { recursive: true });
  try {
    await build({
      entryPoints: { script: entry },
      outdir: making,
      bundle: true,
      splitting: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
      sourcemap: 'linked',
      sourcesContent: false,
      logLevel: 'error',
      absWorkingDir: root,
      plugins: [{ name: 'place', setup: keepPlaces }],
    });
    try {
      renameSync(making, join(script, '..'));
    } catch (error) {
      // another process was first
      if (!existsSync(script)) throw error;
    }
    dropOld();
  } finally {
    await stop();
    rmSync(making, { recursive: true, force: true });
  }
}

/** A file that looks for others beside itself looks where it lies, not where the script does. */
function keepPlaces({ onLoad }) {
  onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
    const contents = await readFile(path, 'utf8');
    const place = JSON.stringify(pathToFileURL(path).href);
    return { contents: contents.replaceAll('import.meta.url', place), loader: path.endsWith('x') ? 'tsx' : 'ts' };
  });
}

/** Older than the script just made, by the file system's own clock. */
function dropOld() {
  const madeAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  const now = madeAt(script);
  for (const name of readdirSync(kept).filter((each) => /^(run|making)-/.test(each)))
    if (now - madeAt(join(kept, name)) > OLD_AFTER) rmSync(join(kept, name), { recursive: true, force: true });
}
