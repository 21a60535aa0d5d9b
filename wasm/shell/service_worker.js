// Keeps the app's files so that it starts with no network. The build writes the list below: everything the app is made
// of, with size and SHA-256. A version is installed whole or not at all, waits until the page says SKIP_WAITING at a safe
// point, and the version before it is kept.
// Data never comes here: it is in SQLite, and /v1/ always goes to the network.
const kFiles = [];  // { url, sha256, size }: written by assemble.mjs
const kBuild = '';  // written by assemble.mjs
const kPrefix = 'motcua-app-';
const kCache = kPrefix + kBuild;

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(activate()));
addEventListener('message', (event) => {
  if (event.data === 'SKIP_WAITING') skipWaiting();
});
addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) return;
  const path = event.request.mode === 'navigate' ? '/' : url.pathname;
  if (event.request.mode === 'navigate' && url.pathname !== '/' && url.pathname !== '/index.html') return;
  if (path === '/' || path === '/manifest.webmanifest' || path.startsWith('/assets/')) event.respondWith(answer(path, event.request));
});

async function install() {
  // When only this script is another, the files are those of a version that may be in use.
  const inUse = await caches.has(kCache);
  const cache = await caches.open(kCache);
  try {
    await Promise.all(kFiles.map(async (file) => cache.put(file.url, await verified(file))));
  } catch (error) {
    if (!inUse) await caches.delete(kCache);
    throw error;
  }
}

// Files with a hash in their name may come from the browser's cache, which has just been filled by the page; when that
// copy is not what the build made, once more from the network.
async function verified(file) {
  const modes = file.url.startsWith('/assets/') ? ['default', 'reload'] : ['reload'];
  for (const cache of modes) {
    const response = await fetch(file.url, { cache, credentials: 'omit' });
    const body = await response.arrayBuffer();
    if (response.ok && (await sha256(body)) === file.sha256) {
      const headers = new Headers(response.headers);
      headers.delete('Content-Encoding');
      headers.delete('Content-Length');
      return new Response(body, { headers });
    }
  }
  throw new Error(`${file.url} is not what this version is made of`);
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// Of the older versions the last one stays: a page of it may still be open.
async function activate() {
  const others = (await caches.keys()).filter((name) => name.startsWith(kPrefix) && name !== kCache);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await clients.claim();
}

async function answer(path, request) {
  const cache = await caches.open(kCache);
  return (await cache.match(path)) ?? (await caches.match(path)) ?? fetch(request);
}
