// What the people of the scenes do, by role and label, as a person would.
import { eventually } from './check.mjs';
import { kAdmin, kDossier } from './office.mjs';

export async function open(page, office, hash = '') {
  await page.goto(`${office.origin}/${hash}`);
  await ready(page);
}

export async function ready(page) {
  await page.locator('#mirror').getByRole('heading').first().waitFor();
}

export async function goTo(page, hash) {
  await page.evaluate((address) => {
    location.hash = address;
  }, hash);
}

// The app can start with no network from now on.
export async function installed(page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
}

export async function offline(office, phone) {
  office.network.cut();
  await phone.context.setOffline(true);
}

export async function online(office, phone) {
  office.network.restore();
  await phone.context.setOffline(false);
}

// --- citizen -------------------------------------------------------------------------------------------------------
export async function lookUp(page, code = kDossier.code, lookupCode = kDossier.lookupCode) {
  await page.getByLabel('Mã hồ sơ').fill(code);
  await page.getByLabel('Mã tra cứu').fill(lookupCode);
  await page.getByRole('button', { name: 'Tra cứu' }).click();
}

// --- surveyor ------------------------------------------------------------------------------------------------------
export async function enrol(page, code) {
  await goTo(page, '#/survey/enrol');
  await page.getByLabel('Mã ghi danh').fill(code);
  await page.getByRole('button', { name: 'Ghi danh' }).click();
}

export async function loadSurveys(page, office) {
  await enrol(page, await office.enrolmentCode());
  await page.getByRole('button', { name: /Làm phiếu mới: .*SIPAS/ }).waitFor();
  await turnPages(page, 'by hand');
}

// Whether the pages of a form turn by themselves after the last answer, or only when a scene turns them.
export async function turnPages(page, how) {
  await goTo(page, '#/settings');
  await page.getByRole('checkbox', { name: 'Tự sang câu tiếp theo' }).setChecked(how === 'by themselves');
  await goTo(page, '#/survey');
  await page.getByRole('heading', { level: 1, name: /^(Khảo sát|Hôm nay)$/ }).waitFor();
}

export async function startSipas(page) {
  await page.getByRole('button', { name: /Làm phiếu mới: .*SIPAS/ }).click();
  await page.getByRole('button', { name: 'Tiếp tục' }).waitFor();
}

// Answers everything on this part of the form, also what the answers bring up; returns how many questions that were.
export async function fillPart(page) {
  const main = page.getByRole('main');
  const groups = main.getByRole('radiogroup');
  const boxes = main.getByRole('group').filter({ has: page.getByRole('checkbox') });
  const fields = main.getByRole('textbox');
  const noneChecked = (elements) => elements.findIndex((element) => element.querySelector('input:checked') === null);
  const isEmpty = (elements) => elements.findIndex((element) => element.value === '');
  for (let answered = 0; ; ++answered) {
    let index = await groups.evaluateAll(noneChecked);
    if (index >= 0) {
      const radios = groups.nth(index).getByRole('radio');
      await radios.nth(answered % await radios.count()).check();
      continue;
    }
    index = await boxes.evaluateAll(noneChecked);
    if (index >= 0) {
      await boxes.nth(index).getByRole('checkbox').first().check();
      await boxes.nth(index).getByRole('checkbox').nth(1).check();
      continue;
    }
    index = await fields.evaluateAll(isEmpty);
    if (index < 0) return answered;
    const isPaperNumber = /Số phiếu/.test(await fields.nth(index).getAttribute('aria-label'));
    await fields.nth(index).fill(isPaperNumber ? 'P-001' : `Trả lời bằng chữ số ${answered + 1}`);
  }
}

// How many questions the app itself counts as answered, which it does once an answer is in the database.
export async function answeredCount(page) {
  const line = await page.getByText(/^Phần \d+\/\d+ · \d+\/\d+ câu$/).textContent();
  return Number(/· (\d+)\//.exec(line)[1]);
}

export async function savedAnswers(page, count) {
  await eventually('answers counted as saved', () => answeredCount(page), count);
}

// The heading of the part and every answer on it, as a screen reader would tell them.
export async function answersOf(page) {
  const snapshot = await page.getByRole('main').ariaSnapshot();
  return snapshot.split('\n').filter((line) => /- (heading .*\[level=1\]|radiogroup|radio|checkbox|textbox)/.test(line)).join('\n');
}

export async function part(page) {
  const line = await page.getByText(/^Phần \d+\/\d+ · \d+\/\d+ câu$/).textContent();
  const [, number, of] = /^Phần (\d+)\/(\d+)/.exec(line).map(Number);
  return { number, of };
}

export async function toPart(page, number) {
  for (;;) {
    const now = await part(page);
    if (now.number === number) return;
    await page.getByRole('button', { name: now.number > number ? 'Phần trước' : 'Tiếp tục' }).click();
    await eventually('another part', async () => (await part(page)).number, (value) => value !== now.number);
  }
}

// --- officer -------------------------------------------------------------------------------------------------------
export async function signIn(page, password = kAdmin.password) {
  await page.getByLabel('Tên đăng nhập').fill(kAdmin.name);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
}
