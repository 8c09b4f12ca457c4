// Patches on top of each other. In: a program and patches in order; out: the program after each of them, and what of it
// cannot be run. What is refused stays refused: a later patch is applied to a text from which the statement is missing.

import type { Diagnostic } from '../base/diagnostic.ts';
import { type Applied, applyPatch } from '../model/apply/apply.ts';
import { messages } from '../model/apply/messages.ts';
import type { Program, Stmt } from '../model/ast.ts';
import type { Model } from '../model/model.ts';
import { statementsOf } from '../model/walk.ts';
import type { RecoveredPatch } from '../patch/patch.ts';
import { AddedLines } from './added-lines.ts';

/** A program, and what patches left in it that cannot be run. */
export interface Base {
  readonly program: Program;
  /** By function. */
  readonly refused: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Statements on added lines of the patches so far, and the message that the lines are in. */
  readonly added: readonly Added[];
}

export interface Added {
  readonly function: string;
  readonly statement: Stmt;
  /** Index of the message. */
  readonly message: number;
  /** 1-based line in its text, if it can be told. */
  readonly line?: number;
}

export interface Layer {
  readonly patch: RecoveredPatch;
  /** Null if one before it did not apply. */
  readonly applied: Applied | null;
  /** With this patch on. */
  readonly base: Base;
}

export interface Stack {
  readonly layers: readonly Layer[];
  readonly base: Base;
  /** Functions that it changes, adds or removes. */
  readonly touched: readonly string[];
  /** Why the first patch that does not apply does not. */
  readonly failure?: Diagnostic;
  /** What a proposal in words leaves open, and how it was read. */
  readonly note?: string;
}

export function startOf(model: Model): Base {
  return { program: model.program, refused: new Map(), added: [] };
}

/** Applies patches in order, up to the first that does not apply. */
export async function applyAll(
  start: Base,
  patches: readonly RecoveredPatch[],
  model: Model,
  config: Readonly<Record<string, boolean>>,
): Promise<Stack> {
  const layers: Layer[] = [];
  let base = start;
  let failure: Diagnostic | undefined;
  for (const patch of patches) {
    if (failure) {
      layers.push({ patch, applied: null, base });
      continue;
    }
    const options = { config: { ...model.config, ...config }, elides: model.elides };
    const applied = await applyPatch(base.program, patch.files, options);
    failure = applied.failure;
    if (!failure) base = baseWith(base, patch, applied);
    layers.push({ patch, applied, base });
  }
  const touched = [...new Set(layers.flatMap((l) => l.applied?.touched ?? []))];
  return { layers, base, touched, ...(failure && { failure }) };
}

function baseWith(base: Base, patch: RecoveredPatch, applied: Applied): Base {
  const { program, addedStatements } = applied;
  const lines = new AddedLines(patch);
  const added = [...addedStatements].flatMap(([name, statements]) =>
    statements.map((statement): Added => {
      const line = lines.take(statement.span);
      return { function: name, statement, message: patch.message, ...(line !== undefined && { line }) };
    }),
  );
  return {
    program,
    refused: new Map([...base.refused, ...changedMacros(base.program, applied), ...applied.refused]),
    added: [...base.added.filter((a) => isIn(program, a)), ...added],
  };
}

/** A function that a later patch changes is read anew: its statements are others then. */
function isIn(program: Program, { function: name, statement }: Added): boolean {
  const fn = program.functions.get(name);
  if (!fn) return false;
  for (const s of statementsOf(fn.body)) if (s === statement) return true;
  return false;
}

/** Macros of the kernel that the model has as functions: a patch that changes one changes the function, unseen. */
function changedMacros(program: Program, { files }: Applied): Map<string, readonly Diagnostic[]> {
  const reasons = new Set(files.flatMap((f) => f.hunks.flatMap((h) => h.unmodelled.map((u) => u.reason))));
  const changed = [...program.functions.keys()].filter((name) => reasons.has(messages.noMacro(name)));
  return new Map(
    changed.map((name) => [name, [{ message: `Cannot apply a change of \`${name}()\`: ${messages.noMacro(name)}.` }]]),
  );
}
