// What a store says of an archive: the funnel from mails to verdicts, functions that no model has, versions of series.
// In: results; out: counts. No more is held than one result, the functions of the kernel, and the series with verdicts.

import type { BugClass } from '../claim/claim.ts';
import { indexModels, type ModelIndexEntry } from '../model/index.ts';
import type { Judgement, Outcome, Problem, Recognised, TouchedFunction, Triage } from './record.ts';
import { fromJson, type Store } from './store.ts';

/** A thread with all that is known of it. */
export interface ThreadResult {
  readonly content: string;
  readonly triage: Triage | null;
  readonly judgement: Judgement | null;
  readonly problem: Problem | null;
  /** Null while it is not judged. */
  readonly outcome: Outcome | null;
}

export interface ClassCount {
  readonly class: BugClass;
  threads: number;
  /** Threads by how it was recognised. */
  readonly by: Map<Recognised, number>;
}

/** A function that race fixes touch and no model has. */
export interface Unmodelled extends TouchedFunction {
  /** Threads with a fix of a concurrency bug in it. */
  readonly threads: number;
}

export interface Funnel {
  mails: number;
  /** Blobs that a public-inbox names and does not have. */
  missing: number;
  threads: number;
  /** That a run has read. */
  read: number;
  /** Of these, those that are wanted; the rest of the funnel is of them. */
  triaged: number;
  withDiff: number;
  /** With a diff, and describing a concurrency bug. */
  races: number;
  readonly classes: ClassCount[];
  /** Functions that those change, and those of them that a model has. */
  functions: number;
  modelledFunctions: number;
  /** Threads that a model covers; of them those with a diff and a concurrency bug. */
  covered: number;
  coveredRaces: number;
  /** Of the covered, those that were judged, whatever came of it. */
  judged: number;
  /** Of the judged. */
  readonly verdicts: Map<Outcome, number>;
  /** Threads that could not be read. */
  unread: number;
  /** How any thread ended, those too that could not be read. */
  readonly outcomes: Set<Outcome>;
  /** Most touched first. */
  readonly unmodelled: readonly Unmodelled[];
}

/** Counts the threads for which `isWanted` holds. */
export function survey(
  store: Store,
  program: string,
  root: string,
  isWanted: (result: ThreadResult) => boolean = () => true,
): Funnel {
  const one = (sql: string): number => (store.sql(sql).get()!.n as number | null) ?? 0;
  const modelled = new Set(indexModels(root).flatMap(modelledIn));
  const classes = new Map<BugClass, ClassCount>();
  const touched = new Map<string, TouchedFunction & { threads: number }>();
  const funnel: Funnel = {
    mails: one('SELECT count(*) AS n FROM mail'),
    missing: one('SELECT sum(missing) AS n FROM source'),
    threads: one('SELECT count(*) AS n FROM thread'),
    read: 0,
    triaged: 0,
    withDiff: 0,
    races: 0,
    classes: [],
    functions: 0,
    modelledFunctions: 0,
    covered: 0,
    coveredRaces: 0,
    judged: 0,
    verdicts: new Map(),
    unread: 0,
    outcomes: new Set(),
    unmodelled: [],
  };
  for (const result of resultsOf(store, program)) {
    funnel.read++;
    if (!isWanted(result)) continue;
    const { triage, outcome } = result;
    funnel.triaged++;
    if (!triage) funnel.unread++;
    if (outcome !== null) funnel.outcomes.add(outcome);
    if (triage?.model) funnel.covered++;
    if (triage && outcome !== null) {
      funnel.judged++;
      funnel.verdicts.set(outcome, (funnel.verdicts.get(outcome) ?? 0) + 1);
    }
    if (!triage || triage.candidates.length === 0) continue;
    funnel.withDiff++;
    const races = triage.claims.filter((c) => c.concurrent);
    if (races.length === 0) continue;
    funnel.races++;
    if (triage.model) funnel.coveredRaces++;
    for (const claim of races) {
      const entry = classes.get(claim.class) ?? { class: claim.class, threads: 0, by: new Map() };
      entry.threads++;
      entry.by.set(claim.by, (entry.by.get(claim.by) ?? 0) + 1);
      classes.set(claim.class, entry);
    }
    for (const fn of withoutNameless(triage.mended)) {
      const key = keyOf(fn);
      const entry = touched.get(key) ?? { ...fn, threads: 0 };
      entry.threads++;
      touched.set(key, entry);
    }
  }
  const all = joinNameless([...touched.values()]);
  const unmodelled = all.filter((fn) => !modelled.has(fn.name));
  unmodelled.sort((a, b) => b.threads - a.threads || compare(keyOf(a), keyOf(b)));
  return {
    ...funnel,
    classes: [...classes.values()].sort((a, b) => b.threads - a.threads || compare(a.class, b.class)),
    functions: all.length,
    modelledFunctions: all.length - unmodelled.length,
    unmodelled,
  };
}

