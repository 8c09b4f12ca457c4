import type { FunctionDef, Program } from '../model/ast.ts';

export interface ChangedFunction {
  readonly name: string;
  /** The model's file, or the one that a new function would be in. */
  readonly model: string;
  /** The kernel's file; empty for a function that is none of its. */
  readonly kernel: string;
  readonly before: FunctionDef | undefined;
  readonly after: FunctionDef | undefined;
}

/** The functions in which two programs differ, new ones last. */
export function changedFunctions(before: Program, after: Program): ChangedFunction[] {
  const names = new Set([...before.functions.keys(), ...after.functions.keys()]);
  const changed = [...names].filter((name) => before.functions.get(name) !== after.functions.get(name));
  return changed.map((name) => {
    const [old, now] = [before.functions.get(name), after.functions.get(name)];
    const kernel = (old ?? now)!.file ?? '';
    const model = old ? old.span.source.name : kernel.replace(/\.[ch]$/, '.ts');
    return { name, model, kernel, before: old, after: now };
  });
}
