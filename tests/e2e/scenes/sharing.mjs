// One response, two devices of one surveyor: a draft goes from one to the other, and where both answered the same question
// differently somebody chooses.
import assert from 'node:assert/strict';
import { eventually } from '../support/check.mjs';
import { goTo, loadSurveys, open } from '../support/people.mjs';

const kField = 'Lĩnh vực của thủ tục đã làm';
const field = (page) => page.getByLabel(kField);

async function enrolled(stage, office) {
  const { page } = await stage.phone();
  await open(page, office);
  await loadSurveys(page, office);
  return page;
}

// Asks the server now, and waits until all is sent and received.
async function exchange(page, office) {
  await goTo(page, '#/survey/sync');
  const pulls = () => office.network.answers.filter((line) => line === 'POST /v1/changes').length;
  const before = pulls();
  const now = page.getByRole('button', { name: 'Gửi ngay' });
  await now.click();
  await eventually('the server told what is new', () => pulls() > before, true);
  await eventually('the round is over', () => now.getAttribute('aria-busy'), null);
  await page.getByText('Máy chủ đã có mọi phiếu đã hoàn tất').waitFor();
}

async function continueDraft(page) {
  await goTo(page, '#/survey/responses');
  await page.getByRole('button', { name: /^Làm tiếp/ }).click();
  await page.getByText(/^Phần \d+\/\d+/).waitFor();
}

async function handOver(page) {
  await goTo(page, '#/survey/responses');
  await page.getByRole('button', { name: /^Gửi bản nháp/ }).click();
  await page.getByText('Bản nháp sẽ được gửi').first().waitFor();
}

export const scenes = {
  async 'sharing: a draft goes on on another device, and two different answers stand side by side until one is chosen'(stage) {
    const office = await stage.office();
    const first = await enrolled(stage, office);
    const second = await enrolled(stage, office);
    await first.getByRole('button', { name: /Làm phiếu mới: .*9 nội dung/ }).click();
    await field(first).fill('Hộ tịch');
    await first.getByText(/^Đã lưu trên máy lúc/).waitFor();
    await handOver(first);
    await first.getByText('Bản nháp trên máy chủ', { exact: true }).waitFor();
    await exchange(first, office);
    await exchange(second, office);
    await continueDraft(second);
    assert.equal(await field(second).inputValue(), 'Hộ tịch');

    office.network.cut();
    await continueDraft(first);
    await field(first).fill('Đất đai');
    await first.getByText(/^Đã lưu trên máy lúc/).waitFor();
    await handOver(first);
    await field(second).fill('Xây dựng');
    await second.getByText(/^Đã lưu trên máy lúc/).waitFor();
    await handOver(second);
    office.network.restore();
    for (const page of [first, second, first]) await exchange(page, office);

    await goTo(first, '#/survey/responses');
    await first.getByText('1 câu có hai câu trả lời khác nhau').waitFor();
    await first.getByRole('button', { name: 'Xem và chọn' }).click();
    await first.getByRole('heading', { name: 'Chọn câu trả lời đúng' }).waitFor();
    const question = first.getByRole('region', { name: kField });
    await question.getByText('Đất đai', { exact: true }).waitFor();
    await question.getByText('Xây dựng', { exact: true }).waitFor();
    await question.getByText(/^Máy này, /).waitFor();
    await question.getByText(/^Thiết bị [0-9a-f]{8}, /).waitFor();
    await question.getByRole('button', { name: 'Chọn câu này: Đất đai' }).click();
    await first.getByText('Không còn câu nào phải chọn').waitFor();
    for (const page of [first, second]) await exchange(page, office);
    await goTo(second, '#/survey/responses');
    await second.getByText('Bản nháp trên máy chủ', { exact: true }).waitFor();
    await second.getByText('1 câu có hai câu trả lời khác nhau').waitFor({ state: 'detached' });
    await continueDraft(second);
    assert.equal(await field(second).inputValue(), 'Đất đai');
  },
};
