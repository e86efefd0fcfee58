/**
 * Shows the week that was seen last when there is no network, and nothing else: with a network every page comes from the school.
 * Whoever signs in or out on this device takes away what was kept for whoever was here before.
 */

/** @type {any} the worker; types know only windows here */
const worker = self;

/** Here somebody signs in or out. */
const DOORS = /^\/(login|logout|join|enter|demo)(\/|$)/;

worker.addEventListener('install', () => worker.skipWaiting());
worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(Promise.all([worker.clients.claim(), worker.registration.navigationPreload?.enable()]));
});

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (origin !== location.origin) return;
  if (DOORS.test(pathname)) event.waitUntil(forget());
  else if (
    request.mode === 'navigate' &&
    request.method === 'GET' &&
    (pathname === '/' || pathname.startsWith('/diary'))
  )
    event.respondWith(withNetwork(event));
  else if (pathname.startsWith('/assets/')) event.respondWith(fetch(request).catch(() => caches.match(request)));
});

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith('diary-')) await caches.delete(name);
}

/** @param {any} event */
async function withNetwork({ request, preloadResponse }) {
  try {
    return (await preloadResponse) ?? (await fetch(request));
  } catch (error) {
    const page = await lastSeen(request);
    if (!page) throw error;
    return page;
  }
}

/**
 * The very page, else the last one seen.
 * @param {Request} request
 */
async function lastSeen(request) {
  const name = (await caches.keys()).find((each) => each.startsWith('diary-'));
  if (!name) return null;
  const cache = await caches.open(name);
  const pages = (await cache.keys()).filter(({ url }) => !new URL(url).pathname.startsWith('/assets/'));
  const last = pages.at(-1);
  const found = (await cache.match(request)) ?? (last && (await cache.match(last)));
  if (!found) return null;
  const at = new Date(found.headers.get('x-kept-at') ?? '');
  const when = at
    .toLocaleString('ru-RU', { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' })
    .replace(' ', '\u00a0');
  const html = (await found.text())
    .replace(/(<p class="saved" id="kept") hidden(="")?/, '$1 role="status"')
    .replace('<time></time>', `<time>${when}</time>`);
  return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}
