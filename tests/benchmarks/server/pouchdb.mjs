// node pouchdb.mjs [--devices 64] [--operations 6400] [--responses 10000]
// What PouchDB 9 and pouchdb-server 4.2 take for the same work as `motcua bench push` and `motcua bench sync`, as JSON
// lines of the same form. Both ends keep LevelDB files, the durable choice of each; the server is a process of its own on
// loopback, and the documents have the same 20 answers. PouchDB's own batches (100 documents) and its defaults.
import { spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const PouchDB = require('pouchdb');

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

const free_port = () =>
  new Promise((done) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

/** What really went over the wire, headers and all: each socket counts its own bytes. */
const sockets = [];
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...where) {
  sockets.push(this);
  return connect.apply(this, where);
};
const passed = () => ({
  up: sockets.reduce((sum, socket) => sum + socket.bytesWritten, 0),
  down: sockets.reduce((sum, socket) => sum + socket.bytesRead, 0),
});

async function start_server(folder) {
  const port = await free_port();
  const program = join(dirname(require.resolve('pouchdb-server/package.json')), 'bin', 'pouchdb-server');
  // Its working folder takes its log and its settings.
  const server = spawn(process.execPath, [program, '--port', port, '--host', '127.0.0.1', '--dir', folder + '/'], {
    cwd: folder,
    stdio: 'ignore',
  });
  for (let tries = 0; ; tries += 1) {
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      return { port, stop: () => server.kill('SIGKILL') };
    } catch (error) {
      if (tries > 300) throw error;
      await new Promise((again) => setTimeout(again, 100));
    }
  }
}

function response() {
  const answers = {};
  for (let i = 1; i < 20; i += 1) answers[`q${i}`] = String(randomInt(1, 6));
  answers.q20 = `Chờ ${randomInt(90)} phút, cán bộ hướng dẫn rõ`;
  const now = new Date().toISOString();
  return { _id: randomUUID(), form: 'motcua-bench', version: '1', status: 'final', started: now, finished: now, language: 'vi', answers };
}

async function filled(folder, name, count) {
  const database = new PouchDB(join(folder, name));
  const documents = Array.from({ length: count }, response);
  for (let at = 0; at < count; at += 1000) await database.bulkDocs(documents.slice(at, at + 1000));
  return { database, last: documents.at(-1)._id };
}

async function push(folder, port, devices, operations) {
  const each = Math.max(1, Math.floor(operations / devices));
  const ready = [];
  for (let i = 0; i < devices; i += 1) {
    const { database } = await filled(folder, `device-${i}`, each);
    const remote = new PouchDB(`http://127.0.0.1:${port}/office-${i}`);
    await remote.info();  // The office has the account before the interviews are.
    ready.push({ database, remote });
  }
  const before = passed();
  const start = performance.now();
  const outcomes = await Promise.all(ready.map(({ database, remote }) => database.replicate.to(remote)));
  const seconds = (performance.now() - start) / 1000;
  const written = outcomes.reduce((sum, outcome) => sum + outcome.docs_written, 0);
  if (written !== each * devices) throw new Error(`${written} of ${each * devices} documents arrived`);
  const after = passed();
  const line = {
    name: 'pouchdb push', devices, operations: written, seconds, per_second: written / seconds,
    bytes_up_per_response: (after.up - before.up) / written,
    bytes_down_per_response: (after.down - before.down) / written,
  };
  console.log(JSON.stringify(line));
}

async function sync(folder, port, responses) {
  const { database, last } = await filled(folder, 'one-device', responses);
  const remote = new PouchDB(`http://127.0.0.1:${port}/one`);
  await remote.info();
  const round = async () => {
    const before = passed();
    const start = performance.now();
    await database.sync(remote);
    const seconds = (performance.now() - start) / 1000;
    const after = passed();
    return { seconds, bytes_up: after.up - before.up, bytes_down: after.down - before.down };
  };
  const first = await round();
  const changed = await database.get(last);
  changed.answers.q1 = '5';
  await database.put(changed);
  const one_changed = await round();
  const none_changed = await round();
  console.log(JSON.stringify({ name: 'pouchdb sync', responses, first, one_changed, none_changed }));
}

const folder = mkdtempSync(join(tmpdir(), 'motcua-pouchdb-'));
const server = await start_server(folder);
let failed = 0;
try {
  await push(folder, server.port, option('devices', 64), option('operations', 6400));
  await sync(folder, server.port, option('responses', 10_000));
} catch (error) {
  console.error(error);
  failed = 1;
} finally {
  server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed);
