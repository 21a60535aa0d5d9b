// The dedicated worker: loads the WebAssembly module, owns the database's files while it holds the Web Lock of the owner
// tab, hands the page's events to the app, draws when the app wants a frame, and puts its requests on the network.
import createMotcua from 'motcua-module';
import { Blobs } from './blobs.js';
import { StorageError, openFiles } from './opfs.js';

const kLock = 'motcua-database';
const kLockPatienceMs = 4000;  // A page that is just being closed or reloaded lets go sooner, also on a slow device.
const kTakeOverPatienceMs = 5000;  // To close takes an owner well under a second; a tab that is frozen never answers.
// How long a request or a reply may be on its way: 30 s for the line and the server, and a second for each KiB, for a
// push of 256 KiB arrives on a line of 2 KB/s only after two minutes. After 10 minutes the line counts as dead.
const kPatienceMs = 30_000;
const kPatiencePerKibMs = 1000;
const kMostPatienceMs = 600_000;
const kCompressFrom = 1024;  // Bytes of a request.
const kFonts = ['./be-vietnam-pro-regular.ttf', './be-vietnam-pro-semibold.ttf', './material-symbols.ttf'];

// What motcua_start returns; at anything else the module has told the page why.
const kStarted = 1;
const kWithoutCanvas = 2;

// The smallest module with what the app's own needs of a newer WebAssembly, exceptions: one function with try and catch_all.
const kWithExceptions = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 0x06, 0x40, 0x19, 0x0b, 0x0b,
]);

const encoder = new TextEncoder();

let app = null;  // The running module; null before the start and after the stop.
let files = null;
let blobs = null;
let releaseLock = () => {};
let tabs = null;
let tabsRefused = null;  // Where all data of sites is blocked Firefox refuses the channel, Chromium the lock.
try {
  tabs = new BroadcastChannel('motcua');
} catch (error) {
  tabsRefused = error;
}
// 'idle', 'waiting' for the lock, 'loading' the module, 'opening' the files, 'running', 'over'.
let stage = 'idle';
let takingOver = false;  // This tab has asked the others to let go.
let stopAsked = null;  // What to do after the stop that came while waiting or opening.
let requests = new Set();  // AbortControllers of what is on its way.

// --- frames --------------------------------------------------------------------------------------------------------
const frames = { count: 0, cpu: [], drawing: [] };  // Milliseconds of each: without and within WebGL.
let frameAsked = false;
let wakeTimer = 0;
let answerDue = false;  // The page waits to hear that its last event was taken in.
let seen = 0;           // Number of the last of the page's numbered events that the app has taken in.
let outgoing = null;    // What the frame that is being made tells the page.

function afterEvent() {
  if (!app) return;
  if (app._motcua_needs_frame()) {
    if (!frameAsked) {
      frameAsked = true;
      requestAnimationFrame(guarded(frame));
    }
  } else if (answerDue) {
    answerDue = false;
    postMessage({ type: 'frame', update: null, seen, focus: 0 });
  }
  clearTimeout(wakeTimer);
  const wake = app._motcua_wake_at();
  if (wake >= 0) wakeTimer = setTimeout(guarded(tick), Math.min(Math.max(wake - Date.now(), 0), 2 ** 31 - 1));
}

function frame() {
  frameAsked = false;
  if (!app) return;
  outgoing = { type: 'frame', update: null, seen, focus: waitingFocus };
  const begin = performance.now();
  app._motcua_frame();
  const drawing = app._motcua_drawing_ms();
  frames.cpu.push(performance.now() - begin - drawing);
  frames.drawing.push(drawing);
  if (frames.cpu.length > 1000) {
    frames.cpu.splice(0, 500);
    frames.drawing.splice(0, 500);
  }
  ++frames.count;
  const message = outgoing;
  outgoing = null;
  waitingFocus = 0;
  if (message.update || message.focus || answerDue) {
    answerDue = false;
    postMessage(message, message.update ? [message.update.buffer] : []);
  }
  afterEvent();
}

function tick() {
  if (!app) return;
  app._motcua_tick();
  afterEvent();
}

// --- what the app asks of the page: motcua::wasm::BrowserHost ---------------------------------------------------------
let waitingFocus = 0;

