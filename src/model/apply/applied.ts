// What came of a patch: the program it makes, and for every line of it what became of that line.

import type { Diagnostic } from '../../base/diagnostic.ts';
import type { HunkLine } from '../../patch/patch.ts';
import type { Program, Stmt } from '../ast.ts';
import type { Config } from '../c/preprocess.ts';
import type { Elision } from '../model.ts';

export interface ApplyOptions {
  readonly config: Config;
  readonly elides: readonly Elision[];
  /** What messages call the text that the hunks' line numbers count in; else they name the patched file. */
  readonly mail?: string;
}

export type Mapping = 'mapped' | 'elided' | 'comment' | 'unmodelled';

export interface AppliedLine {
  /** 1-based line in the text of the message. */
  readonly line: number;
  readonly kind: HunkLine['kind'];
  readonly status: Mapping;
  readonly reason?: string;
}

export interface AppliedHunk {
  readonly header: string;
  /** The function that it changes; the first, if there are several. */
  readonly function: string | null;
  readonly countsSatisfied: boolean;
  /** The worst status of its added and removed lines, comments aside. */
  readonly mapping: Mapping;
  readonly lines: readonly AppliedLine[];
  /** Its added and removed lines that the model does not have. */
  readonly unmodelled: readonly { readonly line: number; readonly text: string; readonly reason: string }[];
}

export interface AppliedFile {
  readonly path: string;
  readonly hunks: readonly AppliedHunk[];
}

export interface ApplyWarning {
  readonly code: 'unknown-config-symbol' | 'path-unknown';
  readonly file: string;
  /** 1-based line in the text of the message. */
  readonly line: number;
  readonly text: string;
}

export interface Applied {
  /** The patched program; the one given if `failure`. */
  readonly program: Program;
  readonly files: readonly AppliedFile[];
  /** Functions that the patch changes, adds or removes. */
  readonly touched: readonly string[];
  /** By function, the statements with a word on an added line. */
  readonly addedStatements: ReadonlyMap<string, readonly Stmt[]>;
  /** Functions that cannot be run, with the reason at each statement. A check that reaches one is not decided. */
  readonly refused: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Everything refused, also outside functions. */
  readonly refusals: readonly Diagnostic[];
  readonly warnings: readonly ApplyWarning[];
  /** Why the patch does not apply: its first hunk that does not fit. */
  readonly failure?: Diagnostic;
}
