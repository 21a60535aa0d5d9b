// node tests/e2e/readme_picture.mjs
// Makes assets/pictures/readme.png: the first screens of the four people, side by side, of an office with the samples.
import { join } from 'node:path';
import { Phone, kPhone } from './support/browser.mjs';
import { kDossier, startOffice, top } from './support/office.mjs';
import { enrol, goTo, lookUp, open, signIn } from './support/people.mjs';

const kDevice = { ...kPhone, deviceScaleFactor: 2, colorScheme: 'light' };

async function still(page) {
  for (let last; ;) {
    const now = await page.screenshot();
    if (last?.equals(now)) return now;
    last = now;
    await page.waitForTimeout(500);
  }
}

// What a person sees first, on a phone of their own.
async function screenOf(office, show) {
  const phone = new Phone(kDevice);
  try {
    const page = await phone.start();
    await show(page, office);
    await page.getByRole('status').getByText('Đã ghi danh').waitFor({ state: 'hidden' });
    return await still(page);
  } finally {
    await phone.dispose();
  }
}

const kPeople = [
  async function citizen(page, office) {
    await open(page, office);
    await lookUp(page);
    await page.getByRole('heading', { name: 'Đăng ký kết hôn', level: 1 }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: /Đăng ký kết hôn/ }).waitFor();
  },
  async function surveyor(page, office) {
    await open(page, office);
    await enrol(page, await office.enrolmentCode());
    await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
  },
  async function officer(page, office) {
    await open(page, office, '#/admin');
    await signIn(page);
    await page.getByText('Hồ sơ chưa xong').waitFor();
    await goTo(page, '#/admin/dossiers');
    await page.getByText(kDossier.code).first().waitFor();
  },
  async function admin(page, office) {
    await open(page, office, '#/admin');
    await signIn(page);
    await page.getByText('Hồ sơ chưa xong').waitFor();
  },
];

const office = await startOffice();
const sheet = new Phone({ viewport: { width: 1300, height: 706 }, deviceScaleFactor: 1 });
try {
  await office.run('dossier', 'import', join(top, 'assets/samples/dossiers.csv'));
  await office.run('assignment', 'import', join(top, 'assets/samples/assignments.csv'), '--user', 'khaosat1');
  const screens = [];
  for (const show of kPeople) screens.push(await screenOf(office, show));
  const page = await sheet.start();
  await page.setContent(`<body style="margin:0;display:flex;gap:4px;background:#fff">
    ${screens.map((png) => `<img width="322" height="697" style="border:1px solid #ccd;border-radius:12px" src="data:image/png;base64,${png.toString('base64')}">`).join('')}`);
  await page.screenshot({ path: join(top, 'assets/pictures/readme.png') });
} finally {
  await sheet.dispose();
  await office.dispose();
}
