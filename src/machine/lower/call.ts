// Calls: the callee is inlined; an atomic one is a single step; intrinsics become instructions.

import { Refusal } from '../../base/diagnostic.ts';
import type { Expr, FunctionDef, Param, Type } from '../../model/ast.ts';
import { callableAs } from '../../model/call-graph.ts';
import { firstCall } from '../../model/check-calls.ts';
import type { IntrinsicName } from '../../model/intrinsics.ts';
import { INT, signatureOf, typeOf, UINT } from '../../model/typing.ts';
import type { PointKind, Value } from '../instr.ts';
import { CELL_MASK, cellTypes } from '../layout.ts';
import { cells, hasEffect, keep, scalar } from './expr.ts';
import { type Block, type Frame, holdsArray, type Lowering, resultOf } from './lowering.ts';
import { objectAddress, writePlace } from './place.ts';
import { statement } from './stmt.ts';
import { callSubroutine } from './subroutine.ts';
import { binary, constant, convert, read } from './values.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/** The cells of a call's result. */
export function call(l: Lowering, e: Call, block: Block): readonly Value[] {
  const fn = l.program.functions.get(e.callee);
  if (!fn) return intrinsics[e.callee as IntrinsicName](l, e, block);
  const args = argumentsOf(l, e.args, fn.params, block, fn.byName);
  return fn.variadic ? [] : enter(l, fn, args);
}

/**
 * A call through a pointer is one of each function that it may point to: those of its type whose address is taken
 * anywhere in the program. What points to none of them stops the task.
 */
export function invoke(l: Lowering, e: Extract<Expr, { kind: 'invoke' }>, block: Block): readonly Value[] {
  const type = signatureOf(e.callee, block.scope);
  const callee = keep(l, scalar(l, e.callee, block));
  const args = argumentsOf(l, e.args, type.params, block) as readonly (readonly Value[])[];
  // Each branch may read an argument.
  const held = args.map((values, i) => {
    const types = cellTypes(type.params[i]!.type, l.program);
    return values.map((v, k) => simple(l, v, types[k]!));
  });
  const result = cellTypes(type.result, l.program).map((t) => l.register(t));
  const end = l.label();
  const isAt = (at: Value): Value => binary('==', callee, { value: at, type: callee.type }).value;
  for (const name of callableAs(l.program, type)) {
    const next = l.label();
    l.emit({ op: 'unless', test: isAt(objectAddress(l.options.layout.functions.get(name)!)), to: next });
    const values = enter(l, l.program.functions.get(name)!, held);
    for (const [i, dst] of result.entries()) l.emit({ op: 'set', dst, value: values[i]! });
    l.emit({ op: 'jump', to: end });
    l.place(next);
  }
  const wild = l.label();
  const low = binary('<', { value: callee.value, type: INT }, { value: constant(CELL_MASK + 1), type: UINT });
  l.emit({ op: 'unless', test: low.value, to: wild });
  l.emit({ op: 'stop', why: 'null' });
  l.place(wild);
  l.emit({ op: 'stop', why: 'bounds' });
  l.place(end);
  return result.map(read);
}

function argumentsOf(
  l: Lowering,
  args: readonly Expr[],
  params: readonly Param[],
  block: Block,
  byName?: readonly string[],
): readonly Argument[] {
  return args.map((arg, i) => {
    const param = params[i];
    if (!param) return evaluate(l, arg, block);
    if (byName?.includes(param.name)) return { expr: arg, block };
    const later = args.slice(i + 1).some(hasEffect);
    if (param.type.kind === 'struct') {
      const values = cells(l, arg, block);
      const types = cellTypes(param.type, l.program);
      return later ? values.map((v, k) => keep(l, { value: v, type: types[k]! }).value) : values;
    }
    const value = convert(scalar(l, arg, block), param.type);
    return [later ? keep(l, { value, type: param.type }).value : value];
  });
}

function enter(l: Lowering, fn: FunctionDef, args: readonly Argument[]): readonly Value[] {
  const fromScenario = l.inScenario && fn.file !== undefined;
  const result = inline(l, fn, args);
  if (fromScenario && l.atomic === 0) l.emit({ op: 'progress' });
  return result;
}

/** An argument of a variadic function: its accesses happen, its value is dropped. */
function evaluate(l: Lowering, arg: Expr, block: Block): readonly Value[] {
  if (arg.kind !== 'string') cells(l, arg, block);
  return [];
}

/** Cells of a value; or a macro argument, as it stands in the caller. */
type Argument = readonly Value[] | { readonly expr: Expr; readonly block: Block };

function inline(l: Lowering, fn: FunctionDef, args: readonly Argument[]): readonly Value[] {
  if (fn.atomic) {
    l.point(guardOf(l, fn));
    l.atomic++;
  }
  const lower = () => lowered(l, fn, args);
  const byValue = args.some((a) => 'expr' in a) ? undefined : (args as readonly (readonly Value[])[]);
  const result = byValue
    ? (callSubroutine(l, fn, byValue, lowered) ?? l.inline(fn, byValue.flat(), lower))
    : resultOf(lower());
  if (fn.atomic) l.atomic--;
  return result;
}

function lowered(l: Lowering, fn: FunctionDef, args: readonly Argument[]): Frame {
  const outer = l.enter(fn);
  for (const [i, param] of fn.params.entries()) bind(l, param, args[i]!, outer);
  statement(l, fn.body, outer);
  return l.leave();
}

