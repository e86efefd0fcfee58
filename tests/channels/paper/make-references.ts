/** `npm run references` draws the pictures of the hard cases anew. Look at every one of them before it is committed. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CASES } from './hard-cases.ts';
import { pageImages } from './page-images.ts';

const directory = new URL('references/', import.meta.url);
await rm(directory, { recursive: true, force: true });
await mkdir(directory);
for (const [name, run] of Object.entries(CASES))
  for (const [i, image] of (await pageImages(run)).entries())
    await writeFile(new URL(`${name}-${i + 1}.png`, directory), image);
console.log(fileURLToPath(directory));
