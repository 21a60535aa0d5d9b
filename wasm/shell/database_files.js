// Where the database lies in OPFS. The order is that of the handles in opfs.js and of kNames in opfs_vfs.cpp; the last file
// is a copy of the first from before an update, of which SQLite knows nothing.
export const kFolder = 'motcua';
export const kFiles = ['main.db', 'main.db-wal', 'main.db-journal', 'main.db.bak'];
