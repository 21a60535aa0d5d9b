// What the app does when the browser takes something away from it, or has not got it, and when its window changes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { eventually, untar } from '../support/check.mjs';
import { goTo, loadSurveys, lookUp, open, ready, startSipas } from '../support/people.mjs';
import { kDossier } from '../support/office.mjs';
import { alike, picture } from '../support/pictures.mjs';
import { appIsOpen, framesIn, openApp, patchModule } from '../support/shell.mjs';

// WebGL, though here a processor imitates it and the app would rather draw itself; in the worker its context is
// `contextOfTest`.
const kWebGl = `{
  const getContext = OffscreenCanvas.prototype.getContext;
  OffscreenCanvas.prototype.getContext = function (kind, options) {
    const context = getContext.call(this, kind, { ...options, failIfMajorPerformanceCaveat: false });
    if (kind === 'webgl2') globalThis.contextOfTest = context;
    return context;
  };
}`;
const kNoWebGl = `{
  const getContext = OffscreenCanvas.prototype.getContext;
  OffscreenCanvas.prototype.getContext = function (kind, ...options) {
    return kind === '2d' ? getContext.call(this, kind, ...options) : null;
  };
}`;

const inWorker = (page, call) => page.workers().at(-1).evaluate(call);
const rests = (page) => eventually('the app comes to rest', () => framesIn(page, 300), 0);

async function openPatched(stage, patch, options) {
  const office = await stage.office();
  const phone = await stage.phone(options);
  await patchModule(phone.page, 'worker', patch);
  await open(phone.page, office);
  return { office, phone, page: phone.page };
}

// Something in the worker throws while it handles the next event.
const trap = (page) => inWorker(page, () => {
  globalThis.requestAnimationFrame = () => {
    throw new WebAssembly.RuntimeError('a trap of this test');
  };
});

const kRestarted = 'Ứng dụng gặp lỗi và đã tự mở lại';
const crashPage = (page) => page.getByRole('heading', { name: 'Ứng dụng gặp lỗi và đã dừng' });

// How many pixels the canvas has, and how many of the screen's the page gives it.
async function canvasOf(page) {
  return page.evaluate(async () => {
    const { width, height } = document.getElementById('canvas').getBoundingClientRect();
    const { canvas } = await window.motcua.stats();
    return { density: devicePixelRatio, canvas, room: [width * devicePixelRatio, height * devicePixelRatio] };
  });
}

// Lasts as long as the session.
async function setWindow(phone, width, height, density) {
  phone.window ??= await phone.context.newCDPSession(phone.page);
  await phone.window.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: density, mobile: true });
}

