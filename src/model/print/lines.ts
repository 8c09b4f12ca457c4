import type { Stmt } from '../ast.ts';

/** A function as text, and where in it each statement begins. */
export interface Printed {
  readonly text: string;
  /** 1-based lines. */
  readonly lines: ReadonlyMap<Stmt, number>;
}

/** Lines under construction. */
export class Lines {
  readonly #lines: string[] = [];
  readonly #starts = new Map<Stmt, number>();
  readonly #indent: string;

  constructor(indent: string) {
    this.#indent = indent;
  }

  /** Notes that a statement begins on the line that comes next, or on the last one. */
  begin(s: Stmt, where: 'next' | 'last' = 'next'): void {
    this.#starts.set(s, this.#lines.length + (where === 'next' ? 1 : 0));
  }

  add(depth: number, text: string): void {
    this.#lines.push(text && this.#indent.repeat(depth) + text);
  }

  /** Continues the last line. */
  append(text: string): void {
    this.#lines.push(this.#lines.pop() + text);
  }

  get count(): number {
    return this.#lines.length;
  }

  done(): Printed {
    return { text: `${this.#lines.join('\n')}\n`, lines: this.#starts };
  }
}
