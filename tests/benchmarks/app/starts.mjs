// From a cold browser with no network to a dossier's state, and what a first visit loads.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Phone } from '../../e2e/support/browser.mjs';
import { appFolder, kDossier, startOffice } from '../../e2e/support/office.mjs';
import { installed, lookUp, offline, open } from '../../e2e/support/people.mjs';
import { kSmallWindow } from './interactions.mjs';
import { median, milliseconds, print } from './measure.mjs';
import { kRate, slowApp, slowPage } from './slow.mjs';

const kRounds = 5;

export function printSizes() {
  const sizes = JSON.parse(readFileSync(join(appFolder, '../app-sizes.json'), 'utf8'));
  for (const { url, brotli } of sizes.files) print(`  ${url}`, `${(brotli / 1000).toFixed(1)} kB`);
  print('first visit, brotli', `${(sizes.total_brotli / 1000).toFixed(1)} kB`, '1000 kB');
}

// In the page: presses the dossier's link as soon as it is there. `window.opened` has when the first page and the dossier
// were to be seen, in milliseconds from the navigation's begin.
function openDossier(procedure) {
  window.opened = {};
  const shown = (selector) => new Promise((found) => {
    const look = () => {
      const element = [...document.querySelectorAll(`#mirror ${selector}`)].find((one) => one.textContent.includes(procedure) || one.ariaLabel?.includes(procedure));
      // The mirror is told when the canvas has been drawn: the frame that shows both is the next one.
      requestAnimationFrame(() => (element ? found(element) : look()));
    };
    look();
  });
  addEventListener('DOMContentLoaded', async () => {
    const link = await shown('a');
    window.opened.home = performance.now();
    link.click();
    await shown('h1');
    window.opened.dossier = performance.now();
  });
}

export async function measureColdLookup() {
  await measureAt('by Chromium, which leaves the worker as it is', 1, '1500 ms');
  await measureAt('the worker as well', kRate);
}

async function measureAt(slowed, workerRate, budget = '') {
  const office = await startOffice({ app: slowApp(workerRate) });
  const phone = new Phone(kSmallWindow);
  try {
    let page = await phone.start();
    await open(page, office);
    await installed(page);
    await lookUp(page);
    const state = () => page.getByRole('heading', { name: kDossier.procedure, level: 1 });
    await state().waitFor();
    const home = [];
    const dossier = [];
    for (let round = 0; round < kRounds; ++round) {
      await phone.close();
      page = await phone.start();
      await offline(office, phone);
      await slowPage(page);
      await page.addInitScript(openDossier, kDossier.procedure);
      await page.goto(`${office.origin}/`, { waitUntil: 'commit' });
      await page.waitForFunction(() => window.opened?.dossier);
      const opened = await page.evaluate(() => window.opened);
      home.push(opened.home);
      dossier.push(opened.dossier);
    }
    print(`cold browser, no network, ${kRate}x slow-down, ${slowed}:`, '');
    print(`  first page, median of ${kRounds}`, milliseconds(median(home)));
    print('  and then a tap to the dossier’s state', milliseconds(median(dossier)), budget);
  } finally {
    await phone.dispose();
    await office.dispose();
  }
}
