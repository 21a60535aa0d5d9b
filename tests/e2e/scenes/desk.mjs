// The desk: an officer's and an admin's lists, by the keyboard alone and on a phone.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kDesktop } from '../support/browser.mjs';
import { checkAccessible, eventually } from '../support/check.mjs';
import { kAdmin } from '../support/office.mjs';
import { goTo, open, signIn } from '../support/people.mjs';

const kRows = 1200;

// Dossiers Z99.01-…-0001 and on; each third is long overdue, the others never.
async function importMany(office) {
  const rows = ['Mã hồ sơ,Mã tra cứu,Tên thủ tục,Đơn vị giải quyết,Ngày hẹn trả,Trạng thái,Thời điểm'];
  for (let i = 1; i <= kRows; ++i) {
    const number = String(i).padStart(4, '0');
    const due = i % 3 === 0 ? '2021-02-01' : '2199-02-01';
    rows.push(`Z99.01-210101-${number},K7M4QX,Thủ tục mẫu số ${i % 7},UBND (mẫu),${due},Được tiếp nhận,2021-01-01 ${String(8 + Math.floor(i / 300)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'motcua-e2e-dossiers-'));
  try {
    writeFileSync(join(folder, 'many.csv'), rows.join('\n'));
    await office.run('dossier', 'import', join(folder, 'many.csv'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const grid = (page) => page.getByRole('grid', { name: 'Hồ sơ' });
const focusedRow = (page) => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));

export const scenes = {
  async 'desk: by the keyboard alone from signing in to the last of a thousand rows, and back'(stage) {
    const office = await stage.office();
    await importMany(office);
    const { page } = await stage.phone(kDesktop);
    await page.addInitScript(() => {
      window.print = () => {
        window.printed = document.getElementById('print').innerText;
      };
    });
    const { keyboard } = page;
    await open(page, office, '#/admin');
    for (let i = 0; i < 10 && await page.evaluate(() => document.activeElement?.getAttribute('aria-label')) !== 'Tên đăng nhập'; ++i) await keyboard.press('Tab');
    await keyboard.type(kAdmin.name);
    await keyboard.press('Tab');
    await keyboard.type(kAdmin.password);
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Tổng quan' }).waitFor();

    await keyboard.press('g');
    await keyboard.press('d');
    await grid(page).waitFor();
    assert.equal(await grid(page).getAttribute('aria-rowcount'), String(kRows + 2));
    await keyboard.press('j');
    await eventually('the first row has the focus', () => focusedRow(page), '2');
    await keyboard.press('End');
    await eventually('the last row has the focus', () => focusedRow(page), String(kRows + 2));
    await page.getByRole('row').filter({ hasText: 'Z99.01-210101-' }).last().waitFor();
    const seen = await page.evaluate(() => {
      const row = document.activeElement.getBoundingClientRect();
      return row.top >= 0 && row.bottom <= innerHeight;
    });
    assert.equal(seen, true, 'the row with the focus is in sight');
    assert.ok(await page.locator('#mirror *').count() < 1000, 'few rows are in the page');

    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await eventually('the row has the focus again', () => focusedRow(page), String(kRows + 2));

    await keyboard.press('/');
    await page.waitForFunction(() => document.activeElement?.type === 'search');
    await keyboard.type('thu tuc mau so 3/?');
    await page.getByText('Không có gì khớp').waitFor();
    await keyboard.press('Backspace');
    await keyboard.press('Backspace');
    await page.waitForFunction(() => location.hash === '#/admin/dossiers?q=thu%20tuc%20mau%20so%203');
    await page.getByText('172 hồ sơ').waitFor();
    await checkAccessible(page, 'dossiers on a desk');

    await page.getByRole('button', { name: 'In danh sách' }).focus();
    await keyboard.press('Enter');
    await page.waitForFunction(() => window.printed !== undefined);
    const printed = await page.evaluate(() => window.printed);
    assert.match(printed, /Hồ sơ – Phường Thử Nghiệm/);
    assert.equal((printed.match(/Z99\.01-210101-\d{4}/g) ?? []).length, 172);

    await keyboard.press('?');
    await page.getByRole('dialog', { name: 'Phím tắt' }).waitFor();
    await checkAccessible(page, 'shortcuts');
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  },

  async 'desk: on a phone the list is cards; filters open, stand in the address, and Back takes them away'(stage) {
    const office = await stage.office();
    await importMany(office);
    const { page } = await stage.phone();
    await open(page, office, '#/admin');
    await signIn(page);
    await page.getByRole('link', { name: `${kRows / 3} Hồ sơ quá hạn` }).click();
    await page.getByText(`${kRows / 3} hồ sơ`).waitFor();
    assert.equal(await page.evaluate(() => location.hash), '#/admin/dossiers?overdue=1&sort=due');
    await page.getByRole('button', { name: 'Lọc' }).click();
    await page.getByRole('button', { name: 'Quá hạn', pressed: true }).click();
    await page.getByText('1.201 hồ sơ').waitFor();
    await page.goBack();
    await page.getByText(`${kRows / 3} hồ sơ`).waitFor();
    const card = page.getByRole('listitem').first();
    await card.getByRole('button', { name: /^Z99\.01-210101-/ }).click();
    await page.getByRole('dialog').getByText('UBND (mẫu)').waitFor();
    await checkAccessible(page, 'a dossier on a phone');
    await page.goBack();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await goTo(page, '#/admin/dossiers?q=0012');
    await page.getByText('1 hồ sơ', { exact: true }).waitFor();
  },
};
