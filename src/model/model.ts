// What a model folder says about itself, as data. Written in TypeScript with `model({…})`, read without running it.

import type { Program } from './ast.ts';
import type { Context } from './context.ts';

export type ScheduleName = 'fair' | 'coop' | 'preempt';

export interface Task {
  readonly name: string;
  /** Function of the program that the task runs, without parameters. */
  readonly run: string;
  readonly cpu: number;
  /** A larger number is a higher priority. */
  readonly priority: number;
  /** Comes in as an event at any time; otherwise runnable from the start. */
  readonly arrives: boolean;
  readonly context: Context;
  /** What a reader of a witness calls it: `reader A (low priority)`. */
  readonly about: string;
  /** Whether there can be one more of it; a model need not say. */
  readonly more?: More;
}

/** What sizes are on each rung of a ladder, by name (sizes.ts). The first is what the model has. */
export type Sizes = Readonly<Record<string, readonly number[]>>;

/** Whether a task can be there once more, and what grows with it. */
export type More = { readonly kind: 'yes'; readonly sizes: Sizes } | { readonly kind: 'no'; readonly why: string };

/** Something of which a model can have more: entries of swap, say. */
export interface Dimension {
  readonly name: string;
  /** What is counted, in the plural. */
  readonly about: string;
  /** How many there are on each rung. */
  readonly counts: readonly number[];
  readonly sizes: Sizes;
  /** Scenarios in which more of them mean something. */
  readonly scenarios: readonly string[];
  /** Above the first rung: what tasks run instead of a function. */
  readonly run: Readonly<Record<string, string>>;
}

export interface Property {
  readonly name: string;
  readonly about: string;
  /**
   * `invariant`: the condition holds in every state. `quiescent`: it holds when all tasks are done. `progress`: no call
   * of a scenario goes on for ever.
   */
  readonly kind: 'invariant' | 'quiescent' | 'progress';
  /** Function of the program without parameters that returns bool; none for `progress`. */
  readonly condition?: string;
  /** Function of the program without parameters: the property is vacuous where it is never true. */
  readonly premise?: string;
}

export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** Function of the program that makes the initial state, run to its end before any task. */
  readonly setup: string;
  readonly tasks: readonly Task[];
  /** Names of the model's properties that are asked of this scenario. */
  readonly properties: readonly string[];
}

/** The checks that a claim of one of these classes about one of these functions describes. */
export interface Describes {
  readonly classes: readonly string[];
  readonly functions: readonly string[];
  readonly checks: readonly string[];
}

/** What a mail proposes in prose: functions that take the place of the model's. */
export interface Proposal {
  readonly name: string;
  /** Who proposes it. */
  readonly author: string;
  readonly about: string;
  /** Words of the mail by which it is found there. */
  readonly excerpt: string;
  /** The file of the model's folder that has the functions: `proposals/unique-add.ts`. */
  readonly file: string;
  /** What the mail leaves open, and how it was read: a warning of its verdict. */
  readonly note?: string;
}

/** What happens around the tasks, in words. What switches permit and who the tasks are is derived: environment.ts. */
export interface Environment {
  readonly interrupts: string;
  readonly allocation: string;
  readonly reclaim: string;
  readonly io: string;
}

export interface Elision {
  /** The C statement, canonical. */
  readonly text: string;
  readonly reason: string;
  readonly function: string;
}

export interface Model {
  readonly name: string;
  readonly title: string;
  /** Kernel version that the functions mirror. */
  readonly kernel: string;
  readonly program: Program;
  /** How many objects of a struct may live at once: `{ page: 4 }`. An exhausted pool is a bound, not a failure. */
  readonly pools: Readonly<Record<string, number>>;
  /** Values of configuration symbols; others are undefined. */
  readonly config: Readonly<Record<string, boolean>>;
  /** Name to what it permits. */
  readonly switches: Readonly<Record<string, string>>;
  readonly schedules: readonly ScheduleName[];
  readonly properties: readonly Property[];
  readonly scenarios: readonly Scenario[];
  readonly describes: readonly Describes[];
  readonly proposals: readonly Proposal[];
  readonly grows: readonly Dimension[];
  readonly environment: Environment;
  readonly assumes: readonly string[];
  readonly elides: readonly Elision[];
}
