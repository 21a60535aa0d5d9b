// node tests/benchmarks/forms/bench.mjs [words]
// Writes the forms of forms.mjs (those whose name has one of the words) to build/benchmarks/forms and fills each with three
// engines, one after another: ours native, ours as WebAssembly under Node, and @getodk/xforms-engine under Node with
// jsdom. Prints the figures beside their budgets and as ratios; nothing is asserted. Ends by itself within some three minutes.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forms } from './forms.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const top = join(here, '../../..');
const folder = join(top, 'build/benchmarks/forms');
const native = [join(top, 'build/native/tests/benchmarks/forms/forms_benchmarks')];
const web = [process.execPath, join(top, 'build/web/tests/benchmarks/forms/forms_benchmarks.js')];
const xformsEngine = [process.execPath, join(here, 'xforms_engine.mjs')];
const kRounds = 41;
const kSeconds = 4;
// The other engine does the script's steps for so long, then the filling ends where it is. A process that has not ended
// after the limit is ended.
const kOtherSeconds = 12;
const kLimitSeconds = 40;

const median = (values) => [...values].sort((a, b) => a - b)[Math.ceil(values.length / 2) - 1];

/// Runs one engine: `rounds` of figures, and why there are no more of them.
function run([command, ...words], files, options) {
  const outcome = spawnSync(command, [...words, ...files, ...options.map(String)], {
    encoding: 'utf8',
    timeout: kLimitSeconds * 1000,
    maxBuffer: 1 << 28,
  });
  const rounds = [];
  for (const line of outcome.stdout.split('\n').filter(Boolean)) {
    const { round, ...figures } = JSON.parse(line);
    rounds[round] = { ...rounds[round], ...figures };
  }
  let problem = '';
  if (outcome.error?.code === 'ETIMEDOUT') problem = `ended after ${kLimitSeconds} s`;
  else if (outcome.status !== 0) problem = outcome.stderr.trim().split('\n').find((line) => /error|:/i.test(line)) ?? `exit ${outcome.status}`;
  return { rounds, problem };
}

/// The first filling of a process is cold. Warm: the median of the others, of those that came as far.
function figures(rounds) {
  const cold = rounds[0] ?? {};
  const rest = rounds.slice(1).filter((round) => round.steps === cold.steps);
  const warm = {};
  for (const name of Object.keys(cold).filter((key) => typeof cold[key] === 'number')) {
    warm[name] = rest.length > 0 ? median(rest.map((round) => round[name])) : cold[name];
  }
  const both = ({ parse_ms, create_ms }) => (create_ms === undefined ? undefined : parse_ms + create_ms);
  return { cold: { ...cold, open_ms: both(cold) }, warm: { ...warm, open_ms: both(warm) }, warmRounds: rest.length };
}

const written = (value) => {
  if (value === undefined) return '–';
  if (value >= 100) return value.toLocaleString('en', { maximumFractionDigits: 0 });
  return value.toPrecision(value < 0.001 ? 1 : 3).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
};
const ratio = (value, base) => (value === undefined || !base ? '–' : `${written(value / base)}x`);

const rows = [
  ['parse, cold, ms', 'cold', 'parse_ms'],
  ['create, cold, ms', 'cold', 'create_ms'],
  ['parse, warm, ms', 'warm', 'parse_ms'],
  ['create, warm, ms', 'warm', 'create_ms'],
  ['parse + create, warm, ms', 'warm', 'open_ms'],
  ['the same in processor time, cold, ms', 'cold', 'open_processor_ms'],
  ['the same in processor time, warm, ms', 'warm', 'open_processor_ms'],
  ['answer p50, warm, ms', 'warm', 'answer_p50_ms'],
  ['answer p95, warm, ms', 'warm', 'answer_p95_ms'],
  ['answer and next choices p50, warm, ms', 'warm', 'cascade_p50_ms'],
  ['answer and next choices p95, warm, ms', 'warm', 'cascade_p95_ms'],
  ['adding the last ten instances, warm, ms', 'warm', 'add_last_ms'],
  ['peak memory of one filling, MB', 'cold', 'rss_mb'],
];

