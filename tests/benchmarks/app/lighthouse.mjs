// Lighthouse of the installed app's first page, a dossier and a form: accessibility and best practices of 100, and whether
// the app can be installed. It measures Debian's Chromium, which it finds by its port.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executable, flags } from '../../e2e/support/browser.mjs';
import { startOffice } from '../../e2e/support/office.mjs';
import { print } from './measure.mjs';

const kBudget = { accessibility: 95, 'best-practices': 95 };

// The port is in the first line that Chromium says of DevTools.
async function startChromium(profile) {
  const child = spawn(executable, [...flags, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await new Promise((found, failed) => {
    let said = '';
    child.stderr.on('data', (bytes) => {
      said += bytes;
      const address = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(said);
      if (address) found(Number(address[1]));
    });
    child.once('exit', () => failed(new Error(`Chromium ended:\n${said}`)));
  });
  return { child, port };
}

export async function measureLighthouse() {
  const { default: lighthouse } = await import('lighthouse');
  const office = await startOffice();
  const profile = mkdtempSync(join(tmpdir(), 'motcua-lighthouse-'));
  const { child, port } = await startChromium(profile);
  try {
    for (const hash of ['', '#/survey/enrol', '#/admin']) {
      const { lhr } = await lighthouse(`${office.origin}/${hash}`, {
        port, logLevel: 'silent', onlyCategories: Object.keys(kBudget), formFactor: 'mobile', throttlingMethod: 'provided',
        screenEmulation: { mobile: true, width: 360, height: 640, deviceScaleFactor: 1 },
      });
      for (const [name, { score }] of Object.entries(lhr.categories)) {
        print(`Lighthouse ${lhr.lighthouseVersion}, ${name}, ${hash || 'first page'}`, Math.round(score * 100), kBudget[name]);
      }
      for (const { id, title, score, scoreDisplayMode } of Object.values(lhr.audits)) {
        if (score !== null && score < 1 && scoreDisplayMode !== 'informative') console.log(`    ${id}: ${title}`);
      }
    }
    print('reasons why Chromium would not install it', await installabilityErrors(port, office.origin), 'none');
  } finally {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    await office.dispose();
  }
}

// What Chromium itself says; Lighthouse no longer asks it.
async function installabilityErrors(port, origin) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  try {
    const page = await browser.contexts()[0].newPage();
    await page.goto(origin);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    const session = await page.context().newCDPSession(page);
    const { installabilityErrors: errors } = await session.send('Page.getInstallabilityErrors');
    return errors.map(({ errorId }) => errorId).join(', ') || 'none';
  } finally {
    await browser.close();
  }
}
