// Nothing that was shown as saved is ever lost: by crashes, by a full disk, by other tabs, by an update, by a browser that
// deletes its data, by a device that is cut off or shared.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { crashInMidEntry } from '../support/crashes.mjs';
import { eventually, untar } from '../support/check.mjs';
import { top } from '../support/office.mjs';
import { enrol, fillPart, goTo, installed, loadSurveys, offline, online, open, part, ready, startSipas, toPart } from '../support/people.mjs';

const kField = 'Tỉnh, thành phố';
const kGoldens = join(top, 'tests/golden/database');

const field = (page) => page.getByLabel(kField);
const choice = (page) => page.getByRole('heading', { name: 'Một Cửa đang mở ở thẻ khác' });
const useHere = (page) => page.getByRole('button', { name: 'Dùng ở đây' });
const saved = (page) => page.getByText(/^Đã lưu trên máy lúc/).waitFor();

async function begin(stage, options) {
  const office = await stage.office();
  const phone = await stage.phone(options);
  await open(phone.page, office);
  await loadSurveys(phone.page, office);
  return { office, phone, page: phone.page };
}

async function continueDraft(page) {
  await goTo(page, '#/survey/responses');
  await page.getByRole('button', { name: /^Làm tiếp/ }).first().click();
  await page.getByText(/^Phần \d+\/\d+/).waitFor();
}

// Fills the short form to its end.
async function finishWard(page, text) {
  await goTo(page, '#/survey');
  await page.getByRole('button', { name: /Làm phiếu mới: .*9 nội dung/ }).click();
  await page.getByText(/^Phần 1\//).waitFor();
  await page.getByLabel('Lĩnh vực của thủ tục đã làm').fill(text);
  for (;;) {
    await fillPart(page);
    const { number, of } = await part(page);
    if (number === of) break;
    await toPart(page, number + 1);
  }
  await page.getByRole('button', { name: 'Hoàn tất' }).click();
  await page.getByRole('heading', { name: /^Đã (hoàn tất|gửi)/ }).waitFor();
}

async function emptyPage(page, origin) {
  await page.route('**/empty-page', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>-</title>' }));
  await page.goto(`${origin}/empty-page`);
}

const locksHeld = (page) => page.evaluate(async () => (await navigator.locks.query()).held.length);

// Whether some page has the database's file open: then nobody else may write to it.
const isHeld = (page) => page.evaluate(async () => {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('motcua');
  const file = await folder.getFileHandle('main.db');
  try {
    await (await file.createWritable({ keepExistingData: true, mode: 'exclusive' })).abort();
    return false;
  } catch (error) {
    if (error.name === 'NoModificationAllowedError') return true;
    throw error;
  }
});

const backupSize = (page) => page.evaluate(async () => {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('motcua');
  return (await (await folder.getFileHandle('main.db.bak')).getFile()).size;
});

// Puts a database into the browser's storage as if this version had never run here.
async function placeDatabase(page, origin, bytes) {
  await emptyPage(page, origin);
  await page.evaluate(async (base64) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('motcua', { create: true });
    const writable = await (await folder.getFileHandle('main.db', { create: true })).createWritable();
    await writable.write(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
    await writable.close();
  }, bytes.toString('base64'));
}

// The oldest first: components come, and none goes, so a later name is longer or has a higher number.
const goldens = () => readdirSync(kGoldens).filter((name) => name.endsWith('.db'))
  .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));

