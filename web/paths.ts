/** A path of our own out of what an address says, or null: never another site. */
export function ownPath(next: unknown): string | null {
  if (typeof next !== 'string' || !/^\/(?![/\\])[\w\-./?=&%]*$/.test(next)) return null;
  const url = new URL(next, 'http://own.invalid');
  return url.origin === 'http://own.invalid' ? url.pathname + url.search : null;
}

/** An address with its query; what is undefined is left out. */
export function withQuery(path: string, query: Record<string, string | undefined>): string {
  const search = new URLSearchParams(
    Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ).toString();
  return search ? `${path}?${search}` : path;
}
