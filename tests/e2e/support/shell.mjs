// What scenes of the page around the app do with it.
export async function openApp(stage) {
  const office = await stage.office();
  const phone = await stage.phone();
  await phone.page.goto(office.origin);
  await appIsOpen(phone.page);
  return { office, phone, page: phone.page };
}

export async function appIsOpen(page) {
  await page.locator('#mirror').getByRole('heading').first().waitFor();
}

// Puts script before (or, for what needs the module's own names, after) the code of one of the app's modules.
export async function patchModule(page, name, { before = '', after = '' }) {
  await page.route(`**/assets/${name}.*.js`, async (route) => {
    const reply = await route.fetch();
    await route.fulfill({ response: reply, body: `${before}\n${await reply.text()}\n${after}` });
  });
}

// A page of the same origin with no app in it.
export async function emptyPage(page, origin) {
  await page.route('**/empty-page', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>-</title>' }));
  await page.goto(`${origin}/empty-page`);
}

export async function framesIn(page, milliseconds) {
  const before = (await page.evaluate(() => window.motcua.stats())).frames;
  await page.waitForTimeout(milliseconds);
  return (await page.evaluate(() => window.motcua.stats())).frames - before;
}
