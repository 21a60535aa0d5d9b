// Pictures of what is painted, compared with a tolerance: two ways of drawing round colours differently.
const kSoft = 24;  // How much of 255 a channel may differ.
const kShare = 0.01;  // How many pixels may differ more.

export async function picture(page) {
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  return page.screenshot({ caret: 'hide' });
}

export async function alike(page, one, other) {
  const { sameSize, different } = await page.evaluate(async ([pngs, soft]) => {
    const pixels = await Promise.all(pngs.map(async (png) => {
      const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d');
      context.drawImage(bitmap, 0, 0);
      return context.getImageData(0, 0, bitmap.width, bitmap.height);
    }));
    const [a, b] = pixels;
    if (a.width !== b.width || a.height !== b.height) return { sameSize: false, different: 1 };
    let count = 0;
    for (let i = 0; i < a.data.length; i += 4) {
      if ([0, 1, 2].some((channel) => Math.abs(a.data[i + channel] - b.data[i + channel]) > soft)) ++count;
    }
    return { sameSize: true, different: count / (a.width * a.height) };
  }, [[one, other].map((png) => png.toString('base64')), kSoft]);
  return sameSize && different <= kShare;
}
