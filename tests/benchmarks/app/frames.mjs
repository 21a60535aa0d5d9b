// What a frame costs while a form is filled in, what idleness costs, and how soon the app starts with no network.
import { Phone } from '../../e2e/support/browser.mjs';
import { startOffice } from '../../e2e/support/office.mjs';
import { fillPart, installed, loadSurveys, offline, open, ready, startSipas, toPart } from '../../e2e/support/people.mjs';
import { median, milliseconds, percentile, print } from './measure.mjs';

export async function measureFrames() {
  const office = await startOffice();
  const phone = new Phone();
  try {
    const page = await phone.start();
    const stats = () => page.evaluate(() => window.motcua.stats());
    await open(page, office);
    await loadSurveys(page, office);
    await installed(page);
    await startSipas(page);
    const before = (await stats()).frames;
    for (const number of [2, 3, 5, 6, 7, 8]) {
      await toPart(page, number);
      await fillPart(page);
    }
    const { frames, cpu, drawing } = await stats();
    const ofFilling = cpu.slice(-(frames - before));
    print(`CPU a frame while filling, p50 of ${ofFilling.length} frames`, `${median(ofFilling).toFixed(1)} ms`);
    print('CPU a frame while filling, p95', `${percentile(ofFilling, 0.95).toFixed(1)} ms`, '4 ms');
    print('drawing a frame by this machine’s processor, p50', `${median(drawing.slice(-(frames - before))).toFixed(1)} ms`);
    for (let last = 0, now = frames; last !== now;) {
      last = now;
      await page.waitForTimeout(3000);
      now = (await stats()).frames;
    }
    const atRest = (await stats()).frames;
    await page.waitForTimeout(2000);
    print('frames drawn in 2 s of idleness', (await stats()).frames - atRest, '0');

    await offline(office, phone);
    const starts = [];
    for (let round = 0; round < 5; ++round) {
      const begin = performance.now();
      await page.reload();
      await ready(page);
      starts.push(performance.now() - begin);
    }
    print('offline start to the first usable frame, median of 5', milliseconds(median(starts)), '1000 ms');
  } finally {
    await phone.dispose();
    await office.dispose();
  }
}
