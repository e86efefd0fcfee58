/** `npm run bench [name …]`: every benchmark, a line each: name, figure, floor or peer, ratio. */

interface Line {
  name: string;
  figure: string;
  floor: string | number;
  ratio: string | number;
}

/** Told in this order; each measures ours against its floor or peer within the same run. */
const BENCHES: Record<string, () => Promise<{ bench(): Promise<Line[]> }>> = {
  recording: () => import('./recording.ts'),
  telegram: () => import('./telegram.ts'),
  email: () => import('./email.ts'),
  delivery: () => import('./delivery.ts'),
  workers: () => import('./workers.ts'),
  scale: () => import('./scale.ts'),
  process: () => import('./process.ts'),
  sheets: () => import('./sheets.ts'),
  diary: () => import('./diary.ts'),
  paint: () => import('./paint.ts'),
  'quick-entry': () => import('./quick-entry.ts'),
  'teacher-preview': () => import('./teacher-preview.ts'),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length) {
  console.error(`no benchmark ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
let failed = false;
for (const [name, load] of Object.entries(BENCHES)) {
  if (wanted.length && !wanted.includes(name)) continue;
  try {
    const { bench } = await load();
    for (const line of await bench()) console.log(asText(line));
  } catch (error) {
    failed = true;
    console.error(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
process.exit(failed ? 1 : 0);

function asText({ name, figure, floor, ratio }: Line): string {
  const share = typeof ratio === 'number' ? ratio.toFixed(2) : ratio;
  return `${name} | ${figure} | floor ${floor} | ratio ${share}`;
}
