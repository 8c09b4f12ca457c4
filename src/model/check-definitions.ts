import { type Diagnostic, Refusal } from '../base/diagnostic.ts';
import type { Span } from '../base/source.ts';
import { unreachable } from '../base/unreachable.ts';
import type { ConstantDef, Expr, GlobalDef, Program, StructDef, Type } from './ast.ts';
import { declaredIn } from './call-graph.ts';
import { printType } from './print/type.ts';
import { isScalar, requireAssignable, requireInitial, Scope } from './typing.ts';
import { expressionsOf, subexpressions } from './walk.ts';

/** What of a program's structs, globals and constants cannot be: unknown or endless types, values that are computed. */
export function checkDefinitions(program: Program): Diagnostic[] {
  const { structs, globals, constants } = program;
  return [...structs.values(), ...globals.values(), ...constants.values()].flatMap((d) => checkDefinition(program, d));
}

/** The same of one of them. */
export function checkDefinition(program: Program, d: StructDef | GlobalDef | ConstantDef): Diagnostic[] {
  try {
    requireDefinition(program, d);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [error.diagnostic];
    throw error;
  }
}

function requireDefinition(program: Program, d: StructDef | GlobalDef | ConstantDef): void {
  const scope = new Scope(program);
  switch (d.kind) {
    case 'struct':
      for (const field of d.fields) requireLayout(program, field.type, d.span, [d.name]);
      return;
    case 'global':
      requireLayout(program, d.type, d.span, []);
      if (!d.init) return;
      requireConstant(program, d.init);
      return requireInitial(d.type, d.init, scope);
    case 'constant':
      if (!isScalar(d.type))
        throw new Refusal(
          `Cannot model the constant \`${d.name}\`: it is no number.`,
          d.span,
          'Use zeroed() for a global.',
        );
      requireConstant(program, d.value);
      return requireAssignable(d.type, d.value, scope);
    default:
      return unreachable(d);
  }
}

function requireLayout(program: Program, type: Type, span: Span, inside: readonly string[]): void {
  if (type.kind === 'array') return requireLayout(program, type.of, span, inside);
  if (type.kind === 'void') throw new Refusal('Cannot model a variable of type `void`.', span);
  if (type.kind === 'function')
    throw new Refusal('Cannot model a variable of a function type.', span, 'Declare a pointer: Ptr<T>.');
  if (type.kind !== 'struct') return;
  const struct = program.structs.get(type.name);
  if (!struct)
    throw new Refusal(`Cannot model a variable of type \`${printType(type)}\`: the model has no such struct.`, span);
  if (inside.includes(type.name))
    throw new Refusal(`Cannot model \`${printType(type)}\`: it contains itself.`, span, 'Use Ptr<T>.');
  for (const field of struct.fields) requireLayout(program, field.type, span, [...inside, type.name]);
}

/** Refuses an initial value that would have to run. The address of a global is constant. */
function requireConstant(program: Program, value: Expr): void {
  for (const e of subexpressions(value)) {
    const runs =
      (e.kind === 'call' && !isPure(program, e.callee)) ||
      e.kind === 'invoke' ||
      e.kind === 'assign' ||
      e.kind === 'update' ||
      e.kind === 'string' ||
      (e.kind === 'name' && program.globals.has(e.name) && !isAddressed(value, e));
    if (runs) throw new Refusal('Cannot model this initial value: it is not constant.', e.span);
  }
}

/** `DEFINE_MUTEX()`, `ATOMIC_INIT(1)`: what gives a first value, and neither reads nor changes anything shared. */
function isPure(program: Program, name: string): boolean {
  const fn = program.functions.get(name);
  const own = fn && declaredIn(fn);
  const isShared = (e: Expr): boolean => {
    if (e.kind === 'call') return !isPure(program, e.callee);
    if (e.kind === 'name') return program.globals.has(e.name) && !own!.has(e.name);
    return e.kind === 'invoke' || (e.kind === 'unary' && e.op === '*') || (e.kind === 'member' && e.arrow);
  };
  return fn !== undefined && ![...expressionsOf(fn.body)].some(isShared);
}

function isAddressed(value: Expr, name: Expr): boolean {
  return [...subexpressions(value)].some(
    (e) => e.kind === 'unary' && e.op === '&' && [...subexpressions(e)].includes(name),
  );
}
