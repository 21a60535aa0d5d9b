// The page around the app: starts the worker, gives it the canvas and the window's facts (size, density, safe area, soft
// keyboard, dark, motion, network, address), applies what it sends to the mirror, and does what only a page may do.
import { kFiles, kFolder } from './database_files.js';
import { Mirror } from './mirror.js';

const kUpdateCheckMs = 60 * 60 * 1000;
const kRemembered = 'motcua-remembered';

// What the page says when the app itself cannot. Errors of the core come with their own words.
const kNotices = {
  busy: {
    vi: ['Một Cửa đang mở ở thẻ khác', 'Dữ liệu chỉ mở ở một nơi mỗi lúc, để không mất gì. Việc đang làm ở thẻ kia được lưu trước khi chuyển.'],
    en: ['Một Cửa is open in another tab', 'The data is open in one place at a time, so that nothing is lost. What is done there is saved first.'],
    button: 'Dùng ở đây',
  },
  unsupported: {
    vi: ['Trình duyệt này quá cũ', 'Hãy cập nhật, hoặc mở bằng Chrome, Edge, Firefox hay Safari 17 trở lên. Dữ liệu trên máy vẫn còn nguyên.'],
    en: ['This browser is too old', 'Update it, or use Chrome, Edge, Firefox, or Safari 17 or newer. What is on this device is untouched.'],
  },
  no_webgl2: {
    vi: ['Trình duyệt này không vẽ được ứng dụng', 'Ứng dụng cần WebGL2. Hãy bật tăng tốc đồ họa trong cài đặt của trình duyệt, cập nhật nó, hoặc dùng trình duyệt khác. Dữ liệu trên máy vẫn còn nguyên.'],
    en: ['This browser cannot draw the app', 'The app needs WebGL2. Turn on graphics acceleration in the browser’s settings, update it, or use another browser. What is on this device is untouched.'],
    button: 'Thử lại',
  },
  load: {
    vi: ['Chưa tải được ứng dụng', 'Hãy kiểm tra mạng rồi thử lại. Dữ liệu trên máy vẫn còn nguyên.'],
    en: ['The app could not be loaded', 'Check the network and try again. What is on this device is untouched.'],
    button: 'Thử lại',
  },
  crashed: {
    vi: ['Ứng dụng gặp lỗi và đã dừng', 'Những gì đã báo “đã lưu” vẫn còn. Hãy mở lại; nếu vẫn lỗi, báo quản trị viên.'],
    en: ['The app met an error and stopped', 'What was shown as saved is still there. Open it again; if it goes on, tell your administrator.'],
    button: 'Mở lại',
  },
  failed: { vi: ['Không mở được'], en: ['It cannot be opened'], button: 'Thử lại' },
};

const stage = document.getElementById('stage');
const canvas = document.getElementById('canvas');
const notice = document.getElementById('notice');
const safeArea = document.getElementById('safe-area');

let worker = null;
let mirror = null;

function tell(message) {
  worker?.postMessage(message);
}

// --- plain pages -----------------------------------------------------------------------------------------------------
function show(page, { vi = page.vi.slice(1), en = page.en.slice(1), detail = '', onButton = () => location.reload() } = {}) {
  document.title = `${page.vi[0]} – Một Cửa`;
  stage.hidden = true;
  notice.hidden = false;
  const parts = [make('h1', page.vi[0]), ...vi.map((line) => make('p', line))];
  for (const line of [page.en[0], ...en]) parts.push(Object.assign(make('p', line), { lang: 'en' }));
  if (detail) parts.push(make('pre', detail));
  if (page.button) {
    const button = make('button', page.button);
    button.type = 'button';
    button.onclick = onButton;
    parts.push(button);
  }
  notice.replaceChildren(...parts);
  notice.setAttribute('role', 'main');
}

function make(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function fail(name, words) {
  worker?.terminate();
  worker = null;
  show(kNotices[name] ?? kNotices.failed, words);
  if (name.startsWith('database_')) offerFiles();
}

// Data that cannot be opened here can be carried to somebody who can.
function offerFiles() {
  const button = make('button', 'Lưu dữ liệu ra tệp');
  button.type = 'button';
  button.onclick = async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(kFolder);
    for (const name of kFiles) {
      const file = await (await folder.getFileHandle(name)).getFile();
      if (file.size > 0) saveFile(name, file);
    }
  };
  notice.append(button);
}

function saveFile(name, content) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// --- the window --------------------------------------------------------------------------------------------------------
const dark = matchMedia('(prefers-color-scheme: dark)');
const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
let viewportTold = '';

