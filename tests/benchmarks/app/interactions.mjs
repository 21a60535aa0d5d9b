// Interaction to next paint over a session of 500 interactions, scrolling under a finger, and whether fields move.
import { Phone } from '../../e2e/support/browser.mjs';
import { startOffice } from '../../e2e/support/office.mjs';
import { loadSurveys, open, part, startSipas } from '../../e2e/support/people.mjs';
import { median, milliseconds, percentile, print, watchPage } from './measure.mjs';
import { kRate, slowApp, slowPage } from './slow.mjs';

const kInteractions = 500;
const kSwipes = 4;
// The processor draws here what a phone's graphics chip does: a small window, and no wait for a chip that is imitated, keep
// that out of the figures.
export const kSmallWindow = {
  flags: ['--disable-gpu'], viewport: { width: 360, height: 640 }, deviceScaleFactor: 1, hasTouch: true, isMobile: true,
};

// SIPAS just begun on a phone whose worker is so slow.
async function onSipas(workerRate, use) {
  const office = await startOffice({ app: slowApp(workerRate) });
  const phone = new Phone(kSmallWindow);
  try {
    const page = await phone.start();
    await page.addInitScript(watchPage);
    await open(page, office);
    await loadSurveys(page, office);
    await startSipas(page);
    await use(page);
  } finally {
    await phone.dispose();
    await office.dispose();
  }
}

export async function measureInteractions() {
  await onSipas(kRate, async (page) => {
    await slowPage(page);
    const { frames } = await page.evaluate(() => window.motcua.stats());
    const done = await session(page);
    await page.waitForTimeout(1000);
    const { events, drawn } = await page.evaluate(() => window.measured);
    const stats = await page.evaluate(() => window.motcua.stats());
    const longest = new Map();
    for (const { interactionId, duration } of events) longest.set(interactionId, Math.max(duration, longest.get(interactionId) ?? 0));
    // The browser does not report what took less than 16 ms.
    const toPage = [...longest.values(), ...Array(Math.max(0, done - longest.size)).fill(16)];
    print(`interactions of the session, at ${kRate}x slow-down`, done);
    print('  to the page’s next paint (Event Timing), p50', milliseconds(median(toPage)));
    print('  to the page’s next paint (Event Timing, which INP is made of), p95', milliseconds(percentile(toPage, 0.95)), '100 ms');
    print(`  to the frame after the canvas was drawn, p50 of ${drawn.length}`, milliseconds(median(drawn)));
    print('  to the frame after the canvas was drawn, p95', milliseconds(percentile(drawn, 0.95)));
    const [cpu, drawing] = [stats.cpu, stats.drawing].map((all) => all.slice(-Math.min(stats.frames - frames, 1000)));
    print('  the worker’s frame without drawing, p95', milliseconds(percentile(cpu, 0.95)));
    print('  drawing it by this machine’s processor, p95', milliseconds(percentile(drawing, 0.95)));

    await measureScroll(page, `at ${kRate}x slow-down`);
    await measureFields(page);
  });
  await onSipas(1, (page) => measureScroll(page, 'at full speed', '2'));
}

// Goes through the parts to and fro: taps choices, types into fields, goes on. Returns how many interactions that were.
async function session(page) {
  let done = 0;
  const after = async (interaction) => {
    await interaction;
    await page.evaluate(() => window.allDrawn());
    ++done;
  };
  for (let direction = 'Tiếp tục'; done < kInteractions;) {
    const radios = page.getByRole('main').getByRole('radio');
    for (let i = 0, count = await radios.count(); i < count && done < kInteractions; i += 2) await after(tap(page, radios.nth((i * 7) % count)));
    const fields = page.getByRole('main').getByRole('textbox');
    for (let i = 0, count = await fields.count(); i < count && done < kInteractions; ++i) {
      await after(tap(page, fields.nth(i)));
      for (const key of 'tra loi') await after(page.keyboard.press(key));
      await fields.nth(i).evaluate((element) => element.blur());
    }
    const { number, of } = await part(page);
    if (number >= of) direction = 'Phần trước';
    if (number === 1) direction = 'Tiếp tục';
    await after(turn(page, direction));
  }
  return done;
}

