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
