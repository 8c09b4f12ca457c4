// A program under one scenario, compiled: state vector, one function per step point, conditions as functions on a state.

import { Refusal } from '../base/diagnostic.ts';
import type { FunctionDef, Program, Stmt } from '../model/ast.ts';
import { levelOf } from '../model/context.ts';
import type { Scenario, Task } from '../model/model.ts';
import { canonicaliser } from './canonical.ts';
import { BOUND, OK, STOPPED } from './generate/codes.ts';
import { link, type Step } from './generate/link.ts';
import { runtime, StoppedAlone } from './generate/runtime.ts';
import { stepFunction } from './generate/step.ts';
import { holdOf } from './hold.ts';
import type { PointKind, Site, StopReason } from './instr.ts';
import { LEAK_CELL, layOut } from './layout.ts';
import type { LowerOptions } from './lower/lowering.ts';
import { pureRoutine, startRoutine, taskRoutine } from './lower/routine.ts';
import { globalsOf, reachedFrom } from './reached.ts';
import { assignSlots, type Frame, IRQS_OFF, NOSLEEP, PREEMPT } from './slots.ts';

export type PcKind = PointKind | 'done' | StopReason;

/** What a program counter means. */
export interface Pc {
  readonly kind: PcKind;
  /** Switch of a `choose`; -1 for others. */
  readonly switch: number;
  readonly site: Site | undefined;
}

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
}

/** What happened in any move so far; for premises and coverage. */
export interface Witnessed {
  allocated: number;
  freed: number;
  /** Why the last move that returned BOUND did. */
  bound: string;
}

export interface Machine {
  readonly spec: MachineSpec;
  readonly tasks: readonly Task[];
  /** Cells of a state. */
  readonly size: number;
  /** The first so many of them; the others are scratch, and zero in between. */
  readonly kept: number;
  readonly pcs: readonly Pc[];
  /** First cell of each task's frame; its program counter. */
  readonly frames: readonly number[];
  readonly witnessed: Witnessed;
  /** By statement number: a bit for each task that ran it; the next one for initcalls. */
  readonly covered: Int32Array;
  /** Sets the switches (a bit each) for all that follows. */
  setSwitches(mask: number): void;
  initial(): Int32Array;
  /** Outcomes of the task's next move: 2 at a choice, else 1 (which may still find itself not enabled). */
  outcomes(s: Int32Array, task: number): number;
  /** Moves the task in place; returns a code of generate/codes.ts. After NOT_ENABLED or BOUND the state is spoilt. */
  move(s: Int32Array, task: number, choice: number): number;
  /** Value of a condition on a state; false where it cannot be evaluated. */
  condition(name: string, s: Int32Array): boolean;
  preemptCount(s: Int32Array, task: number): number;
  /** The task is not to be preempted: by its count, or since it has interrupts off. */
  isPinned(s: Int32Array, task: number): boolean;
  /** The task would do wrong to sleep, to offer its CPU, or to end: by a count, or since it is a handler that runs. */
  isAtomic(s: Int32Array, task: number): boolean;
  /** An interrupt handler keeps the task off its CPU; or the task is one, and may not begin now. */
  isHeld(s: Int32Array, task: number): boolean;
  /** A live object was lost on the way to this state. */
  leaked(s: Int32Array): boolean;
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
  const pure = new Map(pureNames.map((n) => [n, assignSlots(pureOf(n))]));

  // Frames lie behind the pools, one a task, and one that the pure routines share.
  const frames: number[] = [];
  let size = layout.end;
  const place = (frame: { size: number }) => {
    frames.push(size);
    size += frame.size;
  };
  for (const task of scenario.tasks) place(routines.get(task.run)!);
  place({ size: Math.max(0, ...[...pure.values()].map((f) => f.size)) });
  const scratch = frames.length - 1;
  const taskFrames = scenario.tasks.map((t) => routines.get(t.run)!);
  const all = [...routines.values(), ...pure.values()];
  const locals = { first: layout.objects.length, perTask: Math.max(0, ...all.map((f) => f.regions.length)) };

  const pcs: Pc[] = [{ kind: 'done', switch: -1, site: undefined }];
  for (const why of Object.keys(STOPPED) as StopReason[]) pcs.push({ kind: why, switch: -1, site: undefined });
  const texts: (() => string)[] = [];
  const arrivals = new Map<string, number>();
  for (const [name, frame] of routines) {
    const pcOf = numberPoints(frame, pcs);
    arrivals.set(name, pcOf.get(0)!);
    for (const [at, pc] of pcOf)
      texts[pc] = () => stepFunction(`s${pc}`, at, { frame, pcOf, locals, objects: layout.objects });
  }