// A finger on the middle of an element, without what Playwright waits for before it.
async function tap(page, locator) {
  const { x, y } = await locator.evaluate((element) => {
    element.scrollIntoView({ block: 'center' });
    const box = element.getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  });
  await page.touchscreen.tap(x, y);
}

// Of each frame of the page: how many frames later the canvas has been painted as far down as the page's scroller is.
async function measureScroll(page, speed, budget = '') {
  await longestPart(page);
  const cdp = await page.context().newCDPSession(page);
  await page.locator('#mirror .scroller').first().evaluate((element) => element.scrollTo(0, 0));
  await page.waitForTimeout(500);
  await page.evaluate(() => window.recordScroll());
  const touch = (type, y) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: 180, y }] });
  for (let swipe = 0; swipe < kSwipes; ++swipe) {
    await touch('touchStart', 460);
    for (let y = 460; y >= 120; y -= 8) {
      await touch('touchMove', y);
      await page.waitForTimeout(10);
    }
    await touch('touchEnd');
  }
  await page.waitForTimeout(500);
  const { scroll, painted } = await page.evaluate(() => {
    window.recording = false;
    return window.measured;
  });
  const lags = [];
  scroll.forEach(({ y, at }, frame) => {
    if (frame === 0 || y === scroll[frame - 1].y) return;
    const follows = painted.find((one) => one.y >= y - 1);
    lags.push(follows ? scroll.filter((one) => one.at > at && one.at <= follows.at).length : Infinity);
  });
  print(`scrolling ${speed}: frames until the canvas follows, p95 of ${lags.length}`, percentile(lags, 0.95) ?? 'not measured', budget);
  print('  the most', lags.length > 0 ? Math.max(...lags) : 'not measured');
}

async function longestPart(page) {
  let best = { number: 0, room: 0 };
  while ((await part(page)).number > 1) await turn(page, 'Phần trước');
  for (;;) {
    const room = await page.locator('#mirror .scroller').first().evaluate((element) => element.scrollHeight - element.clientHeight);
    const { number, of } = await part(page);
    if (room > best.room) best = { number, room };
    if (number === of) break;
    await turn(page, 'Tiếp tục');
  }
  while ((await part(page)).number > best.number) await turn(page, 'Phần trước');
}

async function turn(page, name) {
  const before = (await part(page)).number;
  await tap(page, page.getByRole('button', { name }));
  await page.waitForFunction((line) => !document.getElementById('mirror').textContent.includes(line), `Phần ${before}/`);
}

// How far a field moves on the screen when it takes the focus and while it is typed into.
async function measureFields(page) {
  let fields = 0;
  let most = 0;
  while ((await part(page)).number > 1) await turn(page, 'Phần trước');
  for (;;) {
    const all = page.getByRole('main').getByRole('textbox');
    for (let i = 0; i < await all.count(); ++i) {
      const field = all.nth(i);
      await field.scrollIntoViewIfNeeded();
      await page.waitForTimeout(200);
      const boxes = [await field.boundingBox()];
      await field.tap();
      boxes.push(await field.boundingBox());
      for (const key of ['v', 'i', 'Backspace', 'e', 't']) {
        await page.keyboard.press(key);
        boxes.push(await field.boundingBox());
      }
      await page.waitForTimeout(200);
      boxes.push(await field.boundingBox());
      ++fields;
      for (const { x, y } of boxes) most = Math.max(most, Math.abs(x - boxes[0].x), Math.abs(y - boxes[0].y));
    }
    const { number, of } = await part(page);
    if (number === of) break;
    await turn(page, 'Tiếp tục');
  }
  print(`fields: how far one of ${fields} moves when focused and typed into`, `${most.toFixed(1)} px`, '0 px');
}
