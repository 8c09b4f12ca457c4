// The only file that knows the parser's package: a source in, its ESTree out.

import { createRequire } from 'node:module';
import type { Comment, Program as EstreeProgram } from 'oxc-parser';
import { Refusal } from '../../base/diagnostic.ts';
import type { Source, Span } from '../../base/source.ts';

export type {
  Argument,
  BindingPattern,
  CallExpression,
  Comment,
  Expression,
  Function as FunctionNode,
  ImportDeclaration,
  ParamPattern,
  Statement,
  TSFunctionType,
  TSInterfaceDeclaration,
  TSType,
  TSTypeAliasDeclaration,
  TSTypeAnnotation,
  VariableDeclaration,
} from 'oxc-parser';

export interface Estree {
  readonly body: EstreeProgram['body'];
  readonly comments: readonly Comment[];
}

const require = createRequire(import.meta.url);

/** The ESTree of a TypeScript text, with parentheses kept. Throws a `Refusal` at the first syntax error. */
export function parseEstree(source: Source): Estree {
  // Loaded with the first text: most runs find their model read already.
  const { parseSync }: typeof import('oxc-parser') = require('oxc-parser');
  const result = parseSync(source.name, source.text, { lang: 'ts', sourceType: 'module', preserveParens: true });
  const [error] = result.errors;
  if (error) {
    const label = error.labels[0];
    const span = { source, start: label?.start ?? 0, end: label?.end ?? 0 };
    throw new Refusal(`Cannot parse this as TypeScript: ${error.message.replace(/\.$/, '')}.`, span);
  }
  return { body: result.program.body, comments: result.comments };
}

/** The place of an ESTree node. */
export function spanOf(node: { start: number; end: number }, source: Source): Span {
  return { source, start: node.start, end: node.end };
}