  // [base, size, status] by object. A pure routine counts as a further task, in the frame that all of them share.
  const objects = layout.objects.map((o) => [o.base, o.size, o.status]);
  for (const [t, frame] of [...taskFrames, ...pure.values()].entries())
    for (let region = 0; region < locals.perTask; region++) {
      const status = frames[Math.min(t, scratch)]! + (frame.regions[region] ?? 0);
      objects.push([status + 1, frame.routine.memory[region]?.length ?? 0, status]);
    }
  const stable = new Uint8Array(size);
  for (const pool of layout.pools)
    for (let i = 0; i < pool.count; i++)
      for (const cell of pool.stable) stable[layout.objects[pool.first + i]!.base + cell] = 1;
  const covered = new Int32Array(options.cover.size);
  const witnessed: Witnessed = { allocated: 0, freed: 0, bound: '' };

  const switches = new Int32Array(1);
  const links = {
    switches,
    covered,
    cpus: Int32Array.from(scenario.tasks, (t) => t.cpu),
    levels: Int32Array.from(scenario.tasks, levelOf),
    beyond: (reason: string) => {
      witnessed.bound = reason;
      return BOUND;
    },
    runtime: runtime({
      base: Int32Array.from(objects, (o) => o[0]!),
      size: Int32Array.from(objects, (o) => o[1]!),
      status: Int32Array.from(objects, (o) => o[2]!),
      stable,
      pools: layout.pools,
      memory: taskFrames.map((frame) => frame.memory),
      witnessed,
    }),
  };
  const steps: (Step | undefined)[] = [];
  const step = (pc: number): Step => {
    steps[pc] ??= link(texts[pc]!(), links);
    return steps[pc];
  };
  const pureSteps = new Map(
    [...pure].map(([name, frame]) => {
      const context = { frame, pcOf: new Map<number, number>(), locals, objects: layout.objects };
      return [name, link(stepFunction(`p_${name}`, -1, context), links)];
    }),
  );

  const canonicalise = canonicaliser(layout, [
    ...layout.globalPointers,
    ...taskFrames.flatMap((frame, t) => frame.pointers.map((cell) => frames[t]! + cell)),
  ]);

  const move = (s: Int32Array, task: number, choice: number): number => {
    const f = frames[task]!;
    const code = step(s[f]!)(s, f, task, choice);
    if (code & OK) canonicalise(s);
    return code;
  };

  const hold = holdOf(scenario.tasks, frames, pcs);

  const run = (name: string, s: Int32Array): number => {
    const result = pureSteps.get(name)!(s, frames[scratch]!, scratch + pureNames.indexOf(name), 0);
    s.fill(0, frames[scratch]!);
    return result;
  };

  return {
    spec,
    tasks: scenario.tasks,
    size,
    kept: frames[scratch]!,
    pcs,
    frames: frames.slice(0, scratch),
    witnessed,
    covered,
    setSwitches: (mask) => {
      switches[0] = mask;
    },
    initial: () => {
      const s = new Int32Array(size);
      run(START, s);
      run(scenario.setup, s);
      for (const [t, task] of scenario.tasks.entries()) s[frames[t]!] = arrivals.get(task.run)!;
      canonicalise(s);
      for (const [t, task] of scenario.tasks.entries()) if (!task.arrives) move(s, t, 0);
      return s;
    },
    outcomes: (s, task) => {
      const pc = pcs[s[frames[task]!]!]!;
      return pc.kind === 'choose' && (switches[0]! >> pc.switch) & 1 ? 2 : 1;
    },
    move,
    condition: (name, s) => {
      try {
        return run(name, s) !== 0;
      } catch (error) {
        if (!(error instanceof StoppedAlone)) throw error;
        s.fill(0, frames[scratch]!);
        return false;
      }
    },
    preemptCount: (s, task) => s[frames[task]! + PREEMPT]!,
    isPinned: (s, task) => s[frames[task]! + PREEMPT]! > 0 || s[frames[task]! + IRQS_OFF] !== 0,
    isAtomic: (s, task) => {
      const f = frames[task]!;
      return s[f + PREEMPT]! > 0 || s[f + NOSLEEP]! > 0 || s[f + IRQS_OFF] !== 0 || hold.isActive(s, task);
    },
    isHeld: hold.isHeld,
    leaked: (s) => s[LEAK_CELL] !== 0,
  };
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
