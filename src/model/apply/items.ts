// Text outside functions, cut into definitions and named by what it looks like. Nothing is parsed here: an item may
// be the beginning of one whose end is outside the hunk.

import { initcallLevel } from '../c/initcalls.ts';
import { macroKind } from '../c/macros.ts';
import { DECLARING_MACRO, isConstantMacro, TOP_LEVEL_MACRO } from '../c/mask.ts';
import { closing, type Token } from '../c/tokens.ts';

export type ItemKind =
  | 'function'
  | 'prototype'
  | 'struct'
  | 'enum'
  | 'typedef'
  | 'global'
  | 'constant'
  /** Function-like, and of a form that can be read. */
  | 'function-macro'
  | 'macro'
  | 'include'
  | 'export'
  /** Named by the function that it runs. */
  | 'initcall'
  | 'other';

export interface Item {
  readonly kind: ItemKind;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly complete: boolean;
}

export const STATEMENT_WORDS: ReadonlySet<string> = new Set(
  'if for while do switch return goto break continue case default else'.split(' '),
);

/** Cuts tokens that begin outside all braces. */
export function itemsOf(tokens: readonly Token[]): Item[] {
  const items: Item[] = [];
  let from = 0;
  let depth = 0;
  let brackets = 0;
  let isFunction = false;
  const cut = (to: number, complete: boolean): void => {
    if (to > from) items.push({ ...classify(tokens.slice(from, to)), from, to, complete });
    from = to;
    brackets = 0;
    isFunction = false;
  };
  for (const [i, t] of tokens.entries()) {
    if (t.kind === 'directive' && depth === 0) {
      cut(i, false);
      cut(i + 1, true);
    } else if (t.kind !== 'punct') {
      // only brackets and semicolons end anything
    } else if (t.norm === '{') {
      if (depth === 0) isFunction = tokens[i - 1]?.norm === ')' && i > from;
      depth++;
    } else if (t.norm === '}') {
      depth = Math.max(0, depth - 1);
      if (depth === 0 && isFunction) cut(i + 1, true);
    } else if (t.norm === '(') {
      brackets++;
    } else if (t.norm === ')') {
      brackets = Math.max(0, brackets - 1);
    } else if (t.norm === ';' && depth === 0 && brackets === 0) {
      cut(i + 1, true);
    }
  }
  cut(tokens.length, false);
  return items;
}

function classify(tokens: readonly Token[]): { kind: ItemKind; name: string } {
  const first = tokens[0]!;
  if (first.kind === 'directive') return classifyDirective(first);
  const last = tokens.at(-1)!;
  const stop = tokens.findIndex((t) => t.kind === 'punct' && ['{', ';', '=', '('].includes(t.norm));
  const head = stop < 0 ? tokens : tokens.slice(0, stop);
  const bracket = head.findIndex((t) => t.norm === '[' || t.norm === ',');
  const named = bracket > 0 ? head[bracket - 1] : head.at(-1);
  if (first.norm === 'typedef') return { kind: 'typedef', name: tokens.at(last.norm === ';' ? -2 : -1)!.norm };
  const argument = tokens[2]?.kind === 'word' ? tokens[2].norm : '';
  if (DECLARING_MACRO.test(first.norm)) return { kind: 'global', name: argument };
  if (initcallLevel(first.norm) !== undefined) return { kind: 'initcall', name: argument };
  if (TOP_LEVEL_MACRO.test(first.norm)) return { kind: 'export', name: '' };
  if (STATEMENT_WORDS.has(first.norm) || !named || named.kind !== 'word') return { kind: 'other', name: '' };
  const what = tokens[stop]?.norm;
  if (what === '{') {
    if (first.norm === 'struct' && head.length === 2) return { kind: 'struct', name: named.norm };
    if (first.norm === 'struct' && head.length === 1) return { kind: 'global', name: behindBraces(tokens, stop) };
    return first.norm === 'enum' && head.length <= 2 ? { kind: 'enum', name: '' } : { kind: 'other', name: '' };
  }
  if (head.length < 2 || !head.every(isTypeWord)) return { kind: 'other', name: '' };
  if (what === '(') {
    const behind = tokens[closing(tokens, stop) + 1];
    if (behind?.norm === ';') return { kind: 'prototype', name: named.norm };
    return { kind: behind === undefined || behind.norm === '{' ? 'function' : 'other', name: named.norm };
  }
  const name = named.norm;
  if (first.norm === 'struct' && head.length === 2 && what === ';') return { kind: 'prototype', name };
  return { kind: what === undefined ? 'other' : 'global', name };
}

/** The variable of `struct { … } name`. */
function behindBraces(tokens: readonly Token[], open: number): string {
  const name = tokens[closing(tokens, open) + 1];
  return name?.kind === 'word' ? name.norm : '';
}

function isTypeWord(t: Token): boolean {
  if (t.kind === 'word') return !STATEMENT_WORDS.has(t.norm);
  return t.kind === 'integer' || ['*', '[', ']', ','].includes(t.norm);
}

function classifyDirective(token: Token): { kind: ItemKind; name: string } {
  if (/^#include\b/.test(token.norm)) return { kind: 'include', name: '' };
  const name = /^#(?:define|undef) (\w+)/.exec(token.norm)?.[1];
  if (name === undefined) return { kind: 'other', name: '' };
  if (macroKind(token)) return { kind: 'function-macro', name };
  return { kind: isConstantMacro(token) ? 'constant' : 'macro', name };
}

/** Whether an item can only stand outside functions. */
export function isTopLevel(item: Item): boolean {
  return !['global', 'other', 'typedef'].includes(item.kind);
}
