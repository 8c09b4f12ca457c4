// A run of a scenario, move by move. The interpreter walks the tree and knows nothing of how the search works, so that
// what both say is said twice.

import { Refusal } from '../../base/diagnostic.ts';
import type { Expr, FunctionDef, Program, Type } from '../../model/ast.ts';
import { takenFunctions } from '../../model/call-graph.ts';
import type { Scenario, Task } from '../../model/model.ts';
import { reachedFrom } from '../reached.ts';
import type { Move } from '../trace.ts';
import { run as runFunction } from './call.ts';
import { type Cell, cellsOf } from './cells.ts';
import { copyBeforeStart } from './copy.ts';
import type { StepEvent } from './events.ts';
import { evaluate } from './expression.ts';
import { fingerprint } from './fingerprint.ts';
import { levelOf } from './level.ts';
import { codeBlock, newBlock, Stop, type StopReason } from './memory.ts';
import { store } from './place.ts';
import { sweep } from './pool.ts';
import type { Access, Point, Thread, World } from './state.ts';
import { test } from './step.ts';
import { type Counted, type Execution, Trace } from './trace.ts';
import { isTrue, type Value } from './value.ts';

export type Status =
  | 'unarrived'
  | 'runnable'
  | 'asleep'
  | 'asleep-timed'
  /** In `wait_until`, and the condition is false. */
  | 'waiting'
  /** In `spin_until`, and the condition is false. */
  | 'spinning'
  /** In `idle_until`, and the condition is false. */
  | 'idle'
  /** An interrupt handler keeps the task off its CPU; or the task is one, and may not begin now. */
  | 'held'
  | 'done'
  | { readonly stopped: StopReason; readonly span: Expr['span'] };

export interface Run {
  /** What happened from the start to the first step point of each task. */
  readonly started: readonly StepEvent[];
  status(task: number): Status;
  /**
   * Kind of the step point that the task stands at; of an atomic function that opens with a wait, that wait. Nothing
   * before the task came and behind its end.
   */
  standsAt(task: number): Point['kind'] | undefined;
  /** How many calls of the scenario into a function that mirrors the kernel's have come back in the task so far. */
  returned(task: number): number;
  /**
   * Number of outcomes of the task's next move; 0 if it cannot move now. What a schedule forbids is not asked here, nor
   * how long a timed sleep lasts.
   */
  enabled(task: number): number;
  /** Depth of `preempt_count_add`. */
  preemptCount(task: number): number;
  /** Not to be preempted: by its count, or since it has interrupts off. */
  isPinned(task: number): boolean;
  /** Would do wrong to sleep, to offer its CPU, or to end. */
  isAtomic(task: number): boolean;
  /** Makes one move. Throws a `Refusal` if the task cannot make it now. */
  move(move: Move): readonly StepEvent[];
  /** Two equal texts are the same state, up to the names of objects. */
  fingerprint(): string;
  /** Result of a pure function without parameters. */
  call(functionName: string): boolean | number;
  /** What was read and written of shared memory since the last time it was asked. */
  accesses(): readonly Access[];
  /** Shared memory, for a person. */
  cells(): readonly Cell[];
  /** Names of the objects that were lost so far: live, and reachable for nobody. */
  leaks(): readonly string[];
  /** What was recorded, if that was asked for. */
  readonly trace: Trace | undefined;
  /** The statement that a task executes; if it waits, the condition that it waits for counts as read by it. */
  executing(task: number): Execution | undefined;
  /** The `return` that gives the result of a pure function without parameters. */
  answering(functionName: string): Execution | undefined;
  /** Of each change of the counts that forbid a task to sleep, who made it. */
  counting(task: number): readonly Counted[];
}

export interface Options {
  readonly switchesOn?: ReadonlySet<string>;
  /** How many objects of a struct may live at once; no bound for one that is not named. Throws `PoolExhausted`. */
  readonly pools?: Readonly<Record<string, number>>;
  /** Nobody asks for events or accesses: moves tell none. */
  readonly silent?: boolean;
  /** All that the tasks read and write is recorded. */
  readonly traced?: boolean;
}

/** Runs the scenario's setup and starts its tasks. Throws a `Refusal` on a program that cannot be run. */
export function startRun(program: Program, scenario: Scenario, options: Options = {}): Run {
  const world = setUpWorld(program, scenario, options);
  return runOf(options.traced ? { ...world, trace: new Trace() } : world);
}

/** What starts the run as often as it is called; the setup runs once. Throws as `startRun`. */
export function runsOf(program: Program, scenario: Scenario, options: Options = {}): () => Run {
  const world = setUpWorld(program, scenario, options);
  return () =>
    runOf(
      copyBeforeStart(
        world,
        scenario.tasks.map((task, index) => newThread(index, task)),
      ),
    );
}

