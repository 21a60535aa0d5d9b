// Reading a QR code with the camera, where the browser knows how (BarcodeDetector). The picture lies over the app in the
// page's own elements; nothing of it leaves the phone. Typing the codes is always possible beside it.
const kEveryMs = 200;
const kWords = {
  vi: { name: 'Quét mã QR', close: 'Đóng', hint: 'Đưa mã QR trên giấy tiếp nhận vào giữa khung', denied: 'Không dùng được máy ảnh. Hãy cho phép trong cài đặt của trình duyệt, hoặc nhập hai mã.' },
  en: { name: 'Scan the QR code', close: 'Close', hint: 'Hold the QR code of the receipt into the middle', denied: 'The camera cannot be used. Allow it in the browser’s settings, or enter the two codes.' },
};

export async function canScan() {
  if (!globalThis.BarcodeDetector || !navigator.mediaDevices?.getUserMedia) return false;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes('qr_code');
}

// Resolves with what stands in the code, or null when the person closed it.
export async function scan() {
  const words = kWords[document.documentElement.lang] ?? kWords.vi;
  const before = document.activeElement;
  const dialog = document.createElement('dialog');
  dialog.id = 'scanner';
  dialog.setAttribute('aria-label', words.name);
  const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true });
  const hint = Object.assign(document.createElement('p'), { textContent: words.hint });
  hint.setAttribute('role', 'status');
  const close = Object.assign(document.createElement('button'), { type: 'button', textContent: words.close });
  dialog.append(video, hint, close);
  document.body.append(dialog);
  dialog.showModal();
  let stream = null;
  let over = false;
  const closed = new Promise((resolve) => dialog.addEventListener('close', () => resolve(null), { once: true }));
  close.onclick = () => dialog.close();
  const read = async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      video.srcObject = stream;
      await video.play();
    } catch {
      hint.textContent = words.denied;
      return closed;
    }
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    while (!over) {
      const [found] = await detector.detect(video).catch(() => []);
      if (found) return found.rawValue;
      await new Promise((later) => setTimeout(later, kEveryMs));
    }
    return null;
  };
  const text = await Promise.race([read(), closed]);
  over = true;
  stream?.getTracks().forEach((track) => track.stop());
  dialog.remove();
  before?.focus?.();
  return text;
}
