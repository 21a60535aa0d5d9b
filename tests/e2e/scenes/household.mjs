// The household form, as it ships: more than two hundred questions, people with their jobs, places of before and after
// July 2025. Filled whole on a phone with no network.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { checkAccessible, eventually } from '../support/check.mjs';
import { add, back, choose, done, fillLevel, fillPage, heading, next, openInstance, progress, search, type } from '../support/fill.mjs';
import { top } from '../support/office.mjs';
import { goTo, installed, loadSurveys, offline, online, open, part } from '../support/people.mjs';

// What the first choice or any number would not do for.
const kAnswers = {
  'Mã địa bàn khảo sát': 'HN-0123',
  'Từ năm nào?': '2020',
  'Nhà xây năm nào?': '1995',
};

const hash = (page) => page.evaluate(() => location.hash);
const chosen = (page, question) => page.getByRole('radiogroup', { name: question, exact: true }).locator('input:checked')
  .evaluateAll((radios) => radios.map((radio) => radio.getAttribute('aria-label')).join());

async function fillPerson(page, name, sex, birth) {
  await choose(page, `Giới tính của ${name}`, sex);
  await page.getByLabel(`Ngày sinh của ${name}`, { exact: true }).fill(birth);
  await page.getByText(new RegExp(`^${name} \\d+ tuổi`)).waitFor();
  await fillPage(page, kAnswers);
}

export const scenes = {
  async 'household: every question is answered on a phone offline, through a kill, sent, and breaks no rule'(stage) {
    const office = await stage.office();
    await office.run('form', 'publish', join(top, 'assets/forms/household.md'));
    const phone = await stage.phone();
    let { page } = phone;
    await open(page, office);
    await loadSurveys(page, office);
    await page.getByRole('button', { name: /Làm phiếu mới: Phiếu khảo sát hộ gia đình/ }).waitFor();
    await installed(page);
    await offline(office, phone);
    await page.getByRole('button', { name: /Làm phiếu mới: Phiếu khảo sát hộ gia đình/ }).click();
    await page.getByText(/^Phần 1\//).waitFor();

    // To the place where the household lives, by its units of today and of before.
    while (await heading(page) !== 'Nơi ở') {
      await fillPage(page, kAnswers);
      await next(page);
    }
    await choose(page, 'Từ ngày 1/7/2025, nơi Ông/Bà ở thuộc phường hay xã?', 'Phường');
    await search(page, 'Phường, xã hiện nay', 'hoan kiem', 'Phường Hoàn Kiếm');
    await choose(page, 'Ông/Bà có nhớ nơi này thuộc đơn vị nào trước ngày 1/7/2025 không?', 'Có');
    await search(page, 'Quận, huyện, thị xã trước đây', 'hoan kiem', 'Quận Hoàn Kiếm');
    await search(page, 'Phường, xã, thị trấn trước đây', 'hang bac', 'Phường Hàng Bạc');
    await checkAccessible(page, 'the place');
    await fillPage(page, kAnswers);
    const { number: placePart } = await part(page);
    await next(page);
    await fillPage(page, kAnswers);
    await next(page);

    // Lan, who sews; then the battery is pulled out.
    assert.equal(await heading(page), 'Người trong hộ');
    await type(page, 'Hộ có bao nhiêu người thường xuyên ở?', '2');
    await openInstance(page, 'Thành viên 1');
    await type(page, 'Tên gọi', 'Lan');
    await choose(page, 'Lan là gì của chủ hộ?', 'Chủ hộ');
    await fillPerson(page, 'Lan', 'Nữ', '1985-04-30');
    while (await heading(page) !== 'Việc làm') {
      await fillPage(page, kAnswers);
      await next(page);
    }
    await fillPage(page, kAnswers);
    await openInstance(page, 'Công việc 1');
    await type(page, 'Thu nhập mỗi tháng từ việc này', '7.5');
    const job = await hash(page);
    const answered = await progress(page);
    await phone.kill();

    page = await phone.start();
    await phone.context.setOffline(true);
    await open(page, office, job);
    await eventually('the income after the kill', () => page.getByLabel('Thu nhập mỗi tháng từ việc này', { exact: true }).inputValue(), '7.5');
    await eventually('every answer of the job', () => progress(page), answered);
    await done(page);
    assert.equal(await chosen(page, 'Lan hiện nay làm gì?'), 'Đang làm việc');
    await fillLevel(page, kAnswers);
    await done(page);
    assert.equal(await heading(page), 'Người trong hộ');

    // Minh, begun in English.
    await add(page, 'Thành viên');
    await page.getByRole('button', { name: 'Chuyển phiếu sang English' }).click();
    await type(page, 'Given name', 'Minh');
    await choose(page, 'What is Minh to the head of the household?', 'Child');
    await page.getByRole('button', { name: 'Chuyển phiếu sang Tiếng Việt' }).click();
    await fillPerson(page, 'Minh', 'Nam', '2015-09-02');
    await back(page);

    // The rest of the form, to its last question.
    const pages = [];
    await fillLevel(page, kAnswers, async (title) => pages.push(title));
    assert.ok(pages.length > 20, pages.join(', '));
    const [, count, of] = /· (\d+)\/(\d+) câu/.exec(await progress(page)).map(Number);
    assert.equal(count, of);
    assert.ok(count >= 200, `${count} questions were answered`);

    // What was answered before the kill is all there.
    const here = await hash(page);
    await goTo(page, here.split('/').slice(0, 4).join('/') + '/place');
    await eventually('the part of the place', async () => (await part(page)).number, placePart);
    await page.getByRole('button', { name: 'Phường, xã, thị trấn trước đây, bắt buộc: Phường Hàng Bạc', exact: true }).waitFor();
    await goTo(page, here);
    await page.getByRole('button', { name: 'Hoàn tất' }).click();
    await page.getByRole('heading', { name: 'Đã hoàn tất, sẽ gửi khi có mạng' }).waitFor();
    await online(office, phone);
    await page.getByRole('link', { name: 'Đã gửi hết' }).first().waitFor({ timeout: 60_000 });

    // The office has it, and its own check by the same rules finds nothing.
    const sheets = await office.exported('household');
    const columns = (sheet, ...names) => sheets[sheet].map((record) => names.map((name) => record[name]));
    assert.deepEqual(columns('', 'place/new_unit', 'place/old_district', 'place/old_unit', 'roster/members_total', 'roster/head_name'),
      [['00070', '002', '00061', '2', 'Lan']]);
    assert.deepEqual(columns('roster-member', 'person/member_name', 'person/relation', 'person/birth_date'),
      [['Lan', 'head', '1985-04-30'], ['Minh', 'child', '2015-09-02']]);
    const lan = sheets['roster-member'][0].KEY;
    assert.deepEqual(columns('roster-member-work-job', 'PARENT_KEY', 'job_income')[0], [lan, '7.5']);
    assert.equal(sheets['services-service-visit'].length, 1, 'a visit of a service');
    await eventually('the office’s check', () => office.run('doctor'), (said) => said.includes('Responses that break a rule of their form: 0; waiting to be checked: 0'));
    assert.deepEqual(phone.problems, []);
  },
};