const host = {
  post: (id, path, body, token) => send(id, path, body, token),
  navigate: (hash, replace) => postMessage({ type: 'navigate', hash, replace }),
  goBack: () => postMessage({ type: 'back' }),
  title: (title) => postMessage({ type: 'title', title }),
  language: (language) => postMessage({ type: 'language', language }),
  theme: (theme) => postMessage({ type: 'theme', theme }),
  focus(node) {
    if (outgoing) outgoing.focus = node;
    else waitingFocus = node;
  },
  persist: () => postMessage({ type: 'persist' }),
  async measure() {
    const { usage, quota } = (await navigator.storage.estimate?.()) ?? {};
    if (!app || !quota) return;
    app._motcua_storage(usage, quota);
    afterEvent();
  },
  applyUpdate: () => setTimeout(guarded(() => stop(() => postMessage({ type: 'apply_update' })))),
  remember: (word) => postMessage({ type: 'remember', word }),
  saveFile: (name, bytes) => postMessage({ type: 'save_file', name, bytes }, [bytes.buffer]),
  print: (text) => postMessage({ type: 'print', text }),
  dropBackup: () => files?.dropBackup(),
  offerInstall: () => postMessage({ type: 'offer_install' }),
  share: (title, text) => postMessage({ type: 'share', title, text }),
  mirror(update) {
    outgoing.update = update;
  },
  fatal: (name, vi, en) => postMessage({ type: 'fatal', name, vi, en }),
};

// --- files -----------------------------------------------------------------------------------------------------------
const hasher = {
  begin: () => app?._motcua_digest_begin(),
  add: (bytes) => app && withBytes(bytes, (at, size) => app._motcua_digest_add(at, size)),
  finish() {
    if (!app) throw new Error('stopped');
    const at = app._malloc(32);
    app._motcua_digest_finish(at);
    const hex = Array.from(app.HEAPU8.subarray(at, at + 32), (byte) => byte.toString(16).padStart(2, '0')).join('');
    app._free(at);
    return hex;
  },
};

// What a person chose is stored first and then told to the app, which names it in a record.
async function takeFile({ target, pixels, file }) {
  let told;
  try {
    const kept = await blobs.store(file, pixels, hasher);
    const name = file.name.replaceAll('\n', ' ');
    told = () => withText([target, kept.name, kept.type, name].join('\n'), (at, size) => app._motcua_file_kept(at, size, kept.size));
  } catch (error) {
    console.warn('file:', error);
    const lines = [target, error.detail === undefined ? 'disk_io' : error.name, error.detail ?? ''].join('\n');
    told = () => withText(lines, (at, size) => app._motcua_file_failed(at, size));
  }
  if (!app) return;
  guarded(() => {
    told();
    afterEvent();
  })();
}

const onBlobs = () => {
  if (!app) return;
  guarded(() => {
    app._motcua_files_changed();
    afterEvent();
  })();
};

function patienceFor(bytes) {
  return Math.min(kPatienceMs + (bytes / 1024) * kPatiencePerKibMs, kMostPatienceMs);
}

// HTTP's own gzip: answers and names of fields repeat, and the browser has the code for it already. A server in between
// that does not know the encoding says 415: from then on bodies go as they are.
let compresses = typeof CompressionStream === 'function';

async function compressed(body) {
  const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function send(id, path, frame, token) {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), patienceFor(frame.length));
  requests.add(abort);
  let reply = null;
  try {
    const headers = { 'Content-Type': 'application/octet-stream' };
    if (token) headers.Authorization = `Bearer ${token}`;
    const smaller = compresses && frame.length > kCompressFrom;
    const body = smaller ? await compressed(frame) : frame;
    if (smaller) headers['Content-Encoding'] = 'gzip';
    const response = await fetch(path, {
      method: 'POST', body, headers, signal: abort.signal, cache: 'no-store', credentials: 'omit', redirect: 'error',
    });
    clearTimeout(timer);  // The reply has a time of its own; one that does not tell its length, the longest.
    timer = setTimeout(() => abort.abort(), patienceFor(Number(response.headers.get('Content-Length') ?? Infinity)));
    reply = { status: response.status, body: new Uint8Array(await response.arrayBuffer()) };
    if (response.status === 415) compresses = false;
  } catch {
    // No network, a timeout, a cut connection: to the app they are the same.
  }
  clearTimeout(timer);
  requests.delete(abort);
  if (app) {
    guarded(() => {
      if (reply) withBytes(reply.body, (at, size) => app._motcua_reply(id, reply.status, at, size));
      else app._motcua_lost(id);
      afterEvent();
    })();
  }
}

