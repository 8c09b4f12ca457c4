// A program under one scenario, compiled: state vector, one function per step point, conditions as functions on a state.

import { Refusal } from '../base/diagnostic.ts';
import type { FunctionDef, Program, Stmt } from '../model/ast.ts';
import type { Scenario, Task } from '../model/model.ts';
import { type Assembled, assemble } from './assemble.ts';
import { BOUND, OK, STOPPED } from './generate/codes.ts';
import { imageOf } from './generate/image.ts';
import type { StopReason } from './instr.ts';
import { LEAK_CELL, layOut } from './layout.ts';
import type { LowerOptions } from './lower/lowering.ts';
import { pureRoutine, startRoutine, taskRoutine } from './lower/routine.ts';
import type { Pc } from './pc.ts';
import { globalsOf, reachedFrom } from './reached.ts';
import { Reduction } from './reduction/harmless.ts';
import { seenByConditions } from './reduction/tables.ts';
import { assignSlots, type Frame, PREEMPT } from './slots.ts';
import { Space, type SpaceOptions } from './space.ts';
import type { StepSource } from './step-source.ts';

export type { Pc, PcKind } from './pc.ts';

export interface MachineSpec {
  readonly program: Program;
  readonly scenario: Scenario;
  readonly pools: Readonly<Record<string, number>>;
  /** Names in the order of their bits. */
  readonly switches: readonly string[];
  /** Functions that return bool on a state: conditions and premises of properties. */
  readonly conditions: readonly string[];
  /** Statements whose execution is recorded, with their numbers from 0. */
  readonly cover?: ReadonlyMap<Stmt, number>;
  /** The spaces leave out states between the moves of a task that may go alone (reduction). */
  readonly isReduced?: boolean;
}

export interface Machine {
  readonly spec: MachineSpec;
  readonly tasks: readonly Task[];
  /** Cells of a state. */
  readonly size: number;
  readonly pcs: readonly Pc[];
  /** First cell of each task's frame; its program counter. */
  readonly frames: readonly number[];
  /** By statement number: a bit for each task that ran it in `initial` and `move`; the next one for initcalls. */
  readonly covered: Int32Array;
  forgetCovered(): void;
  /** Sets the switches (a bit each) for all that follows. */
  setSwitches(mask: number): void;
  initial(): Int32Array;
  /** Whether `initial` allocates something. */
  readonly allocates: boolean;
  /** Outcomes of the task's next move: 2 at a choice, else 1 (which may still find itself not enabled). */
  outcomes(s: Int32Array, task: number): number;
  /** Moves the task in place; returns a code of generate/codes.ts. After NOT_ENABLED or BOUND the state is spoilt. */
  move(s: Int32Array, task: number, choice: number): number;
  /** Value of a condition on a state; false where it cannot be evaluated. */
  condition(name: string, s: Int32Array): boolean;
  preemptCount(s: Int32Array, task: number): number;
  /** What each task is doing: see mode.ts. */
  modes(s: Int32Array): readonly number[];
  /** A live object was lost on the way to this state. */
  leaked(s: Int32Array): boolean;
  /** For reduced spaces; by class of cells, whether conditions have read it so far. */
  readonly reduction: Reduction | undefined;
  readonly visible: Uint8Array;
  /** A space that holds the first state alone. */
  space(switches: number, options: SpaceOptions): Space;
}

/** Name of the routine that comes before the setup; no function can have it. */
const START = '';

/** Compiles a scenario. Throws a `Refusal` for what the machine cannot run. */
export function compile(spec: MachineSpec): Machine {
  const { program, scenario } = spec;
  const tasks = [scenario.setup, ...scenario.tasks.map((t) => t.run)];
  const variables = globalsOf(program, reachedFrom(program, [...tasks, ...spec.conditions]));
  const layout = layOut(program, variables, spec.pools);
  const options: LowerOptions = {
    layout,
    switches: new Map(spec.switches.map((name, i) => [name, i])),
    reached: reachedFrom(program, tasks),
    cover: spec.cover ?? new Map(),
  };
  const routineNames = [...new Set(scenario.tasks.map((t) => t.run))];
  const routines = new Map(routineNames.map((n) => [n, assignSlots(taskRoutine(functionOf(program, n), options))]));
  const pureNames = [START, ...new Set([scenario.setup, ...spec.conditions])];
  const pureOf = (name: string) =>
    name === START ? startRoutine(options) : pureRoutine(functionOf(program, name), options);
  const pure = pureNames.map((n) => assignSlots(pureOf(n)));
  const taskFrames = scenario.tasks.map((t) => routines.get(t.run)!);

  const pcs: Pc[] = [{ kind: 'done', switch: -1, site: undefined }];
  for (const why of Object.keys(STOPPED) as StopReason[]) pcs.push({ kind: why, switch: -1, site: undefined });
  const steps: StepSource[] = [];
  const arrivals = new Map<string, number>();
  for (const [name, frame] of routines) {
    const pcOf = numberPoints(frame, pcs);
    arrivals.set(name, pcOf.get(0)!);
    for (const [start, pc] of pcOf) steps[pc] = { frame, start, pcOf };
  }
  const image = imageOf({
    layout,
    tasks: scenario.tasks,
    frames: [...taskFrames, ...pure],
    covered: options.cover.size,
  });
  const none = new Map<number, number>();
  const assembled = assemble(
    image,
    pcs,
    Array.from(pcs, (_, pc) => steps[pc]),
    pure.map((frame) => ({ frame, start: -1, pcOf: none })),
    spec.isReduced === true,
  );
  const reduction = spec.isReduced ? new Reduction(Array.from(pcs, (_, pc) => steps[pc])) : undefined;
  const first = scenario.tasks.map((t) => arrivals.get(t.run)!);
  return new Assembly(spec, pcs, first, pureNames, assembled, reduction);
}

