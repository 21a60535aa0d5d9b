// ./dev bench [words]: runs every benchmark whose name has one of the words (all without words), after both builds.
// A benchmark is a line of `native` below, or a file bench.mjs in a folder of tests/benchmarks, run with Node.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const top = join(here, '..', '..');
const server = join(top, 'build/native/tests/benchmarks/server/server_benchmarks');

const native = [
  { name: 'server lookup: 1 million dossiers', command: server, args: ['lookup', '--dossiers', '1000000'] },
  { name: 'server lists: 1 million dossiers', command: server, args: ['lists', '--dossiers', '1000000'] },
];
const scripts = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(here, entry.name, 'bench.mjs')))
  .map((entry) => ({ name: entry.name, command: process.execPath, args: [join(here, entry.name, 'bench.mjs')] }));

const words = process.argv.slice(2);
let failed = 0;
for (const { name, command, args } of [...native, ...scripts]) {
  if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
  console.log(`\n${name}`);
  const outcome = spawnSync(command, args, { cwd: top, stdio: 'inherit' });
  if (outcome.status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