const line = (cells) => console.log(cells.map((cell, i) => (i === 0 ? `  ${cell.padEnd(40)}` : cell.padStart(i === 6 ? 20 : 11))).join(' ').trimEnd());

function compare(form, opened) {
  const { xml, script, results } = form.make();
  const files = ['xml', 'script', 'results'].map((kind) => join(folder, `${form.file}.${kind}`));
  [xml, `${script.join('\n')}\n`, `${results.join('\n')}\n`].forEach((text, i) => writeFileSync(files[i], text));

  const repeated = ['--rounds', kRounds, '--seconds', kSeconds];
  const [ours, wasm] = [native, web].map((engine) => run(engine, files, repeated));
  const other = run(xformsEngine, files, ['--every', form.every, '--seconds', kOtherSeconds]);
  const [a, b, c] = [ours, wasm, other].map(({ rounds }) => figures(rounds));

  console.log(`\n${form.name}: ${(Buffer.byteLength(xml) / 1000).toFixed(0)} kB, ${script.length} steps`);
  line(['', 'native', 'wasm', 'to native', 'xforms-eng.', 'to native', 'budget, native']);
  for (const [name, temperature, key] of rows) {
    const [x, y, z] = [a, b, c].map((engine) => engine[temperature][key]);
    if (x === undefined && z === undefined) continue;
    const budget = key === 'open_processor_ms' && form.linear ? opened.get(form.linear.from) * form.linear.times : form.budgets[key];
    let beside = temperature === 'cold' || !budget ? '' : `≤ ${written(budget)}${x > budget ? ' OVER' : ''}`;
    if (temperature === 'warm' && y > 3 * x) beside += ' wasm OVER';
    line([name, written(x), written(y), ratio(y, x), written(z), ratio(z, x), beside]);
  }
  tell(form, files, { ours, wasm, other }, [a, b, c], script.length);
  opened.set(form.file, a.warm.open_processor_ms);
}

/// What each column stands on, and whether the engines agree.
function tell(form, files, { ours, wasm, other }, [a, b, c], steps) {
  console.log(`  warm: median of ${a.warmRounds} fillings native, ${b.warmRounds} wasm, ${c.warmRounds} xforms-engine${c.warmRounds === 0 && c.cold.parse_ms ? ' (its only one, which is cold)' : ''}`);
  for (const [who, { problem }] of Object.entries({ native: ours, wasm, 'xforms-engine': other })) {
    if (problem) console.log(`  ${who}: ${problem}`);
  }
  const same = (x, y) => JSON.stringify(x) === JSON.stringify(y);
  if (!same(a.cold.results, b.cold.results)) console.log('  RESULTS DIFFER between native and wasm');
  const done = c.cold.steps;
  if (done === undefined) return;
  const counts = ['answer', 'cascade', 'add'].filter((kind) => c.cold[`${kind}s`]).map((kind) => `${kind} ${c.cold[`${kind}s`]}`);
  const end = done < steps ? `; its time was over after ${done} of ${steps} steps` : '';
  console.log(`  xforms-engine did in a filling: ${counts.join(', ') || 'nothing'}${form.every > 1 ? ` (each ${form.every}th answer)` : ''}${end}`);
  const check = run(native, files, ['--every', form.every, '--steps', done]).rounds[0]?.results;
  if (check === undefined) return;
  const agreeing = check.filter((value, i) => value === c.cold.results[i]).length;
  console.log(`  the same steps native: ${agreeing} of ${check.length} results agree`);
}

mkdirSync(folder, { recursive: true });
const words = process.argv.slice(2);
const load = () => loadavg()[0].toFixed(1);
console.log(`processors' load before: ${load()}`);
const begin = Date.now();
const opened = new Map();
for (const form of forms) {
  if (words.length > 0 && !words.some((word) => form.file.includes(word))) continue;
  compare(form, opened);
}
console.log(`\nload after: ${load()}; ${Math.round((Date.now() - begin) / 1000)} s in all; budget of wasm, warm: 3x native`);
