// A device that is `kRate` times slower than this machine. Chromium slows down the page's own thread and no other; what
// the worker's module does is made to take as much longer by a script put before the worker's own.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyApp } from '../../e2e/support/office.mjs';

export const kRate = 4;

// In the worker, before its own script.
function beforeWorker(rate) {
  let nested = 0;
  const spin = (milliseconds) => {
    for (const end = performance.now() + milliseconds; performance.now() < end;);
  };
  const slowed = (call) => (...values) => {
    if (nested > 0) return call(...values);
    const begin = performance.now();
    ++nested;
    try {
      return call(...values);
    } finally {
      --nested;
      spin((performance.now() - begin) * (rate - 1));
    }
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const own = WebAssembly[name].bind(WebAssembly);
    WebAssembly[name] = async (...values) => {
      const begin = performance.now();
      const { module, instance } = await own(...values);
      await new Promise((done) => setTimeout(done, (performance.now() - begin) * (rate - 1)));
      const exports = Object.entries(instance.exports).map(([key, value]) => [key, typeof value === 'function' ? slowed(value) : value]);
      return { module, instance: { exports: Object.fromEntries(exports) } };
    };
  }
}

// The worker's script, which then also tells the page when it has painted each frame, and at what offset.
function toldPainted(script) {
  const changes = [
    ['app._motcua_scrolled(node, y)', 'app._motcua_scrolled(node, (globalThis.painted = y))'],
    ['app._motcua_frame();', "app._motcua_frame(); postMessage({ type: 'painted', y: globalThis.painted ?? 0, at: performance.timeOrigin + performance.now() });"],
  ];
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`worker.js has lost ${from}`);
    return text.replace(from, to);
  }, script);
}

// A folder with the app whose worker is so slow (1: as it is); the service worker's list knows it.
export function slowApp(rate = kRate) {
  const folder = copyApp();
  const name = readdirSync(join(folder, 'assets')).find((file) => /^worker\.\w+\.js$/.test(file));
  const path = join(folder, 'assets', name);
  const list = join(folder, 'service_worker.js');
  const own = readFileSync(path);
  const slow = Buffer.from(`(${beforeWorker})(${rate});\n${toldPainted(own.toString())}`);
  const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
  writeFileSync(path, slow);
  writeFileSync(list, readFileSync(list, 'utf8').replaceAll(digest(own), digest(slow)));
  for (const file of [path, list]) for (const suffix of ['.br', '.gz']) rmSync(file + suffix);
  return folder;
}

// The page's own thread, from now on until the page is closed.
export async function slowPage(page, rate = kRate) {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}
