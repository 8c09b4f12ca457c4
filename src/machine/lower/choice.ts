// Expressions that evaluate one of two others: `?:`, `?:` without a middle, `&&`, `||`. They become jumps.

import type { Expr, Type } from '../../model/ast.ts';
import { INT, typeOf } from '../../model/typing.ts';
import type { Label, Value } from '../instr.ts';
import { cellTypes } from '../layout.ts';
import { unguarded } from './address.ts';
import { cells, keep, scalar } from './expr.ts';
import type { Block, Lowering } from './lowering.ts';
import { constant, convert, read, type Typed } from './values.ts';

export function conditional(l: Lowering, e: Extract<Expr, { kind: 'conditional' }>, block: Block): Typed {
  const type = typeOf(e, block.scope);
  const result = l.register(type);
  const otherwise = l.label();
  const end = l.label();
  branchUnless(l, e.test, otherwise, block);
  l.emit({ op: 'set', dst: result, value: convert(scalar(l, e.then, block), type) });
  l.emit({ op: 'jump', to: end });
  l.place(otherwise);
  l.emit({ op: 'set', dst: result, value: convert(scalar(l, e.else, block), type) });
  l.place(end);
  return { value: read(result), type };
}

/** One of two structs, or of two calls without a value. */
export function oneOf(
  l: Lowering,
  e: Extract<Expr, { kind: 'conditional' }>,
  type: Type,
  block: Block,
): readonly Value[] {
  const result = cellTypes(type, l.program).map((t) => l.register(t));
  const set = (values: readonly Value[]): void => {
    for (const [i, dst] of result.entries()) l.emit({ op: 'set', dst, value: values[i]! });
  };
  const otherwise = l.label();
  const end = l.label();
  branchUnless(l, e.test, otherwise, block);
  set(cells(l, e.then, block));
  l.emit({ op: 'jump', to: end });
  l.place(otherwise);
  set(cells(l, e.else, block));
  l.place(end);
  return result.map(read);
}

export function elvis(l: Lowering, e: Extract<Expr, { kind: 'elvis' }>, block: Block): Typed {
  const type = typeOf(e, block.scope);
  const result = l.register(type);
  const otherwise = l.label();
  const end = l.label();
  const test = keep(l, scalar(l, e.test, block));
  l.emit({ op: 'unless', test: test.value, to: otherwise });
  l.emit({ op: 'set', dst: result, value: convert(test, type) });
  l.emit({ op: 'jump', to: end });
  l.place(otherwise);
  l.emit({ op: 'set', dst: result, value: convert(scalar(l, e.else, block), type) });
  l.place(end);
  return { value: read(result), type };
}

/** A condition as 0 or 1. */
export function asValue(l: Lowering, e: Expr, block: Block): Typed {
  const result = l.register(INT);
  const otherwise = l.label();
  const end = l.label();
  branchUnless(l, e, otherwise, block);
  l.emit({ op: 'set', dst: result, value: constant(1) });
  l.emit({ op: 'jump', to: end });
  l.place(otherwise);
  l.emit({ op: 'set', dst: result, value: constant(0) });
  l.place(end);
  return { value: read(result), type: INT };
}

/** Goes on if the condition is true, else to the label; evaluates no more than C would. */
export function branchUnless(l: Lowering, e: Expr, to: Label, block: Block): void {
  if (e.kind === 'paren') return branchUnless(l, e.inner, to, block);
  if (e.kind === 'binary' && e.op === '&&') {
    branchUnless(l, e.left, to, block);
    return branchUnless(l, e.right, to, block);
  }
  if (e.kind === 'binary' && e.op === '||') {
    const yes = l.label();
    const no = l.label();
    branchUnless(l, e.left, no, block);
    l.emit({ op: 'jump', to: yes });
    l.place(no);
    branchUnless(l, e.right, to, block);
    return l.place(yes);
  }
  if (e.kind === 'unary' && e.op === '!') {
    const no = l.label();
    branchUnless(l, e.operand, no, block);
    l.emit({ op: 'jump', to });
    return l.place(no);
  }
  const test = unguarded(l, e, block).value;
  if (test.kind !== 'const') l.emit({ op: 'unless', test, to });
  else if (test.value === 0) l.emit({ op: 'jump', to });
}
