// The store: one SQLite file, for any number of processes. Each method is one transaction, and nothing is remembered
// between two of them that another process may change.

import { resolve } from 'node:path';
import { type Database, openDatabase, type Row, type Statement } from './database.ts';
import { joinNames } from './group.ts';
import type { IndexedMail, Shape } from './mails.ts';
import type { Mark } from './mark.ts';
import { StoreError } from './messages.ts';
import type { Judgement, Outcome, Problem, Triage } from './record.ts';
import { prepareStore } from './schema.ts';
import type { Triaged } from './task.ts';

/** A source that the store knows. */
export interface KnownSource {
  readonly id: number;
  readonly mark: Mark | null;
}

/** A mail of a thread, and where it is. */
export interface PlacedMail {
  readonly path: string;
  readonly start: number;
  readonly stop: number | null;
  readonly blob: string | null;
  readonly size: number;
  readonly digest: string;
  readonly shape: Shape;
}

/** How much is known of a thread. */
export type Depth = 'triaged' | 'judged';

/** Opens a store, and makes it if there is none. Throws `StoreError`. */
export function openStore(path: string): Store {
  let db: Database | undefined;
  try {
    db = openDatabase(path);
    prepareStore(db);
    return new Store(db, resolve(path));
  } catch (error) {
    db?.close();
    throw new StoreError(path, (error as Error).message);
  }
}

/** An open store. */
export class Store {
  readonly db: Database;
  readonly #path: string;
  readonly #statements = new Map<string, Statement>();

  constructor(db: Database, path: string) {
    this.db = db;
    this.#path = path;
  }

