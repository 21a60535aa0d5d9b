// A surveyor's day: no network, a battery that dies, replies that get lost. Nothing may be.
import assert from 'node:assert/strict';
import { eventually } from '../support/check.mjs';
import {
  answersOf, enrol, fillPart, goTo, installed, loadSurveys, offline, online, open, part, ready, savedAnswers, startSipas, toPart,
} from '../support/people.mjs';

export const scenes = {
  async 'surveyor: SIPAS filled offline survives a kill, is sent once the network is back, and once only'(stage) {
    const office = await stage.office();
    const phone = await stage.phone();
    let { page } = phone;
    await open(page, office);
    await loadSurveys(page, office);
    await installed(page);

    await offline(office, phone);
    await page.reload();
    await ready(page);
    await startSipas(page);

    // The first half; then the battery is pulled out.
    const { of: parts } = await part(page);
    const half = Math.ceil(parts / 2);
    const given = new Map();
    let answered = 0;
    for (let number = 1; number <= half; ++number) {
      await toPart(page, number);
      answered += await fillPart(page);
      await savedAnswers(page, answered);
      given.set(number, await answersOf(page));
    }
    await phone.kill();

    page = await phone.start();
    await phone.context.setOffline(true);
    await open(page, office);
    await goTo(page, '#/survey/responses');
    await page.getByRole('button', { name: /Làm tiếp/ }).or(page.getByRole('link', { name: /Làm tiếp/ })).first().click();
    await page.getByText(/^Phần \d+\/\d+/).waitFor();
    await savedAnswers(page, answered);
    for (let number = 1; number <= half; ++number) {
      await toPart(page, number);
      assert.equal(await answersOf(page), given.get(number), `the answers of part ${number} after the kill`);
    }

    // The second half.
    for (let number = half + 1; number <= parts; ++number) {
      await toPart(page, number);
      answered += await fillPart(page);
      await savedAnswers(page, answered);
    }
    await page.getByRole('button', { name: 'Hoàn tất' }).click();
    await page.getByRole('heading', { name: 'Đã hoàn tất, sẽ gửi khi có mạng' }).waitFor();
    await page.getByRole('link', { name: '1 chưa gửi' }).first().waitFor();
    assert.deepEqual(await office.responses('sipas-2023'), []);

    // The server takes it, but the phone does not hear so, and sends it again.
    office.network.loseNextReply('/v1/push');
    await online(office, phone);
    await page.getByRole('link', { name: 'Đã gửi hết' }).first().waitFor({ timeout: 60_000 });
    assert.ok(office.network.lostAll('/v1/push'), 'a reply was lost');
    assert.ok(office.network.count('POST /v1/push') >= 2, 'it was sent again');
    const rows = await office.responses('sipas-2023');
    assert.equal(rows.length, 1, rows.join('\n'));
    assert.match(rows[0], /Trả lời bằng chữ số 1/);
    assert.deepEqual(phone.problems, []);
  },

  async 'surveyor: a wrong enrolment code and a used one are refused with words that help'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await open(page, office);
    await enrol(page, 'SAI-MA-HOAN-TOAN');
    await eventually('the field says why', () => page.getByLabel('Mã ghi danh').evaluate((input) => document.getElementById(input.getAttribute('aria-describedby'))?.textContent ?? ''),
      (text) => text.startsWith('Mã ghi danh không đúng, đã dùng hoặc đã hết hạn'));
    assert.equal(await page.getByLabel('Mã ghi danh').getAttribute('aria-invalid'), 'true');

    const code = await office.enrolmentCode();
    await enrol(page, code);
    await page.getByRole('heading', { name: 'Khảo sát', exact: true }).waitFor();
    const other = await stage.phone();
    await open(other.page, office);
    await enrol(other.page, code);
    await eventually('the other phone is told', () => other.page.getByLabel('Mã ghi danh').getAttribute('aria-invalid'), 'true');
  },

  async 'surveyor: Vietnamese typing reaches the model, by composition and by UniKey’s backspaces'(stage) {
    const office = await stage.office();
    const { page, context } = await stage.phone();
    await open(page, office);
    await loadSurveys(page, office);
    await startSipas(page);
    const field = page.getByLabel('Tỉnh, thành phố');
    await field.focus();
    const cdp = await context.newCDPSession(page);
    for (const text of ['T', 'Ta', 'Tao', 'Tạo']) {
      await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    }
    await cdp.send('Input.insertText', { text: 'Tạo' });
    // "vieetj": UniKey lets "viee" through key by key, takes letters back, and puts the marked ones in.
    await page.keyboard.type(' viee');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.insertText('ê');
    await page.keyboard.type('t');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.insertText('ệt');
    assert.equal(await field.inputValue(), 'Tạo việt');
    await savedAnswers(page, 1);
    // The element is made anew from what the database has.
    await page.reload();
    await page.getByText(/^Phần \d+\/\d+/).waitFor();
    await eventually('the model has it', () => page.getByLabel('Tỉnh, thành phố').inputValue(), 'Tạo việt');
  },
};
