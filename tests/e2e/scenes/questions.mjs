// Questions as people answer them on a phone: the next one comes by itself, a signature is drawn with a finger, the place
// is measured, a voice is recorded.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkAccessible, eventually } from '../support/check.mjs';
import { heading, next } from '../support/fill.mjs';
import { top } from '../support/office.mjs';
import { goTo, loadSurveys, open, turnPages } from '../support/people.mjs';

const kDevices = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const kFirst = /^1\. Cơ quan nhà nước cung cấp, giải thích thông tin/;
const kSecond = /^2\. Cơ quan nhà nước cung cấp thông tin/;

const focusedGroup = (page) => page.evaluate(
  () => document.activeElement.closest('[role=radiogroup]')?.getAttribute('aria-label') ?? '');

async function startDevices(stage) {
  const office = await stage.office();
  await office.run('form', 'publish', join(top, 'tests/ui/forms/devices.xml'));
  const phone = await stage.phone({ flags: kDevices, permissions: ['geolocation', 'microphone'],
    geolocation: { latitude: 21.0285, longitude: 105.8542, accuracy: 18 } });
  const { page } = phone;
  await open(page, office);
  await loadSurveys(page, office);
  await page.getByRole('button', { name: /Làm phiếu mới: Máy đo/ }).click();
  await page.getByRole('button', { name: 'Tiếp tục' }).waitFor();
  return { office, phone, page };
}

// What `motcua export` wrote for the one response: its row, and the bytes of its files by their ending.
async function exported(office) {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-e2e-export-'));
  try {
    await office.run('export', 'responses', '--form', 'devices', '--out', join(folder, 'answers.csv'));
    const files = join(folder, 'answers-files');
    const [response] = readdirSync(files);
    const read = readdirSync(join(files, response)).map((name) => [name.replace(/^.*\./, ''), readFileSync(join(files, response, name))]);
    return { csv: readFileSync(join(folder, 'answers.csv'), 'utf8'), files: Object.fromEntries(read) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const scenes = {
  async 'questions: the next statement and the next page come by themselves, and Back is there'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await open(page, office);
    await loadSurveys(page, office);
    await turnPages(page, 'by themselves');
    await page.getByRole('button', { name: /Làm phiếu mới: .*SIPAS/ }).click();
    await page.getByRole('button', { name: 'Tiếp tục' }).waitFor();
    await goTo(page, `${await page.evaluate(() => location.hash)}/c9/a`);
    const first = page.getByRole('radiogroup', { name: kFirst });
    await first.getByRole('radio', { name: 'Hài lòng', exact: true }).tap();
    await eventually('the focus on the next statement', () => focusedGroup(page), (now) => kSecond.test(now));
    await checkAccessible(page, 'statements of a form');
    await page.getByRole('radiogroup', { name: kSecond }).getByRole('radio', { name: 'Rất hài lòng' }).tap();
    await eventually('the next page', () => heading(page), 'I. Chính sách – B. Cơ hội tham gia của người dân');
    await page.getByRole('button', { name: 'Quay lại phần trước' }).click();
    await eventually('the page before', () => heading(page), 'I. Chính sách – A. Trách nhiệm giải trình');
    assert.equal(await page.getByRole('radiogroup', { name: kSecond }).getByRole('radio', { name: 'Rất hài lòng' }).isChecked(), true);
  },

  async 'questions: two taps ask for one microphone, and it is off once another tab has the data'(stage) {
    const { office, page } = await startDevices(stage);
    await page.evaluate(() => {
      window.streams = [];
      const own = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await own(wanted);
        window.streams.push(stream);
        return stream;
      };
    });
    await next(page);
    await page.getByRole('button', { name: 'Ghi âm: Lời kể' }).evaluate((button) => {
      button.click();
      button.click();
    });
    await page.getByRole('button', { name: /^Dừng và lưu 0:0[1-9]: Lời kể$/ }).waitFor();
    assert.equal(await page.evaluate(() => window.streams.length), 1);
    const other = await page.context().newPage();
    await other.goto(office.origin);
    await other.getByRole('button', { name: 'Dùng ở đây' }).click();
    await page.getByRole('heading', { name: 'Một Cửa đang mở ở thẻ khác' }).waitFor();
    const off = () => page.evaluate(() => window.streams.every((stream) => stream.getTracks().every(({ readyState }) => readyState === 'ended')));
    await eventually('the microphone is off', off, true);
  },

  async 'questions: a signature, a voice and a place are taken on the phone and arrive at the office'(stage) {
    const { office, page } = await startDevices(stage);
    const pad = page.getByRole('img', { name: 'Ký vào khung này: Chữ ký' });
    const box = await pad.boundingBox();
    await page.mouse.move(box.x + 40, box.y + 60);
    await page.mouse.down();
    for (let x = 40; x < 220; x += 20) await page.mouse.move(box.x + x, box.y + 60 + (x % 40));
    await page.mouse.up();
    const keep = page.getByRole('button', { name: 'Lưu chữ ký: Chữ ký' });
    await eventually('a stroke', () => keep.isEnabled(), true);
    await keep.click();
    await page.getByText('signature.png', { exact: true }).waitFor();
    await checkAccessible(page, 'a signature');
    await next(page);

    await page.getByRole('button', { name: 'Ghi âm: Lời kể' }).click();
    const stop = page.getByRole('button', { name: /^Dừng và lưu 0:0[1-9]: Lời kể$/ });
    await stop.waitFor();
    await stop.click();
    await page.getByText('audio.webm', { exact: true }).waitFor();
    await eventually('a sound that can be played', () => page.locator('audio').evaluate((audio) => audio.readyState > 0), true);
    await checkAccessible(page, 'a recording');
    await next(page);

    await page.getByRole('button', { name: 'Lấy vị trí ở đây: Vị trí' }).click();
    await page.getByRole('button', { name: 'Dùng vị trí này (±18 m)' }).click();
    await eventually('a latitude', () => page.getByLabel('Vĩ độ', { exact: true }).inputValue(), '21.0285000');
    await checkAccessible(page, 'a place');
    await next(page);
    await page.getByRole('button', { name: 'Hoàn tất' }).click();
    await page.getByRole('heading', { name: 'Đã hoàn tất và đã gửi' }).waitFor();
    await goTo(page, '#/survey/sync');
    await page.getByText('Đã gửi 2/2 tệp', { exact: false }).waitFor();
    const { csv, files } = await exported(office);
    assert.match(csv, /21\.0285/);
    assert.deepEqual([...files.png.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join(''), 'PNG');
    assert.ok(files.webm.length > 1000, `a recording of ${files.webm.length} bytes`);
  },
};
