// What a run consists of: memory, and for each task the stack of its calls and the step point it stands at.

import type { Declarator, Expr, FunctionDef, Param, Program, Stmt, Type } from '../../model/ast.ts';
import type { Task } from '../../model/model.ts';
import type { StepEvent } from './events.ts';
import type { Block, Memory, Place, StopReason } from './memory.ts';
import type { Trace } from './trace.ts';
import type { Value } from './value.ts';

export interface Guard {
  /** What a task is that waits in it. */
  readonly wait: 'wait_until' | 'spin_until' | 'idle_until';
  readonly holds: () => boolean;
}

/** What happens next when a task moves. */
export interface Point {
  readonly kind:
    | 'read'
    | 'write'
    | 'atomic'
    | 'loop'
    | 'goto'
    | 'choose'
    | 'sleep'
    | 'sleep_timed'
    | 'wait'
    | 'spin'
    | 'idle'
    | 'resched'
    | 'preempt_count_add'
    | 'set_irqs_off'
    | 'free';
  /** Where it stands in the text. */
  readonly node: Expr | Stmt;
  /** The condition of `wait` and `spin`; an atomic function may open with one. */
  readonly guard?: Guard;
}

/** A part of a task: it stops at each step point, and is told the outcome of a `choose`. */
export type Steps<T> = Generator<Point, T, number>;

export interface Frame {
  readonly fn: FunctionDef;
  /** Innermost last. */
  readonly scopes: Map<string, Block>[];
  /** One for each declaration of the call: a pointer to a local of a loop's body outlives the turn. */
  readonly locals: Map<Declarator | Param, Block>;
  /** Macro arguments, and the frame that they stand in. */
  readonly named: Map<string, { readonly expr: Expr; readonly type: Type; readonly caller: Frame }>;
  /** Operands that wait for others of their expression; part of the state, like registers. */
  readonly operands: (Value | Place)[];
  /** Call or step point that the frame stands at. */
  at: Expr | Stmt;
  /** The statements that are being executed, outermost first. */
  readonly statements: Stmt[];
  /** Label that a `goto` is on its way to. */
  seeking: string | undefined;
}

export interface Thread {
  /** Index of the scenario's task; -1 for the setup and for properties. */
  readonly index: number;
  readonly task: Task | undefined;
  readonly frames: Frame[];
  steps: Steps<Value> | undefined;
  point: Point | undefined;
  state: 'unarrived' | 'started' | 'done' | { readonly stopped: StopReason; readonly span: Expr['span'] };
  /** Above zero inside an atomic function, where nothing is a step point. */
  atomic: number;
  preemptCount: number;
  nosleepCount: number;
  /** What `set_irqs_off` set last. */
  irqsOff: number;
  /** Of loops, in the present step. */
  turnsInStep: number;
  /** Calls out of the scenario into the kernel that have come back. */
  returned: number;
}

/** Something of shared memory that was read or written; a freed object is written whole. */
export interface Access {
  /** `swap_device.swap_map[1]`, `page 1.flags`. */
  readonly name: string;
  readonly isWrite: boolean;
}

export function noteAccess(w: World, { block, path }: Place, isWrite: boolean): void {
  if (typeof block === 'number' || block.kind === 'local' || w.testing > 0 || w.silent) return;
  const way = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`));
  w.accesses.push({ name: `${block.name}${way.join('')}`, isWrite });
}

/** The record of a run, where what happens now belongs into it. */
export function traceOf({ trace, testing }: World): Trace | undefined {
  return testing > 0 && trace?.listening === 0 ? undefined : trace;
}

export interface World {
  readonly program: Program;
  readonly switchesOn: ReadonlySet<string>;
  /** Live objects of a struct at once; one without a number has no bound. */
  readonly pools: Readonly<Record<string, number>>;
  readonly globals: ReadonlyMap<string, Block>;
  /** Functions that a task of the scenario may call. */
  readonly reached: ReadonlySet<string>;
  /** What pointers to functions point to. */
  readonly code: ReadonlyMap<string, Block>;
  /** Live, and not known to be leaked; in the order of allocation. */
  readonly objects: Set<Block>;
  readonly allocated: Map<string, number>;
  readonly threads: readonly Thread[];
  events: StepEvent[];
  /** What was read and written of shared memory since somebody asked, in its order. */
  accesses: Access[];
  /** Of expressions, once asked for: a name means the same wherever it stands. */
  readonly types: Map<Expr, Type>;
  /** Keeps no events and accesses. */
  readonly silent: boolean;
  /** Above zero while a condition is tested: it may change nothing. */
  testing: number;
  /** Objects that nobody can ever free: nothing led to them, or `lose()`. */
  readonly leaks: Block[];
  /** Where all that happens is recorded, if somebody will ask what it goes back to. */
  readonly trace?: Trace;
}

/** Calls for every pointer in a memory. */
function forPointers(m: Memory, visit: (p: Place) => void): void {
  if (m.kind === 'scalar') {
    if (m.value.kind === 'pointer') visit(m.value.at);
  } else if (m.kind === 'struct') for (const part of m.fields.values()) forPointers(part, visit);
  else for (const part of m.items) forPointers(part, visit);
}

/** All memory that globals or calls in progress lead to. */
export function reachable(world: World, also: readonly Thread[] = []): Set<Block> {
  const found = new Set<Block>();
  const queue: Block[] = [];
  const visit = (p: Place): void => {
    if (typeof p.block !== 'number' && !found.has(p.block)) {
      found.add(p.block);
      queue.push(p.block);
    }
  };
  const whole = (block: Block): void => visit({ block, path: [] });
  for (const block of world.globals.values()) whole(block);
  for (const thread of [...world.threads, ...also])
    for (const frame of thread.frames) {
      for (const scope of frame.scopes) for (const block of scope.values()) whole(block);
      for (const operand of frame.operands) forPlaces(operand, visit);
    }
  for (const block of queue) forPointers(block.memory, visit);
  return found;
}

function forPlaces(operand: Value | Place, visit: (p: Place) => void): void {
  if (!('kind' in operand)) visit(operand);
  else if (operand.kind === 'struct') forPointers(operand.memory, visit);
  else if (operand.kind === 'pointer') visit(operand.at);
}

/** Live objects that nothing leads to. */
export function unreachable(world: World, also: readonly Thread[] = []): Block[] {
  if (world.objects.size === 0) return [];
  const found = reachable(world, also);
  return [...world.objects].filter((object) => !found.has(object));
}
