// The page around the app: starts the worker, gives it the canvas and the window's facts (size, density, safe area, soft
// keyboard, dark, motion, network, address), applies what it sends to the mirror, and does what only a page may do.
import { saveFile } from './data_file.js';
import { canScan } from './devices.js';
import { offerInstall, tellInstallByHand, watchInstall } from './install.js';
import { Mirror } from './mirror.js';
import { showNotice } from './notices.js';
import { printDocument } from './print.js';
import { keyboardShift, readViewport, watchViewport } from './viewport.js';

const kUpdateCheckMs = 60 * 60 * 1000;
const kRemembered = 'motcua-remembered';
// After so many crashes within so long the app is not started again by itself.
const kMostCrashes = 2;
const kCrashesForgottenMs = 5 * 60_000;
// A graphics context that a visible page has lost comes back at once or never.
const kContextPatienceMs = 3000;

const stage = document.getElementById('stage');
const notice = document.getElementById('notice');

let worker = null;
let mirror = null;
let canvas = null;

function tell(message, transfer = []) {
  worker?.postMessage(message, transfer);
}

// A browser that blocks all data of a site throws at the mention of its storage: then there is none.
function kept(use) {
  try {
    return use();
  } catch {
    return null;
  }
}

// --- plain pages -----------------------------------------------------------------------------------------------------
function fail(name, words) {
  worker?.terminate();
  worker = null;
  mirror?.stop();
  stage.hidden = true;
  showNotice(notice, name, words);
}

// --- the window --------------------------------------------------------------------------------------------------------
let viewportTold = '';

function onViewport() {
  if (!canvas) return;
  const viewport = readViewport();
  const { width, height, density } = viewport;
  stage.style.top = `${keyboardShift()}px`;
  stage.style.width = `${width}px`;
  stage.style.height = `${height}px`;
  canvas.style.width = `${Math.round(width * density) / density}px`;
  canvas.style.height = `${Math.round(height * density) / density}px`;
  const told = JSON.stringify(viewport);
  if (told === viewportTold) return;
  viewportTold = told;
  tell({ type: 'viewport', viewport });
}

function watchWindow() {
  watchViewport(onViewport);
  window.addEventListener('popstate', onAddress);
  window.addEventListener('hashchange', onAddress);
  const onNetwork = () => tell({ type: 'online', online: navigator.onLine });
  window.addEventListener('online', onNetwork);
  window.addEventListener('offline', onNetwork);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') onNetwork();
  });
  // A page in the back-forward cache must not hold the database; when it is shown again the app starts anew in it.
  window.addEventListener('pagehide', () => tell({ type: 'stop' }));
  window.addEventListener('pageshow', (event) => {
    if (event.persisted && worker) begin();
  });
}

// --- the address ---------------------------------------------------------------------------------------------------------
// Each entry that the app makes knows how deep it is, so that "back" at the first one leads to the start and not away.
let address = location.hash;
const depth = () => history.state?.depth ?? 0;

function navigate({ hash, replace }) {
  if (replace) history.replaceState({ depth: depth() }, '', hash || '#/');
  else history.pushState({ depth: depth() + 1 }, '', hash || '#/');
  address = location.hash;
}

function goBack() {
  if (depth() > 0) history.back();
  else {
    history.replaceState({ depth: 0 }, '', '#/');
    onAddress();
  }
}

function onAddress() {
  if (location.hash === address) return;
  address = location.hash;
  if (history.state === null) history.replaceState({ depth: 1 }, '');  // A link: the browser made the entry.
  tell({ type: 'route', hash: address });
}

// --- service worker and updates ----------------------------------------------------------------------------------------
let registration = null;
let applying = false;

async function registerServiceWorker() {
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (applying) location.reload();
  });
  try {
    registration = await navigator.serviceWorker.register('/service_worker.js', { updateViaCache: 'none' });
  } catch (error) {
    console.warn('no offline start:', error);
    return;
  }
  const watchInstalling = () => registration.installing?.addEventListener('statechange', offerUpdate);
  offerUpdate();
  watchInstalling();  // It may have begun before this page asked.
  registration.addEventListener('updatefound', watchInstalling);
  const check = () => registration.update().catch(() => {});  // Offline: next time.
  setInterval(check, kUpdateCheckMs);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') check();
  });
}

function offerUpdate() {
  if (registration.waiting && navigator.serviceWorker.controller) tell({ type: 'update_ready' });
}

// The worker has closed everything: the new version may take over, and the page starts once more with it.
function applyUpdate() {
  if (!registration?.waiting) {
    location.reload();
    return;
  }
  applying = true;
  registration.waiting.postMessage('SKIP_WAITING');
}

// --- carrying a dossier along --------------------------------------------------------------------------------------------
async function share({ title, text }) {
  try {
    if (navigator.share) return await navigator.share({ title, text });
    await navigator.clipboard.writeText(text);
    tell({ type: 'copied' });
  } catch (error) {
    if (error.name !== 'AbortError') console.warn('share:', error);  // AbortError: the person thought better of it.
  }
}

