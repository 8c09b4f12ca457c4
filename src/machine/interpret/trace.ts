// What a run read and wrote, and on whose account: enough to ask afterwards what a value, or that a statement was run at
// all, goes back to (src/verdict/slice.ts). An execution of a statement is the unit: what it writes may come from all that
// it has read, from what the functions that it calls return, and from what let it be run.

import type { Stmt } from '../../model/ast.ts';
import { statementsOf } from '../../model/walk.ts';
import type { Block, Place } from './memory.ts';
import type { Frame, Thread } from './state.ts';

/** One execution of a statement. */
export interface Execution {
  /** -1 for a condition. */
  readonly task: number;
  readonly statement: Stmt;
  /** Of the call that it is part of: 0 in the function that the task runs. */
  readonly depth: number;
  /** The statement around it, or that calls its function. */
  readonly parent: Execution | undefined;
  /** Statements of the same call that it comes behind, and that might have jumped elsewhere: the first so many. */
  readonly passed: readonly Execution[];
  readonly passedCount: number;
  readonly born: number;
  /** Turns that it has begun, if it is a loop; and that its parent had begun when this was born. */
  turns: number;
  readonly turn: number;
  readonly reads: Touch[];
  /** Statements that returned a value to it. */
  readonly results: Counted[];
}

/** What an execution did, and when. */
export interface Counted {
  readonly at: number;
  readonly of: Execution;
}

/** One read or write. Times are counted through the run. */
export interface Touch {
  readonly at: number;
  /** Index of the move; -1 before the first, and behind the last for what is asked at the end. */
  readonly move: number;
  readonly by: Execution | undefined;
  readonly place: Place;
  readonly isWrite: boolean;
  /** What was read or written, and what was there before a write; as a reader of a run sees it. */
  value: string;
  readonly before: string;
}

export class Trace {
  /** Of shared memory, in their order. */
  readonly shared: Touch[] = [];
  readonly executions: Execution[] = [];
  readonly lost: { readonly block: Block; readonly move: number }[] = [];
  readonly #writes = new Map<Block, Touch[]>();
  readonly #stacks = new Map<Thread, Execution[]>();
  readonly #passed = new WeakMap<Frame, Execution[]>();
  readonly #counts = new Map<Thread, readonly Counted[]>();
  readonly #returned = new Map<Thread, Execution>();
  #thread: Thread | undefined;
  #time = 0;
  /** By move, the time at which it began. */
  readonly #began: number[] = [];
  /** Above zero while the reads of a condition count. */
  listening = 0;

  get now(): number {
    return this.#time;
  }

  /** Index of the last move; -1 before the first. */
  get move(): number {
    return this.#began.length - 1;
  }

  beginMove(): void {
    this.#began.push(this.#time);
  }

  /** When a move began; now, if it is still to come. */
  timeOf(move: number): number {
    return this.#began[move] ?? this.#time;
  }

  /** The move in which an execution began. */
  moveOf({ born }: Execution): number {
    return this.#began.findLastIndex((time) => time <= born);
  }

  /** From now on this one runs. */
  turn(t: Thread): void {
    this.#thread = t;
  }

  /** Evaluates something on a thread's account: what it reads counts, though it is no step. */
  ask(t: Thread, evaluate: () => void): void {
    this.turn(t);
    this.listening++;
    try {
      evaluate();
    } finally {
      this.listening--;
    }
  }

  /** What a thread executes, innermost last. */
  stackOf(t: Thread): Execution[] {
    const known = this.#stacks.get(t) ?? [];
    this.#stacks.set(t, known);
    return known;
  }

  enter(t: Thread, statement: Stmt): void {
    const stack = this.stackOf(t);
    const frame = t.frames.at(-1)!;
    const passed = this.#passed.get(frame) ?? [];
    this.#passed.set(frame, passed);
    const execution: Execution = {
      task: t.index,
      statement,
      depth: t.frames.length - 1,
      parent: stack.at(-1),
      passed,
      passedCount: passed.length,
      born: this.#time++,
      turns: 0,
      turn: stack.at(-1)?.turns ?? 0,
      reads: [],
      results: [],
    };
    stack.push(execution);
    this.executions.push(execution);
  }

  leave(t: Thread): void {
    const execution = this.stackOf(t).pop()!;
    const { statement } = execution;
    if (statement.kind === 'return') this.#returned.set(t, execution);
    if (isJunction(statement)) this.#passed.get(t.frames.at(-1)!)!.push(execution);
  }

  /** The loop that a thread is in goes on to its next turn. */
  nextTurn(t: Thread): void {
    this.stackOf(t).at(-1)!.turns++;
  }

  /** A call came back, by a `return` that was the last thing to be left. */
  returned(t: Thread): void {
    const of = this.#returned.get(t);
    if (of)
      this.stackOf(t)
        .at(-1)
        ?.results.push({ at: this.#time++, of });
  }

  /** The `return` that the thread left last. */
  lastReturn(t: Thread): Execution | undefined {
    return this.#returned.get(t);
  }

  /** A read; its value is filled in by whoever has it. */
  read(place: Place): Touch {
    const isFreed = typeof place.block !== 'number' && !place.block.live;
    return this.#touch(place, false, isFreed ? 'freed' : '', '');
  }

  write(place: Place, value: string, before: string): void {
    const touch = this.#touch(place, true, value, before);
    if (typeof place.block === 'number') return;
    const known = this.#writes.get(place.block) ?? [];
    this.#writes.set(place.block, known);
    known.push(touch);
  }

  /** The counts that forbid a thread to sleep have changed. */
  count(t: Thread): void {
    const by = this.stackOf(t).at(-1);
    if (by) this.#counts.set(t, [...(this.#counts.get(t) ?? []), { at: this.#time++, of: by }]);
  }

  countsOf(t: Thread): readonly Counted[] {
    return this.#counts.get(t) ?? [];
  }

  lose(block: Block): void {
    this.lost.push({ block, move: this.move });
  }

  writesTo(block: Block): readonly Touch[] {
    return this.#writes.get(block) ?? [];
  }

  #touch(place: Place, isWrite: boolean, value: string, before: string): Touch {
    const by = this.#thread && this.stackOf(this.#thread).at(-1);
    const touch: Touch = { at: this.#time++, move: this.move, by, place, isWrite, value, before };
    if (!isWrite) by?.reads.push(touch);
    if (typeof place.block !== 'number' && place.block.kind !== 'local') this.shared.push(touch);
    return touch;
  }
}

const junctions = new WeakMap<Stmt, boolean>();

/** What comes behind it may not be run, by what it decides: it holds a jump. */
export function isJunction(s: Stmt): boolean {
  if (s.kind !== 'if' && s.kind !== 'switch') return false;
  const known = junctions.get(s);
  if (known !== undefined) return known;
  const jumps = new Set<Stmt['kind']>(s.kind === 'if' ? ['return', 'goto', 'break', 'continue'] : ['return', 'goto']);
  const found = [...statementsOf(s)].some((inner) => jumps.has(inner.kind));
  junctions.set(s, found);
  return found;
}
