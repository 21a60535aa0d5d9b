// An office of its own for a scene: a fresh data folder made with the program's own commands, its server on a free port,
// and the network in front of it.
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Network } from './network.mjs';

export const top = join(dirname(fileURLToPath(import.meta.url)), '../../..');
export const appFolder = process.env.MOTCUA_APP ?? join(top, 'build/web/app');
export const program = process.env.MOTCUA_PROGRAM ?? join(top, 'build/native/sync_server/motcua');

export const kDossier = {
  code: 'H26.18-261102-0001', lookupCode: 'K7M4QX', procedure: 'Đăng ký kết hôn', unit: 'UBND phường Hoàn Kiếm',
};
export const kAdmin = { name: 'admin', password: 'mat-khau-cua-thu-nghiem' };

// Nobody's dossier, made up for these tests.
const kDossierCsv = `Mã hồ sơ,Mã tra cứu,Mã thủ tục,Tên thủ tục,Đơn vị giải quyết,Nơi trả kết quả,Ngày hẹn trả,Trạng thái,Thời điểm,Ghi chú
${kDossier.code},${kDossier.lookupCode},1.000894,${kDossier.procedure},${kDossier.unit},Quầy số 3,2026-12-30,Mới đăng ký,2026-11-02 08:00,
${kDossier.code},${kDossier.lookupCode},1.000894,${kDossier.procedure},${kDossier.unit},Quầy số 3,2026-12-30,Được tiếp nhận,2026-11-02 09:15,
${kDossier.code},${kDossier.lookupCode},1.000894,${kDossier.procedure},${kDossier.unit},Quầy số 3,2026-12-30,Đang xử lý,2026-11-03 08:30,
`;

// Runs the program; its standard output, or an exception with what it said.
function run(data, args, input = '') {
  return new Promise((resolve, reject) => {
    const child = execFile(program, ['--lang', 'en', ...args, '--data', data], { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`motcua ${args.join(' ')}: ${error.message}\n${stdout}${stderr}`));
      else resolve(stdout);
    });
    child.stdin.on('error', () => {});  // A command that reads nothing may be gone before its input is.
    child.stdin.end(input);
  });
}

export async function startOffice({ app = appFolder } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'motcua-e2e-office-'));
  await run(data, ['init', '--name', 'Phường Thử Nghiệm', '--admin', kAdmin.name, '--password-stdin'], `${kAdmin.password}\n`);
  await run(data, ['user', 'add', 'khaosat1']);
  await run(data, ['form', 'publish', join(top, 'assets/forms/sipas-2023.md')]);
  await run(data, ['form', 'publish', join(top, 'assets/forms/ward-9-items.md')]);
  const csv = join(data, 'dossiers.csv');
  writeFileSync(csv, kDossierCsv);
  await run(data, ['dossier', 'import', csv]);
  const server = await serve(data, app);
  return new Office(data, server, await Network.to(server.port));
}

// The server prints its address when it listens.
function serve(data, app) {
  const child = spawn(program, ['--lang', 'en', 'serve', '--data', data, '--app', app, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes) => {
    said += bytes;
  });
  return new Promise((ready, failed) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      said += `${line}\n`;
      const address = /http:\/\/[\d.]+:(\d+)\//.exec(line);
      if (address) ready({ child, port: Number(address[1]) });
    });
    child.once('exit', (code) => failed(new Error(`the server ended (${code}):\n${said}`)));
  });
}

class Office {
  #data;
  #server;

  constructor(data, server, network) {
    this.#data = data;
    this.#server = server;
    this.network = network;
  }

  get origin() {
    return this.network.origin;
  }

  run(...args) {
    return run(this.#data, args);
  }

  async enrolmentCode(user = 'khaosat1') {
    const said = await this.run('device', 'code', '--user', user);
    return /: (\S+) /.exec(said)[1];
  }

  // The exported responses of a form as rows of text, without the heading.
  async responses(form) {
    const csv = await this.run('export', 'responses', '--form', form);
    return csv.split('\n').map((line) => line.trim()).filter((line) => line !== '').slice(1);
  }

  // What a form's responses export as: a list of records, by the names of the columns, of the form and of each repeat
  // ("" and "roster-member").
  async exported(form) {
    const folder = mkdtempSync(join(tmpdir(), 'motcua-e2e-export-'));
    try {
      await this.run('export', 'responses', '--form', form, '--out', join(folder, 'r.csv'));
      return Object.fromEntries(readdirSync(folder).map((name) => [name.slice(2, -4), records(readFileSync(join(folder, name), 'utf8'))]));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  // The same office with another build of the app.
  async serveApp(app) {
    await this.#stop();
    this.#server = await serve(this.#data, app);
    this.network.retarget(this.#server.port);
  }

  async #stop() {
    const { child } = this.#server;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }

  async dispose() {
    await this.network.close();
    await this.#stop();
    rmSync(this.#data, { recursive: true, force: true });
  }
}

// CSV (RFC 4180) with a row of names first.
function records(csv) {
  const rows = [[]];
  for (const [, quoted, plain, end] of csv.replace(/^\uFEFF/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') rows.push([]);
  }
  const [names, ...values] = rows.filter((row) => row.length > 1);
  return values.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
}

// A copy of the app's folder that a scene may change.
export function copyApp() {
  const copy = mkdtempSync(join(tmpdir(), 'motcua-e2e-app-'));
  cpSync(appFolder, copy, { recursive: true });
  return copy;
}
