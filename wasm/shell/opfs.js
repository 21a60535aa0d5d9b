// The database's files: OPFS sync access handles, opened once by the owner tab and closed when it stops. opfs_vfs.cpp calls
// the methods of Files.
import { kFiles, kFolder } from './database_files.js';

const kDatabase = 0;
const kLog = 1;
const kBackup = 3;
const kCopyBytes = 1 << 20;
const kAttempts = 10;
const kNoRoom = -2;  // As in opfs_vfs.cpp.

// Why storage cannot be used; `name` is an entry of the table of errors.
export class StorageError extends Error {
  constructor(name, cause) {
    super(name, { cause });
    this.name = name;
  }
}

export class Files {
  #handles;

  constructor(handles) {
    this.#handles = handles;
  }

  read(slot, into, offset) {
    return attempt(() => this.#handles[slot].read(into, { at: offset }));
  }

  write(slot, from, offset) {
    return attempt(() => this.#handles[slot].write(from, { at: offset }), { QuotaExceededError: kNoRoom });
  }

  truncate(slot, size) {
    return attempt(() => {
      this.#handles[slot].truncate(size);
      return 0;
    });
  }

  flush(slot) {
    return attempt(() => {
      this.#handles[slot].flush();
      return 0;
    });
  }

  size(slot) {
    return attempt(() => this.#handles[slot].getSize());
  }

  // Nothing was ever written here.
  isNew() {
    return this.size(kDatabase) === 0 && this.size(kLog) === 0;
  }

  // Copies the database's file. A copy that did not become whole is not left behind.
  backUp() {
    const outcome = attempt(() => {
      const from = this.#handles[kDatabase];
      const to = this.#handles[kBackup];
      const bytes = new Uint8Array(kCopyBytes);
      to.truncate(0);
      for (let at = 0; at < from.getSize();) {
        const count = from.read(bytes, { at });
        if (to.write(bytes.subarray(0, count), { at }) < count) throw new DOMException('', 'QuotaExceededError');
        at += count;
      }
      to.flush();
      return 0;
    }, { QuotaExceededError: kNoRoom });
    if (outcome !== 0) this.dropBackup();
    return outcome;
  }

  dropBackup() {
    if (this.size(kBackup) > 0) this.truncate(kBackup, 0);
  }

  // False in a private window of a Chromium browser, which offers OPFS but keeps it in another process's memory until the
  // window is closed. It hides this on purpose; what shows is that each call takes a message to that process (200 µs
  // where a file takes 1).
  isKept() {
    if (!('userAgentData' in navigator)) return true;  // Others refuse to open files in a private window.
    const kCalls = 20;
    let fastest = Infinity;
    for (let round = 0; round < 5; ++round) {
      const begin = performance.now();
      for (let i = 0; i < kCalls; ++i) this.size(0);
      fastest = Math.min(fastest, (performance.now() - begin) / kCalls);
    }
    return fastest < 0.05;
  }

  close() {
    closeAll(this.#handles);
    this.#handles = [];
  }
}

// The number that `operation` returns. When the browser threw, what `codes` has for the exception's name, or else -1:
// opfs_vfs.cpp makes SQLite's error of it.
function attempt(operation, codes = {}) {
  try {
    return operation();
  } catch (error) {
    console.warn('storage:', error);
    return codes[error.name] ?? -1;
  }
}

function closeAll(handles) {
  for (const handle of handles) {
    try {
      handle.close();
    } catch (error) {
      console.warn('storage: close:', error);
    }
  }
}

// Opens all files or none. A page that was just closed may still hold its handles for a moment, so it tries again.
export async function openFiles() {
  const folder = await openFolder();
  for (let tried = 1; ; ++tried) {
    const handles = [];
    let complete = false;
    try {
      for (const name of kFiles) {
        const file = await folder.getFileHandle(name, { create: true });
        handles.push(await file.createSyncAccessHandle());
      }
      complete = true;
      return new Files(handles);
    } catch (error) {
      if (error.name === 'QuotaExceededError') throw new StorageError('disk_full', error);
      if (tried === kAttempts) throw new StorageError('database_busy', error);
    } finally {
      if (!complete) closeAll(handles);
    }
    await new Promise((done) => setTimeout(done, 50 * tried));
  }
}

export async function openFolder() {
  if (!navigator.storage?.getDirectory || !globalThis.FileSystemFileHandle?.prototype.createSyncAccessHandle) {
    throw new StorageError('storage_unavailable');
  }
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(kFolder, { create: true });
  } catch (error) {  // Private windows of Firefox and Safari refuse here.
    throw new StorageError('storage_unavailable', error);
  }
}
