/** A map of what can be made again: emptied before it holds more than so many. */
export interface Kept<K, V> {
  get: (key: K) => V | undefined;
  set: (key: K, value: V) => void;
}

export function keptUpTo<K, V>(most: number): Kept<K, V> {
  let known = new Map<K, V>();
  return {
    get: (key) => known.get(key),
    set: (key, value) => {
      if (known.size >= most) known = new Map();
      known.set(key, value);
    },
  };
}

const SEEN = 1 << 13;

/**
 * Takes only what comes a second time soon: what every sheet has alone dies young, instead of filling the old half of the
 * heap until somebody sweeps it.
 */
export function keptIfAgain<V>(most: number): Kept<string, V> {
  const kept = keptUpTo<string, V>(most);
  const seen = new Int32Array(SEEN);
  return {
    get: kept.get,
    set: (key, value) => {
      const hash = hashOf(key);
      const place = hash & (SEEN - 1);
      if (seen[place] === hash) kept.set(key, value);
      else seen[place] = hash;
    },
  };
}

/** FNV-1a, on 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
