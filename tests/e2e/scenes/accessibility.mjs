// What people who do not see the screen, or see it differently, or use no pointer, are owed. axe on every screen is in
// screens.mjs, contrast and sizes in ui_tests.
import assert from 'node:assert/strict';
import { eventually } from '../support/check.mjs';
import { kDossier } from '../support/office.mjs';
import { goTo, loadSurveys, lookUp, open, ready, startSipas } from '../support/people.mjs';
import { alike, picture } from '../support/pictures.mjs';
import { framesIn, openApp } from '../support/shell.mjs';

const rests = (page) => eventually('the app comes to rest', () => framesIn(page, 300), 0);
const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') || document.activeElement?.textContent || '');

// What a screen reader is given to say from now on: each text that appears or changes in a live region that was there.
async function listen(page) {
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver((records) => {
      for (const { target, type, addedNodes } of records) {
        const region = (target.nodeType === Node.TEXT_NODE ? target.parentElement : target)?.closest('[aria-live]');
        const texts = type === 'characterData' ? [target.data] : [...addedNodes].map((node) => node.textContent);
        if (region) window.said.push(...texts.filter((text) => text !== '').map((text) => ({ how: region.getAttribute('aria-live'), text })));
      }
    }).observe(document.getElementById('mirror'), { subtree: true, childList: true, characterData: true });
  });
}
const said = (page, words) => page.evaluate((text) => window.said.filter((entry) => entry.text.includes(text)), words);

// Whether the whole of an element is in the part of its scroller that is seen, with room for the ring around it.
const isInSight = (locator) => locator.evaluate((element) => {
  const frame = element.closest('.scroller').getBoundingClientRect();
  const { top, bottom } = element.getBoundingClientRect();
  return top - 6 >= frame.top && bottom + 6 <= Math.min(frame.bottom, document.getElementById('stage').getBoundingClientRect().bottom);
});

