// Archives in, a store filled: what is new is indexed, threads that are due are read, told what they are, and judged
// where a model covers them. Each is written as soon as it is done; no more threads are held than are under way.
//
//   archives ─ index ─ threads due ─┬ triage ─ store ─┬ judge ─ store
//                                   └ …               └ …               by hands: src/batch/hands.ts

import { gzipSync } from 'node:zlib';
import { MailReader } from '../mail/again.ts';
import type { Hands } from './hands.ts';
import { indexArchives } from './index.ts';
import { StaleArchive } from './messages.ts';
import type { Outcome, Triage } from './record.ts';
import type { Store } from './store.ts';
import type { Answer, Parcel, Setting, Triaged } from './task.ts';
import { countDue, dueThreads, readParcel, type Selection } from './threads.ts';

/** How a run is getting on. */
export type Step =
  | { readonly kind: 'indexing'; readonly mails: number }
  | { readonly kind: 'indexed'; readonly due: number }
  /** Threads that are done, since they are not to be judged. */
  | { readonly kind: 'triaged'; readonly threads: number }
  | { readonly kind: 'judged'; readonly verdict: Outcome };

export interface BatchOptions extends Selection {
  readonly setting: Setting;
  /** Whether a thread that is triaged is to be judged. */
  readonly isWanted: (triage: Triage) => boolean;
  /** Opened when there is something to do. */
  readonly openHands: () => Promise<Hands>;
  readonly signal: AbortSignal;
  readonly tell: (step: Step) => void;
  readonly warn: (text: string) => void;
}

/** Threads and bytes that are triaged at once: enough to make the way to a worker and back worth it. */
const MOST_THREADS = 64;
const MOST_BYTES = 1 << 20;
/** New mails from which on hands are opened ahead. */
const MANY = 500;
/** Bunches under way for each hand: one that it works on, one that waits. */
const AHEAD = 2;

/** Fills a store. Fails if an archive cannot be read, or the store not be written. */
export async function runBatch(store: Store, options: BatchOptions): Promise<void> {
  const { signal, tell, warn } = options;
  // Where many mails are new there will be work: hands are ready by the time that it is known which.
  let opening: Promise<Hands> | undefined;
  const open = (): Promise<Hands> => {
    opening ??= options.openHands();
    // It fails where it is waited for.
    opening.catch(() => {});
    return opening;
  };
  const counted = (mails: number): void => {
    tell({ kind: 'indexing', mails });
    if (mails === MANY) open();
  };
  let due = 0;
  try {
    await indexArchives(store, options.roots, { signal, warn, tell: counted });
    due = signal.aborted ? 0 : countDue(store, options);
    if (!signal.aborted) tell({ kind: 'indexed', due });
  } finally {
    // Opened for nothing.
    if (due === 0)
      await opening?.then(
        (hands) => hands.close(),
        () => {},
      );
  }
  if (due === 0) return;
  const hands = await open();
  // What is under way is ended, and not waited for.
  const stop = (): void => void hands.close();
  signal.addEventListener('abort', stop);
  const reader = new MailReader();
  try {
    await workThrough(store, reader, hands, options);
  } catch (error) {
    if (error instanceof StaleArchive) store.forgetIndex();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await hands.close();
    await reader.close();
  }
}

async function workThrough(store: Store, reader: MailReader, hands: Hands, options: BatchOptions): Promise<void> {
  const underWay = new Set<Promise<void>>();
  for await (const bunch of bunches(store, reader, options)) {
    const done = workOn(bunch, store, hands, options).finally(() => underWay.delete(done));
    // It fails where it is waited for.
    done.catch(() => {});
    underWay.add(done);
    if (underWay.size >= hands.width * AHEAD) await Promise.race(underWay);
    if (options.signal.aborted) break;
  }
  await Promise.all(underWay);
}