/** What is known of each thread of the index, one at a time, in the order in which the threads were met. */
export function* resultsOf(store: Store, program: string): Generator<ThreadResult> {
  const query = store.sql(
    `SELECT t.id, r.content, r.triage, r.judgement, r.problem, r.verdict FROM thread t
     JOIN result r ON r.content = t.content AND r.program = ? WHERE t.id > ? ORDER BY t.id LIMIT 500`,
  );
  for (let last = 0; ; ) {
    const rows = query.all(program, last);
    for (const row of rows)
      yield {
        content: row.content as string,
        triage: fromJson<Triage>(row.triage),
        judgement: fromJson<Judgement>(row.judgement),
        problem: fromJson<Problem>(row.problem),
        outcome: row.verdict as Outcome | null,
      };
    if (rows.length < 500) return;
    last = rows.at(-1)!.id as number;
  }
}

/** A version of a series, wherever it came. */
export interface VersionVerdict {
  readonly version: number;
  readonly candidate: string;
  readonly content: string;
  readonly date: string | null;
  /** Null if nobody judged it. */
  readonly verdict: string | null;
}

export interface History {
  readonly title: string;
  readonly author: string;
  /** Oldest first. */
  readonly versions: readonly VersionVerdict[];
}

/** Series of which several versions are known and one at least was judged by a model. */
export function* historiesOf(store: Store, program: string): Generator<History> {
  const series = store
    .sql(
      `SELECT series FROM version WHERE program = ?1 AND content IN (SELECT content FROM thread)
       GROUP BY series HAVING count(DISTINCT version) > 1
         AND count(CASE WHEN verdict NOT IN ('not-modelled') THEN 1 END) > 0 ORDER BY min(date), series`,
    )
    .all(program);
  for (const { series: key } of series) {
    const rows = store
      .sql(
        `SELECT * FROM version WHERE program = ? AND series = ? AND content IN (SELECT content FROM thread)
         ORDER BY version, date, content, candidate`,
      )
      .all(program, key!);
    const last = rows.at(-1)!;
    yield {
      title: last.title as string,
      author: last.author as string,
      versions: rows.map((r) => ({
        version: r.version as number,
        candidate: r.candidate as string,
        content: r.content as string,
        date: r.date as string | null,
        verdict: r.verdict as string | null,
      })),
    };
  }
}

/** A hunk that came without the name of its file: where the thread has the function in a file, it is that one. */
function withoutNameless(functions: readonly TouchedFunction[]): TouchedFunction[] {
  const placed = new Set(functions.filter((fn) => fn.file !== '').map((fn) => fn.name));
  return functions.filter((fn) => fn.file !== '' || !placed.has(fn.name));
}

/** The same over all threads, if the function is in one file only. */
function joinNameless(all: readonly Unmodelled[]): Unmodelled[] {
  const places = new Map<string, number>();
  for (const { name, file } of all) if (file !== '') places.set(name, (places.get(name) ?? 0) + 1);
  const nameless = new Map(all.filter((fn) => fn.file === '').map((fn) => [fn.name, fn]));
  return all.flatMap((fn) => {
    if (places.get(fn.name) !== 1) return [fn];
    return fn.file === '' ? [] : [{ ...fn, threads: fn.threads + (nameless.get(fn.name)?.threads ?? 0) }];
  });
}

function modelledIn({ functions }: ModelIndexEntry): readonly string[] {
  return functions;
}

function keyOf({ name, file }: TouchedFunction): string {
  return `${file} ${name}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
