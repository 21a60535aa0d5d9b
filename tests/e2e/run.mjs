// node tests/e2e/run.mjs [--crashes N] [filter…]
// Runs the scenes of scenes/*.mjs one by one against the built server and app; filters choose by name: a scene is
// played when any of them is in its name. UPDATE_GOLDEN=1 writes the goldens anew; PATIENCE=3 waits three times as long
// for everything, where others keep the machine busy. The last line is "N passed, N failed".
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Phone, kSceneLimitMs } from './support/browser.mjs';
import { crashInMidEntry } from './support/crashes.mjs';
import { startOffice } from './support/office.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const failures = join(here, '../../build/e2e');
const { values: { crashes }, positionals: filters } = parseArgs({ options: { crashes: { type: 'string' } }, allowPositionals: true });

const scenes = [];
for (const file of readdirSync(join(here, 'scenes')).sort()) {
  const module = await import(pathToFileURL(join(here, 'scenes', file)));
  for (const [name, play] of Object.entries(module.scenes)) scenes.push({ name, play, file });
}

// With --crashes only those are played, each kind N times on one draft.
if (crashes) {
  const rounds = Number(crashes);
  const tell = (done) => console.log(`    ${done} of ${rounds}`);
  scenes.splice(0, scenes.length, ...['browser', 'renderer'].map((how) => ({
    name: `crashes: ${rounds} of the ${how} in mid-entry`, play: (stage) => crashInMidEntry(stage, { rounds, how, tell }),
  })));
}

// What a scene is given: an office with its server, and phones. All is gone after it.
class Stage {
  #offices = [];
  phones = [];

  async office(options) {
    const office = await startOffice(options);
    this.#offices.push(office);
    return office;
  }

  async phone(options) {
    const phone = new Phone(options);
    this.phones.push(phone);
    await phone.start();
    return phone;
  }

  async close() {
    for (const phone of this.phones) await phone.dispose();
    for (const office of this.#offices) await office.dispose();
  }
}

async function photograph(stage, name) {
  mkdirSync(failures, { recursive: true });
  let number = 0;
  for (const phone of stage.phones) {
    for (const page of phone.context?.pages() ?? []) {
      const path = join(failures, `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}-${++number}.png`);
      await page.screenshot({ path, timeout: 5000 }).then(() => console.log(`    screenshot: ${path}`), () => {});
      await page.locator('body').ariaSnapshot({ timeout: 2000 }).then((text) => console.log(text.replace(/^/gm, '    | ')), () => {});
    }
    for (const problem of phone.problems) console.log(`    console: ${problem}`);
  }
}

let passed = 0;
let failed = 0;
for (const { name, play } of scenes.filter((scene) => filters.length === 0 || filters.some((filter) => scene.name.includes(filter)))) {
  const stage = new Stage();
  const begin = Date.now();
  let limit;
  try {
    const late = new Promise((_, reject) => {
      limit = setTimeout(() => reject(new Error('the scene takes too long')), kSceneLimitMs * (crashes ? 6 : 1));
    });
    await Promise.race([play(stage), late]);
    ++passed;
    console.log(`  ok      ${name} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
  } catch (error) {
    ++failed;
    console.log(`  FAILED  ${name}\n${String(error.stack ?? error).replace(/^/gm, '    ')}`);
    await photograph(stage, name);
  } finally {
    clearTimeout(limit);
    await stage.close();
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
