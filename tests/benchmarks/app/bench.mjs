// node tests/benchmarks/app/bench.mjs
// Figures of the app in Chromium beside their budgets, for `./dev bench`; nothing is asserted. WebGL is drawn by the CPU
// here, so a frame costs more than on a phone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Phone } from '../../e2e/support/browser.mjs';
import { appFolder, startOffice } from '../../e2e/support/office.mjs';
import { fillPart, installed, loadSurveys, offline, open, ready, startSipas, toPart } from '../../e2e/support/people.mjs';

const print = (what, value, budget) => console.log(`${what.padEnd(58)} ${String(value).padStart(10)}   budget ${budget}`);
const percentile = (values, p) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * p) - 1];

const sizes = JSON.parse(readFileSync(join(appFolder, '../app-sizes.json'), 'utf8'));
for (const { url, brotli } of sizes.files) print(`  ${url}`, `${(brotli / 1000).toFixed(1)} kB`, '');
print('first visit, brotli', `${(sizes.total_brotli / 1000).toFixed(1)} kB`, '1000 kB');

const office = await startOffice();
const phone = new Phone();
try {
  const page = await phone.start();
  await open(page, office);
  await loadSurveys(page, office);
  await installed(page);
  await startSipas(page);
  const before = (await page.evaluate(() => window.motcua.stats())).frames;
  for (const number of [2, 3, 5, 6, 7, 8]) {
    await toPart(page, number);
    await fillPart(page);
  }
  const { frames, cpu, drawing } = await page.evaluate(() => window.motcua.stats());
  const ofFilling = cpu.slice(-(frames - before));
  print(`CPU a frame while filling, p50 of ${ofFilling.length} frames`, `${percentile(ofFilling, 0.5).toFixed(1)} ms`, '');
  print('CPU a frame while filling, p95', `${percentile(ofFilling, 0.95).toFixed(1)} ms`, '4 ms');
  print('WebGL a frame, drawn by this machine’s CPU, p50', `${percentile(drawing.slice(-(frames - before)), 0.5).toFixed(1)} ms`, '');
  for (let last = 0, now = frames; last !== now;) {
    last = now;
    await page.waitForTimeout(3000);
    now = (await page.evaluate(() => window.motcua.stats())).frames;
  }
  const atRest = (await page.evaluate(() => window.motcua.stats())).frames;
  await page.waitForTimeout(2000);
  print('frames drawn in 2 s of idleness', (await page.evaluate(() => window.motcua.stats())).frames - atRest, '0');

  await offline(office, phone);
  const starts = [];
  for (let round = 0; round < 5; ++round) {
    const begin = Date.now();
    await page.reload();
    await ready(page);
    starts.push(Date.now() - begin);
  }
  print('offline start to the first usable frame, median of 5', `${percentile(starts, 0.5)} ms`, '1000 ms');
} finally {
  await phone.dispose();
  await office.dispose();
}
