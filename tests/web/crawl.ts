/** Opens whatever the pages of a visitor link to, a few addresses of each route. */
import type { WebSchool } from './school.ts';
import type { Page, Visitor } from './visitor.ts';

export interface Opened extends Page {
  path: string;
  /** as the web names it: `/join/:token` */
  route: string;
}

/**
 * Opens every page that can be reached by links from `starts`, `each` addresses of a route at most beside those; files are left out.
 * A link that answers 303 is followed once.
 */
export async function crawl(school: WebSchool, who: Visitor, starts: readonly string[], each = 3): Promise<Opened[]> {
  const queue = [...starts];
  const asked = new Set(starts);
  const seen = new Set(starts);
  const perRoute = new Map<string, number>();
  const opened: Opened[] = [];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const route = routeOf(school, path);
    const count = (perRoute.get(route) ?? 0) + 1;
    perRoute.set(route, count);
    if (count > each && !asked.has(path)) continue;
    const page = await who.get(path);
    if (page.status === 303 && page.location?.startsWith('/')) push(page.location);
    if (!String(page.headers['content-type'] ?? '').startsWith('text/html')) continue;
    opened.push({ ...page, path, route });
    for (const [, href] of page.text.matchAll(/(?:href|src)="(\/[^"#]*)/g)) push((href ?? '').replaceAll('&amp;', '&'));
  }
  return opened;

  function push(path: string): void {
    if (seen.has(path) || /^\/(assets|sw)|\.(pdf|csv|json|ics|webmanifest)(\?|$)/.test(path)) return;
    seen.add(path);
    queue.push(path);
  }
}

/** The route that answers an address. */
export function routeOf(school: WebSchool, path: string): string {
  const parts = path.split('?')[0]!.split('/');
  const fits = (url: string) => {
    const own = url.split('/');
    return own.length === parts.length && own.every((part, nth) => part === parts[nth] || part.startsWith(':'));
  };
  const urls = school.app.routeAccess.map(({ url }) => url).filter(fits);
  return urls.find((url) => !url.includes(':')) ?? urls[0] ?? path;
}
