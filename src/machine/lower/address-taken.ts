import type { Expr, FunctionDef } from '../../model/ast.ts';
import { expressionsOf } from '../../model/walk.ts';

/** Names in a function whose address is taken somewhere in it: `&x`, `&x.field`, `&x[i]`. */
export function addressTaken(fn: FunctionDef): ReadonlySet<string> {
  const names = new Set<string>();
  for (const e of expressionsOf(fn.body)) {
    const root = e.kind === 'unary' && e.op === '&' ? rootName(e.operand) : undefined;
    if (root) names.add(root);
  }
  return names;
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
