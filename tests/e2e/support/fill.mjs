// Filling a form as a surveyor does: by role and label, its repeats one inside the other.
import { eventually } from './check.mjs';

const exact = (name) => ({ name, exact: true });

export async function choose(page, question, answer) {
  await page.getByRole('radiogroup', exact(question)).getByRole('radio', exact(answer)).check();
}

export async function type(page, label, text) {
  await page.getByRole('textbox', exact(label)).fill(text);
}

// Types into the field above a long list, and chooses from what it finds.
export async function search(page, question, text, answer) {
  await page.getByRole('searchbox', exact(`Tìm lựa chọn: ${question}`)).fill(text);
  await choose(page, question, answer);
}

export const heading = (page) => page.getByRole('heading', { level: 1 }).textContent();

// Presses a button that leads to another page of the form: its address changes, and its heading takes the focus.
async function press(page, name) {
  const place = () => page.evaluate(() => `${location.hash} ${document.activeElement.tagName}`);
  const before = (await place()).split(' ')[0];
  await page.getByRole('button', typeof name === 'string' ? exact(name) : { name }).first().click();
  await eventually(`the page behind ${name}`, place, (now) => now.endsWith(' H1') && now.split(' ')[0] !== before);
}

export const next = (page) => press(page, 'Tiếp tục');
export const done = (page) => press(page, 'Xong, về danh sách');
export const back = (page) => press(page, 'Quay lại');
export const add = (page, what) => press(page, `Thêm ${what}`);
// The instance whose button begins with this: "Thành viên 2".
export const openInstance = (page, name) => press(page, new RegExp(`^${name}, `));

const kinds = { numeric: '3', decimal: '12.5' };

// Answers what is required and open on this page, also what the answers bring up.
export async function fillRequired(page) {
  const main = page.getByRole('main');
  for (;;) {
    const open = await main.evaluate((element) => {
      const name = (e) => e.getAttribute('aria-label');
      const group = [...element.querySelectorAll('[role=radiogroup][aria-required=true]')].find((e) => !e.querySelector('input:checked'));
      if (group) return { kind: 'radio', name: name(group) };
      const boxes = [...element.querySelectorAll('[role=group]')]
        .find((e) => /, bắt buộc$/.test(name(e)) && e.querySelector('input[type=checkbox]') && !e.querySelector('input:checked'));
      if (boxes) return { kind: 'boxes', name: name(boxes) };
      const field = [...element.querySelectorAll('input[required], textarea[required]')].find((e) => e.value === '');
      if (field) return { kind: 'field', name: name(field), mode: field.inputMode, type: field.type };
      return null;
    });
    if (!open) return;
    if (open.kind === 'radio') await main.getByRole('radiogroup', exact(open.name)).getByRole('radio').first().check();
    else if (open.kind === 'boxes') await main.getByRole('group', exact(open.name)).getByRole('checkbox').first().check();
    else {
      const value = open.type === 'date' ? '2026-01-15' : open.type === 'month' ? '2026-01' : kinds[open.mode] ?? 'Trả lời';
      await main.getByLabel(open.name, { exact: true }).fill(value);
    }
    // The app answers, perhaps with more questions.
    await eventually(`an answer to ${open.name}`, () => main.evaluate((element, { kind, name }) => {
      const found = [...element.querySelectorAll('[aria-label]')].find((e) => e.getAttribute('aria-label') === name);
      return !found || (kind === 'field' ? found.value !== '' : found.querySelector('input:checked') !== null);
    }, open), true);
  }
}

// The instances of this page that have required questions open.
async function openInstances(page) {
  const names = await page.getByRole('button', { name: /còn \d+ câu bắt buộc/ }).evaluateAll((buttons) => buttons.map((button) => button.textContent || button.getAttribute('aria-label')));
  return names.map((name) => name.slice(0, name.indexOf(', ')));
}

// From this page to the end of its level, into every instance that is not complete.
export async function fillLevel(page, seen = async () => {}) {
  for (;;) {
    await fillRequired(page);
    for (const instance of await openInstances(page)) {
      await openInstance(page, instance);
      await fillLevel(page, seen);
      await done(page);
    }
    await seen(await heading(page));
    if (await page.getByRole('button', exact('Tiếp tục')).count() === 0) return;
    await next(page);
  }
}
