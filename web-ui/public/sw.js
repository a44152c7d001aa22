/*
 * Serves the page and its code when there is no network. Answers of the API are kept by the page itself.
 * The build puts the list of files, and a version of them, in place of the two names below.
 */
const VERSION = '__VERSION__';
const FILES = ['__FILES__'];
const CACHE = 'footfall-' + VERSION;

/** What a browser can do without waiting for this worker to start. */
const ROUTES = [
  { condition: { requestMethod: 'POST' }, source: 'network' },
  ...['/assets/*', '/preload.js', '/theme.js'].map((urlPattern) => ({
    condition: { urlPattern },
    source: { cacheName: CACHE },
  })),
  { condition: { requestMode: 'navigate' }, source: 'race-network-and-fetch-handler' },
];

// Names of files change with what is in them, so the way they are asked for does not matter.
const keep = async (cache, path) => {
  const response = await fetch(path, { cache: 'reload' });
  if (!response.ok) throw new Error(`${path} is not there`);
  const headers = new Headers(response.headers);
  headers.delete('vary');
  await cache.put(path, new Response(response.body, { headers }));
};

self.addEventListener('install', (event) => {
  if (event.addRoutes) event.waitUntil(event.addRoutes(ROUTES));
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => Promise.all(['/', ...FILES].map((path) => keep(cache, path))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const isOld = (name) => name.startsWith('footfall-') && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

const isServers = (path) =>
  /^\/(graphql|api|s|m|auth|internal|metrics|health|ready)(\/|$)/.test(path);

const pageOrKept = async (request) => {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match('/', { cacheName: CACHE })) ?? Response.error();
  }
};

const keptOrFile = async (request) => {
  const { pathname } = new URL(request.url);
  const kept = await caches.match(pathname, { cacheName: CACHE });
  return kept ?? fetch(request);
};

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || isServers(pathname)) return;
  if (request.mode === 'navigate') event.respondWith(pageOrKept(request));
  else if (FILES.includes(pathname)) event.respondWith(keptOrFile(request));
});
