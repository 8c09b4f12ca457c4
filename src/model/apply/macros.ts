// Function-like macros of a patch become functions whose parameters are taken by name, with the types of their first
// use: so they are evaluated as often as their text says, and stand in C as they are written.

import { type Diagnostic, Refusal } from '../../base/diagnostic.ts';
import type { Expr, FunctionDef, Param, Program, Stmt, Type } from '../ast.ts';
import type { MacroDef } from '../c/macros.ts';
import { inScope } from '../call-graph.ts';
import { printType } from '../print/type.ts';
import { decayed, functionScope, type Scope, typeOf, VOID } from '../typing.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/** The macros that these functions use, and that those use, as functions; and each use that is not as the first. */
export function usedMacros(
  program: Program,
  macros: ReadonlyMap<string, MacroDef>,
  functions: readonly FunctionDef[],
): { made: FunctionDef[]; refused: { function: string; diagnostic: Diagnostic }[] } {
  const made = new Map<string, FunctionDef>();
  const refused: { function: string; diagnostic: Diagnostic }[] = [];
  // One that is being made has no type yet: its result may be that of another.
  const pending = new Set<string>();
  const all = new Map(program.functions);
  const now: Program = { ...program, functions: all };
  const visit = (fn: FunctionDef): void => {
    inScope(fn.body, functionScope(now, fn), (e, scope) => {
      const macro = e.kind === 'call' ? macros.get(e.callee) : undefined;
      if (e.kind !== 'call' || !macro || pending.has(macro.name)) return;
      const types = e.args.map((arg) => typeIn(arg, scope));
      if (types.length !== macro.params.length || types.includes(undefined)) return;
      const known = made.get(macro.name);
      const diagnostic = known && differs(e, known, types as Type[]);
      if (diagnostic) refused.push({ function: fn.name, diagnostic });
      if (!known) make(macro, types as Type[]);
    });
  };
  const make = (macro: MacroDef, types: readonly Type[]): void => {
    pending.add(macro.name);
    visit(functionOf(now, macro, types));
    pending.delete(macro.name);
    const fn = functionOf(now, macro, types);
    made.set(macro.name, fn);
    all.set(macro.name, fn);
  };
  for (const fn of functions) visit(fn);
  return { made: [...made.values()], refused };
}

function typeIn(e: Expr, scope: Scope): Type | undefined {
  try {
    return decayed(typeOf(e, scope));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function differs(e: Call, fn: FunctionDef, types: readonly Type[]): Diagnostic | undefined {
  const at = fn.params.findIndex((p, i) => printType(p.type) !== printType(types[i]!));
  if (at < 0) return undefined;
  const [first, now] = [printType(fn.params[at]!.type), printType(types[at]!)];
  return {
    message: `Cannot model this use of the macro \`${fn.name}\`: its argument is \`${now}\`, that of its first use was \`${first}\`.`,
    span: e.span,
    help: 'Write it out, or cast the argument.',
  };
}

function functionOf(program: Program, macro: MacroDef, types: readonly Type[]): FunctionDef {
  const { name, span, body } = macro;
  const params = macro.params.map((param, i): Param => ({ name: param, type: types[i]! }));
  const empty: FunctionDef = {
    kind: 'function',
    name,
    params,
    result: VOID,
    body: body.kind === 'block' ? body : { kind: 'block', body: [], span },
    atomic: false,
    declares: false,
    variadic: false,
    ...(params.length > 0 && { byName: macro.params }),
    span,
  };
  if (body.kind === 'block') return empty;
  const result = typeIn(body, functionScope(program, empty)) ?? VOID;
  const only: Stmt =
    result.kind === 'void' ? { kind: 'expression', expr: body, span } : { kind: 'return', value: body, span };
  return { ...empty, result, body: { kind: 'block', body: [only], span } };
}