  /** Whether a file is one of its own: it may lie in the archive. */
  isOwn(path: string): boolean {
    return ['', '-wal', '-shm', '-journal'].some((end) => resolve(path) === this.#path + end);
  }

  close(): void {
    this.db.close();
  }

  /** A statement, prepared once. */
  sql(text: string): Statement {
    const known = this.#statements.get(text) ?? this.db.prepare(text);
    this.#statements.set(text, known);
    return known;
  }

  /** The source of a name, new if it was not known. A mail that gets other flags changes its path, not its name. */
  source(root: string, name: string, path: string, kind: string): KnownSource {
    return this.db.atomically(() => {
      this.sql(
        `INSERT INTO source (root, name, path, kind) VALUES (?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET root = excluded.root, path = excluded.path`,
      ).run(root, name, path, kind);
      const row = this.sql('SELECT id, mark FROM source WHERE name = ?').get(name)!;
      return { id: row.id as number, mark: markOf(row) };
    });
  }

  /** Names of the sources of an archive that the store knows, with their numbers. */
  sourcesOf(root: string): ReadonlyMap<string, KnownSource & { readonly path: string }> {
    const rows = this.sql('SELECT id, name, path, mark FROM source WHERE root = ?').all(root);
    return new Map(
      rows.map((r) => [r.name as string, { id: r.id as number, mark: markOf(r), path: r.path as string }]),
    );
  }

  /**
   * Adds mails of a source and moves its mark on. False, and nothing is done, if another process has moved it since.
   * `stop` says where the mail that was its last one ends.
   */
  addMails(
    source: number,
    before: Mark | null,
    mails: readonly IndexedMail[],
    after: Mark,
    missing: number,
    stop: number | null,
  ): boolean {
    return this.db.atomically(() => {
      const row = this.sql('SELECT mark FROM source WHERE id = ?').get(source);
      if ((row?.mark ?? null) !== (before && JSON.stringify(before))) return false;
      if (stop !== null && before?.last)
        this.sql('UPDATE mail SET stop = ? WHERE source = ? AND start = ?').run(stop, source, before.last.start);
      for (const mail of mails) this.#addMail(source, mail);
      this.sql('UPDATE source SET mark = ?, missing = missing + ? WHERE id = ?').run(
        JSON.stringify(after),
        missing,
        source,
      );
      return true;
    });
  }

  #addMail(source: number, mail: IndexedMail): void {
    const { start, stop, blob, size, digest, date, shape, names } = mail;
    const thread = joinNames(this, names);
    this.sql(
      `INSERT INTO mail (source, start, stop, blob, size, digest, date, shape, thread) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(source, start, stop, blob, size, digest, date, shape, thread);
    this.sql(
      `UPDATE thread SET content = NULL, mails = mails + 1, newest = max(coalesce(newest, ?1), coalesce(?1, newest))
       WHERE id = ?2`,
    ).run(date, thread);
  }

  /** Forgets the index, and no result: a source was found to be another one than it was. */
  forgetIndex(): void {
    this.db.atomically(() => {
      for (const table of ['mail', 'name', 'thread', 'source']) this.db.execute(`DELETE FROM ${table}`);
    });
  }

  /** The mails of a thread in the order of the archives. */
  mailsOf(thread: number): PlacedMail[] {
    return this.sql(
      `SELECT path, start, stop, blob, size, digest, shape FROM mail JOIN source ON source.id = mail.source
       WHERE thread = ? ORDER BY source.id, start`,
    )
      .all(thread)
      .map((r) => ({
        path: r.path as string,
        start: r.start as number,
        stop: r.stop as number | null,
        blob: r.blob as string | null,
        size: r.size as number,
        digest: r.digest as string,
        shape: r.shape as Shape,
      }));
  }

  /** Notes what threads are. What is known better stays. */
  putTriaged(program: string, threads: readonly Triaged[]): void {
    this.db.atomically(() => {
      for (const triaged of threads) this.#putTriage(program, triaged);
    });
  }

  #putTriage(program: string, triaged: Triaged): void {
    const { content, triage } = triaged;
    const problem = triaged.triage ? null : triaged.problem;
    const isNew = this.sql(
      `INSERT INTO result (content, program, depth, diff, race, model, verdict, triage, problem)
       VALUES (?, ?, 'triaged', ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ).run(
      content,
      program,
      triage && triage.candidates.length > 0 ? 1 : 0,
      triage?.claims.some((c) => c.concurrent) ? 1 : 0,
      triage?.model ?? null,
      problem?.kind ?? null,
      triage && JSON.stringify(triage),
      problem && JSON.stringify(problem),
    );
    if (isNew === 0) return;
    for (const { id, kind, version, title, author, date } of triage?.candidates ?? [])
      if (kind === 'patch')
        this.sql('INSERT OR IGNORE INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)').run(
          program,
          seriesKey(author, title),
          content,
          id,
          version,
          title,
          author,
          date,
        );
  }

  /** Notes what came of judging a thread that is triaged; false if somebody else has done so. */
  putJudgement(content: string, program: string, entry: JudgementEntry): boolean {
    const { judgement, page, mails, problem, seconds } = entry;
    const verdict: Outcome = judgement?.verdict ?? problem!.kind;
    return this.db.atomically(() => {
      const isNew = this.sql(
        `UPDATE result SET depth = 'judged', verdict = ?, judgement = ?, page = ?, mails = ?, problem = ?, seconds = ?
         WHERE content = ? AND program = ? AND depth = 'triaged'`,
      ).run(
        verdict,
        judgement && JSON.stringify(judgement),
        page,
        mails,
        problem && JSON.stringify(problem),
        seconds,
        content,
        program,
      );
      if (isNew === 0) return false;
      for (const candidate of judgement?.candidates ?? [])
        this.sql('UPDATE version SET verdict = ? WHERE content = ? AND program = ? AND candidate = ?').run(
          candidate.verdict,
          content,
          program,
          candidate.id,
        );
      return true;
    });
  }

  /** What is known of a content. */
  depthOf(content: string, program: string): { depth: Depth; triage: Triage | null } | null {
    const row = this.sql('SELECT depth, triage FROM result WHERE content = ? AND program = ?').get(content, program);
    return row ? { depth: row.depth as Depth, triage: fromJson<Triage>(row.triage) } : null;
  }

  setting(name: string): string | null {
    return (this.sql('SELECT value FROM setting WHERE name = ?').get(name)?.value as string | undefined) ?? null;
  }

  set(name: string, value: string): void {
    this.sql('INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(name, value);
  }
}

export interface JudgementEntry {
  readonly judgement: Judgement | null;
  /** Packed, as is `mails`: what a report is made of, and can be judged again. */
  readonly page: Uint8Array | null;
  readonly mails: Uint8Array | null;
  readonly problem: Problem | null;
  readonly seconds: number | null;
}

/** Versions of one series are known by their author and their title. */
function seriesKey(author: string, title: string): string {
  return `${author}\n${title}`.toLowerCase().replace(/[^\S\n]+/g, '');
}

function markOf({ mark }: Row): Mark | null {
  return fromJson<Mark>(mark);
}

export function fromJson<T>(value: Row[string] | undefined): T | null {
  return typeof value === 'string' ? (JSON.parse(value) as T) : null;
}
