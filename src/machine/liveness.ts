// Which registers are still needed at each point of a routine: only these get a slot in the state, and what is dead
// is zero there, so that two states that cannot differ any more are one.
//
// Routines are thousands of instructions long and most registers live within one straight run of them. So the runs are
// what is looked at, one register at a time: from each run that reads it first, backwards until one that writes it.

import type { Instr, Register, Routine, Value } from './instr.ts';

/** Indices of the instructions that can run next. */
export function successors(instrs: readonly Instr[], i: number): readonly number[] {
  const instr = instrs[i]!;
  switch (instr.op) {
    case 'jump':
      return [instr.to.at];
    case 'unless':
      return [i + 1, instr.to.at];
    case 'stop':
    case 'beyond':
    case 'end':
      return [];
    default:
      return [i + 1];
  }
}

/** Registers that an instruction writes. */
export function defined(instr: Instr): readonly Register[] {
  switch (instr.op) {
    case 'set':
    case 'chosen':
    case 'masked':
    case 'alloc':
      return [instr.dst];
    case 'load':
    case 'call':
      return instr.dst;
    default:
      return [];
  }
}

/** Calls back with each register that an instruction reads. */
export function eachRead(instr: Instr, visit: (register: Register) => void): void {
  switch (instr.op) {
    case 'set':
    case 'mask':
      return eachIn(instr.value, visit);
    case 'load':
      return eachIn(instr.address, visit);
    case 'store':
      eachIn(instr.address, visit);
      for (const value of instr.values) eachIn(value, visit);
      return;
    case 'require':
    case 'unless':
      return eachIn(instr.test, visit);
    case 'count':
      return eachIn(instr.by, visit);
    case 'alloc':
      return eachIn(instr.size, visit);
    case 'free':
      return eachIn(instr.object, visit);
    case 'call':
      for (const arg of instr.args) eachIn(arg, visit);
      return;
    case 'end':
      for (const value of instr.result) eachIn(value, visit);
      return;
    default:
  }
}

function eachIn(value: Value, visit: (register: Register) => void): void {
  switch (value.kind) {
    case 'register':
      return visit(value.register);
    case 'unary':
    case 'convert':
      return eachIn(value.a, visit);
    case 'binary':
      eachIn(value.a, visit);
      return eachIn(value.b, visit);
    default:
  }
}

/**
 * The registers that may be read at a point or later, by index of its instruction, in the order of their ids. The same of
 * other instructions that are asked for: the first one, and those that something jumps to.
 */
export function liveness(routine: Routine, others?: ReadonlySet<number>): Map<number, readonly Register[]> {
  const { instrs, registers } = routine;
  const { runOf, before } = runsOf(instrs);
  const { readFirst, written } = usesByRun(routine, runOf);

  const alive = new Map<number, Register[]>();
  /** The list of a run that begins with a point. */
  const atRun: (Register[] | undefined)[] = [];
  for (const [i, instr] of instrs.entries())
    if (instr.op === 'point' || others?.has(i)) {
      const list: Register[] = [];
      alive.set(i, list);
      atRun[runOf[i]!] = list;
    }

  // Ids count from 0: a run is marked with the last register that was found alive in it.
  const marked = new Int32Array(before.length).fill(-1);
  for (const [id, runs] of readFirst.entries()) {
    if (!runs) continue;
    const register = registers[id]!;
    const pending = [...runs];
    for (let run = pending.pop(); run !== undefined; run = pending.pop()) {
      if (marked[run] === id) continue;
      marked[run] = id;
      atRun[run]?.push(register);
      for (const b of before[run]!) if (!written[id]?.has(b)) pending.push(b);
    }
  }
  return alive;
}

interface Runs {
  /** Number of the straight run that an instruction is in: it is entered at its first instruction only. */
  readonly runOf: Int32Array;
  /** The runs from which control comes to a run. */
  readonly before: readonly (readonly number[])[];
}

function runsOf(instrs: readonly Instr[]): Runs {
  const entered = new Uint8Array(instrs.length);
  for (const [i, instr] of instrs.entries()) {
    if (instr.op === 'point') entered[i] = 1;
    if (instr.op === 'jump' || instr.op === 'unless') entered[instr.to.at] = 1;
    if (endsRun(instr)) entered[i + 1] = 1;
  }
  const runOf = new Int32Array(instrs.length);
  let run = 0;
  for (const i of instrs.keys()) runOf[i] = i > 0 && entered[i] ? ++run : run;
  const before: number[][] = Array.from({ length: run + 1 }, () => []);
  for (const i of instrs.keys())
    if (i + 1 === instrs.length || runOf[i + 1] !== runOf[i])
      for (const next of successors(instrs, i)) before[runOf[next]!]!.push(runOf[i]!);
  return { runOf, before };
}

function endsRun({ op }: Instr): boolean {
  return op === 'jump' || op === 'unless' || op === 'stop' || op === 'beyond' || op === 'end';
}

interface Uses {
  /** By register: the runs that read what it had before them. */
  readonly readFirst: readonly (number[] | undefined)[];
  /** By register: the runs that write it; only of those that one reads first. */
  readonly written: readonly (Set<number> | undefined)[];
}

function usesByRun({ instrs, registers }: Routine, runOf: Int32Array): Uses {
  const readFirst: (number[] | undefined)[] = [];
  const written: (Set<number> | undefined)[] = [];
  // The last run that wrote a register, and the last that read what came before it.
  const lastWrite = new Int32Array(registers.length).fill(-1);
  const lastRead = new Int32Array(registers.length).fill(-1);
  let run = 0;
  const onRead = ({ id }: Register): void => {
    if (lastWrite[id] === run || lastRead[id] === run) return;
    lastRead[id] = run;
    readFirst[id] ??= [];
    readFirst[id]!.push(run);
  };
  for (const [i, instr] of instrs.entries()) {
    run = runOf[i]!;
    eachRead(instr, onRead);
    for (const { id } of defined(instr)) lastWrite[id] = run;
  }
  for (const [i, instr] of instrs.entries())
    for (const { id } of defined(instr))
      if (readFirst[id]) {
        written[id] ??= new Set();
        written[id]!.add(runOf[i]!);
      }
  return { readFirst, written };
}
