// The same form opened by ODK Web Forms: the time from the tap, or from the component's start, to the first question, and
// from an empty page. Both at the same slow-down; Web Forms' files come from a server on this machine, uncompressed.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Phone } from '../../e2e/support/browser.mjs';
import { program, startOffice, top } from '../../e2e/support/office.mjs';
import { goTo, loadSurveys, open } from '../../e2e/support/people.mjs';
import { kSmallWindow } from './interactions.mjs';
import { median, milliseconds, print } from './measure.mjs';
import { kRate, slowApp, slowPage } from './slow.mjs';

const kRounds = 5;
const kForm = join(top, 'assets/forms/sipas-2023.md');
const modules = dirname(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')));

const kPage = `<!doctype html><html lang="vi"><meta name="viewport" content="width=device-width"><title>Web Forms</title><div id="app"></div>
<script type="importmap">{ "imports": { "vue": "/vue/dist/vue.esm-browser.prod.js", "web-forms": "/@getodk/web-forms/dist/index.js" } }</script>
<script type="module">
  import { createApp, h } from 'vue';
  import { OdkWebForm, webFormsPlugin } from 'web-forms';
  const formXml = await (await fetch('/form.xml')).text();
  const begin = performance.now();
  const fetchFormAttachment = () => Promise.resolve(new Response('', { status: 404 }));
  createApp({ render: () => h(OdkWebForm, { formXml, fetchFormAttachment, missingResourceBehavior: 'BLANK' }) })
    .use(webFormsPlugin).mount('#app');
  new MutationObserver((_, observer) => {
    if (!document.querySelector('#app input')) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.opened = { form: performance.now() - begin, all: performance.now() };
    }));
  }).observe(document.getElementById('app'), { childList: true, subtree: true });
</script></html>`;

async function serveWebForms() {
  const xml = execFileSync(program, ['form', 'convert', kForm], { maxBuffer: 1 << 26 });
  const server = http.createServer(({ url }, reply) => {
    const types = { js: 'text/javascript', xml: 'text/xml' };
    reply.setHeader('Content-Type', types[url.split('.').at(-1)] ?? 'text/html; charset=utf-8');
    if (url === '/') reply.end(kPage);
    else if (url === '/form.xml') reply.end(xml);
    else if (/^\/(vue|@getodk)\/[\w./-]+$/.test(url) && !url.includes('..')) reply.end(readFileSync(join(modules, url)));
    else reply.writeHead(404).end();
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

export async function measurePeers() {
  const theirs = await openTheirs();
  const ours = await openOurs();
  const ratio = (what) => `${(median(theirs[what]) / median(ours[what])).toFixed(1)}x`;
  print(`SIPAS opened at ${kRate}x slow-down, ours, median of ${kRounds}`, milliseconds(median(ours.form)));
  print('  by ODK Web Forms 0.22', milliseconds(median(theirs.form)));
  print('  ratio', ratio('form'), '1x');
  print('an empty page, files in the browser’s cache, to SIPAS’s first question, ours', milliseconds(median(ours.all)));
  print('  by ODK Web Forms 0.22', milliseconds(median(theirs.all)));
  print('  ratio', ratio('all'), '1x');
}

async function openTheirs() {
  const server = await serveWebForms();
  const phone = new Phone(kSmallWindow);
  const times = { form: [], all: [] };
  try {
    const page = await phone.start();
    await slowPage(page);
    for (let round = 0; round <= kRounds; ++round) {
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      await page.waitForFunction(() => window.opened);
      const { form, all } = await page.evaluate(() => window.opened);
      if (round === 0) continue;  // Fills the browser's caches.
      times.form.push(form);
      times.all.push(all);
    }
  } finally {
    await phone.dispose();
    server.close();
  }
  return times;
}

async function openOurs() {
  const office = await startOffice({ app: slowApp() });
  const phone = new Phone(kSmallWindow);
  const times = { form: [], all: [] };
  // Until the first choice of the form is there and a frame has followed.
  const firstQuestion = (page) => page.evaluate(() => new Promise((seen) => {
    const look = () => {
      if (document.querySelector('#mirror main :is([role=radiogroup], .text_field)')) requestAnimationFrame(() => requestAnimationFrame(() => seen(performance.now())));
      else requestAnimationFrame(look);
    };
    look();
  }));
  try {
    const page = await phone.start();
    await open(page, office);
    await loadSurveys(page, office);
    await slowPage(page);
    for (let round = 0; round < kRounds; ++round) {
      await goTo(page, '#/survey');
      const start = page.getByRole('button', { name: /Làm phiếu mới: .*SIPAS/ });
      await start.waitFor();
      await page.evaluate(() => {
        addEventListener('click', (event) => {
          window.tapped = event.timeStamp;
        }, { once: true, capture: true });
      });
      const seen = firstQuestion(page);
      await start.tap();
      times.form.push(await seen - await page.evaluate(() => window.tapped));
    }
    for (let round = 0; round < kRounds; ++round) {
      await page.reload({ waitUntil: 'commit' });
      times.all.push(await firstQuestion(page));
    }
  } finally {
    await phone.dispose();
    await office.dispose();
  }
  return times;
}
