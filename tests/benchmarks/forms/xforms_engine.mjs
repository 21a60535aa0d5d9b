// node xforms_engine.mjs FORM.xml FORM.script FORM.results --every K --seconds S
// One filling of the form after another by @getodk/xforms-engine until S seconds are over, at least one, in the measures of
// forms_benchmarks.cpp. After S seconds of steps a filling ends where it is. Of the answers only each K-th is given.
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

const [form, script, results, ...options] = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = options.indexOf(name);
  return at < 0 ? otherwise : Number(options[at + 1]);
};
const every = option('--every', 1);
const seconds = option('--seconds', 10);

// What a browser has and Node lacks. The package looks for it when it is loaded.
const { window } = new JSDOM('<!doctype html>', { url: 'http://localhost/' });
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis) && /^[A-Z]|^document$|^localStorage$/.test(name)) globalThis[name] = window[name];
}
globalThis.window = globalThis;
globalThis.__dirname = '/';  // Its XPath parser asks for it under Node, and then reads nothing from there.
const { loadForm } = await import('@getodk/xforms-engine');

const xml = readFileSync(form, 'utf8');
const steps = readFileSync(script, 'utf8').split('\n').filter(Boolean).map((line) => line.split('\t'));
const wanted = readFileSync(results, 'utf8').split('\n').filter(Boolean);
const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const timed = (work) => {
  const begin = performance.now();
  const value = work();
  return [performance.now() - begin, value];
};

// The nodes below one, by reference.
function gather(node, into) {
  for (const child of node.currentState.children ?? []) {
    into.set(child.currentState.reference, child);
    gather(child, into);
  }
  return into;
}

function fail(what) {
  throw new Error(what);
}

function set(node, value) {
  switch (node.nodeType) {
    case 'select':
      return value === '' ? node.selectValues([]) : node.selectValues(value.split(' '));
    case 'input':
      return node.setValue(value);
    default:
      return fail(`cannot set a ${node.nodeType}`);
  }
}

const percentile = (values, p) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * p) - 1];

async function filling(round) {
  const before = process.cpuUsage();
  const begin = performance.now();
  const loaded = await loadForm(xml);
  if (loaded.status === 'failure') throw loaded.error;
  print({ round, parse_ms: performance.now() - begin });
  const [create, instance] = timed(() => loaded.createInstance());
  const used = process.cpuUsage(before);
  print({ round, create_ms: create, open_processor_ms: (used.user + used.system) / 1000 });
  const nodes = gather(instance.root, new Map());
  const at = (ref) => nodes.get(ref) ?? fail(`no node ${ref}`);
  const times = { answer: [], cascade: [], add: [] };
  let done = 0;
  const end = performance.now() + seconds * 1000;
  const inRounds = steps[0][0] !== 'answer';  // Then it ends between rounds, with no instance or choice half made.
  for (const [index, [step, ref, value, next]] of steps.entries()) {
    if (performance.now() > end && (!inRounds || (step === steps[0][0] && ref === steps[0][1]))) break;
    ++done;
    if (step === 'answer' && index % every === 0) {
      const node = at(ref);
      times.answer.push(timed(() => set(node, value))[0]);
    } else if (step === 'cascade') {
      const [question, choices] = [at(ref), at(next)];
      times.cascade.push(
        timed(() => {
          set(question, value);
          return choices.currentState.valueOptions.map((choice) => choice.label?.asString);
        })[0],
      );
    } else if (step === 'add') {
      const node = at(ref);
      times.add.push(timed(() => node.addInstances())[0]);
      gather(node.currentState.children.at(-1), nodes);
    }
  }
  for (const [name, values] of Object.entries(times)) {
    if (values.length === 0) continue;
    print({
      round,
      [`${name}s`]: values.length,
      [`${name}_p50_ms`]: percentile(values, 0.5),
      [`${name}_p95_ms`]: percentile(values, 0.95),
      [`${name}_last_ms`]: percentile(values.slice(-10), 0.5),
    });
  }
  print({ round, rss_mb: process.resourceUsage().maxRSS / 1024 });
  print({ round, steps: done, results: wanted.map((ref) => String(at(ref).currentState.instanceValue ?? '')) });
}

const end = performance.now() + seconds * 1000;
for (let round = 0; round === 0 || performance.now() < end; ++round) await filling(round);
process.exit(0);