// --- the worker --------------------------------------------------------------------------------------------------------
const handlers = {
  async started() {
    if (registration) offerUpdate();
    else registerServiceWorker();
    tellInstallByHand(tell);
    if (await canScan()) tell({ type: 'can_scan' });
  },
  frame({ update, seen, focus }) {
    mirror.apply(update, seen);
    if (update && !notice.hidden) notice.hidden = true;
    if (focus) mirror.focus(focus);
  },
  navigate,
  back: goBack,
  title({ title }) {
    document.title = title;
  },
  language({ language }) {
    document.documentElement.lang = language;
  },
  theme({ theme }) {
    document.documentElement.dataset.theme = theme;
  },
  async persist() {
    const granted = (await navigator.storage?.persist?.()) ?? false;
    tell({ type: 'persisted', granted: granted ? 1 : 0 });
  },
  // Not part of what a browser evicts when the disk gets full.
  remember({ word }) {
    kept(() => localStorage.setItem(kRemembered, word));
  },
  save_file: ({ name, bytes }) => saveFile(name, bytes),
  print: ({ text }) => printDocument(text),
  apply_update: applyUpdate,
  offer_install: () => offerInstall(tell),
  share,
  busy: offerTakeOver,
  released: offerTakeOver,
  picture: ({ lost }) => onPicture(lost),
  fatal({ name, vi, en, detail }) {
    if (name === 'crashed') onCrash(detail);
    else fail(name, vi ? { vi: [vi], en: [en], detail } : { detail });
  },
  stats: (stats) => statsAsked.splice(0).forEach((resolve) => resolve(stats)),
};

// A tab that takes the data over starts with a fresh page, which is the newest version that there is.
function offerTakeOver() {
  fail('busy', { onButton: takeOver });
}

function takeOver() {
  kept(() => sessionStorage.setItem('take-over', '1'));
  location.reload();
}

// Starts a worker with a canvas and a mirror of its own: a canvas can be given away once, and what a worker that crashed
// left in the mirror is not to be trusted.
function begin({ takingOver = false, restarted = false } = {}) {
  worker?.terminate();
  mirror?.stop();
  onPicture(false);
  canvas = document.createElement('canvas');
  canvas.id = 'canvas';
  canvas.setAttribute('aria-hidden', 'true');
  const elements = document.createElement('div');
  elements.id = 'mirror';
  stage.replaceChildren(canvas, elements);
  mirror = new Mirror(elements, tell);
  let alive = false;  // The worker's own code runs.
  const started = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  worker = started;
  started.onmessage = ({ data }) => {
    alive = true;
    if (worker !== started) return;
    handlers[data.type](data);
    // Once the page is there: what speaks, speaks of changes.
    if (restarted && data.update) {
      restarted = false;
      tell({ type: 'restarted' });
    }
  };
  started.onerror = (event) => {
    event.preventDefault();
    if (worker !== started) return;
    if (alive) onCrash(event.message);
    else fail('load', { detail: event.message });
  };
  onViewport();
  const offscreen = canvas.transferControlToOffscreen();
  address = location.hash;
  tell({
    type: 'start', canvas: offscreen, takeOver: takingOver, viewport: readViewport(), hash: address,
    online: navigator.onLine, remembered: kept(() => localStorage.getItem(kRemembered)) ?? '',
  }, [offscreen]);
}

// --- when something breaks -----------------------------------------------------------------------------------------------
let crashes = [];  // When, by performance.now().

// Whatever was told to be saved is in the database: a new worker goes on from there, at the same place. The second time
// it begins at the first page, for it may be the place that cannot be shown; after that the person decides.
function onCrash(detail = '') {
  const now = performance.now();
  crashes = [...crashes.filter((at) => now - at < kCrashesForgottenMs), now];
  if (crashes.length > kMostCrashes) {
    fail('crashed', { detail, onButton: openFirstPage });
    return;
  }
  if (crashes.length === kMostCrashes) history.replaceState({ depth: 0 }, '', '#/');
  begin({ restarted: true });
}

function openFirstPage() {
  history.replaceState({ depth: 0 }, '', '#/');
  location.reload();
}

let contextTimer = 0;

// While the graphics card has no picture the mirror itself is shown. A context that does not come back is replaced, with
// its canvas.
function onPicture(lost) {
  stage.classList.toggle('without-picture', lost);
  clearTimeout(contextTimer);
  if (!lost) return;
  contextTimer = setTimeout(() => {
    if (document.visibilityState === 'visible') replaceCanvas();
    else document.addEventListener('visibilitychange', () => onPicture(stage.classList.contains('without-picture')), { once: true });
  }, kContextPatienceMs);
}

function replaceCanvas() {
  const fresh = canvas.cloneNode();
  canvas.replaceWith(fresh);
  canvas = fresh;
  const offscreen = canvas.transferControlToOffscreen();
  tell({ type: 'canvas', canvas: offscreen, viewport: readViewport() }, [offscreen]);
}

// --- for tests and measurements ------------------------------------------------------------------------------------------
const statsAsked = [];
window.motcua = {
  // Frames drawn since the start, of the last ones the milliseconds before and while drawing, and the canvas's size.
  stats: () => new Promise((resolve) => {
    statsAsked.push(resolve);
    tell({ type: 'stats' });
  }),
};

if (!globalThis.WebAssembly || !HTMLCanvasElement.prototype.transferControlToOffscreen || !navigator.locks ||
    !globalThis.BroadcastChannel) {
  fail('unsupported');
} else {
  const takingOver = kept(() => sessionStorage.getItem('take-over')) === '1';
  kept(() => sessionStorage.removeItem('take-over'));
  watchInstall(tell);
  begin({ takingOver });
  watchWindow();
}
