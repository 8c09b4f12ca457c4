// What of a program can be larger: a constant, by its name, and the length of an array, a global or a field, by
// `swap_info_struct.swap_map`. In: a program and what some of these are to be; out: a program that differs in nothing
// else. The functions stay the same objects.

import { Refusal } from '../base/diagnostic.ts';
import type { Span } from '../base/source.ts';
import type { GlobalDef, Program, StructDef, Type } from './ast.ts';
import { constantValue } from './constant.ts';

/** How large what is named is; nothing if the program has no constant and no array of the name. */
export function sizeOf(program: Program, name: string): number | undefined {
  const [struct, field] = name.split('.') as [string, string?];
  if (field !== undefined) return lengthOf(program.structs.get(struct)?.fields.find((f) => f.name === field)?.type);
  const constant = program.constants.get(name);
  return constant ? constantValue(constant.value, program) : lengthOf(program.globals.get(name)?.type);
}

/** The program with other sizes. Throws a `Refusal` for a name that has none. */
export function withSizes(program: Program, sizes: Readonly<Record<string, number>>): Program {
  const names = Object.keys(sizes);
  if (names.length === 0) return program;
  const constants = new Map(program.constants);
  const globals = new Map(program.globals);
  const structs = new Map(program.structs);
  for (const name of names) {
    if (sizeOf(program, name) === undefined) throw noSize(name);
    const size = sizes[name]!;
    const [struct, field] = name.split('.') as [string, string?];
    const constant = constants.get(name);
    if (field !== undefined) structs.set(struct, withField(structs.get(struct)!, field, size));
    else if (constant) constants.set(name, { ...constant, value: { kind: 'int', value: size, span: constant.span } });
    else globals.set(name, withLength(globals.get(name)!, size));
  }
  return { ...program, constants, globals, structs };
}

/** What is said of a name that has no size. */
export function noSize(name: string, span?: Span): Refusal {
  return new Refusal(
    `Cannot make \`${name}\` larger: it is no constant and no array of the model.`,
    span,
    'Name a constant, a global array, or `struct.field`.',
  );
}

function lengthOf(type: Type | undefined): number | undefined {
  return type?.kind === 'array' ? type.length : undefined;
}

function longer(type: Type, length: number): Type {
  return type.kind === 'array' ? { ...type, length } : type;
}

function withField(struct: StructDef, name: string, length: number): StructDef {
  return {
    ...struct,
    fields: struct.fields.map((f) => (f.name === name ? { ...f, type: longer(f.type, length) } : f)),
  };
}

/** What it begins with is of its type. */
function withLength(global: GlobalDef, length: number): GlobalDef {
  const { init } = global;
  const type = longer(global.type, length);
  return { ...global, type, ...(init?.kind === 'braces' && { init: { ...init, type } }) };
}
