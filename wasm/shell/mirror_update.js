// Reads the bytes of ui::encode_mirror_update (ui/include/motcua/ui/semantics.hpp says the format).
const kMagic = 0x314d434d;  // "MCM1"

export function decodeMirrorUpdate(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const utf8 = new TextDecoder();
  let at = 0;
  const u8 = () => view.getUint8(at++);
  const u32 = () => view.getUint32((at += 4) - 4, true);
  const f32 = () => view.getFloat32((at += 4) - 4, true);
  const string = () => {
    const size = u32();
    return utf8.decode(bytes.subarray(at, (at += size)));
  };
  const list = (read) => Array.from({ length: u32() }, read);

  if (u32() !== kMagic) throw new Error('not a mirror update');
  const removed = list(u32);
  const changed = list(() => ({
    id: u32(), parent: u32(), role: u8(), flags: u32(), x: f32(), y: f32(), w: f32(), h: f32(), level: u8(), field: u8(),
    contentHeight: f32(), fontPx: f32(), name: string(), value: string(), description: string(), language: string(),
  }));
  const ordered = list(() => ({ parent: u32(), children: list(u32) }));
  if (at !== bytes.byteLength) throw new Error('a mirror update has bytes left over');
  return { removed, changed, ordered };
}
