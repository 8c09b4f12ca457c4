// What goes to a worker and comes back, wherever it runs: plain data both ways.

import type { Asked } from '../verdict/thread-verdict.ts';
import type { Judgement, Problem, Triage } from './record.ts';

/** A thread as it travels: its mails as one mbox, or its page. */
export interface Parcel {
  /** By what the thread is known; see content.ts. */
  readonly content: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What threads are judged with; what changes it changes results. */
export interface Setting {
  readonly scope: Asked['scope'];
  readonly maxStates: number | null;
  readonly config: Readonly<Record<string, boolean>>;
  /** Seconds that a thread may take. */
  readonly timeout: number;
  /** Megabytes that a worker may take. */
  readonly maxMemory: number;
}

export type Task =
  | { readonly kind: 'triage'; readonly threads: readonly Parcel[]; readonly setting: Setting }
  | { readonly kind: 'judge'; readonly thread: Parcel; readonly setting: Setting };

export type Triaged = { readonly content: string } & (
  | { readonly triage: Triage }
  | { readonly triage: null; readonly problem: Problem }
);

/** What came of a task. */
export type Answer =
  | { readonly kind: 'triaged'; readonly threads: readonly Triaged[] }
  | {
      readonly kind: 'judged';
      readonly judgement: Judgement;
      readonly page: Uint8Array | null;
      readonly seconds: number;
    }
  /** Nothing came of it: its worker died or hung, a bound was hit, or there is a bug. */
  | { readonly kind: 'lost'; readonly problem: Problem };
