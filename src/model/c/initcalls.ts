import type { Initcall } from '../ast.ts';
import { type Context, refuse, spanOf, wordAt } from './context.ts';
import { type CNode, child } from './tree-sitter.ts';

const LEVELS = 'early pure core postcore arch subsys fs rootfs device late'.split(' ');
const OTHER_NAMES: Readonly<Record<string, string>> = {
  module_init: 'device',
  __initcall: 'device',
  console_initcall: 'early',
  security_initcall: 'early',
};

/** When the kernel runs what a macro of this name registers, if it is one: `late_initcall`, `module_init`. */
export function initcallLevel(macro: string): number | undefined {
  const m = /^([a-z]+)_initcall(_sync)?$/.exec(macro);
  const level = LEVELS.indexOf(OTHER_NAMES[macro] ?? m?.[1] ?? '');
  return level < 0 ? undefined : 2 * level + (m?.[2] ? 1 : 0);
}

/** `late_initcall(setup);` at the top level. */
export function initcall(node: CNode, c: Context): Initcall | undefined {
  const call = node.type === 'expression_statement' ? node.children[0] : undefined;
  if (call?.type !== 'call_expression') return undefined;
  const level = initcallLevel(wordAt(call.start, c));
  if (level === undefined) return undefined;
  const [fn, ...more] = child(call, 'arguments')!.children.filter((n) => n.named);
  if (fn?.type !== 'identifier' || more.length > 0)
    refuse(node, c, 'Cannot read this: the name of a function is wanted.');
  return { function: wordAt(fn.start, c), level, span: spanOf(node, c) };
}
