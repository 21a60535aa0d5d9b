// The page around the app: starting, owning the data, updates, and what it says when it cannot start.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withPrivateWindow } from '../support/browser.mjs';
import { eventually } from '../support/check.mjs';
import { copyApp } from '../support/office.mjs';
import { appIsOpen, emptyPage, framesIn, openApp, patchModule } from '../support/shell.mjs';

const kFiles = ['main.db', 'main.db-wal', 'main.db-journal'];

const choice = (page) => page.getByRole('heading', { name: 'Một Cửa đang mở ở thẻ khác' });
const useHere = (page) => page.getByRole('button', { name: 'Dùng ở đây' });

// The bytes of the database's files as [name, length, SHA-256]; only while no page has them open.
async function readFiles(page) {
  return page.evaluate(async (names) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('motcua', { create: true });
    return Promise.all(names.map(async (name) => {
      const file = await (await folder.getFileHandle(name, { create: true })).getFile();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
      return [name, file.size, [...digest].join()];
    }));
  }, kFiles);
}

async function writeFile(page, name, text) {
  await page.evaluate(async ([file, content]) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('motcua', { create: true });
    const writable = await (await folder.getFileHandle(file, { create: true })).createWritable();
    await writable.write(content);
    await writable.close();
  }, [name, text]);
}

// Makes another version of the app in `folder`: its page has one more meta element. `damaged`: the service worker's list
// promises another page than the one that comes.
function newVersion(folder, damaged) {
  const read = (name) => readFileSync(join(folder, name), 'utf8');
  const write = (name, text) => {
    writeFileSync(join(folder, name), text);
    for (const suffix of ['.br', '.gz']) rmSync(join(folder, name + suffix), { force: true });
  };
  const html = read('index.html').replace('</head>', '<meta name="version-of-test" content="2"></head>');
  write('index.html', html);
  const sha256 = createHash('sha256').update(damaged ? `${html} ` : html).digest('hex');
  write('service_worker.js', read('service_worker.js')
    .replace(/"url":"\/","sha256":"[0-9a-f]+"/, `"url":"/","sha256":"${sha256}"`)
    .replace(/kBuild = '.*'/, "kBuild = 'version-of-test'"));
  return folder;
}

