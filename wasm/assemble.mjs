// Assembles the folder that is served: index.html, service_worker.js and manifest.webmanifest at the top, everything else
// in assets/ under a name with a hash of its content, each with a .br and a .gz beside it. The page's scripts become one
// file, and so do the worker's: a start asks for each only once. The app's own colours are put
// where {{light NAME}} and the like stand. Prints what a first visit costs.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';

const shell = join(dirname(fileURLToPath(import.meta.url)), 'shell');
const { values: from } = parseArgs({
  options: Object.fromEntries(['module', 'fonts', 'icons', 'palette', 'out', 'sizes'].map((name) => [name, { type: 'string' }])),
});

// In this order: a file may name those before it.
const hashed = [
  ...['be-vietnam-pro-regular.ttf', 'be-vietnam-pro-semibold.ttf', 'material-symbols.ttf'].map((name) => join(from.fonts, name)),
  ...readdirSync(from.icons).filter((name) => /\.png$/.test(name) || name === 'icon.svg').sort().map((name) => join(from.icons, name)),
  join(from.module, 'motcua.wasm'),
  ...['style.css', 'worker.js', 'shell.js', 'too_old.js'].map((name) => join(shell, name)),
];
const isText = (name) => /\.(js|css|html|webmanifest)$/.test(name);
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const palette = new Map();  // "light background" -> "#f4f6f8"
const kThemes = ['light', 'dark', 'high-light', 'high-dark'];
for (const [, name, ...colours] of readFileSync(from.palette, 'utf8')
  .matchAll(/^MOTCUA_COLOUR\((\w+), 0x(\w{6}), 0x(\w{6}), 0x(\w{6}), 0x(\w{6})\)/gm)) {
  kThemes.forEach((theme, i) => palette.set(`${theme} ${name}`, `#${colours[i].toLowerCase()}`));
}

function withColours(text) {
  return text.replace(/\{\{([^{}]*)\}\}/g, (_, colour) => {
    if (!palette.has(colour)) throw new Error(`the palette has no "${colour}"`);
    return palette.get(colour);
  });
}

// A script with all that it imports, without comments; what runs in browsers too old for modules stays as it is.
function bundled(path) {
  const { outputFiles } = buildSync({
    entryPoints: [path], bundle: true, write: false, format: 'esm', target: 'es2022', charset: 'utf8',
    // The module's own script, which the compiler writes elsewhere.
    alias: { 'motcua-module': join(from.module, 'motcua.js') },
  });
  return outputFiles[0].text;
}

const names = new Map();  // "worker.js" -> "worker.0a1b2c3d4e.js"

// Names stand in quotes, as "./worker.js", "/assets/worker.js" or "worker.js".
function withHashedNames(text) {
  return text.replace(/(["'])((?:\.\/|\/assets\/)?)([\w.-]+)\1/g,
    (whole, quote, path, name) => (names.has(name) ? quote + path + names.get(name) + quote : whole));
}

const files = [];  // { url, path, bytes, firstVisit }
function add(url, bytes) {
  files.push({ url, path: url === '/' ? 'index.html' : url.slice(1), bytes });
}

for (const path of hashed) {
  const name = basename(path);
  let bytes = readFileSync(path);
  if (name === 'worker.js' || name === 'shell.js') bytes = Buffer.from(withHashedNames(bundled(path)));
  else if (isText(name)) bytes = Buffer.from(withHashedNames(name.endsWith('.js') ? bytes.toString() : withColours(bytes.toString())));
  const dot = name.lastIndexOf('.');
  const hashedName = `${name.slice(0, dot)}.${sha256(bytes).slice(0, 10)}${name.slice(dot)}`;
  names.set(name, hashedName);
  add(`/assets/${hashedName}`, bytes);
}
for (const [url, name] of [['/manifest.webmanifest', 'manifest.webmanifest'], ['/', 'index.html']]) {
  add(url, Buffer.from(withHashedNames(withColours(readFileSync(join(shell, name), 'utf8')))));
}

// The largest icons are for whoever installs the app: the browser fetches them then.
const isForLater = ({ url }) => /^\/assets\/icon-(maskable-)?512\./.test(url);
const list = files.filter((file) => !isForLater(file)).map(({ url, bytes }) => ({ url, sha256: sha256(bytes), size: bytes.length }));
const build = sha256(JSON.stringify(list)).slice(0, 12);
const serviceWorker = readFileSync(join(shell, 'service_worker.js'), 'utf8')
  .replace(/^const kFiles = .*$/m, `const kFiles = ${JSON.stringify(list)};`)
  .replace(/^const kBuild = .*$/m, `const kBuild = '${build}';`);
if (!serviceWorker.includes(build)) throw new Error('service_worker.js has lost the place for its list');
add('/service_worker.js', Buffer.from(serviceWorker));
add('/build.txt', Buffer.from(`${build}\n`));  // The server tells devices which app it has.

// Written beside the old folder and swapped in, so that a server never sees half of it. Compressing is slow: what the old
// folder holds already under the same hashed name is taken from there.
const fresh = `${from.out}.new`;
rmSync(fresh, { recursive: true, force: true });
mkdirSync(join(fresh, 'assets'), { recursive: true });
const sizes = [];
for (const { url, path, bytes } of files) {
  const old = join(from.out, path);
  const known = path.startsWith('assets/') && existsSync(`${old}.br`) && existsSync(`${old}.gz`);
  const br = known ? readFileSync(`${old}.br`) : brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  const gz = known ? readFileSync(`${old}.gz`) : gzipSync(bytes, { level: 9 });
  writeFileSync(join(fresh, path), bytes);
  writeFileSync(join(fresh, `${path}.br`), br);
  writeFileSync(join(fresh, `${path}.gz`), gz);
  sizes.push({ url, raw: bytes.length, gzip: gz.length, brotli: br.length });
}
rmSync(from.out, { recursive: true, force: true });
renameSync(fresh, from.out);

const total = sizes.filter((file) => !isForLater(file)).reduce((sum, file) => sum + file.brotli, 0);
writeFileSync(from.sizes, `${JSON.stringify({ build, total_brotli: total, budget_brotli: 1_000_000, files: sizes }, null, 2)}\n`);
for (const { url, raw, brotli } of sizes) console.log(`${String(raw).padStart(9)} ${String(brotli).padStart(8)} br  ${url}`);
console.log(`first visit: ${(total / 1000).toFixed(1)} kB brotli of 1000 kB`);
