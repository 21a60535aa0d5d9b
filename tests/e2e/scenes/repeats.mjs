// Forms whose parts repeat: people of a house, each with jobs, filled on a phone with no network.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { checkAccessible, eventually } from '../support/check.mjs';
import { add, choose, done, fillLevel, heading, next, openInstance, type } from '../support/fill.mjs';
import { top } from '../support/office.mjs';
import { goTo, installed, loadSurveys, offline, online, open } from '../support/people.mjs';

const hash = (page) => page.evaluate(() => location.hash);
const members = (page) => page.getByRole('button', { name: /^Thành viên \d+, / })
  .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent));

async function startFamily(stage) {
  const office = await stage.office();
  await office.run('form', 'publish', join(top, 'tests/ui/forms/family.xml'));
  const phone = await stage.phone();
  const { page } = phone;
  await open(page, office);
  await loadSurveys(page, office);
  await page.getByRole('button', { name: /Làm phiếu mới: Phiếu gia đình/ }).waitFor();
  await installed(page);
  await offline(office, phone);
  await page.getByRole('button', { name: /Làm phiếu mới: Phiếu gia đình/ }).click();
  await page.getByRole('button', { name: /^Thành viên 1, / }).waitFor();
  return { office, phone, page };
}

export const scenes = {
  async 'repeats: a family is filled offline, survives a kill inside an instance, and is exported'(stage) {
    const { office, phone, page: first } = await startFamily(stage);
    let page = first;
    await type(page, 'Nhà có mấy người?', '2');
    await checkAccessible(page, 'the overview of a repeat');
    await openInstance(page, 'Thành viên 1');
    await type(page, 'Tên gọi', 'Lan');
    await choose(page, 'Giới tính của Lan', 'Nữ');
    await type(page, 'Tuổi', '35');
    await checkAccessible(page, 'an instance');
    await next(page);
    assert.equal(await heading(page), 'Việc làm');
    await add(page, 'Công việc');
    await type(page, 'Làm gì?', 'Thợ may');
    await type(page, 'Mỗi tuần mấy giờ?', '40');
    await page.getByText('Phần 1/1 · 2/2 câu').waitFor();  // In the database.
    const place = await hash(page);
    assert.match(place, /\/people\/member\/1\/work\/job\/1$/);
    await phone.kill();

    page = await phone.start();
    await phone.context.setOffline(true);
    await open(page, office, place);
    await eventually('the job after the kill', () => page.getByLabel('Làm gì?', { exact: true }).inputValue(), 'Thợ may');
    await done(page);
    assert.equal(await heading(page), 'Việc làm');
    await done(page);
    assert.equal(await heading(page), 'Người trong nhà');
    assert.deepEqual(await members(page), ['Thành viên 1, Lan · Nữ · 35, 5/5 câu']);

    await add(page, 'Thành viên');
    await page.getByRole('button', { name: 'Chuyển phiếu sang English' }).click();
    await type(page, 'Given name', 'Minh');
    await choose(page, 'Sex of Minh', 'Male');
    await type(page, 'Age', '9');
    await page.getByRole('button', { name: 'Chuyển phiếu sang Tiếng Việt' }).click();
    await page.getByLabel('Tên gọi', { exact: true }).waitFor();
    // The phone's own Back leads to the overview, and the arrow would too.
    await page.goBack();
    await eventually('both members', () => members(page), (names) => names.length === 2);
    assert.deepEqual(await members(page), ['Thành viên 1, Lan · Nữ · 35, 5/5 câu', 'Thành viên 2, Minh · Nam · 9, 3/3 câu']);

    await page.getByRole('button', { name: /^Xoá Thành viên 1/ }).click();
    await eventually('one is left', () => members(page), (names) => names.length === 1);
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    await eventually('it is back', () => members(page), (names) => names.length === 2);
    assert.equal((await members(page))[0], 'Thành viên 1, Lan · Nữ · 35, 5/5 câu');

    await fillLevel(page);
    await page.getByRole('button', { name: 'Hoàn tất' }).click();
    await page.getByRole('heading', { name: 'Đã hoàn tất, sẽ gửi khi có mạng' }).waitFor();
    await online(office, phone);
    await page.getByRole('link', { name: 'Đã gửi hết' }).first().waitFor({ timeout: 60_000 });
    const rows = await office.responses('family');
    assert.equal(rows.length, 1, rows.join('\n'));
    assert.deepEqual(phone.problems, []);
  },

  async 'repeats: what is missing inside an instance is listed at the end, and one tap leads to it'(stage) {
    const { page } = await startFamily(stage);
    await openInstance(page, 'Thành viên 1');
    await type(page, 'Tên gọi', 'Lan');
    await done(page);
    while (await page.getByRole('button', { name: 'Tiếp tục' }).count() > 0) await next(page);
    await page.getByRole('button', { name: 'Hoàn tất' }).click();
    await checkAccessible(page, 'the list of what is missing');
    await page.getByRole('button', { name: /^Thành viên 1: Lan, Giới tính của Lan/ }).click();
    await page.getByRole('radiogroup', { name: 'Giới tính của Lan' }).waitFor();
    await eventually('the focus', () => page.evaluate(() => document.activeElement.type), 'radio');
    await goTo(page, '#/survey/responses');
    await page.getByRole('button', { name: /^Làm tiếp/ }).waitFor();
  },
};
