// What of a run bears on what is violated at its end: a dynamic backward slice. It begins with what the property reads
// there, with the conditions of those who wait for ever, or with the tests that keep a loop going; it goes back from each
// read to the write that it found, and from each statement to those that let it be run. What is not reached so could have
// any value. Order alone (who waited for whose lock, and got it) is not followed.

import { unreachable } from '../base/unreachable.ts';
import type { Block } from '../machine/interpret/memory.ts';
import { type Execution, isJunction, type Touch, type Trace } from '../machine/interpret/trace.ts';
import type { Lasso } from '../machine/trace.ts';
import type { BuiltIn } from '../model/built-in.ts';
import type { Property, Scenario } from '../model/model.ts';
import type { Followed } from './follow.ts';

/** A cell of shared memory that a move reads or writes. */
export interface Use {
  /** `swap_device.swap_map[1]`, `page 1`. */
  readonly name: string;
  readonly isWrite: boolean;
  /** What it reads, or writes. */
  readonly value: string;
  /** What a write found there; empty where that says nothing. */
  readonly before: string;
}

export interface Slice {
  /** By move of the lasso, its cycle once: what it reads and writes of the cells that matter. */
  readonly uses: readonly (readonly Use[])[];
  /** Reads and writes of other cells of shared memory. */
  readonly leftOut: number;
  /** Cells that matter and that the run writes. */
  readonly changing: ReadonlySet<string>;
}

/** What matters in a run that was followed with its trace. Its lasso may be a longer one, with more turns of the cycle. */
export function sliceOf(
  followed: Followed,
  scenario: Scenario,
  property: Property | BuiltIn,
  { prefix, cycle }: Lasso,
): Slice {
  const { trace } = followed.run;
  if (!trace) throw new Error('the run was not traced');
  const made = [...trace.shared];
  const slice = new Slicing(trace);
  if (cycle.length > 0) endless(slice, followed, scenario, prefix.length);
  else ended(slice, followed, scenario, property);

  const byMove: Touch[][] = Array.from({ length: followed.moves.length }, () => []);
  for (const touch of made) byMove[touch.move]?.push(touch);
  // Who looked at a cell that matters, and what he found, is told too: what he then did not do may be the matter.
  const cells = new Set(made.filter((touch) => slice.has(touch)).map(cellOf));
  let leftOut = 0;
  const uses = byMove.slice(0, prefix.length + cycle.length).map((touches) => {
    const shown = touches.filter((touch) => cells.has(cellOf(touch)));
    leftOut += touches.length - shown.length;
    return usesOf(shown);
  });
  const written = new Set(
    byMove
      .flat()
      .filter((touch) => touch.isWrite)
      .map(cellOf),
  );
  return { uses, leftOut, changing: new Set([...cells].filter((cell) => written.has(cell))) };
}

function cellOf({ place: { block, path } }: Touch): string {
  const way = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return `${(block as Block).name}${way}`;
}

/** A read of what the same move writes is told with the write. */
function usesOf(touches: readonly Touch[]): Use[] {
  const uses = new Map<string, Use>();
  for (const touch of touches) {
    const { isWrite, value, before } = touch;
    const name = cellOf(touch);
    const known = uses.get(name);
    uses.delete(name);
    uses.set(name, {
      name,
      isWrite: isWrite || known?.isWrite === true,
      value: isWrite || !known?.isWrite ? value : known.value,
      before: known?.isWrite ? known.before : before,
    });
  }
  return [...uses.values()];
}

/** A run that ends where something is wrong. */
function ended(slice: Slicing, { run, moves }: Followed, scenario: Scenario, property: Property | BuiltIn): void {
  const trace = run.trace!;
  const tasks = [...scenario.tasks.keys()];
  const stopped = tasks.filter((t) => typeof run.status(t) === 'object');
  const waiting = tasks.filter((t) => run.status(t) !== 'done' && run.status(t) !== 'idle');
  if (typeof property === 'object') {
    switch (property.kind) {
      case 'invariant':
      case 'quiescent':
        // A condition may look at one thing after the other: those that it has done with are fine.
        slice.execution(run.answering(property.condition!), 'this turn');
        return;
      case 'progress':
        for (const t of waiting) slice.execution(run.executing(t));
        return;
      default:
        unreachable(property.kind);
    }
  }
  switch (property) {
    case 'no-bug-on':
    case 'no-use-after-free':
    case 'no-double-free':
      for (const t of stopped) slice.execution(run.executing(t));
      return;
    case 'no-deadlock':
      for (const t of waiting) slice.execution(run.executing(t));
      return;
    case 'no-sleep-in-atomic':
      for (const t of tasks.filter((u) => run.isAtomic(u))) {
        slice.execution(run.executing(t));
        for (const { of, at } of run.counting(t)) slice.from(of, at);
      }
      return;
    case 'no-leak':
      for (const { block, move } of trace.lost) {
        slice.content(block);
        for (const touch of trace.shared) if (touch.isWrite && touch.move === move) slice.write(touch);
        const mover = moves[move]?.move.task;
        for (const e of trace.executions) if (e.task === mover && trace.moveOf(e) === move) slice.from(e, trace.now);
      }
      return;
    default:
      unreachable(property);
  }
}

