// Who calls whom. A call through a pointer is one of every function of the pointer's type whose address is taken
// anywhere in the program. Asked only of programs that are finished: what is found is kept.

import type { Expr, FunctionDef, FunctionType, Program, Stmt } from './ast.ts';
import { sameSignature } from './function-type.ts';
import { functionScope, type Scope, signatureIn } from './typing.ts';
import { expressionsOf, ownExpressions, statementsOf, subexpressions } from './walk.ts';

export type Call = Extract<Expr, { kind: 'call' | 'invoke' }>;

/** What a function's text says, whatever the program: found once. */
interface Mentions {
  readonly calls: readonly Call[];
  readonly names: ReadonlySet<string>;
  readonly declared: ReadonlySet<string>;
}

const mentions = new WeakMap<FunctionDef, Mentions>();
const taken = new WeakMap<Program, ReadonlySet<string>>();
const targets = new WeakMap<Program, Map<Call, readonly string[]>>();

/** The calls in a function, in the order of the text. */
export function callsOf(fn: FunctionDef): readonly Call[] {
  return mentionsOf(fn).calls;
}

/** Names of a function's parameters and locals. */
export function declaredIn(fn: FunctionDef): ReadonlySet<string> {
  return mentionsOf(fn).declared;
}

/** Every name that a function says: of locals, globals, constants, functions. */
export function namesIn(fn: FunctionDef): ReadonlySet<string> {
  return mentionsOf(fn).names;
}

/** Functions that are named as values: all that a pointer can lead to. */
export function takenFunctions(program: Program): ReadonlySet<string> {
  let found = taken.get(program);
  if (!found) {
    const names = new Set<string>();
    const add = (name: string): void => {
      if (program.functions.has(name)) names.add(name);
    };
    for (const fn of program.functions.values()) {
      const { names: used, declared } = mentionsOf(fn);
      for (const name of used) if (!declared.has(name)) add(name);
    }
    for (const { init } of program.globals.values())
      if (init) for (const e of subexpressions(init)) if (e.kind === 'name') add(e.name);
    found = new Set([...names].sort());
    taken.set(program, found);
  }
  return found;
}

/** The functions that a call through a pointer of this type may be of. */
export function callableAs(program: Program, type: FunctionType): string[] {
  return [...takenFunctions(program)].filter((name) => sameSignature(type, program.functions.get(name)!));
}

/** Names of the functions that a call in a function may be of; also one that the program does not have. */
export function calleesOf(program: Program, fn: FunctionDef, call: Call): readonly string[] {
  if (call.kind === 'call') return [call.callee];
  let known = targets.get(program);
  if (!known) {
    known = new Map();
    targets.set(program, known);
  }
  if (!known.has(call)) for (const [e, names] of throughPointers(program, fn)) known.set(e, names);
  return known.get(call) ?? [];
}

function mentionsOf(fn: FunctionDef): Mentions {
  let found = mentions.get(fn);
  if (!found) {
    const calls: Call[] = [];
    const names = new Set<string>();
    for (const e of expressionsOf(fn.body)) {
      if (e.kind === 'call' || e.kind === 'invoke') calls.push(e);
      if (e.kind === 'name') names.add(e.name);
    }
    const declared = new Set(fn.params.map((p) => p.name));
    for (const s of statementsOf(fn.body)) if (s.kind === 'declare') for (const d of s.names) declared.add(d.name);
    found = { calls, names, declared };
    mentions.set(fn, found);
  }
  return found;
}

/** Each call through a pointer in a function, with what it may call; one that has no type calls nothing. */
function throughPointers(program: Program, fn: FunctionDef): [Call, readonly string[]][] {
  const found: [Call, readonly string[]][] = [];
  inScope(fn.body, functionScope(program, fn), (e, scope) => {
    if (e.kind !== 'invoke') return;
    const type = signatureIn(e.callee, scope);
    found.push([e, type ? callableAs(program, type) : []]);
  });
  return found;
}

/** Visits every expression of a statement with the names in sight there. */
export function inScope(s: Stmt, scope: Scope, visit: (e: Expr, scope: Scope) => void): void {
  const inner = s.kind === 'block' || s.kind === 'for' || s.kind === 'switch' ? scope.child() : scope;
  if (s.kind === 'for' && s.init) inScope(s.init, inner, visit);
  if (s.kind === 'declare') for (const d of s.names) inner.declare(d.name, d.type);
  for (const own of ownExpressions(s)) for (const e of subexpressions(own)) visit(e, inner);
  for (const child of bodiesOf(s)) inScope(child, inner, visit);
}

function bodiesOf(s: Stmt): readonly Stmt[] {
  switch (s.kind) {
    case 'block':
      return s.body;
    case 'if':
      return s.else ? [s.then, s.else] : [s.then];
    case 'while':
    case 'do':
    case 'for':
    case 'label':
      return [s.body];
    case 'switch':
      return s.cases.flatMap((c) => c.body);
    default:
      return [];
  }
}
