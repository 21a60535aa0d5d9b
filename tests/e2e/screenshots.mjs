// node tests/e2e/screenshots.mjs [citizen|surveyor|admin]
// Takes a picture of every screen, light and dark, on a small phone, a phone and a desk, into build/screenshots: for
// people to look at.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Phone, kDesktop, kPhone, kSmallPhone } from './support/browser.mjs';
import { startOffice, top } from './support/office.mjs';
import { adminTour, citizenTour, surveyorTour } from './support/tour.mjs';

const kTours = { citizen: citizenTour, surveyor: surveyorTour, admin: adminTour };
const kDevices = { '360x640': kSmallPhone, '390x844': kPhone, '1280x800': kDesktop };
const folder = join(top, 'build/screenshots');
mkdirSync(folder, { recursive: true });

const wanted = process.argv[2];
let taken = 0;
for (const [who, tour] of Object.entries(kTours).filter(([name]) => !wanted || name === wanted)) {
  for (const [size, device] of Object.entries(kDevices)) {
    for (const colorScheme of ['light', 'dark']) {
      const office = await startOffice();
      const phone = new Phone({ ...device, colorScheme });
      try {
        await phone.start();
        await tour({ office, phone }, async (screen) => {
          await phone.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
          await phone.page.screenshot({ path: join(folder, `${who}-${screen}-${size}-${colorScheme}.png`) });
          ++taken;
        });
      } finally {
        await phone.dispose();
        await office.dispose();
      }
    }
  }
}
console.log(`${taken} pictures in ${folder}`);
