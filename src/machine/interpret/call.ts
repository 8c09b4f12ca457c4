// Calls: of functions, of atomic functions (one step, which may have to wait for a condition) and of intrinsics.

import { Refusal } from '../../base/diagnostic.ts';
import { unreachable } from '../../base/unreachable.ts';
import type { Expr, FunctionDef, FunctionType, Param, Type } from '../../model/ast.ts';
import { firstCall } from '../../model/check-calls.ts';
import { isCode, sameSignature } from '../../model/function-type.ts';
import type { IntrinsicName } from '../../model/intrinsics.ts';
import { decayed } from '../../model/typing.ts';
import { addressOf, evaluate } from './expression.ts';
import { levelOf } from './level.ts';
import { isNull, newBlock, type Place, Stop, zeroed } from './memory.ts';
import { store, typeIn } from './place.ts';
import { allocate, Beyond, release } from './pool.ts';
import type { Frame, Guard, Point, Steps, Thread, World } from './state.ts';
import { execute, note } from './statement.ts';
import { frameOf, holding, stepPoint, test } from './step.ts';
import { convert, int, isTrue, truth, type Value, VOID, zero } from './value.ts';

type Call = Extract<Expr, { kind: 'call' }>;
type Invoke = Extract<Expr, { kind: 'invoke' }>;

export function* call(w: World, t: Thread, e: Call): Steps<Value> {
  const fn = w.program.functions.get(e.callee);
  if (!fn) return yield* intrinsic(w, t, e, e.callee as IntrinsicName);
  return yield* callWith(w, t, e, fn.params, () => fn, e);
}

/** A call through a pointer: of the function that it points to, if that is what the pointer says it is. */
export function* invoke(w: World, t: Thread, e: Invoke): Steps<Value> {
  const pointer = addressOf(yield* evaluate(w, t, e.callee), e);
  const type = decayed(typeIn(w, t, e.callee));
  if (!isCode(type)) throw new Refusal('Cannot call this value.', e.callee.span);
  return yield* holding(t, pointer, () => callWith(w, t, e, type.to.params, () => functionAt(w, pointer, type.to, e)));
}

function functionAt(w: World, { block, path }: Place, type: FunctionType, e: Invoke): FunctionDef {
  const isFunction = typeof block !== 'number' && block.kind === 'function' && path.length === 0;
  const fn = isFunction ? w.program.functions.get(block.name) : undefined;
  if (fn && sameSignature(type, fn)) return fn;
  throw new Stop(typeof block === 'number' && isNull(block) ? 'null' : 'bounds', e.span);
}

function* callWith(
  w: World,
  t: Thread,
  e: Call | Invoke,
  params: readonly Param[],
  functionOf: () => FunctionDef,
  direct?: Call,
): Steps<Value> {
  const { operands } = frameOf(t);
  const below = operands.length;
  for (const [i, arg] of e.args.entries()) {
    const param = params[i];
    if (param && direct && w.program.functions.get(direct.callee)?.byName?.includes(param.name)) {
      operands.push(VOID);
      continue;
    }
    const value = yield* evaluate(w, t, arg);
    operands.push(param ? convert(value, param.type, arg.span) : value);
  }
  const args = operands.slice(below) as Value[];
  const fn = functionOf();
  if (fn.atomic) yield* stepPoint(t, { kind: 'atomic', node: e, ...guardOf(w, t, fn, args, direct) });
  operands.length = below;
  frameOf(t).at = e;
  return yield* run(w, t, fn, args, direct);
}

/** Runs a function from its first statement to its end. */
export function* run(w: World, t: Thread, fn: FunctionDef, args: readonly Value[], e?: Call): Steps<Value> {
  const frame = enter(w, t, fn, args, e);
  if (fn.atomic) t.atomic++;
  const end = yield* execute(w, t, fn.body);
  if (fn.atomic) t.atomic--;
  t.frames.pop();
  for (const local of frame.locals.values()) local.live = false;
  if (end.kind === 'return') w.trace?.returned(t);
  if (fn.file !== undefined && t.atomic === 0 && t.frames.every((f) => f.fn.file === undefined)) t.returned++;
  if (fn.result.kind === 'void') return VOID;
  if (end.kind === 'return') return convert(end.value, fn.result, fn.span);
  if (fn.result.kind === 'struct') return { kind: 'struct', memory: zeroed(fn.result, w.program) };
  return zero(fn.result);
}