export const scenes = {
  async 'shell: the first paint is HTML, and the page says nothing on its console'(stage) {
    const office = await stage.office();
    const phone = await stage.phone();
    await phone.page.goto(office.origin, { waitUntil: 'commit' });
    await phone.page.getByText('Đang mở…').waitFor();
    await appIsOpen(phone.page);
    await phone.page.getByText('Đang mở…').waitFor({ state: 'hidden' });
    assert.equal(await phone.page.locator('html').getAttribute('lang'), 'vi');
    assert.deepEqual(phone.problems, []);
  },

  async 'shell: no frame is drawn in two seconds in which nothing happens'(stage) {
    const { page } = await openApp(stage);
    await eventually('the app comes to rest', () => framesIn(page, 300), 0);
    assert.equal(await framesIn(page, 2000), 0);
    assert.ok((await page.evaluate(() => window.motcua.stats())).frames > 0, 'it did draw before');
  },

  async 'shell: a second tab offers to take over, and the first hands over politely'(stage) {
    const { office, phone, page } = await openApp(stage);
    const second = await phone.context.newPage();
    await second.goto(office.origin);
    await second.getByRole('heading', { name: 'Một Cửa đang mở ở thẻ khác' }).waitFor();
    await second.getByRole('button', { name: 'Dùng ở đây' }).click();
    await appIsOpen(second);
    await page.getByRole('heading', { name: 'Một Cửa đang mở ở thẻ khác' }).waitFor();
    await page.getByRole('button', { name: 'Dùng ở đây' }).click();
    await appIsOpen(page);
    await second.getByRole('button', { name: 'Dùng ở đây' }).waitFor();
  },

  async 'shell: a tab that is still loading hands over at once'(stage) {
    const office = await stage.office();
    const { context, page } = await stage.phone();
    let hold;
    const held = new Promise((resolve) => {
      hold = resolve;
    });
    await page.route('**/assets/motcua.*.wasm', (route) => hold(route));
    await page.goto(office.origin);
    const route = await held;
    await eventually('the first tab owns the data', () => page.evaluate(async () => (await navigator.locks.query()).held.length), 1);
    const second = await context.newPage();
    await second.goto(office.origin);
    await choice(second).waitFor();
    await useHere(second).click();
    await appIsOpen(second);
    await choice(page).waitFor();
    await route.abort().catch(() => {});  // Its worker is gone.
    await page.unroute('**/assets/motcua.*.wasm');
    await useHere(page).click();
    await appIsOpen(page);
    await choice(second).waitFor();
  },

  async 'shell: when the other tab does not answer, the choice comes back'(stage) {
    const office = await stage.office();
    const { context, page: frozen } = await stage.phone();
    await emptyPage(frozen, office.origin);
    await frozen.evaluate(() => new Promise((owned) => {
      navigator.locks.request('motcua-database', () => {
        owned();
        return new Promise((letGo) => {
          window.letGo = letGo;
        });
      });
    }));
    const page = await context.newPage();
    await page.goto(office.origin);
    await choice(page).waitFor();
    const reloaded = page.waitForEvent('load');
    await useHere(page).click();
    await reloaded;
    await choice(page).waitFor();
    await frozen.evaluate(() => window.letGo());
    await useHere(page).click();
    await appIsOpen(page);
  },

  async 'shell: a free lock that comes late is waited for, and no other tab is blamed'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    // The first request is not granted in its time, as on a device that is too busy.
    await patchModule(page, 'worker', { before: `{
      const grant = navigator.locks.request.bind(navigator.locks);
      let late = true;
      navigator.locks.request = (name, options, use) => {
        if (!late) return grant(name, options, use);
        late = false;
        return new Promise((_, refuse) => options.signal.addEventListener('abort', () => refuse(options.signal.reason)));
      };
    }` });
    await page.goto(office.origin);
    await appIsOpen(page);
  },

  async 'shell: only a lack of room is called a lack of room'(stage) {
    const office = await stage.office();
    const says = async (exception, words) => {
      const { page } = await stage.phone();
      await patchModule(page, 'worker', {
        before: `FileSystemSyncAccessHandle.prototype.write = () => { throw new DOMException('', '${exception}'); };`,
      });
      await page.goto(office.origin);
      await page.getByRole('heading', { name: 'Không mở được' }).waitFor();
      await page.getByText(words).waitFor();
    };
    await says('QuotaExceededError', 'The device is out of space');
    await says('InvalidStateError', 'The disk could not be read or written');
  },

  async 'shell: a tab that is closed leaves the data to the next one without a question'(stage) {
    const { office, phone, page } = await openApp(stage);
    const second = await phone.context.newPage();
    await page.close();
    await second.goto(office.origin);
    await appIsOpen(second);
  },

  async 'shell: a damaged database is refused and left as it is'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await emptyPage(page, office.origin);
    await writeFile(page, 'main.db', 'này không phải cơ sở dữ liệu '.repeat(1000));
    const before = await readFiles(page);
    await page.goto(office.origin);
    await page.getByRole('heading', { name: 'Không mở được' }).waitFor();
    await page.getByText('Tệp dữ liệu bị hỏng').waitFor();
    await page.getByText('Nothing was deleted').waitFor();
    await emptyPage(page, office.origin);
    assert.deepEqual(await readFiles(page), before);
  },

  async 'shell: a browser that cannot keep files is told so'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    // As Firefox does in a private window.
    await patchModule(page, 'worker', {
      before: "navigator.storage.getDirectory = () => Promise.reject(new DOMException('', 'SecurityError'));",
    });
    await page.goto(office.origin);
    await page.getByText('Trình duyệt này không giữ được dữ liệu (có thể là cửa sổ ẩn danh)').waitFor();
    await page.getByText('Open the page in an ordinary window').waitFor();
  },

  async 'shell: a browser that blocks all data of sites is told so'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone({ preferences: { profile: { default_content_setting_values: { cookies: 2 } } } });
    await page.goto(office.origin);
    await page.getByRole('heading', { name: 'Trình duyệt chặn dữ liệu của trang này' }).waitFor();
    await page.getByText('Allow the site to keep data (cookies)').waitFor();
    await assert.rejects(page.evaluate(() => localStorage.length), /SecurityError|Access is denied/);
  },

  async 'shell: a browser that blocks all data of sites, as Firefox does it, is told the same'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await patchModule(page, 'worker', {
      before: "globalThis.BroadcastChannel = class { constructor() { throw new DOMException('', 'SecurityError'); } };",
    });
    await page.goto(office.origin);
    await page.getByRole('heading', { name: 'Trình duyệt chặn dữ liệu của trang này' }).waitFor();
  },

  async 'shell: a private window of Chromium, which keeps data until it is closed, says so'(stage) {
    const office = await stage.office();
    await withPrivateWindow(async (page) => {
      await page.goto(office.origin);
      await appIsOpen(page);
      await page.getByText('Trình duyệt này không giữ được dữ liệu').first().waitFor();
    });
  },

  async 'shell: an app file that does not arrive is reported, with a way to try again'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await page.route('**/assets/motcua.*.wasm', (route) => route.abort());
    await page.goto(office.origin);
    await page.getByRole('heading', { name: 'Chưa tải được ứng dụng' }).waitFor();
    await page.unroute('**/assets/motcua.*.wasm');
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await appIsOpen(page);
  },

  async 'shell: an app file that is something else is reported in the same way'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await page.route('**/assets/motcua.*.wasm', (route) => route.fulfill({ contentType: 'text/html', body: '<p>Sign in to this Wi-Fi' }));
    await page.goto(office.origin);
    await page.getByRole('heading', { name: 'Chưa tải được ứng dụng' }).waitFor();
  },

  async 'shell: a new version waits, is offered, takes over when asked, and the page starts once more'(stage) {
    const { office, page } = await openApp(stage);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await office.serveApp(newVersion(copyApp()));
    await page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration.update()));
    await page.getByText('Có phiên bản mới').first().waitFor();
    assert.equal(await page.locator('meta[name="version-of-test"]').count(), 0, 'it does not take over by itself');
    const reloaded = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Cập nhật' }).click();
    await reloaded;
    await appIsOpen(page);
    assert.equal(await page.locator('meta[name="version-of-test"]').count(), 1);
    office.network.cut();
    await page.reload();
    await appIsOpen(page);
    assert.equal(await page.locator('meta[name="version-of-test"]').count(), 1, 'and it is what starts offline');
  },

  async 'shell: a version of which one file is damaged on the way is not installed'(stage) {
    const { office, page } = await openApp(stage);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    const app = newVersion(copyApp(), 'damaged');
    await office.serveApp(app);
    const state = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      const ended = new Promise((resolve) => {
        registration.onupdatefound = () => {
          const { installing } = registration;
          installing.onstatechange = () => resolve(installing.state);
        };
      });
      await registration.update();
      return ended;
    });
    assert.equal(state, 'redundant');
    office.network.cut();
    await page.reload();
    await appIsOpen(page);
    assert.equal(await page.locator('meta[name="version-of-test"]').count(), 0);
  },
};