class Assembly implements Machine {
  readonly spec: MachineSpec;
  readonly pcs: readonly Pc[];
  readonly size: number;
  readonly frames: readonly number[];
  allocates = false;
  readonly reduction: Reduction | undefined;
  readonly #first: readonly number[];
  readonly #pure: ReadonlyMap<string, number>;
  readonly #assembled: Assembled;
  /** Where single moves are made. */
  readonly #desk: Space;
  #switches = 0;

  constructor(
    spec: MachineSpec,
    pcs: readonly Pc[],
    first: readonly number[],
    pureNames: readonly string[],
    assembled: Assembled,
    reduction: Reduction | undefined,
  ) {
    this.spec = spec;
    this.pcs = pcs;
    this.size = assembled.image.kept;
    this.frames = assembled.image.frames.slice(0, first.length);
    this.#first = first;
    this.#pure = new Map(pureNames.map((name, i) => [name, i]));
    this.#assembled = assembled;
    this.reduction = reduction;
    this.#desk = new Space(assembled, 0, { isRecording: true, maxStates: 1, maxBytes: Infinity });
  }

  get tasks(): readonly Task[] {
    return this.spec.scenario.tasks;
  }

  get visible(): Uint8Array {
    return seenByConditions(this.#desk.solo!);
  }

  get covered(): Int32Array {
    return this.#desk.covered;
  }

  forgetCovered(): void {
    this.#desk.forgetCovered();
  }

  setSwitches(mask: number): void {
    this.#switches = mask;
    this.#desk.switches = mask;
  }

  initial(): Int32Array {
    const cells = this.#desk.cells;
    cells.fill(0);
    this.#desk.take('allocated');
    for (const name of [START, this.spec.scenario.setup]) {
      this.#run(name);
      const why = this.#desk.take('failed');
      if (why > 0) throw stoppedAlone(why);
      const bound = this.#desk.takeBound();
      if (bound) throw new Refusal(`Cannot run the scenario: in what comes before its tasks, ${bound}.`);
    }
    for (const [t, pc] of this.#first.entries()) cells[this.frames[t]!] = pc;
    this.#desk.canonical();
    const state = cells.slice(0, this.size);
    this.allocates = this.#desk.take('allocated') > 0;
    for (const [t, task] of this.tasks.entries()) {
      const before = state.slice();
      // One that meets a bound there has still to begin: the search comes to the bound, and says so.
      if (!task.arrives && this.move(state, t, 0) === BOUND) state.set(before);
    }
    this.#desk.takeBound();
    this.allocates ||= this.#desk.take('allocated') > 0;
    return state;
  }

  outcomes(s: Int32Array, task: number): number {
    const pc = this.pcs[s[this.frames[task]!]!]!;
    return pc.kind === 'choose' && (this.#switches >> pc.switch) & 1 ? 2 : 1;
  }

  move(s: Int32Array, task: number, choice: number): number {
    const cells = this.#desk.cells;
    cells.set(s);
    const code = this.#desk.step(this.#assembled.steps[s[this.frames[task]!]!]!, task, choice);
    if (code & OK) this.#desk.canonical();
    s.set(cells.subarray(0, this.size));
    return code;
  }

  condition(name: string, s: Int32Array): boolean {
    this.#desk.cells.set(s);
    this.#desk.isCondition = true;
    const value = this.#run(name);
    this.#desk.isCondition = false;
    return this.#desk.take('failed') === 0 && value !== 0;
  }

  preemptCount(s: Int32Array, task: number): number {
    return s[this.frames[task]! + PREEMPT]!;
  }

  modes(s: Int32Array): readonly number[] {
    this.#desk.clear();
    this.#desk.cells.set(s);
    this.#desk.expand(this.#desk.add());
    const place = this.#desk.place(0);
    return [...this.#desk.numbers.subarray(place + 1, place + 1 + this.tasks.length)];
  }

  leaked(s: Int32Array): boolean {
    return s[LEAK_CELL] !== 0;
  }

  space(switches: number, options: SpaceOptions): Space {
    this.setSwitches(switches);
    const space = new Space(this.#assembled, switches, options);
    space.cells.set(this.initial());
    space.add();
    return space;
  }

  /** Runs a pure routine on the cells; they are left as it leaves them, but for its own. */
  #run(name: string): number {
    const index = this.#pure.get(name)!;
    const value = this.#desk.step(this.#assembled.pure[index]!, this.tasks.length + index, 0);
    this.#desk.cells.fill(0, this.size);
    return value;
  }
}

function stoppedAlone(why: number): Refusal {
  const [reason] = Object.entries(STOPPED).find(([, code]) => code === why) ?? ['bug'];
  return new Refusal(`Cannot run the scenario: what comes before its tasks stops (${reason}).`);
}

function functionOf(program: Program, name: string): FunctionDef {
  const fn = program.functions.get(name);
  if (fn) return fn;
  throw new Refusal(`Cannot run \`${name}()\`: the model has no such function.`);
}

function numberPoints(frame: Frame, pcs: Pc[]): Map<number, number> {
  const pcOf = new Map<number, number>();
  for (const [at, instr] of frame.routine.instrs.entries())
    if (instr.op === 'point') {
      pcOf.set(at, pcs.length);
      pcs.push({ kind: instr.kind, switch: instr.switch, site: instr.site });
    }
  return pcOf;
}
