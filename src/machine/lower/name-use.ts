import type { Expr, FunctionDef } from '../../model/ast.ts';
import { expressionsOf } from '../../model/walk.ts';

/** What a function does with its names. A name in an inner block counts for all of that name. */
export interface NameUse {
  /** Address is taken: `&x`, `&x.field`, `&x[i]`. */
  readonly addressed: ReadonlySet<string>;
  /** Written after its declaration. */
  readonly assigned: ReadonlySet<string>;
}

/** A function is inlined many times, and asked once. */
const known = new WeakMap<FunctionDef, NameUse>();

export function nameUse(fn: FunctionDef): NameUse {
  const found = known.get(fn);
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
  }
  const use = { addressed, assigned };
  known.set(fn, use);
  return use;
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
