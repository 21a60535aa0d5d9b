// What many devices push a second, and what one device's sync costs, beside PouchDB 9 with pouchdb-server 4.2 for the same
// responses in the same run. The targets are those of the project; nothing is asserted.
// --operations N (ours), --pouchdb-operations N, --responses N
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const motcua = join(here, '../../../build/native/sync_server/motcua');
const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};

function lines(command, args) {
  const outcome = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
  if (outcome.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${outcome.status}`);
  process.stdout.write(outcome.stdout);
  return outcome.stdout.trim().split('\n').map((line) => JSON.parse(line));
}

const responses = option('responses', '10000');
const [push] = lines(motcua, ['bench', 'push', '--devices', '64', '--operations', option('operations', '64000')]);
const [sync] = lines(motcua, ['bench', 'sync', '--operations', responses]);
const [their_push, their_sync] = lines(process.execPath, [
  join(here, 'pouchdb.mjs'), '--devices', '64', '--operations', option('pouchdb-operations', '6400'), '--responses', responses,
]);

const row = (what, ours, theirs, ratio, target) =>
  console.log(`${what.padEnd(44)}${String(ours).padStart(14)}${String(theirs).padStart(14)}${ratio.padStart(9)}   ${target}`);
const times = (ratio) => `${ratio.toFixed(1)}x`;
const seconds = (what, name) =>
  row(`${what}, seconds`, sync[name].seconds.toFixed(3), their_sync[name].seconds.toFixed(3), times(their_sync[name].seconds / sync[name].seconds), '');
const bytes = (what, name, target) => {
  const ours = sync[name].bytes_up + sync[name].bytes_down;
  const theirs = their_sync[name].bytes_up + their_sync[name].bytes_down;
  row(`${what}, bytes`, ours, theirs, times(theirs / ours), target);
};

console.log();
row('', 'Một Cửa', 'PouchDB', 'ratio', 'target');
row('64 devices push, durable responses a second', Math.round(push.per_second), Math.round(their_push.per_second),
  times(push.per_second / their_push.per_second), '>= 10,000 and 5x');
const up = push.bytes_up_per_response + push.bytes_down_per_response;
const their_up = their_push.bytes_up_per_response + their_push.bytes_down_per_response;
row('bytes on the wire to push a response', up.toFixed(0), their_up.toFixed(0), times(their_up / up), '<= 150');
seconds(`${responses} responses, first sync`, 'first');
bytes(`${responses} responses, first sync`, 'first', '');
seconds('one of them changed', 'one_changed');
bytes('one of them changed', 'one_changed', '');
seconds('nothing new', 'none_changed');
bytes(`nothing new, ${sync.none_changed.requests} round trips`, 'none_changed', '<= 1024, 1 round trip');