export const scenes = {
  async 'accessibility: colours, contrast, motion and the size of text follow the reader while the app is open'(stage) {
    const { page } = await openApp(stage);
    await rests(page);
    const light = await picture(page);
    await page.evaluate(() => {
      window.sameDocument = true;
    });
    const changes = async (what, change) => {
      const { frames } = await page.evaluate(() => window.motcua.stats());
      await change();
      await eventually(`${what} is heard`, async () => (await page.evaluate(() => window.motcua.stats())).frames > frames, true);
      await rests(page);
    };
    await changes('dark', () => page.emulateMedia({ colorScheme: 'dark' }));
    assert.equal(await alike(page, light, await picture(page)), false, 'it is dark');
    await changes('light', () => page.emulateMedia({ colorScheme: 'light' }));
    await eventually('it is light again', async () => alike(page, light, await picture(page)), true);
    await changes('no motion', () => page.emulateMedia({ reducedMotion: 'reduce' }));
    await changes('high contrast', () => page.emulateMedia({ contrast: 'more' }));
    await changes('usual contrast', () => page.emulateMedia({ contrast: 'no-preference' }));
    await changes('forced colours', () => page.emulateMedia({ forcedColors: 'active' }));
    const words = page.getByRole('heading', { level: 1 });
    assert.equal(await words.evaluate((element) => getComputedStyle(element).color), 'rgba(0, 0, 0, 0)', 'words are painted once');
    await changes('usual colours', () => page.emulateMedia({ forcedColors: 'none' }));
    const before = (await words.boundingBox()).height;
    // As the browser does when its font size is set to twice the usual.
    await changes('large text', () => page.evaluate(() => {
      document.documentElement.style.fontSize = '32px';
    }));
    await eventually('the heading is higher', async () => (await words.boundingBox()).height >= 2 * before, true);
    assert.equal(await page.evaluate(() => window.sameDocument), true, 'without a reload');
  },

  async 'accessibility: a dialog takes the focus, keeps it from all keys, and gives it back'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await open(page, office);
    await loadSurveys(page, office);
    await startSipas(page);
    await page.getByRole('radio').first().check();
    await page.getByText(/· 1\/\d+ câu$/).waitFor();
    await goTo(page, '#/survey/responses');
    const opener = page.getByRole('button', { name: /^Xoá nháp/ });
    await opener.focus();
    const name = await focused(page);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await eventually('the focus is in the dialog', () => dialog.evaluate((element) => element.contains(document.activeElement)), true);
    const visited = new Set();
    for (let i = 0; i < 8; ++i) {
      await page.keyboard.press(i < 5 ? 'Tab' : 'Shift+Tab');
      const where = await dialog.evaluate((element) => (element.contains(document.activeElement) ? document.activeElement.textContent :
        document.activeElement === document.body ? 'browser' : 'outside'));
      visited.add(where);
    }
    assert.equal(visited.has('outside'), false, `nothing outside takes the focus: ${[...visited]}`);
    assert.ok(visited.has('Huỷ'), `its buttons do: ${[...visited]}`);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await eventually('the focus is where it was', () => focused(page), name);
  },

  async 'accessibility: what has the focus is never under the bars, nor under the soft keyboard'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await open(page, office);
    await loadSurveys(page, office);
    await startSipas(page);
    await page.getByRole('heading', { level: 1 }).focus();
    let stops = 0;
    for (let i = 0; i < 40; ++i) {
      await page.keyboard.press('Tab');
      const control = page.locator('.scroller :focus');
      if (await control.count() === 0) continue;
      ++stops;
      await eventually(`${await focused(page)} is in sight`, () => isInSight(control), true);
    }
    assert.ok(stops >= 4, `the keyboard reaches the questions: ${stops}`);
    await goTo(page, '#/survey/enrol');
    const field = page.getByLabel('Mã ghi danh');
    await field.click();
    await page.setViewportSize({ width: 390, height: 360 });  // As when the soft keyboard comes.
    await eventually('the field is in sight', () => isInSight(field), true);
    await page.keyboard.type('ABCD');
    assert.equal(await field.inputValue(), 'ABCD');
  },

  async 'accessibility: an error and a message are each said once'(stage) {
    const { page } = await openApp(stage);
    await listen(page);
    await lookUp(page, kDossier.code, 'SAI123');
    await page.getByRole('alert').getByText('Không tìm thấy hồ sơ').waitFor();
    await rests(page);
    const errors = await said(page, 'Không tìm thấy hồ sơ');
    assert.deepEqual(errors.map(({ how }) => how), ['assertive']);
    await page.setViewportSize({ width: 844, height: 390 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await rests(page);
    assert.equal((await said(page, 'Không tìm thấy hồ sơ')).length, 1, 'a new layout is no news');
    await page.setViewportSize({ width: 390, height: 844 });
    await lookUp(page);
    await page.getByRole('heading', { name: kDossier.procedure, level: 1 }).waitFor();
    await rests(page);
    assert.equal((await said(page, 'Không tìm thấy hồ sơ')).length, 1);
  },

  async 'accessibility: each part says its language'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await open(page, office);
    await loadSurveys(page, office);
    await startSipas(page);
    const language = (locator) => locator.evaluate((element) => element.closest('[lang]').lang);
    assert.equal(await language(page.getByRole('radio').first()), 'vi');
    await goTo(page, '#/');
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await page.getByRole('button', { name: 'Look up' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await page.goBack();
    await page.getByRole('radio').first().waitFor();
    assert.equal(await language(page.getByRole('radio').first()), 'vi', 'the form is Vietnamese');
    assert.equal(await language(page.getByRole('button', { name: 'Continue' })), 'en', 'the interface is English');
  },

  async 'accessibility: pages that stand in the app’s place say their language too'(stage) {
    const office = await stage.office();
    const { page, context } = await stage.phone();
    await open(page, office);
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await eventually('the page’s language', () => page.locator('html').getAttribute('lang'), 'en');
    const second = await context.newPage();
    await second.goto(office.origin);
    await second.getByRole('button', { name: 'Dùng ở đây' }).click();
    await ready(second);
    await page.getByRole('heading', { name: 'Một Cửa đang mở ở thẻ khác' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'vi');
    assert.equal(await page.getByText('Một Cửa is open in another tab').getAttribute('lang'), 'en');
  },
};
