import type { FunctionDef } from '../model/ast.ts';

/** A function that mirrors the kernel's, and is none of the vocabulary that all models share. */
export function isOwn({ file, span }: FunctionDef): boolean {
  return file !== undefined && !span.source.name.startsWith('models/kernel/');
}
