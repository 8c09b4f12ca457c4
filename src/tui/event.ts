import type { RunView, ThreadView, TraceView } from '../report/view/view.ts';
import type { Summary } from './judge/summary.ts';
import type { Mark } from './marks/mark.ts';
import type { Offer, Size, State } from './state.ts';

/** What happens to the screens. */
export type Event =
  /** `j`, `C-d`, `Enter`, `Down`: one key. */
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'resized'; readonly size: Size }
  | { readonly kind: 'started'; readonly item: number; readonly work: 'waiting' | 'reading' | 'judging' }
  | { readonly kind: 'read'; readonly item: number; readonly summary: Summary }
  | { readonly kind: 'judged'; readonly item: number; readonly summary: Summary; readonly view: ThreadView }
  /** A run that was asked for, step by step. */
  | { readonly kind: 'traced'; readonly item: number; readonly trace: TraceView }
  /** A draft of a reply that was asked for. */
  | {
      readonly kind: 'drafted';
      readonly item: number;
      readonly candidate: string | null;
      readonly text: string;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'failed'; readonly item: number; readonly message: string }
  /** Judging was stopped: what is not done stays so. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'marks'; readonly marks: Readonly<Record<string, Mark>> }
  | { readonly kind: 'notice'; readonly text: string }
  /** A command for the reviewer, over the screen. */
  | ({ readonly kind: 'offered' } & Offer);

/** What the screens ask of the world outside. */
export type Effect =
  | { readonly kind: 'quit' }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'redraw' }
  /** Stops judging. */
  | { readonly kind: 'cancel' }
  /** Judges a thread before all others. */
  | { readonly kind: 'judge'; readonly item: number }
  /** Tells a run step by step. */
  | { readonly kind: 'trace'; readonly item: number; readonly run: RunView }
  | { readonly kind: 'save'; readonly mark: Mark }
  /** Writes a draft of a reply. */
  | { readonly kind: 'reply'; readonly item: number; readonly candidate: string | null }
  /** Opens the draft in the editor. */
  | {
      readonly kind: 'edit';
      readonly item: number;
      readonly candidate: string | null;
      readonly text: string;
      readonly notes: readonly string[];
    };

/** A new state, and what is to be done for it. */
export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}
