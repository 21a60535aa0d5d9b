// Small helpers that scenes check with. Everything waits for a condition, nothing for a time.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kPatienceMs } from './browser.mjs';

const top = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const updatingGoldens = process.env.UPDATE_GOLDEN === '1';

// Until `read()` gives what `wanted` accepts (a value or a predicate); then returns it.
export async function eventually(what, read, wanted) {
  const accepts = typeof wanted === 'function' ? wanted : (value) => value === wanted;
  const deadline = Date.now() + kPatienceMs;
  for (let last; ;) {
    last = await read();
    if (accepts(last)) return last;
    if (Date.now() > deadline) assert.fail(`${what}: still ${JSON.stringify(last)}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

// axe over the whole page. Colours are painted by the canvas, out of axe's sight: ui_tests check their contrast.
export async function checkAccessible(page, screen) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map((node) => node.html).join('\n    ')}`);
  assert.deepEqual(found, [], `axe on ${screen}`);
}

// The screen as assistive technology has it, against tests/golden/aria/<screen>.yml; what differs each time is blanked.
export async function checkGolden(page, screen) {
  const path = join(top, 'tests/golden/aria', `${screen}.yml`);
  const read = async () => blank(`${await page.locator('body').ariaSnapshot()}\n`);
  if (updatingGoldens) {
    mkdirSync(dirname(path), { recursive: true });
    // A golden is made of a screen that rests, not of one on its way to the next.
    let last;
    for (let now = await read(); now !== last; now = await read()) {
      last = now;
      await new Promise((next) => setTimeout(next, 500));
    }
    writeFileSync(path, last);
    return;
  }
  assert.ok(existsSync(path), `no golden ${path}: UPDATE_GOLDEN=1 makes it`);
  const golden = readFileSync(path, 'utf8');
  const deadline = Date.now() + 5000;
  let now = await read();
  while (now !== golden && Date.now() < deadline) {
    await new Promise((next) => setTimeout(next, 100));
    now = await read();
  }
  assert.equal(now, golden, `the screen ${screen} differs from its golden`);
}

// The files in a tar archive, by name.
export function untar(bytes) {
  const files = new Map();
  const text = (at, size) => bytes.toString('latin1', at, at + size).replace(/\0.*$/s, '');
  for (let at = 0; bytes[at] !== 0;) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    files.set(text(at, 100), bytes.subarray(at + 512, at + 512 + size));
    at += 512 * (1 + Math.ceil(size / 512));
  }
  return files;
}

export function blank(text) {
  return text
    .replace(/\b\d{1,2}:\d{2}(:\d{2})?\b/g, 'HH:MM')
    .replace(/\b\d{1,2}\/\d{1,2}\/\d{4}\b/g, 'DD/MM/YYYY')
    .replace(/\b\d{4}-\d{2}-\d{2}\b/g, 'YYYY-MM-DD')
    .replace(/\b\d+(,\d)? [KMG]B\b/g, 'N')
    .replace(/vừa xong|\d+ phút trước/g, 'vừa xong')
    .replace(/\b[0-9a-f]{32}\b/g, 'ID')
    .replace(/\b[0-9a-f]{8}\b/g, 'ID')
    .replace(/\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/g, 'RECEIPT');
}