function bind(l: Lowering, { name, type }: FunctionDef['params'][number], argument: Argument, block: Block): void {
  if ('expr' in argument) return block.keep(name, { kind: 'expression', ...argument, type });
  const values = argument;
  const { addressed, assigned } = l.frame.uses;
  if (!addressed.has(name) && !assigned.has(name) && !holdsArray(type, l.program)) {
    const types = cellTypes(type, l.program);
    block.keep(name, { kind: 'values', values: values.map((v, i) => simple(l, v, types[i]!)), type });
    return;
  }
  const storage = l.declare(name, type, block);
  if (storage.kind !== 'memory') return writePlace(l, storage, values);
  writePlace(
    l,
    { kind: 'memory', address: { kind: 'local', region: storage.region, cell: 0 }, type, shared: false },
    values,
  );
}

/** A value that may be read many times. Its type says whether its register may hold a pointer. */
function simple(l: Lowering, value: Value, type: Type): Value {
  const computed = value.kind === 'unary' || value.kind === 'binary' || value.kind === 'convert';
  return computed ? keep(l, { value, type }).value : value;
}

/** A routine's own function, without arguments. */
export function body(l: Lowering, fn: FunctionDef): readonly Value[] {
  return inline(l, fn, []);
}

/** How an atomic function begins: with a guard, or enabled at once. */
function guardOf(l: Lowering, fn: FunctionDef): PointKind {
  const first = firstCall(fn);
  if (!first) return 'step';
  if (first.callee === 'wait_until') return 'wait';
  if (first.callee === 'spin_until') return 'spin';
  if (first.callee === 'idle_until') return 'idle';
  const callee = l.program.functions.get(first.callee);
  return callee?.atomic ? guardOf(l, callee) : 'step';
}

function guard(kind: PointKind) {
  return (l: Lowering, e: Call, block: Block): Value[] => {
    l.point(kind);
    l.atomic++;
    l.emit({ op: 'require', test: scalar(l, e.args[0]!, block).value });
    l.atomic--;
    return [];
  };
}

function alone(kind: PointKind) {
  return (l: Lowering, e: Call): Value[] => {
    if (l.atomic > l.alone) throw new Refusal(`Cannot model \`${e.callee}()\` inside an atomic function.`, e.span);
    if (l.alone === 0) l.point(kind);
    return [];
  };
}

function textOf(e: Call): string {
  const [text] = e.args;
  if (text?.kind === 'string') return text.value;
  throw new Refusal(`Cannot model \`${e.callee}()\` here: a literal text is wanted.`, e.span);
}

function freeing(lost: boolean) {
  return (l: Lowering, e: Call, block: Block): Value[] => {
    const object = scalar(l, e.args[0]!, block).value;
    l.point('step');
    l.emit({ op: 'free', object, lost });
    return [];
  };
}

const intrinsics = {
  choose: (l, e) => {
    const number = l.options.switches.get(textOf(e));
    if (l.atomic > l.alone) throw new Refusal('Cannot model `choose()` inside an atomic function.', e.span);
    // The vocabulary may choose what a model has no switch for: that never happens, nor does anything in a setup.
    if (number === undefined || l.alone > 0) return [constant(0)];
    const dst = l.register(INT);
    l.point('choose', number);
    l.emit({ op: 'chosen', dst });
    return [read(dst)];
  },
  sleep: alone('sleep'),
  sleep_timed: alone('timed'),
  resched: alone('resched'),
  wait_until: guard('wait'),
  spin_until: guard('spin'),
  idle_until: guard('idle'),
  preempt_count_add: (l, e, block) => {
    const count = scalar(l, e.args[0]!, block).value;
    l.point('step');
    l.emit({ op: 'count', of: 'preempt', by: count });
    return [];
  },
  nosleep_count_add: (l, e, block) => {
    l.emit({ op: 'count', of: 'nosleep', by: scalar(l, e.args[0]!, block).value });
    return [];
  },
  irqs_off: (l) => {
    const dst = l.register(INT);
    l.emit({ op: 'masked', dst });
    return [read(dst)];
  },
  set_irqs_off: (l, e, block) => {
    const { value } = scalar(l, e.args[0]!, block);
    l.point('step');
    l.emit({ op: 'mask', value });
    return [];
  },
  irq_level: () => [{ kind: 'level' }],
  current_cpu: () => [{ kind: 'cpu' }],
  reaches: (l, e) => [constant(l.reaches(textOf(e)) ? 1 : 0)],
  beyond: (l, e) => {
    l.emit({ op: 'beyond', reason: textOf(e) });
    return [];
  },
  current_task: (l) => [l.alone ? constant(0) : { kind: 'task' }],
  alloc: (l, e, block) => {
    const size = scalar(l, e.args[0]!, block).value;
    const dst = l.register(typeOf(e, block.scope));
    l.emit({ op: 'alloc', dst, size });
    return [read(dst)];
  },
  free: freeing(false),
  lose: freeing(true),
  bug: (l) => {
    l.emit({ op: 'stop', why: 'bug' });
    return [constant(0)];
  },
} as const satisfies Record<IntrinsicName, (l: Lowering, e: Call, block: Block) => readonly Value[]>;
