// A citizen with the receipt in hand.
import assert from 'node:assert/strict';
import { kPhone } from '../support/browser.mjs';
import { installed, lookUp, offline, online, open } from '../support/people.mjs';
import { kDossier } from '../support/office.mjs';

export const scenes = {
  async 'citizen: a dossier looked up once is there offline, from the home address, with its age'(stage) {
    const office = await stage.office();
    const phone = await stage.phone(kPhone);
    await open(phone.page, office);
    await lookUp(phone.page);
    await phone.page.getByRole('heading', { name: kDossier.procedure, level: 1 }).waitFor();
    const seen = await phone.page.getByRole('main').ariaSnapshot();
    const age = await phone.page.getByText(/^Dữ liệu lúc /).textContent();
    await installed(phone.page);
    await phone.close();

    office.network.cut();
    await phone.start();
    await phone.context.setOffline(true);
    await open(phone.page, office);
    await phone.page.getByRole('link', { name: new RegExp(kDossier.procedure) }).click();
    await phone.page.getByRole('heading', { name: kDossier.procedure, level: 1 }).waitFor();
    assert.equal(await phone.page.getByText(/^Dữ liệu lúc /).textContent(), age);
    assert.equal(await phone.page.getByRole('main').ariaSnapshot(), seen);
  },

  async 'citizen: a wrong code and a wrong lookup code get one and the same answer'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await open(page, office);
    for (const [code, lookupCode] of [[kDossier.code, 'SAI123'], ['H26.18-261102-9999', kDossier.lookupCode]]) {
      await lookUp(page, code, lookupCode);
      await page.getByRole('alert').getByText('Không tìm thấy hồ sơ khớp với mã hồ sơ và mã tra cứu').waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Tra cứu' }).waitFor();
    }
  },

  async 'citizen: Back leads from the dossier to the first page, and the heading has the focus'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await open(page, office);
    await lookUp(page);
    const heading = page.getByRole('heading', { name: kDossier.procedure, level: 1 });
    await heading.waitFor();
    await page.waitForFunction((name) => document.activeElement?.textContent === name, kDossier.procedure);
    assert.match(await page.title(), new RegExp(kDossier.code));
    await page.goBack();
    await page.getByRole('button', { name: 'Tra cứu' }).waitFor();
    assert.equal(await page.evaluate(() => location.hash), '');
  },

  async 'citizen: a rating and feedback written offline survive a kill of the browser and arrive once'(stage) {
    const office = await stage.office();
    const phone = await stage.phone();
    // The link of the receipt's QR code: what a phone's camera opens.
    await phone.page.goto(`${office.origin}/#/d/${kDossier.code}/${kDossier.lookupCode}`);
    await phone.page.getByRole('heading', { name: kDossier.procedure, level: 1 }).waitFor();
    assert.equal(await phone.page.evaluate(() => location.hash), `#/dossier/${kDossier.code}`);
    await installed(phone.page);

    await offline(office, phone);
    await phone.page.getByRole('radio', { name: 'Không hài lòng', exact: true }).check();
    await phone.page.getByRole('checkbox', { name: 'Thời gian giải quyết' }).check();
    await phone.page.getByRole('button', { name: 'Gửi đánh giá' }).click();
    await phone.page.getByText('Đã lưu trên máy, sẽ gửi khi có mạng').waitFor();
    await phone.page.getByRole('link', { name: /^Phản ánh về hồ sơ này/ }).click();
    await phone.page.getByRole('radio', { name: 'Thời hạn' }).check();
    await phone.page.getByLabel('Nội dung').fill('Hẹn ba lần chưa có kết quả');
    await phone.page.getByRole('button', { name: 'Gửi phản ánh' }).click();
    await phone.page.getByText('Đã lưu trên máy, sẽ gửi khi có mạng').waitFor();
    await phone.kill();

    // The first reply of each is lost: the office has it, the phone does not know and sends it again.
    office.network.loseNextReply('/v1/ratings');
    office.network.loseNextReply('/v1/feedback');
    await phone.start();
    await online(office, phone);
    await open(phone.page, office, '#/feedback');
    await phone.page.getByText('Đã gửi đến cơ quan').waitFor();
    assert.ok(office.network.count('POST /v1/ratings') >= 2);
    assert.ok(office.network.count('POST /v1/feedback') >= 2);
    const rows = (csv) => csv.trim().split('\r\n').slice(1);
    const [rating, ...moreRatings] = rows(await office.run('export', 'ratings'));
    assert.match(rating, /^[\d-]+,2,time,/);
    assert.deepEqual(moreRatings, []);
    const [feedback, ...moreFeedback] = rows(await office.run('feedback', 'export'));
    assert.deepEqual(moreFeedback, []);
    assert.match(feedback, /Hẹn ba lần chưa có kết quả/);

    const [receipt] = feedback.split(',');
    await office.run('feedback', 'answer', receipt, '--text', 'Chúng tôi đã trả kết quả hôm nay.');
    await phone.page.reload();
    await phone.page.getByText('Chúng tôi đã trả kết quả hôm nay.').waitFor();
  },

  async 'citizen: what is printed is a document of words'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await page.addInitScript(() => {
      window.print = () => {};
    });
    await open(page, office);
    await lookUp(page);
    await page.getByRole('button', { name: 'In', exact: true }).click();
    const paper = page.locator('#print');
    await paper.waitFor({ state: 'attached' });
    await page.emulateMedia({ media: 'print' });
    assert.ok(await paper.isVisible());
    assert.ok(!await page.locator('#stage').isVisible());
    const words = await paper.innerText();
    for (const expected of [kDossier.procedure, kDossier.code, kDossier.unit, 'Đang xử lý']) assert.ok(words.includes(expected), expected);
    assert.ok(!words.includes(kDossier.lookupCode));
  },
};
