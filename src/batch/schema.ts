// What a store holds: an index of mails, which can be made again from the archives, and results, which cost time.
//
//   source ─< mail >─ thread ─(content)─ result ─< version
//             name ──┘
//
// A result belongs to the content of a thread and to what judged it, and to no archive: an archive that moves, grows or
// is read again finds its results.

import type { Database } from './database.ts';

/** A store of another format is refused. */
export const FORMAT = 1;

const TABLES = `
-- A file, or an epoch of a public-inbox. "mark" tells whether it is what it was.
CREATE TABLE IF NOT EXISTS source (
  id INTEGER PRIMARY KEY, root TEXT NOT NULL, name TEXT NOT NULL UNIQUE, path TEXT NOT NULL, kind TEXT NOT NULL,
  mark TEXT, missing INTEGER NOT NULL DEFAULT 0);
-- A mail: where it begins and ends in its (unpacked) file, or its blob.
CREATE TABLE IF NOT EXISTS mail (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER, blob TEXT,
  size INTEGER NOT NULL, digest TEXT NOT NULL, date INTEGER, shape TEXT NOT NULL, thread INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS mail_thread ON mail (thread);
CREATE INDEX IF NOT EXISTS mail_source ON mail (source, start);
-- A Message-ID, and the thread that it was met in.
CREATE TABLE IF NOT EXISTS name (id TEXT PRIMARY KEY, thread INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS name_thread ON name (thread);
-- Mails that refer to one another. "content" is null while mails came that it does not tell of.
CREATE TABLE IF NOT EXISTS thread (
  id INTEGER PRIMARY KEY, content TEXT, mails INTEGER NOT NULL DEFAULT 0, newest INTEGER);
CREATE INDEX IF NOT EXISTS thread_changed ON thread (id) WHERE content IS NULL;
CREATE INDEX IF NOT EXISTS thread_content ON thread (content);
-- What is known of a thread, by what read and judged it.
CREATE TABLE IF NOT EXISTS result (
  content TEXT NOT NULL, program TEXT NOT NULL, depth TEXT NOT NULL, diff INTEGER NOT NULL, race INTEGER NOT NULL,
  model TEXT, verdict TEXT, seconds REAL, triage TEXT, judgement TEXT, problem TEXT, page BLOB, mails BLOB);
CREATE UNIQUE INDEX IF NOT EXISTS result_key ON result (content, program);
-- Versions of a patch or series, in whichever threads they came.
CREATE TABLE IF NOT EXISTS version (
  program TEXT NOT NULL, series TEXT NOT NULL, content TEXT NOT NULL, candidate TEXT NOT NULL, version INTEGER NOT NULL,
  title TEXT NOT NULL, author TEXT NOT NULL, date TEXT, verdict TEXT,
  PRIMARY KEY (program, series, content, candidate)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS version_content ON version (content, program);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/** Makes the tables of a new store. Throws if a store is of another format. */
export function prepareStore(db: Database): void {
  db.atomically(() => {
    db.execute(TABLES);
    db.prepare('INSERT OR IGNORE INTO setting VALUES (?, ?)').run('format', String(FORMAT));
  });
  const format = db.prepare('SELECT value FROM setting WHERE name = ?').get('format')?.value;
  if (format !== String(FORMAT))
    throw new Error(`it is of format ${String(format)}, and this version writes format ${FORMAT}`);
}
