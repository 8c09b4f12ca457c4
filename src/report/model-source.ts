// The C of a model, file by file. In: a model; out: what hunks are matched against, under the kernel's paths, and
// what the model gives without one, under its own. The vocabulary, which all models share, is left out.

import { unreachable } from '../base/unreachable.ts';
import type { Definition, FunctionDef } from '../model/ast.ts';
import type { Model } from '../model/model.ts';
import { printConstantC, printGlobalC, printStructC } from '../model/print/c.ts';
import { functionText } from './kernel-style.ts';

export interface SourceFile {
  /** `mm/swap_state.c`, or `models/swapin-5.7/scenarios.ts` for what is of no kernel file. */
  readonly path: string;
  readonly isKernel: boolean;
  readonly definitions: readonly Definition[];
}

/** The files of a model: the kernel's sorted, then its own. Text order within a file, functions last. */
export function sourceFiles(model: Model): SourceFile[] {
  const { constants, structs, globals, functions } = model.program;
  const files = new Map<string, Definition[]>();
  for (const definition of [constants, structs, globals, functions].flatMap((map) => [...map.values()])) {
    const source = definition.span.source.name;
    if (!source.startsWith(`models/${model.name}/`)) continue;
    const path = kernelFile(definition) ?? source;
    files.set(path, [...(files.get(path) ?? []), definition]);
  }
  return [...files]
    .map(([path, definitions]) => ({ path, isKernel: !path.startsWith('models/'), definitions }))
    .sort((a, b) => Number(b.isKernel) - Number(a.isKernel) || (a.path < b.path ? -1 : 1));
}

/** The functions of a model that mirror the kernel's, by their files. */
export function mirroredFunctions(model: Model): { readonly path: string; readonly functions: readonly string[] }[] {
  return sourceFiles(model)
    .filter((file) => file.isKernel)
    .map(({ path, definitions }) => ({ path, functions: definitions.filter(isFunction).map((fn) => fn.name) }))
    .filter(({ functions }) => functions.length > 0);
}

/** A file in C, kernel style. */
export function printFileC({ definitions }: SourceFile, model: Model): string {
  const texts = definitions.map((definition) => ({ definition, text: printC(definition, model) }));
  return texts
    .map(({ definition, text }, i) => {
      const before = texts[i - 1]?.definition.kind;
      const isList = definition.kind === 'constant' || definition.kind === 'global';
      return before === undefined || (isList && before === definition.kind) ? text : `\n${text}`;
    })
    .join('');
}

function printC(definition: Definition, { program }: Model): string {
  switch (definition.kind) {
    case 'constant':
      return printConstantC(definition);
    case 'struct':
      return printStructC(definition);
    case 'global':
      return printGlobalC(definition);
    case 'function':
      return functionText(definition, program);
    default:
      return unreachable(definition);
  }
}

function kernelFile(definition: Definition): string | undefined {
  return definition.kind === 'constant' ? undefined : definition.file;
}

function isFunction(definition: Definition): definition is FunctionDef {
  return definition.kind === 'function';
}
