// Addresses in integers. Objects are renumbered from step to step, and only cells of pointers follow: an integer that
// holds an address would soon hold that of another object, and an integer as large as an address would be one. So the
// search ends where either is made, as at a bound, unless the address is compared, tested or cast back at once.

import type { Expr, Type } from '../../model/ast.ts';
import { decayed, INT, typeOf, UINT } from '../../model/typing.ts';
import { NO_PART, type Whole, wayTo } from '../../model/whole.ts';
import { CELL_MASK, offsetOf, POINTER } from '../layout.ts';
import { keep, scalar } from './expr.ts';
import type { Block, Lowering } from './lowering.ts';
import { binary, constant, convert, displace, type Typed } from './values.ts';

type Cast = Extract<Expr, { kind: 'cast' }>;

/** `(unsigned long)p`, `(void *)n`. */
export function castScalar(l: Lowering, e: Cast, block: Block): Typed {
  const given = e.type.kind === 'pointer' ? unguarded(l, e.operand, block) : scalar(l, e.operand, block);
  const crosses = (e.type.kind === 'pointer') !== (given.type.kind === 'pointer');
  if (!crosses || e.type.kind === 'bool') return { value: convert(given, e.type), type: e.type };
  const known = isNumber(given.type) && isAddress(e.operand, block) ? given : guarded(l, given);
  return { value: convert(known, e.type), type: e.type };
}

/** `container_of(p, T, member)`. Of what is no address in an object there is no telling where a whole would lie. */
export function whole(l: Lowering, e: Whole, block: Block): Typed {
  const type = typeOf(e, block.scope);
  const given = scalar(l, e.operand, block);
  const offset = wayTo(e, l.program).reduce((sum, { struct, field }) => sum + offsetOf(struct, field, l.program), 0);
  if (offset === 0) return { value: given.value, type };
  const kept = keep(l, given);
  const on = l.label();
  const out = l.label();
  l.emit({ op: 'unless', test: isAddressed(kept).value, to: out });
  const cell = binary('&', { value: kept.value, type: INT }, { value: constant(CELL_MASK), type: INT });
  const fits = binary('>=', cell, { value: constant(offset), type: INT });
  l.emit({ op: 'unless', test: fits.value, to: out });
  l.emit({ op: 'jump', to: on });
  l.place(out);
  l.emit({ op: 'beyond', reason: NO_PART });
  l.place(on);
  return { value: displace(kept.value, constant(-offset)), type };
}

/** An operand of a comparison or a test, in which an address may be an integer. */
export function unguarded(l: Lowering, e: Expr, block: Block): Typed {
  if (e.kind === 'paren') return unguarded(l, e.inner, block);
  if (!isAddress(e, block)) return scalar(l, e, block);
  const { operand, type } = e as Cast;
  return { value: convert(scalar(l, operand, block), type), type };
}

/** Whether an expression is a pointer that is cast to a number. */
function isAddress(e: Expr, block: Block): boolean {
  if (e.kind === 'paren') return isAddress(e.inner, block);
  if (e.kind !== 'cast' || !isNumber(e.type)) return false;
  return decayed(typeOf(e.operand, block.scope)).kind === 'pointer';
}

function isNumber(type: Type): boolean {
  return type.kind === 'int' && type.bits === 32;
}

/** Goes on with what is not the address of an object. */
function guarded(l: Lowering, given: Typed): Typed {
  const kept = keep(l, given);
  const test = isAddressed(kept).value;
  if (test.kind === 'const' && test.value === 0) return kept;
  const on = l.label();
  l.emit({ op: 'unless', test, to: on });
  l.emit({ op: 'beyond', reason: 'an integer holds the address of an object' });
  l.place(on);
  return kept;
}

function isAddressed({ value }: Typed): Typed {
  const distance = binary('-', { value, type: INT }, { value: constant(POINTER), type: UINT });
  return binary('<', distance, { value: constant(POINTER), type: UINT });
}
