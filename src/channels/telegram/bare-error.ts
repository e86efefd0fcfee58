/** What of an error may stand in a log: its kind and place. Messages may carry names, texts or a token. */
export function bareError(error: unknown): { name: string; code?: string; at?: string[] } {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error ? String(error.code) : undefined;
  const at = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim().replace(/\(?file:\/\/.*?(?=(src|bots|web|node_modules)\/)/, '('));
  return { name: error.name, ...(code ? { code } : {}), ...(at.length > 0 ? { at } : {}) };
}
