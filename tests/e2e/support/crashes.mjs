// Crashes in mid-entry: while somebody types, the browser is killed or its page crashes, and what was shown as saved must
// be there afterwards.
import assert from 'node:assert/strict';
import { eventually } from './check.mjs';
import { answeredCount, goTo, loadSurveys, open, startSipas } from './people.mjs';

const kField = 'Tỉnh, thành phố';

const kinds = {
  async browser(phone) {
    await phone.kill();
    return phone.start();
  },
  async renderer(phone) {
    const { page } = phone;
    const crashed = page.waitForEvent('crash');
    const cdp = await phone.context.newCDPSession(page);
    cdp.send('Page.crash').catch(() => {});  // It never answers.
    await crashed;
    const next = await phone.context.newPage();
    await page.close();
    return next;
  },
};

// `how`: 'browser' or 'renderer'. An answer is written and cleared in turns: the app counts it as answered, or as open
// again, once that is in the database. Each round crashes after another number of turns, with one more under way.
export async function crashInMidEntry(stage, { rounds, how, tell = () => {} }) {
  const office = await stage.office();
  const phone = await stage.phone();
  let { page } = phone;
  await open(page, office);
  await loadSurveys(page, office);
  await startSipas(page);
  const draft = await page.evaluate(() => location.hash);
  await page.getByLabel('Xã, phường').fill('Phường Cửa Nam');
  await eventually('the first answer is counted', () => answeredCount(page), 1);
  const place = await page.evaluate(() => location.hash);
  assert.notEqual(place, draft, 'the draft has an address of its own');

  let shown = '';
  for (let round = 0; round < rounds; ++round) {
    const turns = 1 + (round * 7) % 12;
    let pending = shown;
    for (let turn = 0; turn <= turns; ++turn) {
      pending = shown === '' ? `Lần ${round}, lượt ${turn}` : '';
      const typed = page.getByLabel(kField).fill(pending);
      if (turn === turns) {
        typed.catch(() => {});  // The page is gone before it answers.
        break;
      }
      await typed;
      await eventually('the app says that it is saved', () => answeredCount(page), pending === '' ? 1 : 2);
      shown = pending;
    }
    page = phone.page = await kinds[how](phone);
    await open(page, office, place);
    await page.getByText(/^Phần \d+\/\d+/).waitFor();
    const kept = await page.getByLabel(kField).inputValue();
    assert.ok(kept === shown || kept === pending, `round ${round}: "${shown}" was saved, "${pending}" under way, "${kept}" is there`);
    assert.equal(await page.getByLabel('Xã, phường').inputValue(), 'Phường Cửa Nam');
    shown = kept;
    tell(round + 1);
  }
  await goTo(page, '#/survey/responses');
  await page.getByText('1 nháp').waitFor();
}
