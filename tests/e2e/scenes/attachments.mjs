// Photos and files of responses: taken through the browser's own file field, kept on the phone, sent in parts.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkAccessible, eventually } from '../support/check.mjs';
import { top } from '../support/office.mjs';
import { enrol, goTo, installed, offline, online, open } from '../support/people.mjs';

const kPhoto = 'Chụp hoặc chọn ảnh: Ảnh nơi tiếp nhận';
const kReplacePhoto = 'Thay tệp khác: Ảnh nơi tiếp nhận';
const kPaper = 'Chọn tệp: Giấy hẹn';
const kChunks = 'POST /v1/attachments/chunk';

async function startPhotoForm(stage) {
  const office = await stage.office();
  await office.run('form', 'publish', join(top, 'tests/ui/forms/photo.xml'));
  const phone = await stage.phone();
  const { page } = phone;
  await open(page, office);
  await enrol(page, await office.enrolmentCode());
  await page.getByRole('button', { name: /Làm phiếu mới: Phiếu có ảnh/ }).waitFor();
  await installed(page);
  return { office, phone, page };
}

// A picture as a camera makes it: no two rows alike, so that it does not shrink to nothing.
async function picture(page, width, height) {
  const bytes = await page.evaluate(async ([w, h]) => {
    const canvas = new OffscreenCanvas(w, h);
    const context = canvas.getContext('2d');
    for (let y = 0; y < h; y += 4) {
      for (let x = 0; x < w; x += 4) {
        context.fillStyle = `rgb(${(x * 7 + y) % 256} ${(y * 5 + x * 3) % 256} ${(x * y) % 256})`;
        context.fillRect(x, y, 4, 4);
      }
    }
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, [width, height]);
  return { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(bytes) };
}

// Width and height of a JPEG: in its first frame header.
function jpegSize(bytes) {
  for (let at = 2; at < bytes.length;) {
    const marker = bytes[at + 1];
    if (marker >= 0xc0 && marker <= 0xc3) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return assert.fail('no JPEG');
}

// The sizes of the files that are kept on the phone.
const kept = (page) => page.evaluate(async () => {
  const root = await navigator.storage.getDirectory();
  const folder = await (await root.getDirectoryHandle('motcua')).getDirectoryHandle('files');
  const sizes = [];
  for await (const file of folder.values()) sizes.push((await file.getFile()).size);
  return sizes;
});

// What `motcua export` wrote for the one response: name -> bytes.
async function exportedFiles(office, form) {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-e2e-export-'));
  try {
    await office.run('export', 'responses', '--form', form, '--out', join(folder, 'answers.csv'));
    const files = join(folder, 'answers-files');
    const [response] = readdirSync(files);
    const read = readdirSync(join(files, response)).map((name) => [name, readFileSync(join(files, response, name))]);
    return { csv: readFileSync(join(folder, 'answers.csv'), 'utf8'), files: new Map(read) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const scenes = {
  async 'attachments: a photo and a file are kept offline, survive a kill, and arrive over a line that breaks'(stage) {
    const { office, phone, page: first } = await startPhotoForm(stage);
    let page = first;
    const photo = await picture(page, 2000, 1000);
    const paper = { name: 'Giấy hẹn.pdf', mimeType: 'application/pdf', buffer: randomBytes(1_700_000) };
    await offline(office, phone);
    await page.getByRole('button', { name: /Làm phiếu mới: Phiếu có ảnh/ }).click();
    await page.getByLabel(kPhoto, { exact: true }).setInputFiles(photo);
    await page.getByText('IMG_0001.jpg', { exact: true }).waitFor();
    await page.getByLabel(kPaper, { exact: true }).setInputFiles(paper);
    await page.getByText('Giấy hẹn.pdf', { exact: true }).waitFor();
    await page.getByText(/^Đã lưu trên máy lúc/).waitFor();
    await checkAccessible(page, 'a question with a photo');
    const address = await page.evaluate(() => location.hash);
    await phone.kill();

    page = await phone.start();
    await phone.context.setOffline(true);
    await open(page, office, address);
    await page.getByText('IMG_0001.jpg', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Hoàn tất' }).click();
    await page.getByRole('heading', { name: 'Đã hoàn tất, sẽ gửi khi có mạng' }).waitFor();
    await goTo(page, '#/survey/sync');
    await page.getByText('Đã gửi 0/2 tệp, 0 %').waitFor();
    await checkAccessible(page, 'sync with files');

    office.network.loseNextReply('/v1/attachments/chunk');
    await online(office, phone);
    await eventually('the part whose answer was lost', () => office.network.lostAll('/v1/attachments/chunk'), true);
    await offline(office, phone);  // And for good, for a while.
    await online(office, phone);
    await page.getByText(/^Đã gửi 2\/2 tệp, 100 %/).waitFor({ timeout: 60_000 });
    assert.ok(office.network.count(kChunks) >= 4);

    const { csv, files } = await exportedFiles(office, 'photo');
    assert.equal(files.size, 2);
    const name = [...files.keys()].find((file) => file.endsWith('.jpg'));
    assert.ok(csv.includes(name));
    assert.deepEqual(jpegSize(files.get(name)), { width: 640, height: 320 });
    assert.ok(files.get([...files.keys()].find((file) => file.endsWith('.pdf'))).equals(paper.buffer));
    const doctor = await office.run('doctor', '--recheck');
    assert.match(doctor, /responses still waiting for a file: 0/);
    assert.deepEqual(phone.problems, []);
  },

  async 'attachments: a photo is taken away, had back and replaced; what is no picture is refused'(stage) {
    const { page } = await startPhotoForm(stage);
    await page.getByRole('button', { name: /Làm phiếu mới: Phiếu có ảnh/ }).click();
    const field = page.getByLabel(kPhoto, { exact: true });
    assert.equal(await field.getAttribute('accept'), 'image/*');
    assert.equal(await field.getAttribute('capture'), 'environment');
    await field.setInputFiles({ name: 'ghi chú.txt', mimeType: 'text/plain', buffer: Buffer.from('chữ') });
    await page.getByText('Loại tệp không dùng được ở đây: text/plain.').first().waitFor({ state: 'attached' });
    await field.setInputFiles(await picture(page, 100, 80));
    await page.getByText('IMG_0001.jpg', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Bỏ tệp: Ảnh nơi tiếp nhận' }).click();
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    await page.getByText('IMG_0001.jpg', { exact: true }).waitFor();
    await page.getByLabel(kReplacePhoto, { exact: true }).setInputFiles({ ...await picture(page, 120, 90), name: 'IMG_0002.jpg' });
    await page.getByText('IMG_0002.jpg', { exact: true }).waitFor();
    assert.equal(await page.getByText('IMG_0001.jpg', { exact: true }).count(), 0);

    // Only what a record names stays after the next start: the draft's two, for the first can still be had back.
    assert.equal((await kept(page)).length, 3);  // The refused one too.
    await page.reload();
    await page.getByText('IMG_0002.jpg', { exact: true }).waitFor();
    await eventually('files after the sweep', async () => (await kept(page)).length, 2);
  },

  async 'attachments: no room on the phone is said, and nothing that was answered is lost'(stage) {
    const { office, phone, page } = await startPhotoForm(stage);
    await page.getByRole('button', { name: /Làm phiếu mới: Phiếu có ảnh/ }).click();
    const small = { mimeType: 'application/pdf', buffer: Buffer.from('a') };
    await page.getByLabel(kPaper, { exact: true }).setInputFiles({ name: 'a.pdf', ...small });
    await page.getByText('a.pdf', { exact: true }).waitFor();
    const session = await phone.context.newCDPSession(page);
    // Room for the file, and not for the 8 MiB beside it that answers may need. The browser gives room in steps of some
    // MB, and counts what it gave as used: the numbers are far enough apart for that.
    const { usage } = await session.send('Storage.getUsageAndQuota', { origin: office.origin });
    await session.send('Storage.overrideQuotaForOrigin', { origin: office.origin, quotaSize: usage + 7_000_000 });
    await page.getByLabel('Thay tệp khác: Giấy hẹn', { exact: true })
      .setInputFiles({ name: 'b.pdf', mimeType: 'application/pdf', buffer: randomBytes(3_000_000) });
    await eventually('the refusal', () => page.getByLabel('Thay tệp khác: Giấy hẹn', { exact: true })
      .evaluate((element) => document.getElementById(element.getAttribute('aria-describedby'))?.textContent ?? ''), (text) => /[Hh]ết chỗ|đầy|dung lượng/.test(text));
    assert.equal(await page.getByText('a.pdf', { exact: true }).count(), 1);
    // What is here already needs no room, and answers have theirs.
    await page.getByLabel('Thay tệp khác: Giấy hẹn', { exact: true }).setInputFiles({ name: 'a again.pdf', ...small });
    await page.getByText('a again.pdf', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('a again.pdf', { exact: true }).waitFor();
    assert.deepEqual(await kept(page), [1]);

    await session.send('Storage.overrideQuotaForOrigin', { origin: office.origin });
    await page.getByLabel('Thay tệp khác: Giấy hẹn', { exact: true })
      .setInputFiles({ name: 'b.pdf', mimeType: 'application/pdf', buffer: randomBytes(3_000_000) });
    await page.getByText('b.pdf', { exact: true }).waitFor();
  },
};
