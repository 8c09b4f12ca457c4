// What the screens, the pages and the reply show of a thread, as plain data: it can be stored, sent to another thread
// and drawn by anybody. In: a verdict (thread-view.ts). Out: text and numbers that JSON has; nothing is escaped yet.
//
// Runs are told step by step only when they are asked for (trace-view.ts): `runs` says which there are.

import type { CandidateVerdictName, LineCounts, ThreadVerdictName } from '../../verdict/thread-verdict.ts';

/** `2020-05-22T01:00:00.000Z`. */
export type IsoDate = string;

/** A thread, judged. */
export interface ThreadView {
  /** Made of its mails, to know it again: 32 hex digits. */
  readonly key: string;
  /** As it was given. */
  readonly file: string;
  readonly subject: string;
  readonly author: string;
  /** Of the newest candidate, or of the thread. */
  readonly date: IsoDate | null;
  readonly version: number;
  readonly withdrawn: boolean;
  /** None if nothing is claimed. */
  readonly claims: readonly ClaimView[];
  readonly verdict: ThreadVerdictName;
  /** Id of the candidate whose verdict that is; null without candidates. */
  readonly deciding: string | null;
  /** `FIXED`, and the sentence behind it. */
  readonly headline: string;
  readonly sentence: string;
  readonly reason: string | null;
  readonly model: { readonly name: string; readonly kernel: string; readonly assumes: readonly string[] } | null;
  readonly messages: readonly MessageView[];
  /** Oldest first. */
  readonly candidates: readonly CandidateView[];
  readonly checks: readonly CheckView[];
  /** The runs that show a violation, those of described checks first; `traceView` goes along one. */
  readonly runs: readonly RunView[];
  readonly warnings: readonly WarningView[];
  /** Threads whose newest patch was applied first. */
  readonly onto: readonly { readonly name: string; readonly title: string }[];
  /** States at most, and what else bounds the search. */
  readonly bounds: readonly string[];
}

export interface WarningView {
  readonly code: string;
  readonly text: string;
  /** Id of the check that it is about. */
  readonly check: string | null;
  readonly candidate: string | null;
  /** Kernel file that it is about. */
  readonly file: string | null;
}

export interface ClaimView {
  /** `livelock`, `leak`, … */
  readonly class: string;
  readonly functions: readonly string[];
  readonly message: number;
  /** 1-based lines in the text of the message; [0, 0] if only the subject makes the claim. */
  readonly lines: readonly [number, number];
  /** The lines of the mail that make it. */
  readonly excerpt: string;
  /** What the model says of its diagram, in words; null without one. */
  readonly diagram: string | null;
}

export interface MessageView {
  readonly index: number;
  /** Index of the message that it answers, if the thread has it. */
  readonly parent: number | null;
  /** How deep it stands in the thread. */
  readonly depth: number;
  readonly from: string;
  readonly date: IsoDate | null;
  readonly subject: string;
  readonly text: string;
}

export interface CandidateView {
  readonly id: string;
  readonly kind: 'patch' | 'reply-diff' | 'proposal';
  readonly author: string;
  readonly title: string;
  readonly version: number;
  readonly message: number;
  readonly verdict: CandidateVerdictName;
  readonly reason: string | null;
  /** What stands in the way of a verdict, at its place, with a caret: texts of several lines. */
  readonly diagnostics: readonly string[];
  /** Ids of checks; null if not asked. */
  readonly introduced: readonly string[] | null;
  readonly residual: readonly string[] | null;
  readonly files: readonly FileView[];
  /** Functions that it changes, as the model has them. */
  readonly functions: readonly FunctionView[];
  /** Statements of these functions that the model leaves out. */
  readonly elided: readonly { readonly text: string; readonly reason: string; readonly function: string }[];
  readonly lines: LineCounts;
  /** What of it ran in how many tasks, and how many checks were at stake, in words; null if nothing was decided. */
  readonly coverage: string | null;
  /** Of a series: the verdict after each part. The last one is that of the whole. */
  readonly parts: readonly {
    readonly part: number;
    readonly title: string;
    readonly verdict: CandidateVerdictName;
    readonly reason: string | null;
  }[];
}

export interface FileView {
  readonly path: string;
  /** Index of the message that has the diff. */
  readonly message: number;
  readonly hunks: readonly HunkView[];
}

export interface HunkView {
  readonly header: string;
  readonly function: string | null;
  readonly lines: readonly LineView[];
}

export interface LineView {
  readonly kind: 'context' | 'added' | 'removed';
  readonly text: string;
  /** 1-based line in the text of the message. */
  readonly line: number;
  readonly mapping: 'mapped' | 'elided' | 'comment' | 'unmodelled' | null;
  readonly reason: string | null;
}

