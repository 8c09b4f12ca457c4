// What runs within one step is in no state: an atomic function and all that it calls, and a routine that runs alone.
// Nobody sees where in it a task is, so that it need not be inlined. It is lowered once for each shape of arguments, and
// called.
//
//   shape   which arguments are constants, by value; all others are parameters
//
// Inlined all the same: what is about as short as a call; what has locals in memory, each of which has a place of its
// own for every call (lowering.ts); what has a guard, which undoes the whole step; macros.

import type { FunctionDef } from '../../model/ast.ts';
import type { Register, Subroutine, Value } from '../instr.ts';
import { cellTypes } from '../layout.ts';
import { assignSlots } from '../slots.ts';
import { covers, type Frame, Lowering, type LowerOptions, resultOf } from './lowering.ts';
import { isValid, type Known } from './template.ts';
import { read } from './values.ts';

/** Instructions up to which a function is inlined. */
const SHORT = 4;

interface Made extends Known {
  /** None for a function that is inlined. */
  readonly subroutine: Subroutine | undefined;
}

type Arguments = readonly (readonly Value[])[];

const made = new WeakMap<FunctionDef, Map<string, Made>>();

/** Calls a function and returns its result; nothing if it is to be inlined. */
export function callSubroutine(
  l: Lowering,
  fn: FunctionDef,
  args: Arguments,
  lower: (inner: Lowering, fn: FunctionDef, args: Arguments) => Frame,
): readonly Value[] | undefined {
  if (l.atomic === 0 || !l.isInside) return undefined;
  const shape = `${Math.min(l.atomic, l.alone + 1)}${l.alone}:${args.map((values) => values.map(shapeOf))}`;
  const found = find(fn, shape, l.options) ?? keep(fn, shape, make(l, fn, args, lower));
  // What calls itself is refused where it is inlined.
  if (!found.subroutine || l.isIn(found.functions)) return undefined;
  l.holds(found);
  const dst = cellTypes(fn.result, l.program).map((type) => l.register(type));
  l.emit({ op: 'call', dst, callee: found.subroutine, args: args.flat().filter((v) => !isFixed(v)) });
  return dst.map(read);
}

/** The same everywhere in the scenario. */
function isFixed({ kind }: Value): boolean {
  return kind === 'const' || kind === 'task' || kind === 'cpu' || kind === 'level';
}

function shapeOf(value: Value): string {
  if (value.kind !== 'const') return isFixed(value) ? value.kind : 'x';
  return Object.is(value.value, -0) ? '-0' : String(value.value);
}

function find(fn: FunctionDef, shape: string, options: LowerOptions): Made | undefined {
  const found = made.get(fn)?.get(shape);
  return found && isValid(found, options) ? found : undefined;
}

function keep(fn: FunctionDef, shape: string, found: Made): Made {
  const known = made.get(fn) ?? new Map<string, Made>();
  made.set(fn, known.set(shape, found));
  return found;
}

function make(
  l: Lowering,
  fn: FunctionDef,
  args: Arguments,
  lower: (inner: Lowering, fn: FunctionDef, args: Arguments) => Frame,
): Made {
  const inner = new Lowering(l.options, l);
  const params: Register[] = [];
  const given = args.map((values, i) => {
    const types = cellTypes(fn.params[i]!.type, l.program);
    return values.map((value, k) => {
      if (isFixed(value)) return value;
      const param = inner.register(types[k]!);
      params.push(param);
      return read(param);
    });
  });
  const frame = lower(inner, fn, given);
  const result = resultOf(frame);
  inner.emit({ op: 'end', result });
  const routine = inner.finish(fn.name);
  const { instrs, memory } = routine;
  const isCalled = instrs.length > SHORT && memory.length === 0 && !instrs.some((instr) => instr.op === 'require');
  const { functions, asked } = frame;
  const known = { options: l.options, functions, asked, covers: l.options.cover.size > 0 && instrs.some(covers) };
  if (!isCalled) return { ...known, subroutine: undefined };
  return {
    ...known,
    subroutine: {
      frame: assignSlots(routine),
      params,
      results: result.length,
      isPure: l.alone > 0,
      covers: known.covers,
    },
  };
}
