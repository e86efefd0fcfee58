import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** bytes of dead and live together that a long piece of work may add before the dead are taken away */
const MOST = 64 * 1024 * 1024;

let collect: (() => void) | null | undefined;

/**
 * For work that runs long and keeps nothing: V8 lets the heap grow to a multiple of what lives, so ten times as much work
 * would take several times as much memory. Call the answer now and then; it is cheap, and seldom collects (a tenth of a second).
 */
export function spareHeap(): () => void {
  let floor = used();
  return () => {
    if (used() < floor + MOST) return;
    if (collect === undefined) collect = collector();
    collect?.();
    floor = Math.max(floor, used());
  };
}

const used = () => getHeapStatistics().used_heap_size;

/** Null where this runtime has none to give. */
function collector(): (() => void) | null {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('typeof gc === "function" ? gc : null');
  return typeof found === 'function' ? () => void found() : null;
}
