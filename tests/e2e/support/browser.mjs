// Debian's Chromium as a phone, each with its own profile, through Playwright.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const flags = [
  '--headless', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

export const kPhone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true };
// What scenes have where nobody looks at pixels: drawing nine times as many by software took more than half of their time.
export const kCoarsePhone = { ...kPhone, deviceScaleFactor: 1 };
export const kSmallPhone = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
export const kDesktop = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, hasTouch: false, isMobile: false };

// How long anything on a screen may take to come true on a slow, busy machine. PATIENCE=3 waits three times as long.
const kPatience = Number(process.env.PATIENCE ?? 1);
export const kPatienceMs = 20_000 * kPatience;
export const kSceneLimitMs = 5 * 60_000 * kPatience;

// A browser with a profile folder that outlives it: close or kill it and open it again, and its data is there.
export class Phone {
  #profile = mkdtempSync(join(tmpdir(), 'motcua-e2e-profile-'));
  #more;
  #options;
  context = null;
  page = null;
  problems = [];  // What pages said on their consoles, and exceptions.

  // `flags` are more flags for Chromium, `preferences` its user's settings; all else is for Playwright.
  constructor({ flags: more = [], preferences, ...options } = {}) {
    this.#more = more;
    if (preferences) {
      mkdirSync(join(this.#profile, 'Default'));
      writeFileSync(join(this.#profile, 'Default/Preferences'), JSON.stringify(preferences));
    }
    this.#options = { ...kCoarsePhone, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', ...options };
  }

  async start() {
    this.context = await chromium.launchPersistentContext(this.#profile, {
      executablePath: executable, args: [...flags, ...this.#more], ...this.#options,
    });
    this.context.setDefaultTimeout(kPatienceMs);
    this.context.on('page', (page) => this.#watch(page));
    this.page = this.context.pages()[0];
    this.#watch(this.page);
    return this.page;
  }

  #watch(page) {
    page.on('console', (message) => {
      // A request that fails because the network is cut is what the app expects.
      if (message.type() === 'error' && !/net::ERR_/.test(message.text())) this.problems.push(message.text());
    });
    page.on('pageerror', (error) => this.problems.push(String(error)));
  }

  async close() {
    await this.context?.close();
    this.context = null;
  }

  // SIGKILL, as when the battery is pulled out, and wait until the process is gone.
  async kill() {
    const closed = new Promise((resolve) => this.context.once('close', resolve));
    for (const pid of browserProcesses(this.#profile)) process.kill(pid, 'SIGKILL');
    await closed;
    this.context = null;
  }

  async dispose() {
    await this.close().catch(() => {});
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

// The browser's main process is the one that has this profile and no --type.
function browserProcesses(profile) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return command.includes(`--user-data-dir=${profile}`) && !command.includes('--type=');
    } catch {
      return false;  // Gone meanwhile.
    }
  });
}

// A private window: a context without a profile in a browser of its own.
export async function withPrivateWindow(use) {
  const browser = await chromium.launch({ executablePath: executable, args: flags });
  try {
    const context = await browser.newContext({ ...kCoarsePhone, locale: 'vi-VN' });
    context.setDefaultTimeout(kPatienceMs);
    await use(await context.newPage());
  } finally {
    await browser.close();
  }
}
