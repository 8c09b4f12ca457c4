import type { Site } from '../machine/instr.ts';
import type { Pc, PcKind } from '../machine/machine.ts';
import type { FunctionDef, Stmt } from '../model/ast.ts';

const WAITS: ReadonlySet<string> = new Set<PcKind>(['wait', 'spin']);

/** What of a program is executed: calls of a function, or statements. */
export type Part =
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'statements'; readonly statements: ReadonlySet<Stmt> };

/** One call of a function or one execution of a statement, as far as the text of the program tells them apart. */
type Execution =
  | { readonly kind: 'call'; readonly fn: FunctionDef }
  | { readonly kind: 'statement'; readonly statement: Stmt };

/** What is being executed at program counters. Each execution has a number. */
export class Sites {
  readonly #pcs: readonly Pc[];
  readonly #numbers = new Map<Site | undefined, Map<Stmt | FunctionDef, number>>();
  readonly #executions: Execution[] = [];
  /** By pc, outermost first. */
  readonly #chains: (readonly number[] | undefined)[] = [];

  constructor(pcs: readonly Pc[]) {
    this.#pcs = pcs;
  }

  /** Every function and statement that a pc stands in. */
  run(): { readonly functions: ReadonlySet<string>; readonly statements: ReadonlySet<Stmt> } {
    for (let pc = 0; pc < this.#pcs.length; pc++) this.#chain(pc);
    const functions = this.#executions.flatMap((e) => (e.kind === 'call' ? [e.fn.name] : []));
    const statements = this.#executions.flatMap((e) => (e.kind === 'statement' ? [e.statement] : []));
    return { functions: new Set(functions), statements: new Set(statements) };
  }

  /** Whether a task that stands at a pc is still at an execution. */
  isIn(number: number, pc: number): boolean {
    return this.#chain(pc).includes(number);
  }

  /** The executions of a part that are going on at a pc, outermost first: its next move is part of them. */
  executing(part: Part): (pc: number) => readonly number[] {
    const isOf = (number: number): boolean => {
      const e = this.#executions[number]!;
      if (part.kind === 'function') return e.kind === 'call' && e.fn.name === part.name;
      return e.kind === 'statement' && part.statements.has(e.statement);
    };
    const known = new Map<number, readonly number[]>();
    return (pc) => {
      const found = known.get(pc) ?? this.#chain(pc).filter(isOf);
      known.set(pc, found);
      return found;
    };
  }

  /** Whether an execution is more than about to begin: a call, or a wait that keeps its task. */
  hasBegun(number: number, pc: number): boolean {
    return number !== this.#chain(pc).at(-1) || WAITS.has(this.#pcs[pc]!.kind);
  }

  #chain(pc: number): readonly number[] {
    const known = this.#chains[pc];
    if (known) return known;
    const chain: number[] = [];
    for (let site = this.#pcs[pc]!.site; site; site = site.caller) {
      const { fn, statement, caller } = site;
      if (statement) chain.push(this.#numberOf(caller, statement, { kind: 'statement', statement }));
      chain.push(this.#numberOf(caller, fn, { kind: 'call', fn }));
    }
    chain.reverse();
    this.#chains[pc] = chain;
    return chain;
  }

  #numberOf(caller: Site | undefined, key: Stmt | FunctionDef, execution: Execution): number {
    const inside = this.#numbers.get(caller) ?? new Map<Stmt | FunctionDef, number>();
    this.#numbers.set(caller, inside);
    const known = inside.get(key);
    if (known !== undefined) return known;
    inside.set(key, this.#executions.length);
    return this.#executions.push(execution) - 1;
  }
}
