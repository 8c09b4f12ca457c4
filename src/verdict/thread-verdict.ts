// All that is said about a thread, as plain data: every report is a function of this.

import type { Diagnostic } from '../base/diagnostic.ts';
import type { Claim } from '../claim/claim.ts';
import type { Thread } from '../mail/message.ts';
import type { AppliedFile } from '../model/apply/applied.ts';
import type { Program, Stmt } from '../model/ast.ts';
import type { Model } from '../model/model.ts';
import type { Candidate } from '../patch/candidates.ts';
import type { FilePatch, RecoveredPatch } from '../patch/patch.ts';
import type { Check } from './checks.ts';
import type { DiagramReplay } from './diagrams.ts';
import type { MeasuredAnswer } from './judge-program.ts';
import type { Ladder } from './ladder/ladder.ts';

export type CandidateVerdictName =
  | 'fixed'
  | 'partly-fixed'
  | 'not-fixed'
  | 'not-reproduced'
  | 'unknown'
  | 'not-modelled';
export type ThreadVerdictName = CandidateVerdictName | 'reproduced';

export interface Warning {
  readonly code: WarningCode;
  readonly text: string;
  /** Kernel file that it is about. */
  readonly file?: string;
  /** 1-based line in the text of a message; where it is about several, the first. */
  readonly line?: number;
  /** All of several lines. */
  readonly lines?: readonly number[];
  readonly message?: number;
  /** Id of the check that it is about. */
  readonly check?: string;
  /** Id of the candidate that it is about. */
  readonly candidate?: string;
  /** Name of the earlier thread that it is about; `message` and `line` are of that one. */
  readonly onto?: string;
}

export type WarningCode =
  | 'unknown-config-symbol'
  | 'path-unknown'
  /** Added statements of a function ran in no check that was asked of the candidate. */
  | 'line-never-ran'
  /** A search hit a bound, so that nothing is said of what never ran. */
  | 'search-cut'
  /** The premise of a property was not reached in checks that hold. */
  | 'premise-not-reached'
  /** A refused function that no task of a scenario reaches. */
  | 'unmodelled-not-reached'
  /** A file or function of the patch that the model does not have. */
  | 'outside-the-model'
  | 'series-incomplete'
  /** A proposal in words leaves something open, which was read in one way. */
  | 'unspecified-branch'
  /** A hunk has more or fewer lines than its header counts. */
  | 'hunk-counts'
  /** The second interpreter does not go along with a run that the search found. */
  | 'witness-not-replayed';

/** Lines of a patch, added and removed, and what became of them in the model. */
export interface LineCounts {
  readonly added: number;
  readonly deleted: number;
  /** Of the added and of the removed: mapped, elided or a comment. */
  readonly addedAccounted: number;
  readonly deletedAccounted: number;
}

/** What a verdict rests on, for one program. */
export interface Judged {
  readonly verdict: CandidateVerdictName;
  /** Why it is `unknown` or `not-modelled`, or why nothing was described. */
  readonly reason?: string;
  /** Ids of checks that held before and are violated after. Null if only the described ones were asked, or none decided. */
  readonly introduced: readonly string[] | null;
  /** Ids of checks that are violated before and after, though not described. Null as above. */
  readonly residual: readonly string[] | null;
}

/** A statement that stands on an added line, and how many tasks ran it in the checks that were asked. */
export interface AddedStatement {
  readonly function: string;
  /** Its first line, as the patched function has it. */
  readonly text: string;
  /** 1-based line in the text of the message; absent if it cannot be told. */
  readonly line?: number;
  /** The most tasks of one scenario that ran it. */
  readonly tasks: number;
  /** It, in the candidate's program. */
  readonly statement: Stmt;
}

/** What the checks of a candidate went through. */
export interface Coverage {
  /** Of statements on added lines, by how many tasks of one scenario they were run at most: how many none ran, one task ran, … */
  readonly byTasks: readonly number[];
  /** Checks that are decided, and those of them whose property was at stake: it was violated, or its premise was reached. */
  readonly checks: number;
  readonly atStake: number;
  /** Nothing was left out of the searches. */
  readonly exhaustive: boolean;
}

