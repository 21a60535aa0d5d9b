// What the benchmarks of the app print, and what runs in the page to measure it.
export const percentile = (values, p) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * p) - 1];
export const median = (values) => percentile(values, 0.5);
export const print = (what, value, budget = '') => console.log(`${what.padEnd(70)} ${String(value).padStart(12)}   ${budget && `budget ${budget}`}`);
export const milliseconds = (value) => `${value.toFixed(0)} ms`;

// For addInitScript. `window.measured` has
//   events   of each interaction with the page what the browser's Event Timing says: until the page's next paint;
//   drawn    until the page's first frame after the worker has drawn the interaction's outcome on the canvas;
//   scroll   of each frame of the page while `recordScroll()` runs: the scroller's offset, and when;
//   painted  of each frame of the canvas: the offset, and when. Milliseconds since 1970.
export function watchPage() {
  window.measured = { events: [], drawn: [], scroll: [], painted: [] };
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) if (interactionId) window.measured.events.push({ interactionId, duration });
  }).observe({ type: 'event', durationThreshold: 16 });
  const waiting = [];
  // Until the outcome of everything so far has been drawn.
  window.allDrawn = () => new Promise((done) => {
    const look = () => (waiting.length === 0 ? requestAnimationFrame(done) : requestAnimationFrame(look));
    look();
  });
  const OwnWorker = window.Worker;
  window.Worker = class extends OwnWorker {
    constructor(...values) {
      super(...values);
      this.addEventListener('message', (event) => {
        const { type, seen, y, at } = event.data;
        if (type === 'painted') {
          event.stopImmediatePropagation();
          window.measured.painted.push({ y, at });
        }
        if (type !== 'frame') return;
        while (waiting.length > 0 && waiting[0].number <= seen) {
          const { begin } = waiting.shift();
          requestAnimationFrame((now) => window.measured.drawn.push(now - begin));
        }
      });
    }

    postMessage(message, transfer = []) {
      if (message.number) waiting.push({ number: message.number, begin: window.event?.timeStamp ?? performance.now() });
      super.postMessage(message, transfer);
    }
  };
  window.recordScroll = () => {
    const scroller = [...document.querySelectorAll('#mirror .scroller')].find((element) => element.scrollHeight > element.clientHeight);
    const record = (now) => {
      window.measured.scroll.push({ y: scroller.scrollTop, at: performance.timeOrigin + now });
      if (window.recording) requestAnimationFrame(record);
    };
    window.recording = true;
    window.measured.scroll = [];
    window.measured.painted = [];
    requestAnimationFrame(record);
  };
}