// The visual viewport is what the soft keyboard leaves; a pinch must not lay anything out anew, so its zoom is undone.
function readViewport() {
  const visual = window.visualViewport;
  const insets = getComputedStyle(safeArea);
  const px = (value) => Number.parseFloat(value) || 0;
  return {
    width: document.documentElement.clientWidth,
    height: Math.round(visual ? visual.height * visual.scale : window.innerHeight),
    density: window.devicePixelRatio,
    top: px(insets.paddingTop), right: px(insets.paddingRight), bottom: px(insets.paddingBottom), left: px(insets.paddingLeft),
    dark: dark.matches ? 1 : 0,
    reducedMotion: reducedMotion.matches ? 1 : 0,
    textScale: px(getComputedStyle(document.documentElement).fontSize) / 16 || 1,
  };
}

function onViewport() {
  const viewport = readViewport();
  const visual = window.visualViewport;
  // iOS moves the page up under the keyboard instead of shrinking it.
  stage.style.top = `${visual && visual.scale < 1.01 ? visual.offsetTop : 0}px`;
  stage.style.width = `${viewport.width}px`;
  stage.style.height = `${viewport.height}px`;
  canvas.style.width = `${Math.round(viewport.width * viewport.density) / viewport.density}px`;
  canvas.style.height = `${Math.round(viewport.height * viewport.density) / viewport.density}px`;
  const told = JSON.stringify(viewport);
  if (told === viewportTold) return;
  viewportTold = told;
  tell({ type: 'viewport', viewport });
}

function watchDensity() {
  matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener('change', () => {
    onViewport();
    watchDensity();
  }, { once: true });
}

function watchWindow() {
  window.addEventListener('resize', onViewport);
  window.visualViewport?.addEventListener('resize', onViewport);
  window.visualViewport?.addEventListener('scroll', onViewport);
  dark.addEventListener('change', onViewport);
  reducedMotion.addEventListener('change', onViewport);
  watchDensity();
  const onNetwork = () => tell({ type: 'online', online: navigator.onLine });
  window.addEventListener('online', onNetwork);
  window.addEventListener('offline', onNetwork);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') onNetwork();
  });
  // A page in the back-forward cache must not hold the database; when it is shown again it starts anew.
  window.addEventListener('pagehide', () => tell({ type: 'stop' }));
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
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
  const offer = () => {
    if (registration.waiting && navigator.serviceWorker.controller) tell({ type: 'update_ready' });
  };
  offer();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer));
  const check = () => registration.update().catch(() => {});  // Offline: next time.
  setInterval(check, kUpdateCheckMs);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') check();
  });
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

// --- the worker --------------------------------------------------------------------------------------------------------
const handlers = {
  started() {
    registerServiceWorker();
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
    localStorage.setItem(kRemembered, word);
  },
  save_file: ({ name, bytes }) => saveFile(name, bytes),
  apply_update: applyUpdate,
  busy() {
    worker.terminate();
    show(kNotices.busy, { onButton: () => open(true) });
  },
  released() {
    worker.terminate();
    show(kNotices.busy, { onButton: () => open(true) });
  },
  fatal({ name, vi, en, detail }) {
    fail(name, vi ? { vi: [vi], en: [en], detail } : { detail });
  },
  stats: ({ frames, cpu, drawing }) => statsAsked.splice(0).forEach((resolve) => resolve({ frames, cpu, drawing })),
};

// A canvas can be given away once, so taking the database over starts with a fresh page.
function open(takeOver) {
  sessionStorage.setItem('take-over', takeOver ? '1' : '');
  location.reload();
}

function start() {
  if (!globalThis.WebAssembly || !canvas.transferControlToOffscreen || !navigator.locks || !globalThis.BroadcastChannel) {
    fail('unsupported');
    return;
  }
  const takeOver = sessionStorage.getItem('take-over') === '1';
  sessionStorage.removeItem('take-over');
  mirror = new Mirror(document.getElementById('mirror'), tell);
  try {
    worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  } catch (error) {
    fail('unsupported', { detail: String(error) });
    return;
  }
  worker.onmessage = ({ data }) => handlers[data.type](data);
  worker.onerror = (event) => {
    event.preventDefault();
    fail('crashed', { detail: event.message ?? '' });
  };
  onViewport();
  const offscreen = canvas.transferControlToOffscreen();
  worker.postMessage({
    type: 'start', canvas: offscreen, takeOver, viewport: readViewport(), hash: location.hash, online: navigator.onLine,
    remembered: localStorage.getItem(kRemembered) ?? '',
  }, [offscreen]);
  watchWindow();
  window.addEventListener('popstate', onAddress);
  window.addEventListener('hashchange', onAddress);
}

// --- for tests and measurements ------------------------------------------------------------------------------------------
const statsAsked = [];
window.motcua = {
  // Frames drawn since the start, and of the last ones the milliseconds outside and inside WebGL.
  stats: () => new Promise((resolve) => {
    statsAsked.push(resolve);
    tell({ type: 'stats' });
  }),
  loseContext: () => tell({ type: 'lose_context' }),
};

start();
