// A page with nothing but the mirror, so that its rules can be tested with trees that a scene makes up. What the mirror
// sends is kept in `window.sent`.
import { basename, join } from 'node:path';
import { top } from './office.mjs';

export const Role = Object.freeze({ root: 0, heading: 1, button: 3, text_field: 5, checkbox: 7, radio_group: 8, radio: 9, list: 10, list_item: 11, dialog: 13, scroller: 14, status: 15, main: 22, table: 23, row: 24, cell: 25, column_header: 26, slider: 27, toggle_switch: 29, toggle_button: 30, tab_list: 31, tab: 32, tab_panel: 33, list_box: 34, option: 35, row_group: 43 });
export const kChecked = 2;
export const kSelected = 8;

export async function openMirror(page, origin) {
  await page.route('**/mirror-test/*.js', (route) => route.fulfill({
    contentType: 'text/javascript; charset=utf-8', path: join(top, 'wasm/shell', basename(route.request().url())),
  }));
  await page.route('**/mirror-test/', (route) => route.fulfill({
    contentType: 'text/html; charset=utf-8',
    body: '<!doctype html><html lang="vi"><title>mirror</title><body><div id="mirror"></div></body></html>',
  }));
  await page.goto(`${origin}/mirror-test/`);
  await page.evaluate(async () => {
    const { Mirror } = await import('/mirror-test/mirror.js');
    window.sent = [];
    window.mirror = new Mirror(document.getElementById('mirror'), (message) => window.sent.push(message));
  });
  return new MirrorPage(page);
}

class MirrorPage {
  #tree = [];

  constructor(page) {
    this.page = page;
  }

  // Shows `tree` (nodes with id, parent, role, …), as the app does after it has seen event number `seen`.
  async show(tree, seen = Infinity) {
    const bytes = encodeUpdate(this.#tree, tree);
    this.#tree = tree;
    await this.page.evaluate(([update, number]) => window.mirror.apply(update && new Uint8Array(update), number ?? Infinity), [bytes, seen]);
  }

  sent(type) {
    return this.page.evaluate((wanted) => window.sent.filter((message) => message.type === wanted), type);
  }
}

// ui::encode_mirror_update in a few lines.
function encodeUpdate(before, now) {
  const bytes = [];
  const u8 = (value) => bytes.push(value);
  const u32 = (value) => bytes.push(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24);
  const f32 = (value) => bytes.push(...new Uint8Array(new Float32Array([value]).buffer));
  const string = (value) => {
    const utf8 = Buffer.from(value);
    u32(utf8.length);
    bytes.push(...utf8);
  };
  const list = (values, write) => {
    u32(values.length);
    values.forEach(write);
  };
  const children = (tree, id) => tree.filter((node) => node.parent === id).map((node) => node.id);
  const old = new Map(before.map((node) => [node.id, JSON.stringify(node)]));

  bytes.push(...Buffer.from('MCM1'));
  list(before.filter(({ id }) => !now.some((node) => node.id === id)).map(({ id }) => id), u32);
  list(now.filter((node) => old.get(node.id) !== JSON.stringify(node)), (node) => {
    u32(node.id);
    u32(node.parent);
    u8(node.role);
    u32(node.flags ?? 0);
    [node.x ?? 0, node.y ?? 0, node.w ?? 100, node.h ?? 40].forEach(f32);
    u8(node.level ?? 1);
    u8(node.field ?? (node.role === Role.text_field ? 1 : 0));
    f32(node.contentHeight ?? 0);
    f32(node.fontPx ?? 16);
    [node.name ?? '', node.value ?? '', node.description ?? '', node.language ?? ''].forEach(string);
  });
  const parents = now.filter(({ id }) => String(children(before, id)) !== String(children(now, id)));
  list(parents, ({ id }) => {
    u32(id);
    list(children(now, id), u32);
  });
  return bytes;
}
