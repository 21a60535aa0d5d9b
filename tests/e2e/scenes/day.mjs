// A surveyor's working day: from the office's list to its export, with a network that is gone and a battery that dies.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillLevel } from '../support/fill.mjs';
import { enrol, goTo, installed, offline, online, open, ready, turnPages } from '../support/people.mjs';

const kSample = `key,label,address,unit,due,order,reserve,answer: field
MAU-01,Hộ mẫu một,"Số 1, ngõ Mẫu",Tổ Mẫu,2026-11-30,1,,Hộ tịch
MAU-02,Hộ mẫu hai,Số 2,Tổ Mẫu,,2,,
MAU-03,Hộ mẫu ba,Số 3,Tổ Mẫu,,3,,
`;

const address = (page, name) => page.getByRole('link', { name: new RegExp(`^${name}, `) });

// Exports the visits of the office; one table's rows, each as its cells.
async function exported(office, folder, table) {
  await office.run('export', 'visits', '--out', join(folder, 'v.csv'));
  return readFileSync(join(folder, `v${table}.csv`), 'utf8').trim().split('\r\n').slice(1).map((line) => line.split(','));
}

export const scenes = {
  async 'day: what is assigned is visited with no network, survives a kill, and is in the export'(stage) {
    const office = await stage.office();
    const folder = mkdtempSync(join(tmpdir(), 'motcua-e2e-day-'));
    try {
      const sample = join(folder, 'sample.csv');
      writeFileSync(sample, kSample);
      await office.run('assignment', 'import', sample, '--user', 'khaosat1', '--form', 'ward-9-items');

      const phone = await stage.phone();
      let { page } = phone;
      await open(page, office);
      await enrol(page, await office.enrolmentCode());
      await page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
      await turnPages(page, 'by hand');
      await address(page, 'Hộ mẫu ba').waitFor();
      await installed(page);
      await offline(office, phone);

      // The interview begins with what the office filled in.
      await address(page, 'Hộ mẫu một').click();
      await page.getByRole('button', { name: 'Bắt đầu phỏng vấn' }).click();
      assert.equal(await page.getByLabel('Lĩnh vực của thủ tục đã làm').inputValue(), 'Hộ tịch');
      await fillLevel(page, { 'Số phiếu giấy, nếu có': 'P-01' });
      await page.getByRole('button', { name: 'Hoàn tất' }).click();
      await page.getByRole('heading', { name: 'Đã hoàn tất, sẽ gửi khi có mạng' }).waitFor();
      await page.getByRole('button', { name: 'Về danh sách hôm nay' }).click();

      // Two taps for a refusal.
      await address(page, 'Hộ mẫu hai').click();
      await page.getByRole('button', { name: 'Từ chối' }).click();
      await page.getByRole('button', { name: 'Không có thời gian' }).click();
      await page.getByText('Đã ghi: Từ chối, Không có thời gian').first().waitFor();
      await phone.kill();

      page = await phone.start();
      await phone.context.setOffline(true);
      await open(page, office);
      await goTo(page, '#/survey');
      await page.getByText('Đã xong 2/3 địa chỉ').first().waitFor();
      assert.equal(await address(page, 'Hộ mẫu hai').count(), 0);
      await goTo(page, '#/survey/day');
      await page.getByText('Từ chối: 1').waitFor();
      await page.getByText('Phiếu hoàn thành: 1').waitFor();

      await online(office, phone);
      await page.reload();
      await ready(page);
      await goTo(page, '#/survey/sync');
      await page.getByText(/^Đã gửi 1 phiếu và 2 lần đến thăm/).first().waitFor();
      await page.getByRole('link', { name: 'Đã gửi hết' }).first().waitFor();

      const rows = await exported(office, folder, '');
      assert.deepEqual(rows.map(([key, , , , , , , outcome]) => [key, outcome]),
        [['MAU-01', 'completed'], ['MAU-02', 'refused'], ['MAU-03', '']]);
      const responses = await office.responses('ward-9-items');
      assert.equal(responses.length, 1);
      assert.equal(rows[0][12], responses[0].split(',')[0], 'the visit names its response');
      const rates = await exported(office, folder, '-rates');
      assert.deepEqual(rates.find(([, unit]) => unit === '*').slice(2), ['3', '1', '1', '1', '0', '0', '0', '2', '50.00']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
