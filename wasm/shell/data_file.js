// Everything that is kept on this device as one file: a tar archive of the app's folder, which any computer opens.
import { kFolder } from './database_files.js';

const kBlock = 512;

// A Blob; what is in it is read when it is saved.
export async function databaseFiles() {
  const root = await navigator.storage.getDirectory();
  const parts = [];
  await addFolder(await root.getDirectoryHandle(kFolder), '', parts);
  parts.push(new Uint8Array(2 * kBlock));
  return new Blob(parts);
}

async function addFolder(folder, path, parts) {
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind === 'directory') {
      await addFolder(handle, `${path}${name}/`, parts);
      continue;
    }
    const file = await handle.getFile();
    if (file.size === 0) continue;
    parts.push(head(path + name, file), file, new Uint8Array((kBlock - (file.size % kBlock)) % kBlock));
  }
}

// The ustar head of a file: fixed fields, numbers in octal. Names here are short and ASCII.
function head(name, { size, lastModified }) {
  const bytes = new Uint8Array(kBlock);
  const put = (at, text) => bytes.set(new TextEncoder().encode(text), at);
  const octal = (value, digits) => Math.floor(value).toString(8).padStart(digits, '0');
  put(0, name);
  put(100, '0000600');
  put(108, '0000000');
  put(116, '0000000');
  put(124, octal(size, 11));
  put(136, octal(lastModified / 1000, 11));
  put(148, ' '.repeat(8));  // The checksum counts itself as blanks.
  put(156, '0');
  put(257, 'ustar\u000000');
  put(148, octal(bytes.reduce((sum, byte) => sum + byte, 0), 6) + '\u0000');
  return bytes;
}

export function saveFile(name, content) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