function setUpWorld(program: Program, scenario: Scenario, options: Options): World {
  const world: World = {
    program,
    switchesOn: options.switchesOn ?? new Set(),
    pools: options.pools ?? {},
    reached: reachedFrom(program, [scenario.setup, ...scenario.tasks.map((t) => t.run)]),
    globals: new Map([...program.globals].map(([name, g]) => [name, newBlock('global', name, g.type, program)])),
    code: new Map([...takenFunctions(program)].map((name) => [name, codeBlock(program.functions.get(name)!)])),
    objects: new Set(),
    leaks: [],
    allocated: new Map(),
    threads: scenario.tasks.map((task, index) => newThread(index, task)),
    events: [],
    accesses: [],
    types: typesOf(program),
    // Of what comes before the tasks nothing is told.
    silent: true,
    testing: 0,
  };
  initialise(world);
  setUp(world, scenario);
  return { ...world, silent: options.silent ?? false };
}

/** Types of the expressions of a program, as far as they were asked for in any of its runs. */
const TYPES = new WeakMap<Program, Map<Expr, Type>>();

function typesOf(program: Program): Map<Expr, Type> {
  const known = TYPES.get(program) ?? new Map<Expr, Type>();
  TYPES.set(program, known);
  return known;
}

function runOf(world: World): Run {
  for (const t of world.threads) if (!t.task?.arrives) start(world, t);
  const started = taken(world);
  const thread = (task: number): Thread => {
    const t = world.threads[task];
    if (!t) throw new Refusal(`Cannot move task ${task}: the scenario has ${world.threads.length}.`);
    return t;
  };
  // Asked for many times between two moves.
  const statuses: (Status | undefined)[] = [];
  const enabled: (number | undefined)[] = [];
  return {
    started,
    status: (task) => {
      statuses[task] ??= statusOf(world, thread(task));
      return statuses[task];
    },
    standsAt: (task) => pointKind(thread(task)),
    returned: (task) => thread(task).returned,
    enabled: (task) => {
      enabled[task] ??= outcomes(world, thread(task));
      return enabled[task];
    },
    preemptCount: (task) => thread(task).preemptCount,
    isPinned: (task) => isPinned(thread(task)),
    isAtomic: (task) => isPinned(thread(task)) || thread(task).nosleepCount > 0 || isActive(thread(task)),
    move: (move) => {
      statuses.length = 0;
      enabled.length = 0;
      return perform(world, thread(move.task), move);
    },
    fingerprint: () => fingerprint(world),
    call: (name) => callPure(world, name),
    accesses: () => world.accesses.splice(0),
    cells: () => cellsOf(world),
    leaks: () => world.leaks.map((object) => object.name),
    trace: world.trace,
    executing: (task) => executing(world, thread(task)),
    answering: (name) => answering(world, name),
    counting: (task) => world.trace?.countsOf(thread(task)) ?? [],
  };
}

function newThread(index: number, task?: Task): Thread {
  return {
    index,
    task,
    frames: [],
    steps: undefined,
    point: undefined,
    state: 'unarrived',
    atomic: 0,
    preemptCount: 0,
    nosleepCount: 0,
    irqsOff: 0,
    turnsInStep: 0,
    returned: 0,
  };
}

function initialise(world: World): void {
  for (const g of world.program.globals.values()) {
    const { init } = g;
    if (!init) continue;
    const fn: FunctionDef = nothing(g.name, g.span);
    const t = newThread(-1);
    t.frames.push({
      fn,
      scopes: [],
      locals: new Map(),
      named: new Map(),
      operands: [],
      at: init,
      statements: [],
      seeking: undefined,
    });
    const value = test(world, t, () => evaluate(world, t, init));
    store(world, { block: world.globals.get(g.name)!, path: [] }, value, init);
  }
}

function nothing(name: string, span: Expr['span']): FunctionDef {
  const body = { kind: 'block', body: [], span } as const;
  const result = { kind: 'void' } as const;
  return { kind: 'function', name, params: [], result, body, atomic: true, declares: false, variadic: false, span };
}

function functionOf(world: World, name: string): FunctionDef {
  const fn = world.program.functions.get(name);
  if (!fn) throw new Refusal(`Cannot run \`${name}()\`: the model has no function of that name.`);
  if (fn.params.length > 0) throw new Refusal(`Cannot run \`${name}()\` by itself: it takes parameters.`, fn.span);
  return fn;
}

/** Initcalls and setup, alone, to their ends: every wake-up comes at once, and no event under a switch happens. */
function setUp(world: World, scenario: Scenario): void {
  for (const { function: name } of world.program.initcalls) runAlone(world, scenario, name);
  runAlone(world, scenario, scenario.setup);
}

