// The only file that knows which SQLite there is: the interface of `node:sqlite`, from a package with prebuilt binaries.

import { DatabaseSync } from '@photostructure/sqlite';

export type Value = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, Value>>;

/** A prepared statement. */
export interface Statement {
  readonly get: (...values: readonly Value[]) => Row | undefined;
  readonly all: (...values: readonly Value[]) => readonly Row[];
  /** Rows one by one; nothing may be written meanwhile. */
  readonly each: (...values: readonly Value[]) => Iterable<Row>;
  /** Runs it; gives the number of rows that it changed. */
  readonly run: (...values: readonly Value[]) => number;
}

export interface Database {
  readonly prepare: (sql: string) => Statement;
  /** Runs statements that give nothing. */
  readonly execute: (sql: string) => void;
  /** Runs `work` wholly or not at all; other processes wait meanwhile. */
  readonly atomically: <T>(work: () => T) => T;
  readonly close: () => void;
}

/** How long a process waits for another one that writes. */
const PATIENCE = 60_000;
/** Milliseconds between two tries. */
const PAUSE = 20;

/** Opens a file, and makes it if need be. Throws what SQLite says if it is none of its files. */
export function openDatabase(path: string): Database {
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA busy_timeout=${PATIENCE}`);
  // Readers and one writer at a time, in any number of processes; after a power cut the last results may be missing.
  patiently(() => db.exec('PRAGMA journal_mode=WAL'));
  db.exec('PRAGMA synchronous=NORMAL');
  db.exec('PRAGMA cache_size=-32000');
  // Pages wait in the log, so that one that is written again and again goes to the file once.
  db.exec('PRAGMA wal_autocheckpoint=8000');
  return {
    prepare: (sql) => {
      const statement = db.prepare(sql);
      return {
        get: (...values) => (statement.get(...values) as Row | undefined) ?? undefined,
        all: (...values) => statement.all(...values) as Row[],
        each: (...values) => statement.iterate(...values) as Iterable<Row>,
        run: (...values) => Number(statement.run(...values).changes),
      };
    },
    execute: (sql) => db.exec(sql),
    atomically: (work) => {
      db.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        db.exec('COMMIT');
        return result;
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => db.close(),
  };
}

/** SQLite does not wait for another process where it changes the mode of a file: then it is asked again. */
function patiently(work: () => void): void {
  for (const end = Date.now() + PATIENCE; ; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE)) {
    try {
      return work();
    } catch (error) {
      if (!/database is locked/.test((error as Error).message) || Date.now() > end) throw error;
    }
  }
}
