// A citizen with the receipt in hand.
import assert from 'node:assert/strict';
import { installed, lookUp, offline, open } from '../support/people.mjs';
import { kDossier } from '../support/office.mjs';

export const scenes = {
  async 'citizen: a dossier looked up once is there offline, from the home address, with its age'(stage) {
    const office = await stage.office();
    const phone = await stage.phone();
    await open(phone.page, office);
    await lookUp(phone.page);
    await phone.page.getByRole('heading', { name: kDossier.procedure, level: 1 }).waitFor();
    const seen = await phone.page.getByRole('main').ariaSnapshot();
    const age = await phone.page.getByText(/^Dữ liệu lúc /).textContent();
    await installed(phone.page);
    await phone.close();

    office.network.cut();
    await phone.start();
    await phone.context.setOffline(true);
    await open(phone.page, office);
    await phone.page.getByRole('link', { name: new RegExp(kDossier.procedure) }).click();
    await phone.page.getByRole('heading', { name: kDossier.procedure, level: 1 }).waitFor();
    assert.equal(await phone.page.getByText(/^Dữ liệu lúc /).textContent(), age);
    assert.equal(await phone.page.getByRole('main').ariaSnapshot(), seen);
  },

  async 'citizen: a wrong code and a wrong lookup code get one and the same answer'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await open(page, office);
    for (const [code, lookupCode] of [[kDossier.code, 'SAI123'], ['H26.18-261102-9999', kDossier.lookupCode]]) {
      await lookUp(page, code, lookupCode);
      await page.getByRole('alert').getByText('Không tìm thấy hồ sơ khớp với mã hồ sơ và mã tra cứu').waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Tra cứu' }).waitFor();
    }
  },

  async 'citizen: Back leads from the dossier to the first page, and the heading has the focus'(stage) {
    const office = await stage.office();
    const { page } = await stage.phone();
    await open(page, office);
    await lookUp(page);
    const heading = page.getByRole('heading', { name: kDossier.procedure, level: 1 });
    await heading.waitFor();
    await page.waitForFunction((name) => document.activeElement?.textContent === name, kDossier.procedure);
    assert.match(await page.title(), new RegExp(kDossier.code));
    await page.goBack();
    await page.getByRole('button', { name: 'Tra cứu' }).waitFor();
    assert.equal(await page.evaluate(() => location.hash), '');
  },
};
