import type { StepEvent } from '../machine/interpret/events.ts';
import type { FunctionDef, Stmt } from '../model/ast.ts';

/** A statement that a task is in the middle of. */
export interface Open {
  /** Depth of the call: 0 in the function that the task runs. */
  readonly depth: number;
  readonly function: FunctionDef;
  readonly statement: Stmt;
}

/** For each task of a run, the statements that it is in the middle of, outermost first. Made from what is told of it. */
export class Standing {
  readonly #open: Open[][];

  constructor(tasks: number) {
    this.#open = Array.from({ length: tasks }, () => []);
  }

  note(e: StepEvent): void {
    if (e.kind === 'enter') this.#open[e.task]!.push({ depth: e.depth, function: e.function, statement: e.statement });
    if (e.kind === 'leave') this.#open[e.task]!.pop();
  }

  of(task: number): readonly Open[] {
    return this.#open[task]!;
  }
}