// --- calls into the module -------------------------------------------------------------------------------------------
// A trap inside the module leaves it in no state to go on: the files are closed as they are (SQLite recovers), and the
// page says so.
function guarded(call) {
  return (...values) => {
    try {
      return call(...values);
    } catch (error) {
      crash(error);
    }
  };
}

function crash(error) {
  if (stage === 'over') return;  // The page knows, or is gone.
  console.error(error);
  app = null;
  letGo();
  postMessage({ type: 'fatal', name: 'crashed', detail: String(error?.stack ?? error) });
}

function copyIn(bytes, module = app) {
  const at = module._malloc(bytes.length || 1);
  module.HEAPU8.set(bytes, at);
  return at;
}

function withBytes(bytes, use) {
  const at = copyIn(bytes);
  use(at, bytes.length);
  app._free(at);
}

function withText(text, use) {
  withBytes(encoder.encode(text), use);
}

// --- start and stop --------------------------------------------------------------------------------------------------
// Resolves when this tab owns the database. With `takeOver` it asks the tab that has it to let go. Either way it gives
// up in the end, and the page offers the choice. A busy device may give a free lock late: then it is asked for again.
async function ownDatabase(takeOver) {
  takingOver = takeOver;
  if (tabsRefused) throw tabsRefused;
  if (takeOver) tabs.postMessage('release');
  for (;;) {
    try {
      return await ownLock(takeOver ? kTakeOverPatienceMs : kLockPatienceMs);
    } catch (error) {
      const { held } = await navigator.locks.query();
      if (error.name !== 'TimeoutError' || held.some(({ name }) => name === kLock)) throw error;
    }
  }
}

function ownLock(patienceMs) {
  return new Promise((owned, refused) => {
    navigator.locks.request(kLock, { signal: AbortSignal.timeout(patienceMs) }, () => {
      owned();
      return new Promise((done) => {
        releaseLock = done;
      });
    }).catch(refused);
  });
}

