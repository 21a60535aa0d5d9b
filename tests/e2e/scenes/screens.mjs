// Every screen: as its golden says, and with nothing for axe to complain of.
import { checkAccessible, checkGolden } from '../support/check.mjs';
import { adminTour, citizenTour, formsTour, surveyorTour } from '../support/tour.mjs';

async function walk(stage, tour) {
  const set = { office: await stage.office(), phone: await stage.phone() };
  await tour(set, async (screen) => {
    await checkGolden(set.phone.page, screen);
    await checkAccessible(set.phone.page, screen);
  });
}

export const scenes = {
  'screens: the citizen’s': (stage) => walk(stage, citizenTour),
  'screens: the surveyor’s': (stage) => walk(stage, surveyorTour),
  'screens: the forms’': (stage) => walk(stage, formsTour),
  'screens: the administrator’s': (stage) => walk(stage, adminTour),
};
