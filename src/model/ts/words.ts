// Words of the dialect that look like calls and are operators in C: `ref(x)` is `&x`.

import { Refusal } from '../../base/diagnostic.ts';
import type { Source } from '../../base/source.ts';
import type { Expr, Type } from '../ast.ts';
import { levelOf, parenthesised, UNARY } from '../precedence.ts';
import { lowerArgument } from './expressions.ts';
import { type CallExpression, spanOf } from './oxc.ts';
import { lowerType } from './types.ts';

interface Word {
  readonly types: readonly number[];
  readonly args: number;
  lower(args: readonly Expr[], types: readonly Type[], node: CallExpression, at: Source): Expr;
}

const onlyAsStatement = (way: string): Word => ({
  types: [0],
  args: -1,
  lower(_args, _types, node, at) {
    throw new Refusal(`Cannot model this: it is a statement, not a value.`, spanOf(node, at), way);
  },
});

const words: Readonly<Record<string, Word>> = {
  ref: {
    types: [0, 1],
    args: 1,
    lower: ([x], _types, node, at) => ({
      kind: 'unary',
      op: '&',
      operand: parenthesised(x!, UNARY),
      span: spanOf(node, at),
    }),
  },
  cast: {
    types: [1],
    args: 1,
    lower: ([x], [type], node, at) => ({
      kind: 'cast',
      type: type!,
      operand: parenthesised(x!, UNARY),
      span: spanOf(node, at),
    }),
  },
  offset: {
    types: [0, 1],
    args: 2,
    lower: ([pointer, n], _types, node, at) => ({
      kind: 'binary',
      op: '+',
      left: parenthesised(pointer!, levelOf('+')),
      right: parenthesised(n!, levelOf('+') + 1),
      span: spanOf(node, at),
    }),
  },
  // C converts without a word: nothing is left of these two.
  int: { types: [0], args: 1, lower: ([x]) => x! },
  bool: { types: [0], args: 1, lower: ([x]) => x! },
  alloc: {
    types: [0, 1],
    args: -1,
    lower(args, [type], node, at) {
      const span = spanOf(node, at);
      if (type ? args.length > 0 : args.length !== 1)
        throw new Refusal('Cannot model this allocation: it takes one type.', span, 'Write alloc<T>().');
      return { kind: 'call', callee: 'alloc', args: type ? [{ kind: 'sizeof', type, span }] : args, span };
    },
  },
  sizeof: {
    types: [1],
    args: 0,
    lower: (_args, [type], node, at) => ({ kind: 'sizeof', type: type!, span: spanOf(node, at) }),
  },
  goto: onlyAsStatement("Write goto('label') as a statement of its own."),
  elide: onlyAsStatement("Write elide('statement', 'reason') as a statement of its own."),
  zeroed: onlyAsStatement('Use zeroed() only as the initial value of a global.'),
};

/** Names that are no functions of C. */
export const WORDS: ReadonlySet<string> = new Set(Object.keys(words));

/** A call of such a word. */
export function lowerWord(node: CallExpression, name: string, at: Source): Expr {
  const word = words[name]!;
  const types = (node.typeArguments?.params ?? []).map((type) => lowerType(type, at));
  const args = word.args === 0 && !node.arguments.length ? [] : node.arguments.map((arg) => lowerArgument(arg, at));
  if (word.args >= 0 && args.length !== word.args)
    throw new Refusal(
      `Cannot model this \`${name}()\`: it has ${args.length} arguments and takes ${word.args}.`,
      spanOf(node, at),
    );
  if (!word.types.includes(types.length) && word.args >= 0)
    throw new Refusal(
      `Cannot model this \`${name}()\`: it has ${types.length} type arguments and takes ${word.types.at(-1)}.`,
      spanOf(node, at),
      word.types.includes(1) ? `Write ${name}<T>(…).` : undefined,
    );
  return word.lower(args, types, node, at);
}
