/** Keeps the week that was seen last for when there is no network: this page, for its account, on this device alone. */

const kept = document.getElementById('kept');
const account = kept?.dataset.account;
if (kept?.hidden && account && 'caches' in window && 'serviceWorker' in navigator) keepPage(account).catch(() => {});

/** @param {string} owner */
async function keepPage(owner) {
  await navigator.serviceWorker.register('/sw.js');
  for (const name of await caches.keys())
    if (name.startsWith('diary-') && name !== `diary-${owner}`) await caches.delete(name);
  const cache = await caches.open(`diary-${owner}`);
  const page = `<!doctype html>${document.documentElement.outerHTML}`;
  const headers = { 'content-type': 'text/html; charset=utf-8', 'x-kept-at': new Date().toISOString() };
  // the last one seen stands last
  await cache.delete(location.href);
  await cache.put(location.href, new Response(page, { headers }));
  const looks = [...page.matchAll(/"(\/assets\/[^"]+\.(?:css|svg|js))"/g)].map((found) => found[1] ?? '');
  await cache.addAll(looks);
  const pages = (await cache.keys()).filter(({ url }) => !new URL(url).pathname.startsWith('/assets/'));
  for (const old of pages.slice(0, -4)) await cache.delete(old);
}
