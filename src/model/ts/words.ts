// Words of the dialect that look like calls and are operators in C: `ref(x)` is `&x`.

import { Refusal } from '../../base/diagnostic.ts';
import type { Source } from '../../base/source.ts';
import type { Expr, Type } from '../ast.ts';
import { ASSIGN, CONDITIONAL, LOGICAL_OR, levelOf, POSTFIX, parenthesised, UNARY } from '../precedence.ts';
import { WHOLE_MACROS } from '../whole.ts';
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
  at: {
    types: [0, 1],
    args: 2,
    lower: ([pointer, index], _types, node, at) => ({
      kind: 'index',
      object: parenthesised(pointer!, POSTFIX),
      index: index!,
      span: spanOf(node, at),
    }),
  },
  advance: moving('++', '+='),
  retreat: moving('--', '-='),
  elvis: {
    types: [0],
    args: 2,
    lower: ([test, other], _types, node, at) => ({
      kind: 'elvis',
      test: parenthesised(test!, LOGICAL_OR),
      else: parenthesised(other!, CONDITIONAL),
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
  ...Object.fromEntries([...WHOLE_MACROS].map((macro) => [macro, whole(macro)])),
  goto: onlyAsStatement("Write goto('label') as a statement of its own."),
  each: onlyAsStatement("Write for (each('macro(…)'), first = …; …; …)."),
  elide: onlyAsStatement("Write elide('statement', 'reason') as a statement of its own."),
  zeroed: {
    types: [0, 1],
    args: -1,
    lower(args, _types, node, at) {
      const span = spanOf(node, at);
      const [given] = args;
      if (!given) return { kind: 'braces', type: { kind: 'void' }, items: [], span };
      if (args.length === 1 && given.kind === 'braces') return { ...given, span };
      throw new Refusal('Cannot model this zeroed(): it takes one literal.', span, 'Write zeroed({ field: value }).');
    },
  },
};

/** A pointer to the elements of an array that moves on: by one, or by a number. */
function moving(one: '++' | '--', many: '+=' | '-='): Word {
  return {
    types: [0, 1],
    args: -1,
    lower([pointer, n, ...more], _types, node, at) {
      const span = spanOf(node, at);
      if (!pointer || more.length > 0)
        throw new Refusal('Cannot model this call: it takes a pointer and a number, which may be left out.', span);
      if (!n) return { kind: 'update', op: one, prefix: false, operand: parenthesised(pointer, POSTFIX), span };
      const target = parenthesised(pointer, UNARY);
      return { kind: 'assign', op: many, target, value: parenthesised(n, ASSIGN), span };
    },
  };
}

/** `container_of<T>(p, 'member')`. */
function whole(macro: string): Word {
  return {
    types: [1],
    args: 2,
    lower([operand, member], [type], node, at) {
      const span = spanOf(node, at);
      if (member?.kind !== 'string')
        throw new Refusal(`Cannot model this \`${macro}()\`: it takes the name of a field.`, span);
      return { kind: 'whole', type: type!, operand: operand!, member: member.value, macro, span };
    },
  };
}

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
