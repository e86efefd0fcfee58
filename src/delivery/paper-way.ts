/** How a sheet reaches its guardian, where they wrote so (К-У 2.2); absent: it is handed to them. */
export interface PaperWay {
  way?: 'child' | 'proxy';
  /** whose hands it goes through, where the way is a proxy */
  proxy?: string;
}

/** The way as its columns hold it. */
export function wayOf({ way, proxy }: { way?: 'child' | 'proxy' | null; proxy?: string | null }): PaperWay {
  return way ? { way, ...(proxy && { proxy }) } : {};
}