export interface FunctionView {
  readonly name: string;
  /** Of the model's file. */
  readonly path: string;
  /** TypeScript; empty where there is none. */
  readonly before: string;
  readonly after: string;
}

export interface CheckView {
  readonly id: string;
  readonly scenario: string;
  readonly schedule: string;
  readonly switches: readonly string[];
  readonly property: string;
  readonly described: boolean;
  /** Asked by its name. */
  readonly named: boolean;
  /** What its words mean, a line each. */
  readonly legend: readonly string[];
  readonly before: AnswerView;
  /** By id of the candidate. */
  readonly after: Readonly<Record<string, AnswerView>>;
}

export interface AnswerView {
  readonly answer: 'violated' | 'holds' | 'unknown';
  readonly states: number;
  readonly transitions: number;
  readonly exhaustive: boolean;
  /** The states are those of a reduced search. */
  readonly isReduced: boolean;
  /** It holds, but its premise was never true, or a line that the candidate adds ran nowhere. */
  readonly vacuous: boolean;
  readonly linesNeverRan: boolean;
  /** How the race can be entered: `17 statements, at least 2 task switches`; null where it was not asked, or never could. */
  readonly window: string | null;
  readonly reason: string | null;
}

/** A run that violates a check. */
export interface RunView {
  readonly check: string;
  /** Id of the candidate; null for the program before. */
  readonly candidate: string | null;
  /** Number of steps. */
  readonly moves: number;
  /** Changes of task. */
  readonly switches: number;
  /** As `patchcheck replay` takes it. */
  readonly run: string;
  /** The command that replays it, in lines. */
  readonly replay: readonly string[];
}

/** A run, step by step. */
export interface TraceView extends RunView {
  readonly tasks: readonly TaskView[];
  /** What is there before the first step. */
  readonly start: StateView;
  /** One for each move; of an endless run up to the end of the first turn. */
  readonly steps: readonly StepView[];
  /** Index of the step at which the endless part begins; null if the run ends. */
  readonly loop: number | null;
  /** The run as a table has it: statements in the order in which they are told. */
  readonly rows: readonly RowView[];
  /** Index of the row at which the endless part begins, which may be before that of its step; null if the run ends. */
  readonly rowLoop: number | null;
  /** What is wrong where it ends, or goes round, in words. */
  readonly end: string;
  /** The first step in which the program on the other side of the patch does something else; null if there is none. */
  readonly parting: PartingView | null;
}

export interface PartingView {
  /** Index of the step; -1 for what comes before all steps. */
  readonly step: number;
  /** What the other program does: `<- after the patch: page = alloc_page_vma(…)`. A row says it too. */
  readonly text: string;
}

export interface TaskView {
  readonly name: string;
  /** `reader A (low priority)`. */
  readonly about: string;
  readonly cpu: number;
  /** CPUs and priorities mean something: not every interleaving is allowed. */
  readonly onCpu: boolean;
}

export interface RowView {
  readonly task: number;
  /** A statement with its value, as C: `err = swapcache_prepare(entry) → -EEXIST`; or what happens to the task. */
  readonly text: string;
  /** Blanks in front. */
  readonly indent: number;
  /** Index of the step with which it is told; -1 before the first. */
  readonly step: number;
}

/** What is there between two steps. */
export interface StateView {
  /** Shared memory: `swap_device.swap_map[1]` and its value. What is zero all along is left out, and constants of the vocabulary. */
  readonly memory: readonly CellView[];
  /** Locks that are held, and by which task. */
  readonly locks: readonly LockView[];
}

export interface CellView {
  readonly name: string;
  readonly value: string;
  /** By the step before. */
  readonly changed: boolean;
}

export interface LockView {
  readonly name: string;
  /** Null if it was held from the start. */
  readonly task: number | null;
}

export interface PlaceView {
  readonly function: string;
  /** The kernel's file; empty for what is none of its. */
  readonly file: string;
  /** Calls around it. */
  readonly depth: number;
  /** The model's file and its 1-based line; null in a function that a patch changed. */
  readonly model: { readonly path: string; readonly line: number } | null;
}

export interface StepView extends StateView {
  readonly task: number;
  /** `wait`: it may go no further until another lets it. */
  readonly kind: 'step' | 'sleep' | 'wake' | 'arrive' | 'done' | 'stop' | 'wait';
  /** What the step itself does, also where no row tells of it: `find_get_page(): folio = xa_load(…)`. */
  readonly text: string;
  /** Where it stands; null for an arrival. */
  readonly at: PlaceView | null;
  /** Rows that are told with it. */
  readonly rows: readonly RowView[];
}
