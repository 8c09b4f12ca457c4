// Judging in the background: what is to be done, by whom, and what came of it. All threads are read first, then judged in
// order; what the reviewer asks for goes before. Stopping ends the workers, in whatever they are.

import { Worker } from 'node:worker_threads';
import type { RunView } from '../../report/view/view.ts';
import type { Input } from '../../verdict/onto.ts';
import type { Event } from '../event.ts';
import { runKey } from '../state.ts';
import type { Cache } from './cache.ts';
import type { Answer, Job, Setting } from './protocol.ts';

interface Hand {
  readonly worker: Worker;
  job: Job | null;
  /** Threads that it judged, whose verdicts it may still have. */
  readonly judged: Set<number>;
}

export interface QueueOptions {
  /** The bundle of worker.ts. */
  readonly script: string;
  readonly setting: Setting;
  readonly inputs: readonly Input[];
  readonly cache: Cache;
  readonly workers: number;
  readonly tell: (event: Event) => void;
}

/** What a thread is told to be in meanwhile. */
const WORK = { read: 'reading', judge: 'judging', trace: null, reply: null } as const;

/** Judges threads in workers until it is closed. */
export class Queue {
  readonly #options: QueueOptions;
  #hands: Hand[] = [];
  #jobs: Job[] = [];
  /** Stopped or closed: answers that are still on their way are of an earlier life. */
  #life = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Begins with all threads; results of earlier sessions come at once. */
  async start(): Promise<void> {
    const { inputs, cache, tell } = this.#options;
    const life = this.#life;
    const open: number[] = [];
    for (const [item, input] of inputs.entries()) {
      const known = await cache.result(input);
      if (known) tell({ kind: 'judged', item, ...known });
      else open.push(item);
    }
    if (life !== this.#life) return;
    this.#jobs.push(...open.map((item) => this.#job(item, 'read')), ...open.map((item) => this.#job(item, 'judge')));
    this.#hand();
  }

  /** Judges a thread before the others. */
  judge(item: number): void {
    if (this.#hands.some((h) => h.job?.item === item && h.job.kind === 'judge')) return;
    // One that is not read yet is read first: its mails can be looked at meanwhile.
    const own = this.#jobs.filter((j) => j.item === item && j.kind === 'read');
    this.#jobs = this.#jobs.filter((j) => j.item !== item || j.kind === 'trace' || j.kind === 'reply');
    this.#jobs.unshift(...own, this.#job(item, 'judge'));
    this.#options.tell({ kind: 'started', item, work: 'waiting' });
    this.#hand();
  }

  /** Tells a run step by step. */
  async trace(item: number, run: RunView): Promise<void> {
    const { cache, tell, inputs } = this.#options;
    const known = await cache.trace(inputs[item]!, runKey(run.check, run.candidate));
    if (known) return tell({ kind: 'traced', item, trace: known });
    this.#jobs.unshift({ kind: 'trace', item, run, input: inputs[item]! });
    this.#hand();
  }

  /** Writes a draft of a reply. */
  reply(item: number, candidate: string | null): void {
    this.#jobs.unshift({ kind: 'reply', item, candidate, input: this.#options.inputs[item]! });
    this.#hand();
  }

  /** Ends what is under way and forgets what is not. */
  stop(): void {
    this.#life++;
    this.#jobs = [];
    for (const { worker } of this.#hands) void worker.terminate();
    this.#hands = [];
    this.#options.tell({ kind: 'cancelled' });
  }

  /** Ends all of it, silently. */
  async close(): Promise<void> {
    this.#life++;
    this.#jobs = [];
    const hands = this.#hands;
    this.#hands = [];
    await Promise.all(hands.map((h) => h.worker.terminate()));
  }

  #job(item: number, kind: 'read' | 'judge'): Job {
    return { kind, item, input: this.#options.inputs[item]! };
  }

  /** Gives work to whoever has none. */
  #hand(): void {
    while (this.#jobs.length > 0) {
      const job = this.#jobs[0]!;
      const free = this.#hands.filter((h) => h.job === null);
      const hand = free.find((h) => h.judged.has(job.item)) ?? free[0] ?? this.#hire();
      if (!hand) return;
      this.#jobs.shift();
      hand.job = job;
      const work = WORK[job.kind];
      if (work) this.#options.tell({ kind: 'started', item: job.item, work });
      hand.worker.postMessage(job);
    }
  }

  #hire(): Hand | undefined {
    if (this.#hands.length >= this.#options.workers) return undefined;
    const { script, setting } = this.#options;
    const worker = new Worker(script, { workerData: setting, stdout: true, stderr: true });
    const hand: Hand = { worker, job: null, judged: new Set() };
    this.#hands.push(hand);
    const life = this.#life;
    worker.on('message', (answer: Answer) => life === this.#life && this.#took(hand, answer));
    worker.on('error', (error) => life === this.#life && this.#lost(hand, error.message));
    worker.on('exit', () => life === this.#life && this.#lost(hand, 'the worker ended'));
    return hand;
  }

  #took(hand: Hand, answer: Answer): void {
    const { job } = hand;
    hand.job = null;
    this.#keep(hand, job!, answer);
    this.#options.tell(answer);
    this.#hand();
  }

  #keep(hand: Hand, { input }: Job, answer: Answer): void {
    const { cache } = this.#options;
    if (answer.kind === 'judged') {
      hand.judged.add(answer.item);
      cache.keep(input, { summary: answer.summary, view: answer.view });
    } else if (answer.kind === 'traced')
      cache.keepTrace(input, runKey(answer.trace.check, answer.trace.candidate), answer.trace);
  }

  /** A worker that broke down (out of memory, say) takes its thread with it and nothing else. */
  #lost(hand: Hand, why: string): void {
    if (!this.#hands.includes(hand)) return;
    this.#hands = this.#hands.filter((h) => h !== hand);
    if (hand.job) this.#options.tell({ kind: 'failed', item: hand.job.item, message: why });
    this.#hand();
  }
}
