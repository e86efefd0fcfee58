/** Rendered pages that are kept for the visitor who asks again, each with everything that it was made of. */

export interface KeptPage {
  /** equal: the same page */
  madeOf: string;
  /** of what was read, to ask whether it still stands */
  mark: string;
  /** of the database's state in which it stood last */
  stamp: string;
  html: Buffer;
  /** compressed when somebody first took it so */
  encoded: Map<'br' | 'gzip', Buffer>;
}

export interface KeptPages {
  get(place: string): KeptPage | undefined;
  set(place: string, page: KeptPage): void;
}

/**
 * @param bytes of HTML kept at most; what was used longest ago goes first
 */
export function keptPages(bytes: number): KeptPages {
  const pages = new Map<string, KeptPage>();
  let held = 0;
  const drop = (place: string) => {
    held -= pages.get(place)?.html.length ?? 0;
    pages.delete(place);
  };
  return {
    get(place) {
      const page = pages.get(place);
      if (page) {
        pages.delete(place);
        pages.set(place, page);
      }
      return page;
    },
    set(place, page) {
      drop(place);
      pages.set(place, page);
      held += page.html.length;
      for (const oldest of pages.keys()) {
        if (held <= bytes) break;
        drop(oldest);
      }
    },
  };
}