/** A patch of a candidate, and what applying it came to. */
export interface PatchReport {
  readonly patch: RecoveredPatch;
  readonly files: readonly FileReport[];
  readonly lines: LineCounts;
}

export interface FileReport {
  readonly file: FilePatch;
  /** Null if it was not applied: there is no model, or a part before it failed. */
  readonly applied: AppliedFile | null;
}

/** The verdict of a candidate after its first n parts. */
export interface PartVerdict extends Judged {
  /** Number of the part in the series, from 1. */
  readonly part: number;
  readonly title: string;
}

export interface CandidateReport extends Judged {
  readonly id: string;
  readonly kind: Candidate['kind'];
  readonly author: string;
  readonly title: string;
  readonly version: number;
  /** Index of the message of the first part. */
  readonly message: number;
  readonly patches: readonly PatchReport[];
  /** Of a series: the verdict after each part. The last one is that of the whole. */
  readonly parts: readonly PartVerdict[];
  /** The patched program; null if there is none. */
  readonly program: Program | null;
  /** Functions that it changes, adds or removes. */
  readonly touched: readonly string[];
  readonly added: readonly AddedStatement[];
  /** Null if no check was asked of it. */
  readonly coverage: Coverage | null;
  /** What stands in the way of a verdict, at its place: the hunk that does not apply, the statements that are refused. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface CheckReport {
  readonly check: Check;
  readonly described: boolean;
  /** Asked by its name. */
  readonly named: boolean;
  /** The answer for the model as it stands, or with the `onto` patches on it. */
  readonly before: MeasuredAnswer;
  /** By id of the candidate; one that has no program has no answer. */
  readonly after: ReadonlyMap<string, CandidateAnswer>;
}

/** An answer for a patched program. */
export interface CandidateAnswer extends MeasuredAnswer {
  /** It is vacuous although its premise was reached: a line that the candidate adds ran in no check. */
  readonly linesNeverRan?: true;
}

/** A thread whose newest patch was applied before all else. */
export interface OntoReport {
  readonly name: string;
  readonly subject: string;
  /** Id of the candidate that was applied; null if the thread has no patch. */
  readonly candidate: string | null;
  readonly title: string;
  /** Functions of the model that it changes, adds or removes; null if it was not applied. */
  readonly touched: readonly string[] | null;
}

/** What was asked. */
export interface Asked {
  /** Only described checks, or all of the model. */
  readonly scope: 'described' | 'every';
  /** What a report lists: all that was judged, or what matters for the verdict. */
  readonly list: 'all' | 'relevant';
  readonly maxStates: number;
  /** Megabytes that searching may take; `Infinity` without a limit. */
  readonly maxMemory: number;
  /** Milliseconds since the start of the process; `Infinity` without a limit. */
  readonly deadline: number;
  /** Symbols of the configuration that were set by hand. */
  readonly config: Readonly<Record<string, boolean>>;
  /** Whether the checks that matter are asked of larger scenarios, too. */
  readonly ladder?: boolean;
}

export interface ThreadVerdict {
  readonly thread: Thread;
  readonly withdrawn: boolean;
  readonly onto: readonly OntoReport[];
  readonly asked: Asked;
  readonly claims: readonly Claim[];
  /** What the model says of the claims' diagrams; nothing for one that is about other code. */
  readonly diagrams: ReadonlyMap<Claim, DiagramReplay>;
  /** Null if no model has the functions. */
  readonly model: Model | null;
  /** The program before: the model's, with the `onto` patches on it; null if there is none. */
  readonly before: Program | null;
  /** Oldest first. */
  readonly candidates: readonly CandidateReport[];
  /** All that were judged, in the order of the model. */
  readonly checks: readonly CheckReport[];
  readonly verdict: ThreadVerdictName;
  /** Why it is `unknown` or `not-modelled`. */
  readonly reason?: string;
  readonly warnings: readonly Warning[];
  /** If it was asked for: of the checks that were named, else of the described ones; before and after the deciding candidate. */
  readonly ladders?: readonly Ladder[];
}
