// node tests/e2e/screenshots.mjs [citizen|surveyor|forms|admin] [360x640|390x844|1280x800] [light|dark]
// Takes pictures of every screen from its top to its end, light and dark, on a small phone, a phone and a desk, into
// build/screenshots: for people to look at.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Phone, kDesktop, kPhone, kSmallPhone } from './support/browser.mjs';
import { startOffice, top } from './support/office.mjs';
import { adminTour, citizenTour, formsTour, surveyorTour } from './support/tour.mjs';

const kTours = { citizen: citizenTour, surveyor: surveyorTour, forms: formsTour, admin: adminTour };
const kDevices = { '360x640': kSmallPhone, '390x844': kPhone, '1280x800': kDesktop };
const folder = join(top, 'build/screenshots');
mkdirSync(folder, { recursive: true });

// The screen once it rests: two pictures in a row are the same.
async function still(page) {
  for (let last; ;) {
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const now = await page.screenshot();
    if (last?.equals(now)) return now;
    last = now;
  }
}

const toTop = (page) => page.locator('#mirror .scroller').evaluateAll((all) => all.forEach((e) => e.scrollTo(0, 0)));

// Scrolls on by most of a window; false at the end.
const scrollOn = (page) => page.evaluate(() => {
  const scroller = [...document.querySelectorAll('#mirror .scroller')].find((e) => e.scrollHeight > e.clientHeight);
  if (!scroller || scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1) return false;
  scroller.scrollTop += 0.85 * scroller.clientHeight;
  return true;
});

const wanted = process.argv.slice(2);
const chosen = (all) => {
  const named = Object.entries(all).filter(([name]) => wanted.includes(name));
  return named.length > 0 ? named : Object.entries(all);
};

let taken = 0;
for (const [who, tour] of chosen(kTours)) {
  for (const [size, device] of chosen(kDevices)) {
    for (const [colorScheme] of chosen({ light: true, dark: true })) {
      const office = await startOffice();
      const phone = new Phone({ ...device, colorScheme });
      try {
        await phone.start();
        await tour({ office, phone }, async (screen) => {
          await toTop(phone.page);
          for (let number = 1; ; ++number) {
            const path = join(folder, `${who}-${size}-${colorScheme}-${screen}-${number}.png`);
            writeFileSync(path, await still(phone.page));
            ++taken;
            if (!await scrollOn(phone.page)) break;
          }
        });
      } finally {
        await phone.dispose();
        await office.dispose();
      }
    }
  }
}
console.log(`${taken} pictures in ${folder}`);