function enter(w: World, t: Thread, fn: FunctionDef, args: readonly Value[], e?: Call): Frame {
  const scope = new Map();
  const locals = new Map();
  const named: Frame['named'] = new Map();
  for (const [i, param] of fn.params.entries()) {
    if (e && fn.byName?.includes(param.name)) {
      named.set(param.name, { expr: e.args[i]!, type: param.type, caller: frameOf(t) });
      continue;
    }
    const block = newBlock('local', param.name, param.type, w.program);
    scope.set(param.name, block);
    locals.set(param, block);
    store(w, { block, path: [] }, args[i]!, { kind: 'name', name: param.name, span: fn.span });
  }
  const frame: Frame = {
    fn,
    scopes: [scope],
    locals,
    named,
    operands: [],
    at: fn.body,
    statements: [],
    seeking: undefined,
  };
  t.frames.push(frame);
  return frame;
}

/** The condition that an atomic function waits for before it happens: that of its first statement, if it is a wait. */
function guardOf(w: World, t: Thread, fn: FunctionDef, args: readonly Value[], e?: Call): Pick<Point, 'guard'> {
  const wait = waitOf(w, fn);
  if (!wait) return {};
  const holds = () => holdsOrFaults(() => test(w, t, () => condition(w, t, fn, args, e)));
  return { guard: { wait, holds } };
}

function waitOf(w: World, fn: FunctionDef): Guard['wait'] | undefined {
  const first = firstCall(fn);
  const inner = first && w.program.functions.get(first.callee);
  if (inner) return waitOf(w, inner);
  const callee = first?.callee;
  return callee === 'wait_until' || callee === 'spin_until' || callee === 'idle_until' ? callee : undefined;
}

function* condition(w: World, t: Thread, fn: FunctionDef, args: readonly Value[], e?: Call): Steps<Value> {
  enter(w, t, fn, args, e);
  const first = firstCall(fn)!;
  const inner = w.program.functions.get(first.callee);
  if (!inner) return yield* evaluate(w, t, first.args[0]!);
  const values: Value[] = [];
  for (const [i, param] of inner.params.entries()) {
    const arg = first.args[i]!;
    if (inner.byName?.includes(param.name)) {
      values.push(VOID);
      continue;
    }
    values.push(convert(yield* evaluate(w, t, arg), param.type, arg.span));
  }
  return yield* condition(w, t, inner, values, first);
}

/** A condition that cannot be evaluated lets the task go on: it stops there when it moves. */
function holdsOrFaults(evaluated: () => Value): boolean {
  try {
    return isTrue(evaluated());
  } catch (error) {
    if (error instanceof Stop) return true;
    throw error;
  }
}