function runAlone(world: World, scenario: Scenario, name: string): void {
  const t = newThread(-1);
  const steps = runFunction(world, t, functionOf(world, name), []);
  try {
    for (let next = steps.next(0); !next.done; next = steps.next(0))
      if (next.value.guard && !next.value.guard.holds())
        throw new Refusal(`Cannot set up \`${scenario.name}\`: it waits for ever.`, next.value.node.span);
  } catch (error) {
    if (error instanceof Stop) throw new Refusal(`Cannot set up \`${scenario.name}\`: ${error.message}.`, error.span);
    throw error;
  }
  sweep(world);
}

function start(world: World, t: Thread): void {
  t.state = 'started';
  t.steps = runFunction(world, t, functionOf(world, t.task!.run), []);
  advance(world, t, 0);
}

/** From where the task stands to its next step point. */
function advance(world: World, t: Thread, outcome: number): void {
  world.trace?.turn(t);
  t.turnsInStep = 0;
  try {
    const next = t.steps!.next(outcome);
    t.point = next.done ? undefined : next.value;
    if (next.done) {
      t.state = 'done';
      world.events.push({ kind: 'done', task: t.index });
    }
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    t.point = undefined;
    t.state = { stopped: error.reason, span: error.span };
    world.events.push({ kind: 'stop', task: t.index, reason: error.reason, span: error.span });
  }
  sweep(world);
}

function taken(world: World): readonly StepEvent[] {
  const { events } = world;
  world.events = [];
  return events;
}

function isPinned(t: Thread): boolean {
  return t.preemptCount > 0 || t.irqsOff !== 0;
}

/** A handler that is not at its idle point. */
function isActive(t: Thread): boolean {
  return levelOf(t) > 0 && t.state === 'started' && t.point?.guard?.wait !== 'idle_until';
}

function isHeld(world: World, t: Thread): boolean {
  const level = levelOf(t);
  const others = world.threads.filter((u) => u !== t && u.task!.cpu === t.task!.cpu);
  if (others.some((u) => isActive(u) && levelOf(u) >= level)) return true;
  if (level === 0 || isActive(t)) return false;
  const isOff = (u: Thread) => u.irqsOff !== 0 || (level === 1 && u.preemptCount >= 256);
  return others.some((u) => levelOf(u) < level && u.state === 'started' && isOff(u));
}

function statusOf(world: World, t: Thread): Status {
  if (t.state === 'done' || typeof t.state === 'object') return t.state;
  if (isHeld(world, t)) return 'held';
  if (t.state === 'unarrived') return t.state;
  const { kind, guard } = t.point!;
  if (kind === 'sleep') return 'asleep';
  if (kind === 'sleep_timed') return 'asleep-timed';
  if (guard && !guard.holds()) return WAITING[guard.wait];
  return 'runnable';
}

function pointKind({ point }: Thread): Point['kind'] | undefined {
  return point?.guard ? WAITS[point.guard.wait] : point?.kind;
}

const WAITS = { wait_until: 'wait', spin_until: 'spin', idle_until: 'idle' } as const;
const WAITING = { wait_until: 'waiting', spin_until: 'spinning', idle_until: 'idle' } as const;

function outcomes(world: World, t: Thread): number {
  switch (statusOf(world, t)) {
    case 'unarrived':
    case 'asleep':
    case 'asleep-timed':
      return 1;
    case 'runnable':
      return t.point!.kind === 'choose' ? 2 : 1;
    default:
      return 0;
  }
}

function perform(world: World, t: Thread, { choice }: Move): readonly StepEvent[] {
  world.trace?.beginMove();
  const name = t.task!.name;
  const status = statusOf(world, t);
  if (choice >= outcomes(world, t))
    throw new Refusal(`Cannot move \`${name}\`: it is ${typeof status === 'string' ? status : status.stopped}.`);
  if (status === 'unarrived') {
    world.events.push({ kind: 'arrive', task: t.index });
    start(world, t);
  } else advance(world, t, choice);
  return taken(world);
}

/** Nothing where the function stops, as a task does. */
function unlessStopped(world: World, t: Thread, fn: FunctionDef): Value | undefined {
  try {
    return test(world, t, () => runFunction(world, t, fn, []));
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return undefined;
  }
}

function executing({ trace }: World, t: Thread): Execution | undefined {
  trace?.ask(t, () => t.point?.guard?.holds());
  return trace?.stackOf(t).at(-1);
}

function answering(world: World, name: string): Execution | undefined {
  const t = newThread(-1);
  world.trace?.ask(t, () => unlessStopped(world, t, functionOf(world, name)));
  return world.trace?.lastReturn(t);
}

function callPure(world: World, name: string): boolean | number {
  const t = newThread(-1);
  const fn = functionOf(world, name);
  const value = unlessStopped(world, t, fn);
  if (!value) return false;
  if (value.kind === 'void') throw new Refusal(`Cannot ask \`${name}()\`: it returns nothing.`, fn.span);
  return fn.result.kind === 'int' && value.kind === 'int' ? value.n : isTrue(value);
}
