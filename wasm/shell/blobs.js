// The photos and other files of this device: one OPFS file each, named by its SHA-256, in a folder beside the database.
// browser_files.cpp calls read, picture, keepOnly and measure; worker.js calls store. What takes time goes through one
// queue, so that no two of them hold the same file.
import { StorageError, openFolder } from './opfs.js';

const kFolder = 'files';
const kPart = 1024 * 1024;
const kMost = 100 * 1024 * 1024;  // As records::kMaxAttachmentSize.
const kReserve = 8 * 1024 * 1024;  // What answers need is not given to pictures.
const kReserveFile = 'reserve';
const kQuality = 0.85;
const kPicturePixels = 264;  // 88 dp at a density of 3.
const kMissing = -1;  // As in browser_files.cpp.
const kFetching = -2;

// Why a file cannot be kept; `name` is an entry of the table of errors.
export class BlobError extends Error {
  constructor(name, detail = '', cause = undefined) {
    super(name, { cause });
    this.name = name;
    this.detail = detail;
  }
}

export class Blobs {
  #folder;
  #changed;
  #queue = Promise.resolve();
  #reader = { name: '', handle: null };
  #missing = new Set();
  #fetching = '';  // What the reader is being opened for.
  #pictures = new Map();  // name -> ImageData, or null while it is read or when it is no picture.

  // `changed` is called when what was asked for is there, or never will be.
  static async open(changed) {
    const folder = await openFolder();
    try {
      return new Blobs(await folder.getDirectoryHandle(kFolder, { create: true }), changed);
    } catch (error) {
      throw new StorageError(error.name === 'QuotaExceededError' ? 'disk_full' : 'storage_unavailable', error);
    }
  }

  constructor(folder, changed) {
    this.#folder = folder;
    this.#changed = changed;
  }

  #enqueue(work) {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }

  // Stores `file`, a picture with at most `pixels` a side (0: as it is); `hasher` gives its digest. It is on the disk
  // when this resolves: written, flushed, closed.
  store(file, pixels, hasher) {
    return this.#enqueue(async () => {
      const blob = await shrunken(file, pixels);
      if (blob.size > kMost) throw new BlobError('attachment_too_large', `${Math.ceil(blob.size / 1e6)} MB`);
      hasher.begin();
      await eachPart(blob, (bytes) => hasher.add(bytes));
      const name = hasher.finish();
      this.#closeReader();
      if (!(await this.#holds(name, blob.size, hasher))) await this.#write(name, blob);
      this.#missing.delete(name);
      return { name, size: blob.size, type: blob.type };
    });
  }

  // Whether the file is here already, whole. Then it is not written over: an answer may name it, and writing may fail.
  async #holds(name, size, hasher) {
    try {
      const file = await (await this.#folder.getFileHandle(name)).getFile();
      if (file.size !== size) return false;
      hasher.begin();
      await eachPart(file, (bytes) => hasher.add(bytes));
      return hasher.finish() === name;
    } catch (error) {
      if (error.name !== 'NotFoundError') console.warn('file:', error);
      return false;
    }
  }

  async #write(name, blob) {
    let handle = null;
    let whole = false;
    try {
      handle = await (await this.#folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
      handle.truncate(0);
      let at = 0;
      await eachPart(blob, (bytes) => {
        if (handle.write(bytes, { at }) !== bytes.length) throw new BlobError('disk_full');
        at += bytes.length;
      });
      if (at !== blob.size) throw new BlobError('file_read');
      handle.flush();
      await this.#askForReserve();
      whole = true;
    } catch (error) {
      if (error.name === 'QuotaExceededError') throw new BlobError('disk_full', '', error);
      throw error instanceof BlobError ? error : new BlobError('disk_io', '', error);
    } finally {
      handle?.close();
      if (!whole) await this.#folder.removeEntry(name).catch(() => {});
    }
  }

  // Throws a QuotaExceededError when the reserve is not there: it is taken, and given back. That is the only way to know:
  // Chromium's estimate() tells every origin the same round number of free bytes, however few there are.
  async #askForReserve() {
    const handle = await (await this.#folder.getFileHandle(kReserveFile, { create: true })).createSyncAccessHandle();
    try {
      handle.truncate(kReserve);
    } finally {
      handle.close();
      await this.#folder.removeEntry(kReserveFile);
    }
  }

  // Bytes of the file into `into`: how many, kFetching (then `changed` follows) or kMissing.
  read(name, into, offset) {
    if (this.#missing.has(name)) return kMissing;
    if (this.#reader.name !== name) {
      if (this.#fetching !== name) this.#openReader(name);
      return kFetching;
    }
    try {
      return this.#reader.handle.read(into, { at: offset });
    } catch (error) {
      console.warn('file:', error);
      return kMissing;
    }
  }

  #openReader(name) {
    this.#fetching = name;
    this.#enqueue(async () => {
      this.#closeReader();
      try {
        const handle = await (await this.#folder.getFileHandle(name)).createSyncAccessHandle();
        this.#reader = { name, handle };
      } catch (error) {
        console.warn('file:', error);
        this.#missing.add(name);
      }
      this.#fetching = '';
      this.#changed();
    });
  }

  #closeReader() {
    this.#reader.handle?.close();
    this.#reader = { name: '', handle: null };
  }

  // The small picture of a file, once it is read.
  picture(name) {
    if (!this.#pictures.has(name)) {
      this.#pictures.set(name, null);
      this.#enqueue(() => this.#readPicture(name));
    }
    return this.#pictures.get(name);
  }

  async #readPicture(name) {
    if (this.#reader.name === name) this.#closeReader();
    try {
      const file = await (await this.#folder.getFileHandle(name)).getFile();
      this.#pictures.set(name, await scaled(file, kPicturePixels, (canvas, context) => context.getImageData(0, 0, canvas.width, canvas.height)));
    } catch {
      return;  // No picture that this browser can read.
    }
    this.#changed();
  }

  keepOnly(names) {
    const kept = new Set(names);
    this.#enqueue(async () => {
      const gone = [];
      for await (const name of this.#folder.keys()) {
        if (!kept.has(name)) gone.push(name);
      }
      for (const name of gone) await this.#folder.removeEntry(name).catch((error) => console.warn('file:', error));
    });
  }

  close() {
    this.#closeReader();
  }
}

async function eachPart(blob, use) {
  for (let at = 0; at < blob.size; at += kPart) {
    let bytes;
    try {
      bytes = new Uint8Array(await blob.slice(at, at + kPart).arrayBuffer());
    } catch (error) {  // Changed or taken away since it was chosen.
      throw new BlobError('file_read', '', error);
    }
    use(bytes);
  }
}

// A picture with more than `pixels` a side made smaller, turned as its camera says; all else as it is.
async function shrunken(file, pixels) {
  if (!pixels || !file.type.startsWith('image/')) return file;
  const type = file.type === 'image/png' ? 'image/png' : 'image/jpeg';
  try {
    return (await scaled(file, pixels, (canvas) => canvas.convertToBlob({ type, quality: kQuality }), true)) ?? file;
  } catch (error) {
    console.warn('picture:', error);  // Of a kind that this browser cannot read: sent as it is.
    return file;
  }
}

async function scaled(file, pixels, make, onlyLarger = false) {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const scale = Math.min(1, pixels / Math.max(bitmap.width, bitmap.height));
    if (onlyLarger && scale === 1) return null;
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return make(canvas, context);
  } finally {
    bitmap.close();
  }
}