function* intrinsic(w: World, t: Thread, e: Call, name: IntrinsicName): Steps<Value> {
  const [arg] = e.args;
  switch (name) {
    case 'choose': {
      if (arg?.kind !== 'string') throw new Refusal('Cannot choose: the name of a switch is wanted.', e.span);
      if (!w.switchesOn.has(arg.value)) return truth(false);
      outside(w, t, e);
      const happens = (yield* stepPoint(t, { kind: 'choose', node: e })) === 1;
      note(w, t, { kind: 'choice', switch: arg.value, happens });
      return truth(happens);
    }
    case 'sleep':
    case 'sleep_timed':
      outside(w, t, e);
      note(w, t, { kind: 'sleep', timed: name === 'sleep_timed' });
      yield* stepPoint(t, { kind: name, node: e });
      note(w, t, { kind: 'wake', timed: name === 'sleep_timed' });
      return VOID;
    case 'wait_until':
    case 'spin_until':
    case 'idle_until': {
      const now = () => test(w, t, () => evaluate(w, t, arg!));
      const kind = ({ wait_until: 'wait', spin_until: 'spin', idle_until: 'idle' } as const)[name];
      yield* stepPoint(t, { kind, node: e, guard: { wait: name, holds: () => holdsOrFaults(now) } });
      if (!isTrue(heard(w, t, now)))
        throw new Refusal('Cannot wait here: it must be the first thing in the step.', e.span);
      return VOID;
    }
    case 'resched':
      yield* stepPoint(t, { kind: 'resched', node: e });
      return VOID;
    case 'preempt_count_add': {
      const by = yield* evaluate(w, t, arg!);
      yield* stepPoint(t, { kind: 'preempt_count_add', node: e });
      changes(w, e);
      if (by.kind === 'int') t.preemptCount += by.n;
      w.trace?.count(t);
      return VOID;
    }
    case 'nosleep_count_add': {
      const by = yield* evaluate(w, t, arg!);
      changes(w, e);
      if (by.kind === 'int') t.nosleepCount += by.n;
      w.trace?.count(t);
      return VOID;
    }
    case 'set_irqs_off': {
      const value = yield* evaluate(w, t, arg!);
      yield* stepPoint(t, { kind: 'set_irqs_off', node: e });
      changes(w, e);
      if (value.kind === 'int') t.irqsOff = value.n | 0;
      w.trace?.count(t);
      return VOID;
    }
    case 'irqs_off':
      return int(t.irqsOff);
    case 'irq_level':
      return int(levelOf(t));
    case 'current_cpu':
      return int(t.task?.cpu ?? 0);
    case 'reaches':
      return truth(w.reached.has(textOf(e)));
    case 'beyond':
      throw new Beyond(textOf(e));
    case 'alloc':
      changes(w, e);
      return { kind: 'pointer', at: { block: allocate(w, t, sizedType(t, e), e.span), path: [] } };
    case 'free':
    case 'lose': {
      const object = yield* evaluate(w, t, arg!);
      yield* stepPointOfFree(t, e, object);
      changes(w, e);
      const freed = release(w, object.kind === 'pointer' ? object.at : { block: 0, path: [] }, e.span);
      if (name === 'lose') {
        w.leaks.push(freed);
        w.trace?.lose(freed);
      }
      return VOID;
    }
    case 'bug':
      throw new Stop('bug', e.span);
    case 'current_task':
      return int(t.index + 1);
    default:
      return unreachable(name);
  }
}

/** The type in `alloc(sizeof(struct T))`, which a macro may stand around: `kzalloc(sizeof(struct T), GFP_KERNEL)`. */
function sizedType(t: Thread, e: Call): Type {
  let given = e.args[0];
  for (let frame: Frame | undefined = frameOf(t); frame && given?.kind === 'name'; ) {
    const named: ReturnType<Frame['named']['get']> = frame.named.get(given.name);
    given = named?.expr;
    frame = named?.caller;
  }
  if (given?.kind === 'sizeof') return given.type;
  throw new Refusal('Cannot allocate: a type is wanted.', e.span);
}

function textOf(e: Call): string {
  const [text] = e.args;
  if (text?.kind === 'string') return text.value;
  throw new Refusal(`Cannot call ${e.callee}() here: a literal text is wanted.`, e.span);
}

function* stepPointOfFree(t: Thread, node: Call, object: Value): Steps<void> {
  const { operands } = frameOf(t);
  operands.push(object);
  yield* stepPoint(t, { kind: 'free', node });
  operands.pop();
}

/** A condition that counts as read by who waited for it. */
function heard({ trace }: World, t: Thread, now: () => Value): Value {
  let value: Value = VOID;
  const evaluate = (): void => {
    value = now();
  };
  if (trace) trace.ask(t, evaluate);
  else evaluate();
  return value;
}

function outside(w: World, t: Thread, e: Call): void {
  changes(w, e);
  if (t.atomic > 0) throw new Refusal(`Cannot call ${e.callee}() in an atomic function: it is a step.`, e.span);
}

function changes(w: World, e: Call): void {
  if (w.testing > 0) throw new Refusal(`Cannot call ${e.callee}() in a condition.`, e.span);
}
