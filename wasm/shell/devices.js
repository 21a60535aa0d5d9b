// What elements of the mirror do by themselves because only a page may do it, in the person's own gesture: strokes of a
// finger or a pen, dragging, the place, the microphone, the camera. Each tells the app of it as text; what it records is
// given on as a file that somebody chose. An element that goes takes its device with it.

import { kFolder } from './database_files.js';

const kLine = 2.5;  // Of a stroke, in dp: as widgets/pad.cpp paints it.
const kDrawingScale = 2;  // Pixels of a kept drawing for each dp.
const kPlaceTimeoutMs = 30_000;
const kScanEveryMs = 250;
const kBlobs = 'files';  // As in blobs.js.

// A surface that is drawn on. What the pointer did is told once a frame.
export function pad(element, { tell }) {
  let pending = [];
  let asked = false;
  let drawing = null;
  const flush = () => {
    asked = false;
    if (pending.length > 0) tell(pending.join(' '));
    pending = [];
  };
  const add = (...words) => {
    pending.push(...words);
    if (!asked) requestAnimationFrame(flush);
    asked = true;
  };
  const point = (event) => {
    const { left, top } = element.getBoundingClientRect();
    return [(event.clientX - left).toFixed(1), (event.clientY - top).toFixed(1)];
  };
  element.addEventListener('pointerdown', (event) => {
    if (drawing !== null || event.button !== 0) return;
    drawing = event.pointerId;
    element.setPointerCapture(drawing);
    add('begin', ...point(event));
  });
  element.addEventListener('pointermove', (event) => {
    if (event.pointerId !== drawing) return;
    for (const step of event.getCoalescedEvents?.() ?? [event]) add(...point(step));
  });
  const end = (event) => {
    if (event.pointerId === drawing) drawing = null;
  };
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);
  return { stop() {} };
}

// A grip that is dragged up and down.
export function handle(element, { tell }) {
  let from = null;
  let by = 0;
  let asked = false;
  element.addEventListener('pointerdown', (event) => {
    if (from !== null || event.button !== 0) return;
    from = event.clientY;
    by = 0;
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('pointermove', (event) => {
    if (from === null) return;
    by = event.clientY - from;
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      if (from !== null) tell(by.toFixed(1));
    });
  });
  element.addEventListener('pointerup', () => {
    if (from === null) return;
    from = null;
    tell(`${by.toFixed(1)} drop`);
  });
  element.addEventListener('pointercancel', () => {
    if (from === null) return;
    from = null;
    tell('0 drop');
  });
  return { stop() {} };
}

// A button that makes a picture of the strokes in its value: dark on white, whatever the colours of the app.
export function keepDrawing(element, { value, give }) {
  element.addEventListener('click', async () => {
    const [target, width, height, name, path] = value().split('|');
    if (!path || element.getAttribute('aria-disabled') === 'true') return;
    const canvas = document.createElement('canvas');
    canvas.width = Number(width) * kDrawingScale;
    canvas.height = Number(height) * kDrawingScale;
    const context = canvas.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.scale(kDrawingScale, kDrawingScale);
    Object.assign(context, { strokeStyle: '#111', lineWidth: kLine, lineCap: 'round', lineJoin: 'round' });
    context.stroke(new Path2D(path));
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
    if (blob) give(target, new File([blob], name, { type: 'image/png' }));
  });
  return { stop() {} };
}

// A button that begins and ends measuring the place.
export function locator(element, { tell }) {
  let watch = null;
  const stop = () => {
    if (watch !== null) navigator.geolocation.clearWatch(watch);
    watch = null;
  };
  element.addEventListener('click', () => {
    if (watch !== null) {
      stop();
      tell('off');
      return;
    }
    if (!navigator.geolocation) {
      tell('failed');
      return;
    }
    tell('on');
    watch = navigator.geolocation.watchPosition(({ coords }) => {
      if (watch === null) return;
      const { latitude, longitude, altitude, accuracy } = coords;
      tell(`${latitude.toFixed(7)} ${longitude.toFixed(7)} ${(altitude ?? 0).toFixed(1)} ${accuracy.toFixed(1)}`);
    }, (error) => {
      stop();
      tell(error.code === error.PERMISSION_DENIED ? 'denied' : 'failed');
    }, { enableHighAccuracy: true, maximumAge: 0, timeout: kPlaceTimeoutMs });
  });
  // "off" while it measures: the app has what it wanted.
  return {
    stop,
    write(node) {
      if (node.value === 'off') stop();
    },
  };
}

// A button that begins a recording, and ends it and gives it on.
export function recorder(element, { tell, value, give }) {
  let recording = null;
  let asking = false;  // For the microphone: a second tap meanwhile must not ask for another.
  let gone = false;
  const begin = async () => {
    let stream;
    asking = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      console.warn('microphone:', error);
      tell('denied');
      return;
    } finally {
      asking = false;
    }
    const release = () => stream.getTracks().forEach((track) => track.stop());
    if (gone) return release();
    const parts = [];
    const target = value();
    recording = new MediaRecorder(stream);
    recording.ondataavailable = ({ data }) => parts.push(data);
    recording.onstop = () => {
      release();
      const type = (recording.mimeType || 'audio/webm').split(';')[0];
      recording = null;
      if (!gone) tell('off');
      // Also when the person has left the page meanwhile: what was said is not lost.
      give(target, new File(parts, `audio.${type === 'audio/mp4' ? 'm4a' : type.split('/')[1]}`, { type }));
    };
    recording.start(1000);
    tell('on');
  };
  element.addEventListener('click', () => {
    if (element.getAttribute('aria-disabled') === 'true') return;
    if (recording) recording.stop();
    else if (!asking) void begin();
  });
  return {
    stop() {
      gone = true;
      recording?.stop();
    },
  };
}

// Whether the browser knows how to read codes, and the page may ask for a camera.
export async function canScan() {
  if (!globalThis.BarcodeDetector || !navigator.mediaDevices?.getUserMedia) return false;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.length > 0;
}

// The camera's picture; each code in it is told.
export function scanner(element, { tell }) {
  let stream = null;
  let timer = 0;
  let gone = false;
  const begin = async () => {
    try {
      const detector = new globalThis.BarcodeDetector();
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      if (gone) return release();
      element.srcObject = stream;
      await element.play();
      const look = async () => {
        if (gone) return;
        const [code] = await detector.detect(element).catch(() => []);
        if (gone) return;
        if (code?.rawValue) tell(`code ${code.rawValue}`);
        else timer = setTimeout(look, kScanEveryMs);
      };
      await look();
    } catch (error) {
      console.warn('camera:', error);
      if (!gone) tell('denied');
    }
  };
  const release = () => stream?.getTracks().forEach((track) => track.stop());
  Object.assign(element, { muted: true, playsInline: true });
  void begin();
  return {
    stop() {
      gone = true;
      clearTimeout(timer);
      release();
    },
  };
}

// The browser's own player of a file that this device keeps.
export function player(element, { value }) {
  element.controls = true;
  let url = '';
  let shown = '';
  const write = async () => {
    if (value() === shown) return;
    shown = value();
    const [digest, type] = shown.split('|');
    try {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(kFolder);
      const folder = await root.getDirectoryHandle(kBlobs);
      const file = await (await folder.getFileHandle(digest)).getFile();
      if (shown !== value()) return;
      URL.revokeObjectURL(url);
      url = URL.createObjectURL(new Blob([file], { type }));
      element.src = url;
    } catch (error) {
      console.warn('player:', error);
    }
  };
  return { stop: () => URL.revokeObjectURL(url), write };
}
