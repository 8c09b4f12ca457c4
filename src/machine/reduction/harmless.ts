// From what the steps were seen to access: in which situation of a task its next move may be made alone, because no other
// task can come to a step that has a bearing on it before the task has moved.
//
// A task that waits for a lock waits until its holder moves. So the steps that others can come to are those on the ways
// from where they stand that lead through no step whose guard is closed by what the task holds. That nobody else writes
// what the guard reads is part of what is asked for.
//
// Everything rests on what was *seen*. A search that sees something new is made again with it (explore/reduced.ts).

import { READ, WRITE } from '../generate/accesses.ts';
import type { StepSource } from '../step-source.ts';
import { controlOf } from './control.ts';
import { type Guard, guardOf } from './guard.ts';

/** What each step was seen to access. */
export interface Seen {
  /** READ and WRITE, a byte by program counter and class. */
  readonly table: Uint8Array;
  readonly classes: number;
  /** Class of each shared cell. */
  readonly classOf: Uint16Array;
}

/** A cell that closes steps: its number among the shared cells. */
export interface Lock {
  readonly cell: number;
  readonly steps: ReadonlyMap<number, Guard>;
}

export interface Situation {
  readonly pc: number;
  /** Locks with the value that stands in them, of those that the task holds. */
  readonly held: readonly { readonly lock: Lock; readonly value: number }[];
}

export class Reduction {
  readonly #next: readonly (readonly number[])[];
  readonly #before: readonly (readonly number[])[];
  readonly #guards: ReadonlyMap<number, Guard>;

  /** `steps` by program counter, with gaps. */
  constructor(steps: readonly (StepSource | undefined)[]) {
    this.#next = controlOf(steps).next;
    const before: number[][] = this.#next.map(() => []);
    for (const [pc, next] of this.#next.entries()) for (const to of next) before[to]!.push(pc);
    this.#before = before;
    const guards = new Map<number, Guard>();
    for (const [pc, step] of steps.entries()) {
      const guard = step && guardOf(step);
      if (guard) guards.set(pc, guard);
    }
    this.#guards = guards;
  }

  /** The cells that are all that some guarded steps read, those that close most steps first. */
  locks({ table, classes, classOf }: Seen): Lock[] {
    const byClass = new Map<number, Map<number, Guard>>();
    for (const [pc, guard] of this.#guards) {
      const read = [...table.subarray(pc * classes, (pc + 1) * classes).entries()].filter(([, how]) => how & READ);
      if (read.length !== 1) continue;
      const of = read[0]![0];
      byClass.set(of, (byClass.get(of) ?? new Map<number, Guard>()).set(pc, guard));
    }
    const locks: Lock[] = [];
    for (const [of, steps] of byClass) {
      const cell = classOf.indexOf(of);
      // A class of many cells says of none of them that it is closed.
      if (classOf.lastIndexOf(of) === cell) locks.push({ cell, steps });
    }
    return locks.sort((a, b) => b.steps.size - a.steps.size);
  }

  /** By program counter of another task, 1 where it does no harm; undefined if there is none of interest. */
  harmless({ pc, held }: Situation, { table, classes, classOf }: Seen, visible: Uint8Array): Uint8Array | undefined {
    const own = table.subarray(pc * classes, (pc + 1) * classes);
    for (const [of, how] of own.entries()) if (how & WRITE && visible[of]) return undefined;
    const isClosed = (at: number): boolean => held.some(({ lock, value }) => lock.steps.get(at)?.(value) === false);
    const kept = held.map(({ lock }) => classOf[lock.cell]!);
    const touched = [...own.entries()].filter(([, how]) => how !== 0);
    const isHarmful = (at: number): boolean => {
      const row = at * classes;
      return (
        kept.some((of) => table[row + of]! & WRITE) ||
        touched.some(([of, how]) => (how & WRITE ? table[row + of]! !== 0 : table[row + of]! & WRITE))
      );
    };
    const harmless = new Uint8Array(this.#next.length).fill(1);
    const stack: number[] = [];
    const mark = (at: number): void => {
      if (harmless[at] === 0 || isClosed(at)) return;
      harmless[at] = 0;
      stack.push(at);
    };
    for (let at = 0; at < this.#next.length; at++) if (isHarmful(at)) mark(at);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) this.#before[at]!.forEach(mark);
    return harmless;
  }
}