async function loadFont(path) {
  const response = await fetch(new URL(path, import.meta.url));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

// Enters a stage of the start. False when the tab was meanwhile asked to stop, and has done so.
function enter(next) {
  if (stage === 'over') return false;
  stage = next;
  if (!stopAsked) return true;
  stop(stopAsked);
  return false;
}

async function start({ canvas, takeOver, viewport, hash, online, remembered }) {
  if (!WebAssembly.validate(kWithExceptions)) {
    letGo();
    postMessage({ type: 'fatal', name: 'unsupported' });
    return;
  }
  const loading = Promise.all([createMotcua({ canvas, host, files: null }), ...kFonts.map(loadFont)]);
  loading.catch(() => {});  // Looked at below.
  stage = 'waiting';
  try {
    await ownDatabase(takeOver);
  } catch (error) {
    letGo();
    const name = error.name === 'SecurityError' ? 'blocked' : 'unsupported';
    postMessage(error.name === 'TimeoutError' ? { type: 'busy' } : { type: 'fatal', name });
    return;
  }
  if (!enter('loading')) return;
  let starting;
  let fonts;
  let isNew;
  try {
    [starting, ...fonts] = await loading;
  } catch (error) {
    if (stage === 'over') return;
    letGo();
    postMessage({ type: 'fatal', name: 'load', detail: String(error) });
    return;
  }
  if (!enter('opening')) return;
  try {
    files = await openFiles();
    blobs = await Blobs.open(onBlobs);
    if (!enter('running')) return;
    starting.files = files;
    isNew = files.isNew();
    starting.blobs = blobs;
    const placed = fonts.flatMap((font) => [copyIn(font, starting), font.length]);
    const outcome = starting._motcua_start(...placed);
    if (outcome !== kStarted) {
      letGo();
      if (outcome === kWithoutCanvas) postMessage({ type: 'fatal', name: 'no_canvas' });
      return;
    }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    const name = encoder.encode(error.name);
    starting._motcua_fail(copyIn(name, starting), name.length);
    letGo();
    return;
  }
  app = starting;
  watchContext(canvas);
  events.viewport({ viewport });
  events.online({ online });
  if (!files.isKept()) app._motcua_storage_unavailable();
  if (isNew && remembered) withText(remembered, (at, size) => app._motcua_evicted(at, size));
  events.route({ hash });
  postMessage({ type: 'started' });
  afterEvent();
}

// The browser may take the graphics context away at any time. The page is told, and how it goes on is up to it.
function watchContext(canvas) {
  canvas.addEventListener('webglcontextlost', guarded((event) => {
    event.preventDefault();
    if (!app || canvas !== app.canvas) return;
    app._motcua_context_lost();
    postMessage({ type: 'picture', lost: true });
  }));
  canvas.addEventListener('webglcontextrestored', guarded(() => {
    if (!app || canvas !== app.canvas) return;
    app._motcua_context_restored();
    drawAgain();
  }));
}

function drawAgain() {
  requestAnimationFrame(guarded(() => {
    frame();
    postMessage({ type: 'picture', lost: false });
  }));
}

// Another canvas in place of one whose context did not come back.
function changeCanvas({ canvas, viewport }) {
  app.canvas = canvas;
  if (!app._motcua_canvas()) {
    stop(() => postMessage({ type: 'fatal', name: 'no_canvas' }));
    return;
  }
  watchContext(canvas);
  events.viewport({ viewport });
  drawAgain();
}

// Closes the database (everything saved is in the file), its handles, and lets another tab have it; then calls `then`.
// While the browser is about to give the lock or the handles it waits for them: only what one has can be given back.
function stop(then = () => {}) {
  if (stage === 'waiting' || stage === 'opening') {
    stopAsked = then;
    return;
  }
  if (stage === 'over') return;
  clearTimeout(wakeTimer);
  app?._motcua_stop();
  app = null;
  letGo();
  then();
}

function letGo() {
  stage = 'over';
  for (const request of requests) request.abort();
  blobs?.close();
  files?.close();
  files = null;
  releaseLock();
}

// --- messages --------------------------------------------------------------------------------------------------------
const events = {
  viewport({ viewport: v }) {
    app._motcua_viewport(v.width, v.height, v.density, v.top, v.right, v.bottom, v.left, v.dark, v.highContrast,
      v.reducedMotion, v.textScale);
  },
  route: ({ hash }) => withText(hash, (at, size) => app._motcua_route(at, size)),
  activate({ node, number }) {
    answerDue = true;
    seen = number;
    app._motcua_activate(node);
  },
  text({ node, text, number }) {
    answerDue = true;
    seen = number;
    withText(text, (at, size) => app._motcua_set_text(node, at, size));
  },
  key: ({ key }) => withText(key, (at, size) => app._motcua_key(at, size)),
  scroll: ({ node, y }) => app._motcua_scrolled(node, y),
  focus: ({ node, visible }) => app._motcua_focused(node, visible ? 1 : 0),
  pointer: ({ node, down }) => app._motcua_pointer(node, down ? 1 : 0),
  file(message) {
    withText(message.target, (at, size) => app._motcua_file_begun(at, size));
    void takeFile(message);
  },
  settle() {
    answerDue = true;
  },
  online: ({ online }) => app._motcua_online(online),
  persisted: ({ granted }) => app._motcua_persisted(granted),
  update_ready: () => app._motcua_update_ready(),
  restarted: () => app._motcua_restarted(),
  installable: ({ how }) => app._motcua_installable(how),
  copied: () => app._motcua_copied(),
  can_scan: () => app._motcua_can_scan(),
};

const commands = {
  start: (message) => void start(message).catch(crash),
  stop: () => stop(),
  stats: () => postMessage({
    type: 'stats', frames: frames.count, cpu: frames.cpu, drawing: frames.drawing, canvas: app ? [app.canvas.width, app.canvas.height] : [],
  }),
  canvas: (message) => app && changeCanvas(message),
};

onmessage = guarded(({ data }) => {
  if (commands[data.type]) return commands[data.type](data);
  if (!app) return undefined;
  events[data.type](data);
  return afterEvent();
});

if (tabs) tabs.onmessage = guarded(({ data }) => {
  // Of two tabs that ask for the data at once the first in the lock's queue has it: neither gives way to the other.
  if (data === 'release' && stage !== 'idle' && !(stage === 'waiting' && takingOver)) stop(() => postMessage({ type: 'released' }));
});

addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  crash(event.reason);
});