/** A run that goes round: the tests of the loops that go round, and what the others wait for. */
function endless(slice: Slicing, { run, moves }: Followed, scenario: Scenario, from: number): void {
  const trace = run.trace!;
  const going = new Set(moves.slice(from).map((m) => m.move.task));
  const since = trace.timeOf(from);
  for (const t of scenario.tasks.keys()) {
    const { [t]: status } = moves.at(-1)?.statuses ?? [];
    if (!going.has(t)) {
      if (status === 'waiting' || status === 'spinning') slice.execution(run.executing(t));
      continue;
    }
    const active = trace.executions.filter(
      (e) => e.task === t && (e.born >= since || (e.reads.at(-1)?.at ?? -1) >= since),
    );
    const depth = Math.min(...active.map((e) => e.depth));
    for (const e of active) if (e.depth === depth && (isLoop(e) || isJunction(e.statement))) slice.execution(e);
  }
}

function isLoop({ statement: { kind } }: Execution): boolean {
  return kind === 'while' || kind === 'do' || kind === 'for';
}

type Behind = 'all' | 'this turn';

/** Whether what one came behind is in no turn that is over of a loop. */
function isOfThisTurn(passed: Execution, of: Execution): boolean {
  const around = new Map<Execution | undefined, Execution>();
  for (let e: Execution | undefined = of; e; e = e.parent) around.set(e.parent, e);
  let at = passed;
  for (; !around.has(at.parent); at = at.parent!) if (at !== passed && isLoop(at)) return false;
  return (at === passed || !isLoop(at)) && at.turn === around.get(at.parent)!.turn;
}

/** Grows from where it is told to begin. */
class Slicing {
  readonly #trace: Trace;
  readonly #touches = new Set<Touch>();
  /** Of each execution, the time up to which it was gone through. */
  readonly #done = new Map<Execution, number>();
  readonly #queue: { readonly of: Execution; readonly until: number; readonly behind: Behind }[] = [];

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  has(touch: Touch): boolean {
    return this.#touches.has(touch);
  }

  /** All that an execution has read by now; in `this turn` of the loops around it, what it came behind in others is left out. */
  execution(of: Execution | undefined, behind: Behind = 'all'): void {
    if (of) this.from(of, this.#trace.now, behind);
  }

  from(of: Execution, until: number, behind: Behind = 'all'): void {
    this.#queue.push({ of, until, behind });
    this.#drain();
  }

  write(touch: Touch): void {
    this.#touches.add(touch);
    if (touch.by) this.from(touch.by, touch.at);
  }

  /** What an object holds at the end. */
  content(block: Block): void {
    this.#found({ block, path: [] }, this.#trace.now);
    this.#drain();
  }

  #drain(): void {
    for (let next = this.#queue.pop(); next; next = this.#queue.pop()) this.#through(next.of, next.until, next.behind);
  }

  #through(of: Execution, until: number, behind: Behind): void {
    const since = this.#done.get(of) ?? -1;
    if (until <= since) return;
    this.#done.set(of, until);
    for (const read of of.reads)
      if (read.at > since && read.at <= until) {
        this.#touches.add(read);
        this.#found(read.place, read.at);
      }
    for (const r of of.results) if (r.at > since && r.at <= until) this.#queue.push({ of: r.of, until: r.at, behind });
    if (since >= 0) return;
    if (of.parent) this.#queue.push({ of: of.parent, until: of.born, behind });
    for (const p of of.passed.slice(0, of.passedCount))
      if (behind === 'all' || isOfThisTurn(p, of)) this.#queue.push({ of: p, until: of.born, behind });
  }

  /** The writes that a read finds: the last to each part, up to one to the whole. */
  #found({ block, path }: Touch['place'], before: number): void {
    if (typeof block === 'number') return;
    const parts: Touch['place']['path'][] = [];
    for (const w of this.#trace.writesTo(block).toReversed()) {
      const way = w.place.path;
      if (w.at >= before || !(begins(way, path) || begins(path, way)) || parts.some((p) => begins(p, way))) continue;
      this.#touches.add(w);
      if (w.by) this.#queue.push({ of: w.by, until: w.at, behind: 'all' });
      if (begins(way, path)) return;
      parts.push(way);
    }
  }
}

/** Whether one path is a part of the other's way. */
function begins(short: readonly (string | number)[], long: readonly (string | number)[]): boolean {
  return short.length <= long.length && short.every((key, i) => key === long[i]);
}
