// Installing the app: where the browser can ask for it, its question is kept until the app wants it; on iOS only people
// can do it, so the app is told to say how.
const kPrompt = 1;  // ui::Install
const kByHand = 2;

let question = null;

export function watchInstall(tell) {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    question = event;
    tell({ type: 'installable', how: kPrompt });
  });
  window.addEventListener('appinstalled', () => {
    question = null;
    tell({ type: 'installable', how: 0 });
  });
}

// Only iOS has navigator.standalone; true: it was started from the home screen.
export function tellInstallByHand(tell) {
  if (navigator.standalone === false) tell({ type: 'installable', how: kByHand });
  if (question) tell({ type: 'installable', how: kPrompt });
}

export async function offerInstall(tell) {
  const asked = question;
  question = null;
  tell({ type: 'installable', how: 0 });  // A question can be put once.
  await asked?.prompt();
}
