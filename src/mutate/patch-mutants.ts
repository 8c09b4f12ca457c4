// The mutants of a patch. In: the program before and the patches on it. Out: the operators of src/model/mutate/ on the
// statements that the patches add, then the changes that are not made; no two programs are equal.

import type { Program, Stmt } from '../model/ast.ts';
import { checkFunction } from '../model/check-function.ts';
import type { Model } from '../model/model.ts';
import { mutantsOf } from '../model/mutate/mutants.ts';
import { printFunctionC } from '../model/print/c.ts';
import type { Candidate } from '../patch/candidates.ts';
import { inOneLine } from '../verdict/in-one-line.ts';
import { newStatements } from '../verdict/new-statements.ts';
import { type Added, applyAll, type Base, type Stack } from '../verdict/stack.ts';
import type { PatchMutant } from './mutation.ts';
import { programKey } from './program-key.ts';
import { type Undone, undoings } from './undo.ts';

/** What is mutated: a candidate, applied. */
export interface Patched {
  readonly model: Model;
  readonly start: Base;
  readonly candidate: Candidate;
  readonly stack: Stack;
  readonly config: Readonly<Record<string, boolean>>;
}

/** Statements of the candidate itself, not of what it stands on. */
export function addedBy({ start, stack }: Pick<Patched, 'start' | 'stack'>): readonly Added[] {
  return stack.base.added.filter((a) => !start.added.includes(a));
}

/** The mutants of a patch, in its order. */
export async function patchMutants(patched: Patched): Promise<PatchMutant[]> {
  const { start, stack, candidate } = patched;
  const key = (program: Program): string => programKey(program, start.program);
  const known = new Set([key(stack.base.program)]);
  const found: PatchMutant[] = [];
  for (const mutant of ofAdded(patched)) {
    known.add(key(mutant.program));
    found.push(mutant);
  }
  for (const undone of undoings(candidate.parts)) {
    const mutant = await notMade(undone, patched);
    if (!mutant || known.has(key(mutant.program))) continue;
    if (!mutant.refused) known.add(key(mutant.program));
    found.push(mutant);
  }
  const place = (m: PatchMutant): number => m.line ?? 0;
  return found.sort((a, b) => a.message - b.message || place(a) - place(b));
}

function ofAdded(patched: Patched): PatchMutant[] {
  const { program } = patched.stack.base;
  const added = new Map(addedBy(patched).map((a) => [a.statement, a]));
  const names = [...new Set([...added.values()].map((a) => a.function))];
  return mutantsOf(program, names, (s) => added.has(s)).map(({ line: _, ...mutant }): PatchMutant => {
    const fn = mutant.program.functions.get(mutant.function)!;
    const [diagnostic] = checkFunction(mutant.program, fn);
    const at = mutant.statements.map((s) => added.get(s)).find((a) => a !== undefined)!;
    const place = { message: at.message, ...(at.line !== undefined && { line: at.line }) };
    const source = textAt(patched, at) ?? headOf(program, at);
    return { ...mutant, ...place, source, ...(diagnostic && { refused: inOneLine(diagnostic) }) };
  });
}

/** A change that is not made; null if nothing of the model is different then. */
async function notMade(undone: Undone, { model, start, stack, config }: Patched): Promise<PatchMutant | null> {
  const { parts, ...told } = undone;
  const other = await applyAll(start, parts, model, config);
  const mutant = { ...told, operator: 'undo' as const, text: `with ${undone.text}`, function: '', statements: [] };
  if (other.failure) return { ...mutant, program: start.program, refused: inOneLine(other.failure) };
  const { program, refused } = other.base;
  const changed = [...program.functions].filter(([name, fn]) => !isSame(fn, stack.base.program, name));
  const names = changed.map(([name]) => name);
  const [diagnostic] = names.flatMap((name) => (stack.base.refused.has(name) ? [] : (refused.get(name) ?? [])));
  const statements = changed.flatMap(([name, fn]) => newStatements(stack.base.program.functions.get(name), fn));
  return {
    ...mutant,
    function: names[0] ?? '',
    statements,
    program,
    ...(diagnostic && { refused: inOneLine(diagnostic) }),
  };
}

function isSame(fn: Parameters<typeof printFunctionC>[0], program: Program, name: string): boolean {
  const other = program.functions.get(name);
  return (
    other === fn || (other !== undefined && printFunctionC(other, program).text === printFunctionC(fn, program).text)
  );
}

/** The line of a mail. */
function textAt({ candidate }: Patched, { message, line }: Added): string | undefined {
  for (const { message: own, files } of candidate.parts)
    for (const l of own === message ? files.flatMap((f) => f.hunks.flatMap((h) => h.lines)) : [])
      if (l.line === line) return l.text.trim();
  return undefined;
}

function headOf(program: Program, { function: name, statement }: Added): string {
  const printed = printFunctionC(program.functions.get(name)!, program);
  return printed.text.split('\n')[(printed.lines.get(statement as Stmt) ?? 1) - 1]!.trim();
}
