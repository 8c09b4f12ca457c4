// From a part to its whole: `container_of(p, struct T, member)` and what the kernel also calls it.

import { Refusal } from '../base/diagnostic.ts';
import type { Expr, Program, Type } from './ast.ts';
import { printType } from './print/type.ts';

export type Whole = Extract<Expr, { kind: 'whole' }>;

/** Macros that say `container_of(p, struct T, member)` and nothing more. */
export const WHOLE_MACROS: ReadonlySet<string> = new Set(
  'container_of container_of_const list_entry list_entry_rcu hlist_entry rb_entry'.split(' '),
);

/** Why the search ends where `container_of()` is asked of a pointer that points to no such member. */
export const NO_PART = 'a pointer points to nothing that lies in the struct of container_of()';

/** The fields on the way to the member, each with the struct that it lies in; refused where there is none. */
export function wayTo(e: Whole, program: Program): readonly { readonly struct: string; readonly field: string }[] {
  let type: Type = e.type;
  return e.member.split('.').map((name) => {
    const struct = type.kind === 'struct' ? type.name : undefined;
    const field = struct === undefined ? undefined : program.structs.get(struct)?.fields.find((f) => f.name === name);
    if (struct === undefined || !field)
      throw new Refusal(
        `Cannot model \`${name}\`: the model's \`${printType(type)}\` has no field of that name.`,
        e.span,
      );
    type = field.type;
    return { struct, field: name };
  });
}
