// Steps that cannot begin while one cell has some value: those that take a lock. What follows is not looked at, only that
// the step's first condition is on the value of one cell that it reads, and on nothing else.

import type { Type } from '../../model/ast.ts';
import type { Register, Value } from '../instr.ts';
import type { StepSource } from '../step-source.ts';

/** Whether the step may begin when the cell that it reads has a value. */
export type Guard = (value: number) => boolean;

/** The guard of a step, if it has such a one. */
export function guardOf({ frame, start }: StepSource): Guard | undefined {
  const { instrs } = frame.routine;
  const sets = new Map<Register, Value>();
  let loaded: Register | undefined;
  for (let i = start + 1; ; i++) {
    const instr = instrs[i];
    switch (instr?.op) {
      case 'cover':
      case 'count':
        continue;
      case 'set':
        sets.set(instr.dst, instr.value);
        continue;
      case 'load':
        if (loaded || instr.dst.length !== 1) return undefined;
        loaded = instr.dst[0]!;
        if (!isSigned(loaded.type)) return undefined;
        continue;
      case 'require': {
        const { test } = instr;
        const of = loaded;
        if (!of || evaluate(test, of, sets, 0) === undefined) return undefined;
        return (value) => evaluate(test, of, sets, value) !== 0;
      }
      default:
        return undefined;
    }
  }
}

/** A value in which nothing is unknown but what was loaded. */
function evaluate(
  value: Value,
  loaded: Register,
  sets: ReadonlyMap<Register, Value>,
  given: number,
): number | undefined {
  switch (value.kind) {
    case 'const':
      return value.value;
    case 'register': {
      if (value.register === loaded) return given;
      const set = sets.get(value.register);
      return set && evaluate(set, loaded, sets, given);
    }
    case 'unary': {
      const a = evaluate(value.a, loaded, sets, given);
      return a === undefined || value.op !== '!' ? undefined : Number(a === 0);
    }
    case 'binary': {
      const a = evaluate(value.a, loaded, sets, given);
      const b = evaluate(value.b, loaded, sets, given);
      return a === undefined || b === undefined ? undefined : compare(value.op, a, b);
    }
    default:
      return undefined;
  }
}

function compare(op: string, a: number, b: number): number | undefined {
  switch (op) {
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case '>=':
      return Number(a >= b);
    case '<=':
      return Number(a <= b);
    case '>':
      return Number(a > b);
    case '<':
      return Number(a < b);
    default:
      return undefined;
  }
}

function isSigned(type: Type): boolean {
  return type.kind === 'int' && type.signed;
}
