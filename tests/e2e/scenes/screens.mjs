// Every screen: as its golden says, and with nothing for axe to complain of, in both languages and in the light and the
// dark.
import { checkAccessible, checkGolden, eventually } from '../support/check.mjs';
import { adminTour, citizenTour, formsTour, surveyorTour } from '../support/tour.mjs';

async function walk(stage, tour) {
  const set = { office: await stage.office(), phone: await stage.phone() };
  await tour(set, async (screen) => {
    await checkGolden(set.phone.page, screen);
    await inBothLanguages(set.phone.page, async (language) => {
      for (const colorScheme of ['dark', 'light']) {
        await set.phone.page.emulateMedia({ colorScheme });
        await checkAccessible(set.phone.page, `${screen}, ${language}, ${colorScheme}`);
      }
    });
  });
}

// The button of the other language is on every page, and behind a dialog too, where only a script reaches it.
async function inBothLanguages(page, check) {
  const kNames = { vi: 'Tiếng Việt', en: 'English' };
  const press = (language, action) => page.evaluate(([name, click]) => {
    const button = [...document.querySelectorAll('#mirror button')].find((element) => (element.ariaLabel ?? element.textContent) === name);
    if (click) button?.click();
    return button !== undefined;
  }, [kNames[language], action === 'press']);
  const first = await page.evaluate(() => document.documentElement.lang);
  const second = first === 'vi' ? 'en' : 'vi';
  await check(first);
  if (!await press(second, 'press')) return;
  await eventually('the other language', () => press(first), true);
  await check(second);
  await press(first, 'press');
  await eventually('the first language again', () => press(second), true);
}

export const scenes = {
  'screens: the citizen’s': (stage) => walk(stage, citizenTour),
  'screens: the surveyor’s': (stage) => walk(stage, surveyorTour),
  'screens: the forms’': (stage) => walk(stage, formsTour),
  'screens: the administrator’s': (stage) => walk(stage, adminTour),
};
