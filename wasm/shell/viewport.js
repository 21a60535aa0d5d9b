// The window's facts that the app lays itself out by: its size without the soft keyboard, density, safe area, and what the
// reader has told the browser of colours, contrast, motion and the size of text.
const dark = matchMedia('(prefers-color-scheme: dark)');
const highContrast = matchMedia('(prefers-contrast: more), (forced-colors: active)');
const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
const probe = document.getElementById('probe');  // Its padding is the safe area, its height 16 px of the reader's text.

// The visual viewport is what the soft keyboard leaves; a pinch must not lay anything out anew, so its zoom is undone.
export function readViewport() {
  const visual = window.visualViewport;
  const { paddingTop, paddingRight, paddingBottom, paddingLeft, height } = getComputedStyle(probe);
  const px = (value) => Number.parseFloat(value) || 0;
  return {
    width: document.documentElement.clientWidth,
    height: Math.round(visual ? visual.height * visual.scale : window.innerHeight),
    density: window.devicePixelRatio,
    top: px(paddingTop), right: px(paddingRight), bottom: px(paddingBottom), left: px(paddingLeft),
    dark: dark.matches ? 1 : 0,
    highContrast: highContrast.matches ? 1 : 0,
    reducedMotion: reducedMotion.matches ? 1 : 0,
    textScale: px(height) / 16 || 1,
  };
}

// iOS moves the page up under the keyboard instead of shrinking it: by so much.
export function keyboardShift() {
  const visual = window.visualViewport;
  return visual && visual.scale < 1.01 ? visual.offsetTop : 0;
}

// Calls `changed` whenever any of it may have changed.
export function watchViewport(changed) {
  window.addEventListener('resize', changed);
  window.visualViewport?.addEventListener('resize', changed);
  window.visualViewport?.addEventListener('scroll', changed);
  for (const preference of [dark, highContrast, reducedMotion]) preference.addEventListener('change', changed);
  new ResizeObserver(changed).observe(probe, { box: 'border-box' });
  const watchDensity = () => matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener('change', () => {
    changed();
    watchDensity();
  }, { once: true });
  watchDensity();
}
