// When what has the focus goes away while its page stays, as a "clear" does that has cleared, the focus goes to the
// question, entry or heading that it stood at: the document's start is no place to go on from. Never to another control:
// a second press would then do what nobody asked for.

const kPlaces = ':is(h1, h2, h3, h4, h5, h6, [role=radiogroup], [role=group], [role=list], [role=listitem], [role=region])';
// What the app moves the focus in itself, what scrolls out of sight and is gone, and what comes and goes by itself.
const kElsewhere = '[role=row], [role=option], [aria-setsize], [role=status], [role=alert]';

// The places around the focus of `root`, before elements are taken out: the nearest first. None: nobody would miss them.
export function placesAround(root) {
  const element = document.activeElement;
  if (element === root || !root.contains(element) || element.closest(kElsewhere)) return [];
  const part = element.closest('.scroller, [role=dialog]') ?? root;
  const before = [...part.querySelectorAll(kPlaces)]
    .filter((place) => place.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING).reverse();
  // An entry that goes is followed by the next, which takes its place.
  const next = element.closest('[role=listitem]')?.nextElementSibling;
  return next ? [next, ...before] : before;
}

// Gives the focus, which was near `places`, to the first of them that is still there, when it is nowhere.
export function focusPlace(places) {
  if (document.activeElement !== document.body) return;
  const place = places.find((other) => other.isConnected && !other.closest('[inert]'));
  if (!place) return;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
}