/** Threads that are read, and what of each is to be done. */
interface Bunch {
  readonly fresh: readonly Parcel[];
  /** Triaged before, when nothing was judged. */
  readonly triaged: readonly Parcel[];
}

async function* bunches(store: Store, reader: MailReader, options: BatchOptions): AsyncGenerator<Bunch> {
  let fresh: Parcel[] = [];
  let triaged: Parcel[] = [];
  let bytes = 0;
  for (const thread of dueThreads(store, options)) {
    // Another process may have been here since the threads were counted.
    const known = store.depthOf(thread.content, options.program);
    if (known && !isToBeJudged(known.depth, known.triage, options)) {
      options.tell({ kind: 'triaged', threads: 1 });
      continue;
    }
    const parcel = await readParcel(store, reader, thread);
    if ('reason' in parcel) {
      store.putTriaged(options.program, [{ content: thread.content, triage: null, problem: parcel }]);
      options.tell({ kind: 'triaged', threads: 1 });
      continue;
    }
    (known ? triaged : fresh).push(parcel);
    bytes += parcel.bytes.length;
    if (fresh.length + triaged.length < MOST_THREADS && bytes < MOST_BYTES) continue;
    yield { fresh, triaged };
    [fresh, triaged, bytes] = [[], [], 0];
  }
  if (fresh.length + triaged.length > 0) yield { fresh, triaged };
}

function isToBeJudged(depth: string, triage: Triage | null, { judges, isWanted }: BatchOptions): boolean {
  return judges && depth === 'triaged' && triage !== null && triage.model !== null && isWanted(triage);
}

async function workOn({ fresh, triaged }: Bunch, store: Store, hands: Hands, options: BatchOptions): Promise<void> {
  const answers = fresh.length === 0 ? [] : await triageAll(fresh, hands, options);
  if (options.signal.aborted) return;
  store.putTriaged(options.program, answers);
  const covered = new Set(answers.filter((a) => isToBeJudged('triaged', a.triage, options)).map((a) => a.content));
  const chosen = [...triaged, ...fresh.filter((parcel) => covered.has(parcel.content))];
  options.tell({ kind: 'triaged', threads: fresh.length + triaged.length - chosen.length });
  await Promise.all(chosen.map((parcel) => judgeOne(parcel, store, hands, options)));
}

/** Whatever a thread does to its worker, it does alone: a bunch that is lost is taken thread by thread. */
async function triageAll(threads: readonly Parcel[], hands: Hands, options: BatchOptions): Promise<Triaged[]> {
  const answer = await hands.run({ kind: 'triage', threads, setting: options.setting });
  if (options.signal.aborted) return [];
  if (answer.kind === 'triaged') return [...answer.threads];
  const [only] = threads;
  if (threads.length === 1) return [{ content: only!.content, triage: null, problem: problemIn(answer) }];
  const all: Triaged[] = [];
  for (const thread of threads) all.push(...(await triageAll([thread], hands, options)));
  return all;
}

async function judgeOne(thread: Parcel, store: Store, hands: Hands, options: BatchOptions): Promise<void> {
  const answer = await hands.run({ kind: 'judge', thread, setting: options.setting });
  if (options.signal.aborted) return;
  const isJudged = answer.kind === 'judged';
  const entry = {
    judgement: isJudged ? answer.judgement : null,
    page: isJudged ? answer.page : null,
    mails: isJudged && answer.page ? gzipSync(thread.bytes) : null,
    problem: isJudged ? null : problemIn(answer),
    seconds: isJudged ? answer.seconds : null,
  };
  store.putJudgement(thread.content, options.program, entry);
  options.tell({ kind: 'judged', verdict: entry.judgement?.verdict ?? entry.problem!.kind });
}

function problemIn(answer: Answer): { kind: 'error' | 'unknown'; reason: string } {
  return answer.kind === 'lost' ? answer.problem : { kind: 'error', reason: `the worker answered with ${answer.kind}` };
}