export const scenes = {
  async 'robust: a graphics context that was lost and came back has the same picture; meanwhile the mirror is seen and works'(stage) {
    const { page } = await openPatched(stage, { before: kWebGl });
    await rests(page);
    const before = await picture(page);
    await inWorker(page, () => {
      globalThis.loseOfTest = contextOfTest.getExtension('WEBGL_lose_context');
      loseOfTest.loseContext();
    });
    const stageOf = page.locator('#stage');
    await eventually('the page without a picture', () => stageOf.getAttribute('class'), 'without-picture');
    const colour = await page.getByRole('heading', { level: 1 }).evaluate((element) => getComputedStyle(element).color);
    assert.notEqual(colour, 'rgba(0, 0, 0, 0)', 'its words can be read');
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await page.getByRole('button', { name: 'Look up' }).waitFor();
    await page.getByRole('button', { name: 'Tiếng Việt' }).click();
    await page.getByRole('button', { name: 'Tra cứu' }).waitFor();
    await page.evaluate(() => document.activeElement.blur());
    await inWorker(page, () => loseOfTest.restoreContext());
    await eventually('the picture is back', () => stageOf.getAttribute('class'), '');
    await eventually('the same picture', async () => alike(page, await picture(page), before), true);
  },

  async 'robust: a graphics context that does not come back is replaced, with its canvas'(stage) {
    const { page } = await openPatched(stage, { before: kWebGl });
    await rests(page);
    const before = await picture(page);
    await inWorker(page, () => contextOfTest.getExtension('WEBGL_lose_context').loseContext());
    await eventually('the page without a picture', () => page.locator('#stage').getAttribute('class'), 'without-picture');
    await eventually('the picture is back', () => page.locator('#stage').getAttribute('class'), '');
    await eventually('the same picture', async () => alike(page, await picture(page), before), true);
    await lookUp(page);
    await page.getByRole('heading', { name: kDossier.procedure, level: 1 }).waitFor();
  },

  async 'robust: without WebGL in a worker the processor draws the same picture, at each size of the window'(stage) {
    const { page: drawn } = await openPatched(stage, { before: kWebGl }, { deviceScaleFactor: 2 });
    const { page, phone } = await openPatched(stage, { before: kNoWebGl }, { deviceScaleFactor: 2 });
    await rests(drawn);
    await rests(page);
    await eventually('the same picture', async () => alike(page, await picture(page), await picture(drawn)), true);
    await page.emulateMedia({ colorScheme: 'dark' });
    await drawn.emulateMedia({ colorScheme: 'dark' });
    await eventually('the same picture in the dark', async () => alike(page, await picture(page), await picture(drawn)), true);
    await setWindow(phone, 640, 360, 2);
    await setWindow(stage.phones[0], 640, 360, 2);
    await eventually('the same picture in a wide window', async () => alike(page, await picture(page), await picture(drawn)), true);
    await lookUp(page);
    await page.getByRole('heading', { name: kDossier.procedure, level: 1 }).waitFor();
  },

  async 'robust: a browser that cannot draw at all is told what to do'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await patchModule(page, 'worker', { before: 'OffscreenCanvas.prototype.getContext = () => null;' });
    await page.goto(office.origin);
    await page.getByRole('heading', { name: 'Trình duyệt này không vẽ được ứng dụng' }).waitFor();
    await page.getByText('turn on graphics acceleration').waitFor();
  },

  async 'robust: after a trap the app goes on by itself, at the same place with the same answers, and says so in a line'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await open(page, office);
    await loadSurveys(page, office);
    await startSipas(page);
    await page.getByRole('radio').first().check();
    await page.getByText(/· 1\/\d+ câu$/).waitFor();
    const { hash } = new URL(page.url());
    await page.evaluate(() => {
      window.sameDocument = true;
    });
    await trap(page);
    await page.getByRole('radio').nth(1).focus();
    await page.getByRole('status').getByText(kRestarted).waitFor();
    assert.equal(new URL(page.url()).hash, hash);
    await page.getByText(/· 1\/\d+ câu$/).waitFor();
    assert.equal(await page.getByRole('radio').first().isChecked(), true);
    await page.getByRole('radio').nth(1).check();
    assert.equal(await page.evaluate(() => window.sameDocument), true, 'without a reload');
  },

  async 'robust: after the second crash the app begins at the first page, after the third it asks what to do'(stage) {
    const { office, page } = await openPatched(stage, {});
    await goTo(page, '#/survey');
    await page.getByRole('heading', { level: 1, name: 'Khảo sát' }).waitFor();
    const crash = async () => {
      const worker = page.workers().at(-1);
      const closed = new Promise((resolve) => worker.once('close', resolve));
      await worker.evaluate(() => {
        setTimeout(() => {
          throw new Error('an error of this test');
        });
      });
      await closed;
    };
    await crash();
    await page.getByText(kRestarted).first().waitFor();
    await page.getByRole('heading', { level: 1, name: 'Khảo sát' }).waitFor();
    await crash();
    await page.getByText(kRestarted).first().waitFor();
    await page.getByRole('button', { name: 'Tra cứu' }).waitFor();
    await crash();
    await crashPage(page).waitFor();
    await page.getByText('do not clear the browser’s data').waitFor();
    await page.getByText('Chi tiết').click();
    await page.getByText('an error of this test').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Lưu dữ liệu ra tệp' }).click();
    const files = untar(readFileSync(await (await download).path()));
    assert.ok(files.get('main.db').toString('latin1').startsWith('SQLite format 3'), 'the data is in the file');
    await page.getByRole('button', { name: 'Mở lại từ trang đầu' }).click();
    await ready(page);
    assert.equal(new URL(page.url()).origin, office.origin);
    await page.getByRole('button', { name: 'Tra cứu' }).waitFor();
  },

  async 'robust: traps while starting end on the page of an error, and the data is free for another tab'(stage) {
    const office = await stage.office();
    const { context, page } = await stage.phone();
    await patchModule(page, 'worker', {
      after: "Files.prototype.isKept = () => { throw new WebAssembly.RuntimeError('a trap of this test'); };",
    });
    await page.goto(office.origin);
    await crashPage(page).waitFor();
    await page.getByText('Chi tiết').click();
    await page.getByText('a trap of this test').first().waitFor();
    const second = await context.newPage();
    await second.goto(office.origin);
    await appIsOpen(second);
  },

  async 'robust: a rejection that nobody looks at counts as a crash'(stage) {
    const { page } = await openApp(stage);
    await inWorker(page, () => void Promise.reject(new Error('a rejection of this test')));
    await page.getByRole('status').getByText(kRestarted).waitFor();
    await page.getByRole('button', { name: 'Tra cứu' }).waitFor();
  },

  async 'robust: a page that comes back from the browser’s cache starts again in place, with the data'(stage) {
    const office = await stage.office();
    const phone = await stage.phone({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
    const { page } = phone;
    await open(page, office);
    await lookUp(page);
    await page.getByRole('heading', { name: kDossier.procedure, level: 1 }).waitFor();
    // What the browser does with a page that it keeps.
    await page.evaluate(() => {
      window.sameDocument = true;
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    });
    await eventually('the data is free', () => page.evaluate(async () => (await navigator.locks.query()).held.length), 0);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await page.getByRole('heading', { name: kDossier.procedure, level: 1 }).waitFor();
    assert.equal(await page.evaluate(() => window.sameDocument), true);
    assert.deepEqual(phone.problems, []);
  },

  async 'robust: the canvas fits its window to the pixel: turned, split, narrow, magnified, on another screen'(stage) {
    const { phone, page } = await openPatched(stage, { before: kWebGl });
    for (const [what, width, height, density] of [
      ['turned', 844, 390, 3], ['split', 390, 400, 3], ['narrow', 320, 568, 2], ['at 200 % zoom', 320, 284, 4],
      ['on a screen of another density', 320, 568, 1.5], ['upright again', 390, 844, 3],
    ]) {
      await setWindow(phone, width, height, density);
      const wanted = [Math.round(width * density), Math.round(height * density)];
      await eventually(`${what}: a pixel of the canvas is one of the screen`, () => canvasOf(page), (now) => now.density === density &&
        [0, 1].every((i) => now.canvas[i] === wanted[i] && Math.abs(now.room[i] - wanted[i]) < 0.01));
      const overflow = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${what}: nothing is beside the window`);
      await page.getByRole('button', { name: 'Tra cứu' }).scrollIntoViewIfNeeded();
    }
  },

  async 'robust: a browser without WebAssembly is told what to do'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await page.addInitScript(() => delete window.WebAssembly);
    await page.goto(office.origin);
    await page.getByRole('heading', { name: 'Trình duyệt này quá cũ' }).waitFor();
    await page.getByText('What is on this device is untouched').waitFor();
  },

  async 'robust: a browser whose WebAssembly is too old is told what to do'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await patchModule(page, 'worker', { before: 'WebAssembly.validate = () => false;' });
    await page.goto(office.origin);
    await page.getByRole('heading', { name: 'Trình duyệt này quá cũ' }).waitFor();
  },

  async 'robust: a browser without OffscreenCanvas is told what to do'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await page.addInitScript(() => delete HTMLCanvasElement.prototype.transferControlToOffscreen);
    await page.goto(office.origin);
    await page.getByRole('heading', { name: 'Trình duyệt này quá cũ' }).waitFor();
  },

  async 'robust: a browser without modules is told what to do'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await page.route('**/assets/shell.*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: 'words it does not know' }));
    await page.goto(office.origin);
    await page.getByText('trình duyệt này quá cũ').waitFor();
    await page.getByText('this browser is too old').waitFor();
    assert.equal(await page.getByText('Đang mở…').isVisible(), false);
  },

  async 'robust: without JavaScript the page says what it needs'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone({ flags: ['--blink-settings=scriptEnabled=false'] });
    await page.goto(office.origin);
    // Playwright passes over <noscript> when it looks for text.
    const words = page.locator('noscript p');
    await words.first().waitFor();
    assert.deepEqual((await words.allTextContents()).map((text) => text.split(' ').slice(0, 4).join(' ')), ['Trang này cần JavaScript.', 'This page needs JavaScript.']);
  },
};