export const scenes = {
  async 'keeping: work goes on in another tab where it was left, and never do two tabs hold the data'(stage) {
    const { office, phone, page } = await begin(stage);
    await startSipas(page);
    await field(page).fill('Thẻ thứ nhất');
    await saved(page);
    const second = await phone.context.newPage();
    await second.goto(office.origin);
    await choice(second).waitFor();
    assert.equal(await isHeld(second), true);
    await field(page).fill('Thẻ thứ nhất, sửa');  // Taken over at once: what is typed is saved before.
    await useHere(second).click();
    await ready(second);
    await choice(page).waitFor();
    assert.equal(await locksHeld(page), 1);
    assert.equal(await isHeld(page), true);
    await continueDraft(second);
    assert.equal(await field(second).inputValue(), 'Thẻ thứ nhất, sửa');
    await field(second).fill('Thẻ thứ hai');
    await saved(second);
    await useHere(page).click();
    await ready(page);
    await choice(second).waitFor();
    await continueDraft(page);
    assert.equal(await field(page).inputValue(), 'Thẻ thứ hai');
    assert.equal(await locksHeld(page), 1);
  },

  async 'keeping: two tabs that ask for the data at once end with one of them having it'(stage) {
    const { office, phone, page } = await begin(stage);
    const others = [await phone.context.newPage(), await phone.context.newPage()];
    for (const other of others) {
      await other.goto(office.origin);
      await choice(other).waitFor();
    }
    await Promise.all(others.map((other) => useHere(other).click()));
    const has = async (tab) => (await tab.locator('#mirror').getByRole('heading').count()) > 0 && !(await choice(tab).isVisible());
    await choice(page).waitFor();
    await eventually('one tab has the data, the other offers the choice', async () => {
      const having = await Promise.all(others.map(has));
      const choosing = await Promise.all(others.map((other) => choice(other).isVisible()));
      return `${having.filter(Boolean).length} ${choosing.filter(Boolean).length}`;
    }, '1 1');
    assert.equal(await locksHeld(page), 1);
  },

  'keeping: a browser that is killed in mid-entry has everything that was shown as saved': (stage) => crashInMidEntry(stage, { rounds: 2, how: 'browser' }),

  'keeping: a page that crashes in mid-entry has everything that was shown as saved': (stage) => crashInMidEntry(stage, { rounds: 2, how: 'renderer' }),

  async 'keeping: a full device does not finish a response, says so, and finishes it once there is room'(stage) {
    const { office, phone, page } = await begin(stage);
    await startSipas(page);
    await page.getByLabel('Xã, phường').fill('Phường');
    await saved(page);
    const cdp = await phone.context.newCDPSession(page);
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: office.origin, quotaSize: 1 });
    const notice = page.getByRole('alert').filter({ hasText: 'Máy đã hết chỗ lưu' });
    await page.getByLabel('Xã, phường').fill('Một câu trả lời dài '.repeat(5));
    for (let round = 0; await notice.count() === 0; ++round) {
      assert.ok(round < 2000, 'the device never gets full');
      await field(page).fill(`Hà Nội ${round}`);
      await eventually('the app has taken it', () => field(page).inputValue(), `Hà Nội ${round}`);
    }
    await notice.waitFor();
    const typed = await field(page).inputValue();
    // What cannot be written is neither shown as saved nor forgotten, and the app stays usable.
    assert.equal(await page.getByText(/^Đã lưu trên máy lúc/).count(), 0);
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: office.origin });
    // What the app takes after that is saved with the rest; then there is nothing left to press.
    await page.getByRole('button', { name: 'Lưu lại' }).evaluateAll((buttons) => buttons.forEach((button) => button.click()));
    await notice.waitFor({ state: 'detached' });
    await saved(page);
    await page.reload();
    await eventually('the answer after a reload', () => field(page).inputValue(), typed);
  },

  async 'keeping: a page put aside by the browser lets go of the data, and has it again when it is shown'(stage) {
    const { office, phone, page } = await begin(stage);
    await startSipas(page);
    await field(page).fill('Trước khi rời trang');
    // As the browser does when it keeps the page for "back".
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    await eventually('the lock is free', () => locksHeld(page), 0);
    const second = await phone.context.newPage();
    await second.goto(office.origin);
    await ready(second);
    assert.equal(await choice(second).count(), 0);
    await continueDraft(second);
    assert.equal(await field(second).inputValue(), 'Trước khi rời trang');
    await second.close();
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await eventually('the data is this page’s again', () => locksHeld(page), 1);
    await page.getByText(/^Phần \d+\/\d+/).waitFor();
    assert.equal(await field(page).inputValue(), 'Trước khi rời trang');
  },

  async 'keeping: leaving the page and coming back by "back" finds the draft'(stage) {
    const { office, page } = await begin(stage);
    await startSipas(page);
    await field(page).fill('Trước khi rời trang');
    await saved(page);
    await emptyPage(page, office.origin);
    await eventually('the lock is free', () => locksHeld(page), 0);
    await page.goBack();
    await page.getByText(/^Phần \d+\/\d+/).waitFor();
    assert.equal(await field(page).inputValue(), 'Trước khi rời trang');
  },

  async 'keeping: an update finds drafts and unsent work of every version before, and keeps a copy until the first good sync'(stage) {
    for (const golden of goldens()) {
      const office = await stage.office();
      const phone = await stage.phone();
      const { page } = phone;
      await placeDatabase(page, office.origin, readFileSync(join(kGoldens, golden)));
      await open(page, office, '#/survey/responses');
      await page.getByText('1 nháp').waitFor();
      await page.getByText('Chưa gửi', { exact: true }).waitFor();
      const isOld = (await backupSize(page)) > 0;
      assert.ok(isOld || golden !== goldens()[0], `${golden}: a copy is made of what is going to be changed`);
      await continueDraft(page);
      assert.equal(await page.getByLabel('Lĩnh vực của thủ tục đã làm').inputValue(), 'Hộ tịch');
      await page.reload();
      await page.getByText(/^Phần \d+\/\d+/).waitFor();
      assert.equal((await backupSize(page)) > 0, isOld, 'the copy stays until the server was reached');
      if (golden !== goldens()[0]) continue;  // Later ones know their account by its id, which no office here has.
      await loadSurveys(page, office);
      await eventually('the unsent work is sent', async () => (await office.responses('ward-9-items')).length, (count) => count >= 1);
      await eventually('the copy is gone', () => backupSize(page), 0);
      await goTo(page, '#/survey/responses');
      await page.getByText('1 nháp').waitFor();
    }
  },

  async 'keeping: data of a newer version is refused, left as it is, and can be saved to a file'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    const bytes = readFileSync(join(kGoldens, goldens().at(-1)));
    // A row of schema_version is its component's name and, above 1, its version in one byte.
    const newer = Buffer.from(bytes);
    const row = newer.toString('latin1').search(/local_log[\x02-\x1f]/);
    assert.ok(row > 0, 'the golden is of a version of local_log above 1');
    newer[row + 'local_log'.length] = 99;
    await placeDatabase(page, office.origin, newer);
    await page.goto(office.origin);
    await page.getByRole('heading', { name: 'Không mở được' }).waitFor();
    await page.getByText('Dữ liệu do phiên bản mới hơn tạo ra').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Lưu dữ liệu ra tệp' }).click();
    const file = await download;
    assert.equal(file.suggestedFilename(), 'motcua-data.tar');
    const database = untar(readFileSync(await file.path())).get('main.db');
    // But for SQLite's own head, which says how the file is written.
    const kHead = 100;
    assert.ok(database.subarray(kHead).equals(newer.subarray(kHead)));
  },

  async 'keeping: a surveyor is told when the browser has deleted what was not sent, and so is the office'(stage) {
    const { office, phone, page } = await begin(stage);
    await installed(page);
    office.network.cut();
    await finishWard(page, 'Hộ tịch');
    await startSipasDraft(page);
    // The server hears how much is unsent, and no more than that.
    office.network.block('/v1/push');
    office.network.restore();
    await goTo(page, '#/survey/sync');
    await page.getByRole('button', { name: 'Gửi ngay' }).click();
    await eventually('the server heard the device', () => office.network.count('POST /v1/push') > 0, true);
    office.network.cut();
    office.network.unblock('/v1/push');

    await emptyPageOffline(phone, office);
    office.network.restore();
    // The page that was left holds its files until its worker is gone.
    await eventually('the browser deletes the data', () => page.evaluate(async () => {
      try {
        await (await navigator.storage.getDirectory()).removeEntry('motcua', { recursive: true });
        return 'deleted';
      } catch (error) {
        return error.name;
      }
    }), 'deleted');
    await open(page, office, '#/survey');
    await page.getByText('Trình duyệt đã xoá dữ liệu của ứng dụng trên máy này').waitFor();
    await page.getByText('1 phiếu chưa gửi và 1 nháp').waitFor();
    await page.reload();
    await page.getByText('1 phiếu chưa gửi và 1 nháp').waitFor();
    await enrol(page, await office.enrolmentCode());
    await page.getByText('Một thiết bị khác của bạn còn 1 phiếu chưa gửi').waitFor();
    assert.match(await office.run('doctor'), /device [0-9a-f]{32} \(khaosat1\): 1 unsent/);
    const understood = page.getByRole('button', { name: 'Đã hiểu' });
    for (const left of [1, 0]) {
      await understood.first().click();
      await eventually('what is left to read', () => understood.count(), left);
    }
  },

  async 'keeping: unsent work that was saved to a file comes in at the office, once only though the device sends it too'(stage) {
    const { office, phone, page } = await begin(stage);
    await installed(page);
    await offline(office, phone);
    await finishWard(page, 'Hộ tịch');
    await startSipasDraft(page);
    await goTo(page, '#/survey/sync');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Lưu ra tệp' }).click();
    const file = await download;
    assert.match(file.suggestedFilename(), /^motcua-[0-9a-f]{8}-.*\.motcua-unsent$/);
    await page.getByText('Đã lưu 1 phiếu chưa gửi và 1 nháp ra tệp').first().waitFor();
    const path = await file.path();
    assert.match(await office.run('import', 'unsent', path), /1 records brought in, 0 were here already; 0 refused/);
    const rows = await office.responses('ward-9-items');
    assert.equal(rows.length, 1);
    assert.match(rows[0], /Hộ tịch/);

    await online(office, phone);
    await page.getByText('Máy chủ đã có mọi phiếu đã hoàn tất').waitFor();
    assert.deepEqual(await office.responses('ward-9-items'), rows);
    assert.match(await office.run('import', 'unsent', path), /0 records brought in, 1 were here already/);
    await continueDraft(page);
    assert.equal(await field(page).inputValue(), 'Nháp');
  },

  async 'keeping: a device that was cut off while offline goes on saving, and sends everything once it is enrolled again'(stage) {
    const { office, phone, page } = await begin(stage);
    await installed(page);
    const device = /^([0-9a-f]{32})/m.exec(await office.run('device', 'list'))[1];
    await offline(office, phone);
    await office.run('device', 'revoke', device);
    await finishWard(page, 'Khi không có mạng');
    await online(office, phone);
    await goTo(page, '#/survey/sync');
    await page.getByText('Lần gửi gần nhất chưa được').waitFor();
    await page.getByRole('button', { name: 'Ghi danh lại' }).waitFor();
    await finishWard(page, 'Sau khi bị cắt');
    assert.deepEqual(await office.responses('ward-9-items'), []);
    await page.reload();
    await ready(page);
    await page.getByRole('link', { name: '2 chưa gửi' }).first().waitFor();
    await enrol(page, await office.enrolmentCode());
    await page.getByRole('link', { name: 'Đã gửi hết' }).first().waitFor();
    const rows = await office.responses('ward-9-items');
    assert.equal(rows.length, 2);
    assert.match(rows.join('\n'), /Khi không có mạng/);
    assert.match(rows.join('\n'), /Sau khi bị cắt/);
  },

  async 'keeping: two surveyors share a device, and neither sees the drafts of the other'(stage) {
    const { office, phone, page } = await begin(stage);
    await office.run('user', 'add', 'khaosat2');
    await installed(page);
    await startSipas(page);
    await field(page).fill('Của người thứ nhất');
    await saved(page);
    await offline(office, phone);
    await finishWard(page, 'Chưa gửi của người thứ nhất');
    office.network.block('/v1/push');  // So that it stays here when the other one comes.
    await online(office, phone);

    await enrol(page, await office.enrolmentCode('khaosat2'));
    await page.getByRole('heading', { name: 'Khảo sát', exact: true }).waitFor();
    await goTo(page, '#/survey/responses');
    await page.getByText('Chưa có phiếu nào trên máy này').waitFor();
    await goTo(page, '#/survey/sync');
    await page.getByText('Máy này còn giữ việc của người khác').waitFor();
    await page.getByRole('button', { name: 'Gửi ngay' }).click();
    await goTo(page, '#/survey');
    await startSipas(page);
    await field(page).fill('Của người thứ hai');
    await saved(page);

    office.network.unblock('/v1/push');
    await enrol(page, await office.enrolmentCode('khaosat1'));
    await page.getByRole('heading', { name: 'Khảo sát', exact: true }).waitFor();
    await continueDraft(page);
    assert.equal(await field(page).inputValue(), 'Của người thứ nhất');
    await eventually('sent under the name of who wrote it', async () => (await office.responses('ward-9-items')).join('\n'),
      (rows) => /khaosat1/.test(rows) && /Chưa gửi của người thứ nhất/.test(rows));
    assert.equal((await office.responses('ward-9-items')).length, 1);
  },
};

async function startSipasDraft(page) {
  await goTo(page, '#/survey');
  await startSipas(page);
  await field(page).fill('Nháp');
  await saved(page);
}

// An empty page needs no network here: the route answers it.
async function emptyPageOffline({ page }, office) {
  await emptyPage(page, office.origin);
}
