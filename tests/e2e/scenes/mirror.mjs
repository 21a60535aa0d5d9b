// The mirror's rules, each with a tree made for it.
import assert from 'node:assert/strict';
import { Role, kChecked, kSelected, openMirror } from '../support/mirror_page.mjs';

const root = { id: 1, parent: 0, role: Role.root };
const field = (value, more = {}) => ({ id: 5, parent: 1, role: Role.text_field, name: 'Họ tên', value, ...more });
const item = (id) => ({ id, parent: 2, role: Role.list_item, name: `mục ${id}` });
const list = { id: 2, parent: 1, role: Role.list, name: 'Danh sách' };

async function mirrorOf(stage) {
  const office = await stage.office();
  const { page } = await stage.phone();
  return openMirror(page, office.origin);
}

export const scenes = {
  async 'mirror: an echo of an older text does not undo what was typed since'(stage) {
    const mirror = await mirrorOf(stage);
    const input = mirror.page.getByLabel('Họ tên');
    await mirror.show([root, field('')]);
    await input.pressSequentially('ab');
    const [first] = await mirror.sent('text');
    await mirror.show([root, field('a')], first.number);
    assert.equal(await input.inputValue(), 'ab');
  },

  async 'mirror: a value that the app itself changed is written while the field has the focus'(stage) {
    const mirror = await mirrorOf(stage);
    const input = mirror.page.getByLabel('Họ tên');
    await mirror.show([root, field('')]);
    await input.pressSequentially('h26');
    const { number } = (await mirror.sent('text')).at(-1);
    await mirror.show([root, field('H26')], number);
    assert.equal(await input.inputValue(), 'H26');
  },

  async 'mirror: inside a composition nothing is written, after it the app’s value is'(stage) {
    const mirror = await mirrorOf(stage);
    const input = mirror.page.getByLabel('Họ tên');
    await mirror.show([root, field('')]);
    await input.focus();
    const cdp = await mirror.page.context().newCDPSession(mirror.page);
    await cdp.send('Input.imeSetComposition', { text: 'Ta', selectionStart: 2, selectionEnd: 2 });
    await mirror.show([root, field('KHÁC')]);
    assert.equal(await input.inputValue(), 'Ta');
    await cdp.send('Input.insertText', { text: 'Tạo' });
    assert.equal((await mirror.sent('text')).at(-1).text, 'Tạo');
    await mirror.show([root, field('Tạo')]);
    assert.equal(await input.inputValue(), 'Tạo');
  },

  async 'mirror: text that arrives in NFD leaves in NFC and is not written back'(stage) {
    const mirror = await mirrorOf(stage);
    const input = mirror.page.getByLabel('Họ tên');
    await mirror.show([root, field('')]);
    await input.fill('việt'.normalize('NFD'));
    assert.equal((await mirror.sent('text')).at(-1).text, 'việt'.normalize('NFC'));
    await mirror.show([root, field('việt'.normalize('NFC'))]);
    assert.equal(await input.inputValue(), 'việt'.normalize('NFD'), 'the element keeps what the input method put there');
  },

  async 'mirror: a field whose text the app refused shows the app’s value once it is left'(stage) {
    const mirror = await mirrorOf(stage);
    const input = mirror.page.getByLabel('Họ tên');
    await mirror.show([root, field('12')]);
    await input.pressSequentially('x');
    await input.blur();
    assert.ok((await mirror.sent('settle')).length > 0);
    await mirror.show([root, field('12')]);
    assert.equal(await input.inputValue(), '12');
  },

  async 'mirror: reordering moves neither the focused element nor what is in order already'(stage) {
    const mirror = await mirrorOf(stage);
    const { page } = mirror;
    const button = (id) => ({ id, parent: 2, role: Role.button, name: `nút ${id}` });
    await mirror.show([root, list, ...[11, 12, 13, 14].map(button)]);
    await page.getByRole('button', { name: 'nút 14' }).focus();
    await page.evaluate(() => {
      window.moved = [];
      new MutationObserver((records) => records.forEach((record) => record.removedNodes.forEach((node) => window.moved.push(node.textContent))))
        .observe(document.querySelector('ul'), { childList: true });
    });
    await mirror.show([root, list, ...[14, 11, 12, 15, 13].map(button)]);
    assert.deepEqual(await page.getByRole('button').allTextContents(), ['nút 14', 'nút 11', 'nút 12', 'nút 15', 'nút 13']);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'nút 14');
    assert.deepEqual((await page.evaluate(() => window.moved)).sort(), ['nút 11', 'nút 12', 'nút 13']);
    await mirror.show([root, list, ...[14, 12, 15, 13, 11].map(button)]);
    assert.deepEqual((await page.evaluate(() => window.moved)).slice(3), ['nút 11'], 'one element is out of order, one moves');
  },

  async 'mirror: when what has the focus goes away, the question or entry that it stood at has it, and no other control'(stage) {
    const mirror = await mirrorOf(stage);
    const { page } = mirror;
    const button = (id, parent, name) => ({ id, parent, role: Role.button, name });
    const heading = { id: 3, parent: 1, role: Role.heading, name: 'Phiếu' };
    const question = [{ id: 20, parent: 1, role: Role.radio_group, name: 'Câu 1' }, { id: 21, parent: 20, role: Role.radio, name: 'Hài lòng' }];
    const clear = button(22, 1, 'Bỏ chọn');
    const entry = (id, more = {}) => [{ ...item(id), ...more }, button(id + 100, id, `Xoá ${id}`)];
    const focused = () => page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.tagName);
    await mirror.show([root, heading, ...question, clear, field(''), list, ...entry(31), ...entry(32), ...entry(33)]);
    await page.getByRole('button', { name: 'Bỏ chọn' }).focus();
    await mirror.show([root, heading, ...question, field(''), list, ...entry(31), ...entry(32), ...entry(33)]);
    assert.equal(await focused(), 'Câu 1', 'the question that was cleared');
    assert.equal((await mirror.sent('focus')).at(-1).node, 20, 'the app is told');
    await page.getByRole('button', { name: 'Xoá 32' }).focus();
    await mirror.show([root, heading, ...question, field(''), list, ...entry(31), ...entry(33)]);
    assert.equal((await mirror.sent('focus')).at(-1).node, 33, 'the entry that takes its place');
    await mirror.show([root, heading, ...question, field(''), list, ...entry(31)]);
    assert.equal((await mirror.sent('focus')).at(-1).node, 31, 'without one, the entry before');
    await mirror.show([root, heading, list, ...entry(41, { value: '41|100' }), ...entry(42, { value: '42|100' })]);
    await page.getByRole('button', { name: 'Xoá 41' }).focus();
    await mirror.show([root, heading, list, ...entry(42, { value: '42|100' })]);
    assert.equal(await focused(), 'BODY', 'what only scrolled out of sight takes the focus nowhere');
  },

  async 'mirror: a key that is held down presses once'(stage) {
    const mirror = await mirrorOf(stage);
    await mirror.show([root, { id: 8, parent: 1, role: Role.button, name: 'Xoá' }]);
    await mirror.page.getByRole('button', { name: 'Xoá' }).focus();
    for (let i = 0; i < 3; ++i) await mirror.page.keyboard.down('Enter');
    await mirror.page.keyboard.up('Enter');
    assert.equal((await mirror.sent('activate')).length, 1);
  },

  async 'mirror: everything outside a dialog is inert while it is open, and Escape leaves it as Back does'(stage) {
    const mirror = await mirrorOf(stage);
    const { page } = mirror;
    const main = { id: 3, parent: 1, role: Role.main };
    const outside = { id: 4, parent: 3, role: Role.button, name: 'ngoài' };
    const status = { id: 6, parent: 1, role: Role.status, name: 'đã lưu' };
    const dialog = { id: 7, parent: 1, role: Role.dialog, name: 'Xoá?' };
    const inside = { id: 8, parent: 7, role: Role.button, name: 'trong' };
    await mirror.show([root, main, outside, status]);
    await mirror.show([root, main, outside, status, dialog, inside]);
    const isInert = (locator) => locator.evaluate((element) => element.closest('[inert]') !== null);
    const button = page.getByRole('button', { name: 'ngoài' });
    assert.equal(await isInert(button), true);
    assert.equal(await isInert(page.getByRole('button', { name: 'trong' })), false);
    assert.equal(await isInert(page.getByRole('status')), false, 'what speaks still speaks');
    await page.evaluate(() => {
      location.hash = '#/a';
      location.hash = '#/a~ask';
    });
    await page.getByRole('button', { name: 'trong' }).press('Escape');
    await page.waitForFunction(() => location.hash === '#/a');
    await mirror.show([root, main, outside, status]);
    assert.equal(await isInert(button), false);
  },

  async 'mirror: a checkbox becomes what the app says once the app has seen the tap'(stage) {
    const mirror = await mirrorOf(stage);
    const box = mirror.page.getByRole('checkbox', { name: 'Đồng ý' });
    const node = (flags) => ({ id: 9, parent: 1, role: Role.checkbox, name: 'Đồng ý', flags });
    await mirror.show([root, node(0)]);
    await box.tap();
    assert.equal(await box.isChecked(), true, 'the browser answers the finger at once');
    const { number } = (await mirror.sent('activate')).at(-1);
    await mirror.show([root, node(0)], number - 1);
    assert.equal(await box.isChecked(), true, 'an answer to something earlier does not undo it');
    await mirror.show([root, node(0)], number);
    assert.equal(await box.isChecked(), false, 'the app did not take it');
    await mirror.show([root, node(kChecked)]);
    assert.equal(await box.isChecked(), true);
  },

  async 'mirror: a scroller scrolls natively and tells how far'(stage) {
    const mirror = await mirrorOf(stage);
    const { page } = mirror;
    const scroller = { id: 20, parent: 1, role: Role.scroller, w: 300, h: 200, contentHeight: 1000 };
    await mirror.show([root, scroller, { id: 2, parent: 20, role: Role.list, name: 'Danh sách' }, item(21)]);
    await page.addStyleTag({ content: '.scroller { overflow: auto; position: absolute }' });
    await page.locator('.scroller').evaluate((element) => element.scrollTo(0, 150));
    await page.waitForFunction(() => window.sent.some((message) => message.type === 'scroll' && message.y === 150));
    assert.equal(await page.locator('.scroller').getAttribute('tabindex'), '0', 'with nothing to focus in it, it takes the focus');
  },

  async 'mirror: a slider has its ends, its step and what it says, and tells each number that it is moved to'(stage) {
    const mirror = await mirrorOf(stage);
    const slider = mirror.page.getByRole('slider', { name: 'Chấm điểm' });
    const node = (value) => ({ id: 30, parent: 1, role: Role.slider, name: 'Chấm điểm', value });
    await mirror.show([root, node('0|10|2||Chưa chọn')]);
    assert.equal(await slider.getAttribute('aria-valuetext'), 'Chưa chọn');
    assert.equal(await slider.inputValue(), '0');
    await slider.press('ArrowRight');
    const { text, number } = (await mirror.sent('text')).at(-1);
    assert.equal(text, '2');
    await mirror.show([root, node('0|10|2|8|8')], number - 1);
    assert.equal(await slider.inputValue(), '2', 'an answer to something earlier does not move it');
    await mirror.show([root, node('0|10|2|4|4')], number);
    assert.equal(await slider.inputValue(), '4');
    assert.equal(await slider.getAttribute('aria-valuetext'), '4');
  },

  async 'mirror: what hides something says whether it is open'(stage) {
    const mirror = await mirrorOf(stage);
    const button = mirror.page.getByRole('button', { name: 'Giải thích' });
    const node = (flags) => ({ id: 31, parent: 1, role: Role.button, name: 'Giải thích', flags });
    await mirror.show([root, node(512)]);
    assert.equal(await button.getAttribute('aria-expanded'), 'false');
    await mirror.show([root, node(512 + 4)]);
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
  },

  async 'mirror: a tap beside a dialog leaves it, but not the second of two quick taps on what opened it'(stage) {
    const mirror = await mirrorOf(stage);
    const { page } = mirror;
    await page.addStyleTag({ content: '#mirror { position: fixed; inset: 0 } #mirror * { position: absolute }' });
    await page.evaluate(() => {
      const since = performance.now.bind(performance);
      window.later = 0;
      performance.now = () => since() / 1000 + window.later;  // A busy machine's seconds are nothing beside what the scene says.
      location.hash = '#/a';
      location.hash = '#/a~ask';
    });
    const dialog = { id: 7, parent: 1, role: Role.dialog, name: 'Xoá?', x: 0, y: 400 };
    await mirror.show([root, dialog, { id: 8, parent: 7, role: Role.button, name: 'trong' }]);
    await page.touchscreen.tap(300, 100);
    await page.getByRole('button', { name: 'trong' }).tap();  // Answered after it: had it left, it would have by now.
    assert.equal(await page.evaluate(() => location.hash), '#/a~ask');
    await page.evaluate(() => { window.later = 1000; });
    await page.touchscreen.tap(300, 100);
    await page.waitForFunction(() => location.hash === '#/a');
  },

  async 'mirror: a switch, a toggle button and what opens a dialog are real buttons that say their state'(stage) {
    const mirror = await mirrorOf(stage);
    const { page } = mirror;
    const nodes = (flags) => [root,
      { id: 40, parent: 1, role: Role.toggle_switch, name: 'Tương phản cao', flags },
      { id: 41, parent: 1, role: Role.toggle_button, name: 'Quá hạn', flags },
      { id: 42, parent: 1, role: Role.button, name: 'Phường', flags: 1024 + 512 }];
    await mirror.show(nodes(0));
    assert.equal(await page.getByRole('switch', { name: 'Tương phản cao', checked: false }).count(), 1);
    assert.equal(await page.getByRole('button', { name: 'Quá hạn', pressed: false }).count(), 1);
    assert.equal(await page.getByRole('button', { name: 'Phường', expanded: false }).getAttribute('aria-haspopup'), 'dialog');
    await page.getByRole('switch').tap();
    assert.equal((await mirror.sent('activate')).at(-1).node, 40);
    await mirror.show(nodes(kChecked));
    assert.equal(await page.getByRole('switch', { checked: true }).count(), 1);
    assert.equal(await page.getByRole('button', { name: 'Quá hạn', pressed: true }).count(), 1);
  },

  async 'mirror: one tab of a list is reached by Tab, arrow keys go from tab to tab and show each'(stage) {
    const mirror = await mirrorOf(stage);
    const { page } = mirror;
    const tabs = (selected) => [root, { id: 50, parent: 1, role: Role.tab_list, name: 'Hồ sơ' },
      ...[51, 52, 53].map((id) => ({ id, parent: 50, role: Role.tab, name: `thẻ ${id}`, flags: id === selected ? kSelected : 0 })),
      { id: 54, parent: 1, role: Role.tab_panel, name: `thẻ ${selected}` }];
    await mirror.show(tabs(52));
    const reached = () => page.getByRole('tab').evaluateAll((all) => all.filter((tab) => tab.tabIndex === 0).map((tab) => tab.textContent));
    assert.deepEqual(await reached(), ['thẻ 52']);
    const activated = async () => (await mirror.sent('activate')).map(({ node }) => node);
    await page.getByRole('tab', { selected: true }).press('ArrowRight');
    assert.deepEqual(await activated(), [53]);
    await mirror.show(tabs(53));
    await page.keyboard.press('ArrowRight');
    assert.deepEqual(await activated(), [53, 51], 'after the last comes the first');
    await mirror.show(tabs(51));
    assert.deepEqual(await reached(), ['thẻ 51']);
    await page.keyboard.press('End');
    assert.deepEqual(await activated(), [53, 51, 53]);
  },

  async 'mirror: from the search Down leads to the options, which arrow keys go through and Enter chooses'(stage) {
    const mirror = await mirrorOf(stage);
    const { page } = mirror;
    const option = (id, i, flags = 0) => ({ id, parent: 61, role: Role.option, name: `mục ${id}`, value: `${i}|90`, flags });
    await mirror.show([root, field('', { id: 60, field: 8, name: 'Tìm' }), { id: 61, parent: 1, role: Role.list_box, name: 'Phường' },
      option(62, 1), option(63, 2), option(64, 3)]);
    const focused = () => page.evaluate(() => document.activeElement.textContent);
    await page.getByRole('searchbox', { name: 'Tìm' }).press('ArrowDown');
    assert.equal(await focused(), 'mục 62');
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(), 'mục 62');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'mục 63');
    assert.deepEqual(await mirror.sent('activate'), [], 'going over an option does not choose it');
    await page.keyboard.press('Enter');
    assert.equal((await mirror.sent('activate')).at(-1).node, 63);
    assert.equal(await page.getByRole('option', { name: 'mục 63' }).getAttribute('aria-posinset'), '2');
    assert.equal(await page.getByRole('option', { name: 'mục 63' }).getAttribute('aria-setsize'), '90');
  },

  async 'mirror: a table that can be sorted says by what, and a part of a long one which part it is'(stage) {
    const mirror = await mirrorOf(stage);
    const { page } = mirror;
    await mirror.show([root, { id: 70, parent: 1, role: Role.table, name: 'Hồ sơ', value: '100001' },
      { id: 71, parent: 70, role: Role.row, value: '1' },
      { id: 72, parent: 71, role: Role.column_header, name: 'Hạn trả', value: 'descending' },
      { id: 73, parent: 70, role: Role.row, value: '5002' }, { id: 74, parent: 73, role: Role.cell, name: '23/11/2026' }]);
    assert.equal(await page.getByRole('table').getAttribute('aria-rowcount'), '100001');
    assert.equal(await page.getByRole('columnheader').getAttribute('aria-sort'), 'descending');
    assert.equal(await page.getByRole('row').last().getAttribute('aria-rowindex'), '5002');
  },

  async 'mirror: rows of a table take the focus from the app, Tab finds one, and their keys reach the app'(stage) {
    const mirror = await mirrorOf(stage);
    const { page } = mirror;
    const [takesKeys, roving, tabStop, choosable, skipped, selected] = [2048, 4096, 8192, 16384, 32768, 8];
    const row = (id, flags, value) => ({ id, parent: 41, role: Role.row, flags: roving | choosable | flags, value });
    const table = (flags) => [
      { ...root, flags },
      { id: 40, parent: 1, role: Role.table, name: 'Phiếu', flags: roving | choosable, value: '100001' },
      { id: 41, parent: 40, role: Role.row_group },
      row(42, tabStop, '2'), { id: 43, parent: 42, role: Role.cell }, { id: 44, parent: 43, role: Role.button, name: 'mở', flags: skipped },
      row(45, selected, '3'), { id: 46, parent: 45, role: Role.cell, name: 'b' },
    ];
    await mirror.show(table(0));
    const grid = page.getByRole('grid', { name: 'Phiếu' });
    assert.equal(await grid.getAttribute('aria-rowcount'), '100001');
    assert.equal(await grid.getAttribute('aria-multiselectable'), 'true');
    assert.deepEqual(await page.getByRole('row').evaluateAll((rows) => rows.map((r) => [r.getAttribute('aria-rowindex'), r.getAttribute('aria-selected'), r.tabIndex])),
      [['2', 'false', 0], ['3', 'true', -1]]);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-rowindex')), '2');
    for (const key of ['ArrowDown', 'x', ' ']) await page.keyboard.press(key);
    assert.deepEqual((await mirror.sent('key')).map(({ key }) => key), ['ArrowDown', ' '], 'characters are for screens that take keys');
    await mirror.show(table(takesKeys));
    for (const key of ['x', '?', 'Control+j']) await page.keyboard.press(key);
    assert.deepEqual((await mirror.sent('key')).slice(2).map(({ key }) => key), ['x', '?']);
    await page.evaluate(() => window.mirror.focus(45));
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-rowindex')), '3');
  },

  async 'mirror: keys that are typed into a field, or over a dialog, are no shortcuts'(stage) {
    const mirror = await mirrorOf(stage);
    const { page } = mirror;
    const takesKeys = { ...root, flags: 2048 };
    await mirror.show([takesKeys, field('')]);
    await page.getByLabel('Họ tên').pressSequentially('g/?');
    assert.deepEqual(await mirror.sent('key'), []);
    await page.getByLabel('Họ tên').blur();
    await page.keyboard.press('g');
    assert.deepEqual((await mirror.sent('key')).map(({ key }) => key), ['g']);
    await mirror.show([takesKeys, field(''), { id: 7, parent: 1, role: Role.dialog, name: 'Xoá?' }, { id: 8, parent: 7, role: Role.button, name: 'trong' }]);
    await page.getByRole('button', { name: 'trong' }).press('j');
    assert.equal((await mirror.sent('key')).length, 1);
  },
};
