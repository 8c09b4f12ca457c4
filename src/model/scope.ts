import type { FunctionDef, Program, Type } from './ast.ts';

/** Names in sight at one place: locals by block, then the program's globals and constants. */
export class Scope {
  readonly program: Program;
  readonly #outer: Scope | undefined;
  readonly #locals = new Map<string, Type>();

  constructor(program: Program, outer?: Scope) {
    this.program = program;
    this.#outer = outer;
  }

  /** The scope of a block inside this one. */
  child(): Scope {
    return new Scope(this.program, this);
  }

  declare(name: string, type: Type): void {
    this.#locals.set(name, type);
  }

  /** Type of a local or parameter. */
  local(name: string): Type | undefined {
    return this.#locals.get(name) ?? this.#outer?.local(name);
  }

  /** Whether a name is declared in this very block. */
  isOwn(name: string): boolean {
    return this.#locals.has(name);
  }

  lookup(name: string): Type | undefined {
    const { globals, constants } = this.program;
    return this.local(name) ?? globals.get(name)?.type ?? constants.get(name)?.type;
  }
}

/** The scope of a function's body: its parameters. */
export function functionScope(program: Program, fn: FunctionDef): Scope {
  const scope = new Scope(program);
  for (const param of fn.params) scope.declare(param.name, param.type);
  return scope;
}
