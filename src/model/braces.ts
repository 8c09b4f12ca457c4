import { Refusal } from '../base/diagnostic.ts';
import type { Expr, Program, Type } from './ast.ts';
import { printType } from './print/type.ts';

export type Braces = Extract<Expr, { kind: 'braces' }>;

/** One value in braces: the field or element it is for, and the type of that. */
export interface BracePlace {
  readonly key: string | number;
  readonly type: Type;
  readonly value: Expr;
}

/** What is named in braces, in the order of the text. Refuses what the type has no place for. */
export function placesOf(e: Braces, program: Program): readonly BracePlace[] {
  const all = partsOf(e, program);
  const [only] = e.items;
  // `{ 0 }` makes everything 0, whatever the first part is.
  if (e.items.length === 1 && !only!.field && only!.value.kind === 'int' && only!.value.value === 0 && all.length > 0)
    if (all[0]!.type.kind === 'struct' || all[0]!.type.kind === 'array') return [];
  const given = new Set<string | number>();
  return e.items.map(({ field, value, span }, i) => {
    const part = field === undefined ? all[i] : all.find((p) => p.key === field);
    if (!part)
      throw new Refusal(
        field === undefined
          ? `Cannot model these braces: \`${printType(e.type)}\` has only ${all.length} part${all.length === 1 ? '' : 's'}.`
          : `Cannot model \`${field}\`: the model's \`${printType(e.type)}\` has no field of that name.`,
        span,
        `It has ${all.map((p) => p.key).join(', ') || 'none'}.`,
      );
    if (given.has(part.key)) throw new Refusal(`Cannot give \`${part.key}\` a value twice.`, span);
    given.add(part.key);
    if ((part.type.kind === 'array' || part.type.kind === 'struct') && field === undefined && isNumber(value))
      throw new Refusal(
        'Cannot model braces that are left out.',
        value.span,
        'Write braces for each struct and array.',
      );
    return { key: part.key, type: part.type, value };
  });
}

function isNumber(e: Expr): boolean {
  return e.kind === 'int' || e.kind === 'bool' || e.kind === 'null';
}

function partsOf(e: Braces, program: Program): readonly { readonly key: string | number; readonly type: Type }[] {
  const { type } = e;
  if (type.kind === 'array') return Array.from({ length: type.length }, (_, key) => ({ key, type: type.of }));
  if (type.kind !== 'struct')
    throw new Refusal(`Cannot model braces around a value of type \`${printType(type)}\`.`, e.span, 'Leave them out.');
  const struct = program.structs.get(type.name);
  if (!struct)
    throw new Refusal(`Cannot model a value of type \`${printType(type)}\`: the model has no such struct.`, e.span);
  return struct.fields.map((f) => ({ key: f.name, type: f.type }));
}
