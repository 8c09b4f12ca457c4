// What goes between the screens and a worker that judges: plain data both ways, one answer for each job.

import type { Mailbox } from '../../mail/message.ts';
import type { RunView, ThreadView, TraceView } from '../../report/view/view.ts';
import type { Input } from '../../verdict/onto.ts';
import type { Asked } from '../../verdict/thread-verdict.ts';
import type { Summary } from './summary.ts';

/** What every thread of a session is judged with. */
export interface Setting {
  /** Folder that holds `models/`. */
  readonly root: string;
  readonly onto: readonly Input[];
  /** Ids of checks to judge beside the others. */
  readonly checks: readonly string[];
  readonly asked: Partial<Asked>;
  /** Who answers; null if nobody knows. */
  readonly from: Mailbox | null;
}

export type Job = { readonly item: number; readonly input: Input } & (
  | { readonly kind: 'read' | 'judge' }
  | { readonly kind: 'trace'; readonly run: RunView }
  | { readonly kind: 'reply'; readonly candidate: string | null }
);

export type Answer = { readonly item: number } & (
  | { readonly kind: 'read'; readonly summary: Summary }
  | { readonly kind: 'judged'; readonly summary: Summary; readonly view: ThreadView }
  | { readonly kind: 'traced'; readonly trace: TraceView }
  | {
      readonly kind: 'drafted';
      readonly candidate: string | null;
      readonly text: string;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'failed'; readonly message: string }
);
