// Filling a form as a surveyor does: by role and label, its repeats one inside the other.
import { eventually } from './check.mjs';

const exact = (name) => ({ name, exact: true });

// "Phần 2/7 · 5/30 câu": changes with every question that is answered, once the answer is in the database, and together
// with the questions that it brings up.
export const progress = (page) => page.getByText(/^Phần \d+\/\d+ · \d+\/\d+ câu$/).textContent();

// Answers what was open, by `act`, and waits until the app has the answer.
async function answer(page, question, act) {
  const before = await progress(page);
  await act();
  await eventually(`an answer to "${question}"`, () => progress(page), (now) => now !== before);
}

export async function choose(page, question, choice) {
  const group = page.getByRole('radiogroup', exact(question));
  await eventually(`the question "${question}"`, async () => await group.count() > 0 || await folded(page, question) >= 0, true);
  if (await group.count() === 0) await unfold(page, question);
  await group.waitFor();
  await answer(page, question, () => group.getByRole('radio', exact(choice)).click());  // A folded list is gone then.
}

export async function type(page, label, text) {
  const field = page.getByRole('textbox', exact(label));
  await field.waitFor();
  await answer(page, label, () => field.fill(text));
}

const foldedLists = (page) => page.getByRole('main').locator('button[aria-expanded=false]');

// Which of the folded lists is that of a question; -1 when none is.
async function folded(page, question) {
  const names = await foldedLists(page).evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent));
  return names.findIndex((name) => ['', ', bắt buộc', ', required'].some((mark) => name.startsWith(`${question}${mark}: `)));
}

// Opens the list of a question that is folded.
export async function unfold(page, question) {
  const at = await folded(page, question);
  if (at < 0) return;
  await foldedLists(page).nth(at).click();
  await eventually(`the list of "${question}"`, () => folded(page, question), -1);
}

// Types into the field above a long list, and chooses from what it finds.
export async function search(page, question, text, choice) {
  await unfold(page, question);
  await page.getByRole('searchbox', exact(`Tìm lựa chọn: ${question}`)).fill(text);
  await choose(page, question, choice);
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

// The first question of this page that is not answered: its kind, and its name as a screen reader has it.
function firstOpen(main) {
  return main.evaluate((element) => {
    const kindOf = (e) => {
      const role = e.getAttribute('role');
      const isChosen = e.querySelector('input:checked') !== null;
      if (role === 'radiogroup') return isChosen ? null : 'radio';
      if (role === 'group') return isChosen || !e.querySelector('input[type=checkbox]') ? null : 'boxes';
      if (e.tagName === 'BUTTON') {
        if (e.textContent.startsWith('Giữ thứ tự này: ')) return 'order';
        return e.ariaExpanded === 'false' && e.textContent.endsWith(': Chưa chọn') ? 'folded' : null;
      }
      if (e.type === 'checkbox') return e.checked || e.closest('[role=group]') ? null : 'box';
      if (e.type === 'range') return e.getAttribute('aria-valuetext') === 'Chưa chọn' ? 'slider' : null;
      return e.type === 'radio' || e.type === 'search' || e.type === 'file' || e.value !== '' ? null : 'field';
    };
    for (const e of element.querySelectorAll('[role=radiogroup], [role=group], input, textarea, button')) {
      const kind = kindOf(e);
      if (kind) return { kind, name: e.getAttribute('aria-label') ?? e.textContent, type: e.type, mode: e.inputMode, most: e.max };
    }
    return null;
  });
}

function textFor({ type: field, mode }) {
  const ofType = { date: '2026-01-15', month: '2026-01', time: '08:30', 'datetime-local': '2026-01-15T08:30' };
  const ofMode = { numeric: '3', decimal: '12.5' };
  return ofType[field] ?? ofMode[mode] ?? 'Trả lời';
}

// Answers every open question of this page, also those that answers bring up. `answers` says what to answer, by label;
// others get the first of their choices, or some text.
export async function fillPage(page, answers = {}) {
  const main = page.getByRole('main');
  for (let open; (open = await firstOpen(main));) {
    const { kind, name } = open;
    if (kind === 'folded') {
      await unfold(page, name.replace(/(, bắt buộc)?: Chưa chọn$/, ''));
      continue;
    }
    const wanted = answers[name];
    await answer(page, name, async () => {
      if (kind === 'radio') {
        const radios = main.getByRole('radiogroup', exact(name)).getByRole('radio', wanted ? exact(wanted) : {});
        await radios.first().click();
      } else if (kind === 'boxes') {
        const boxes = main.getByRole('group', exact(name)).getByRole('checkbox', wanted ? exact(wanted) : {});
        await boxes.first().check();
      } else if (kind === 'box') {
        await main.getByRole('checkbox', exact(name)).check();
      } else if (kind === 'order') {
        await main.getByRole('button', exact(name)).click();
      } else if (kind === 'slider') {
        await main.getByRole('slider', exact(name)).fill(wanted ?? open.most);
      } else {
        await main.getByLabel(name, { exact: true }).fill(wanted ?? textFor(open));
      }
    });
  }
}

// The instances of this page that have open questions.
async function openInstances(page) {
  const names = await page.getByRole('button', { name: /^(?!Xoá ).*, (Chưa trả lời|\d+\/\d+ câu)/ })
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent));
  return names.filter((name) => !/, (\d+)\/\1 câu/.test(name)).map((name) => name.slice(0, name.indexOf(', ')));
}

// From this page to the end of its level, into every instance that is not complete.
export async function fillLevel(page, answers = {}, seen = async () => {}) {
  for (;;) {
    await fillPage(page, answers);
    for (const instance of await openInstances(page)) {
      await openInstance(page, instance);
      await fillLevel(page, answers, seen);
      await done(page);
    }
    await seen(await heading(page));
    if (await page.getByRole('button', exact('Tiếp tục')).count() === 0) return;
    await next(page);
  }
}
