import type { Expr, FunctionDef, Program } from '../../model/ast.ts';
import { expressionsOf } from '../../model/walk.ts';

/** What a function does with its names. A name in an inner block counts for all of that name. */
export interface NameUse {
  /** Address is taken: `&x`, `&x.field`, `&x[i]`. */
  readonly addressed: ReadonlySet<string>;
  /** Written after its declaration. */
  readonly assigned: ReadonlySet<string>;
}

/** A function is inlined many times, and asked once. */
const known = new WeakMap<Program, WeakMap<FunctionDef, NameUse>>();

export function nameUse(fn: FunctionDef, program: Program): NameUse {
  const ofProgram = known.get(program) ?? new WeakMap<FunctionDef, NameUse>();
  known.set(program, ofProgram);
  const found = ofProgram.get(fn);
  if (found) return found;
  const addressed = new Set<string>();
  const assigned = new Set<string>();
  const add = (names: Set<string>, e: Expr): void => {
    const root = rootName(e);
    if (root) names.add(root);
  };
  for (const e of expressionsOf(fn.body)) {
    if (e.kind === 'unary' && e.op === '&') add(addressed, e.operand);
    if (e.kind === 'assign') add(assigned, e.target);
    if (e.kind === 'update') add(assigned, e.operand);
    if (e.kind === 'call')
      for (const { arg, whole } of argumentsByName(e, program)) add(whole ? addressed : assigned, arg);
  }
  const use = { addressed, assigned };
  ofProgram.set(fn, use);
  return use;
}

/** What a macro may write; of a struct it may take the address. */
function argumentsByName({ callee, args }: Extract<Expr, { kind: 'call' }>, program: Program) {
  const fn = program.functions.get(callee);
  const byName = fn?.byName;
  if (!byName) return [];
  return args.flatMap((arg, i) => {
    const param = fn.params[i];
    return param && byName.includes(param.name) ? [{ arg, whole: param.type.kind === 'struct' }] : [];
  });
}

function rootName(e: Expr): string | undefined {
  switch (e.kind) {
    case 'name':
      return e.name;
    case 'paren':
      return rootName(e.inner);
    case 'member':
      return e.arrow ? undefined : rootName(e.object);
    case 'index':
      return rootName(e.object);
    default:
      return undefined;
  }
}
