// Parsed files to one program: names of types resolved, bodies elaborated. All files share one space of names, as a
// kernel does.

import { type Diagnostic, Refusal } from '../../base/diagnostic.ts';
import { unreachable } from '../../base/unreachable.ts';
import type { ConstantDef, FunctionDef, GlobalDef, Program, StructDef, Type } from '../ast.ts';
import { C_TYPES, DIALECT_TYPES } from '../base-types.ts';
import { Scope } from '../typing.ts';
import { elaborateFunction, elaborateValue } from './elaborate.ts';
import type { ParsedFile, Typedef } from './parse.ts';

export interface Built {
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
}

/** The program that some files make together. */
export function buildProgram(files: readonly ParsedFile[]): Built {
  const diagnostics: Diagnostic[] = files.flatMap((file) => file.diagnostics);
  const attempt = <T>(work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      diagnostics.push(error.diagnostic);
      return otherwise;
    }
  };
  const report = (d: Diagnostic): void => void diagnostics.push(d);

  const aliases = new Map<string, Typedef>();
  const taken = new Set<string>();
  for (const alias of files.flatMap((file) => file.typedefs))
    once(taken, `type ${alias.name}`, alias, attempt, () => aliases.set(alias.name, alias));
  const typedefs = new Map(C_TYPES);
  for (const alias of aliases.values())
    attempt(() => void typedefs.set(alias.name, resolveAlias(alias, aliases)), undefined);

  const resolve = typeResolver(typedefs);
  const functions = new Map<string, FunctionDef>();
  const structs = new Map<string, StructDef>();
  const globals = new Map<string, GlobalDef>();
  const constants = new Map<string, ConstantDef>();
  const program: Program = { functions, structs, globals, constants, typedefs };
  for (const file of files)
    for (const def of file.definitions) {
      const space = def.kind === 'struct' ? 'type' : 'name';
      once(taken, `${space} ${def.name}`, def, attempt, () => {
        switch (def.kind) {
          case 'function': {
            const params = def.params.map((p) => ({ ...p, type: resolve(p.type) }));
            return functions.set(def.name, { ...def, params, result: resolve(def.result) });
          }
          case 'struct':
            return structs.set(def.name, { ...def, fields: def.fields.map((f) => ({ ...f, type: resolve(f.type) })) });
          case 'global':
            return globals.set(def.name, { ...def, type: resolve(def.type) });
          case 'constant':
            return constants.set(def.name, { ...def, type: resolve(def.type) });
          default:
            return unreachable(def);
        }
      });
    }

  const scope = new Scope(program);
  for (const g of globals.values()) {
    const init = g.init;
    if (init)
      attempt(() => void globals.set(g.name, { ...g, init: elaborateValue(init, scope, g.type, resolve) }), undefined);
  }
  for (const c of constants.values())
    attempt(
      () => void constants.set(c.name, { ...c, value: elaborateValue(c.value, scope, c.type, resolve) }),
      undefined,
    );
  for (const fn of functions.values()) functions.set(fn.name, elaborateFunction(fn, program, resolve, report));
  return { program, diagnostics };
}

function once(
  taken: Set<string>,
  key: string,
  def: { readonly name: string; readonly span: Typedef['span'] },
  attempt: (work: () => void, otherwise: undefined) => void,
  add: () => unknown,
): void {
  attempt(() => {
    if (taken.has(key))
      throw new Refusal(`Cannot define \`${def.name}\` twice: another definition has this name.`, def.span);
    taken.add(key);
    add();
  }, undefined);
}

function resolveAlias(alias: Typedef, aliases: ReadonlyMap<string, Typedef>): Type {
  if (DIALECT_TYPES.has(alias.name))
    throw new Refusal(`Cannot define \`${alias.name}\`: it is a word of the dialect.`, alias.span);
  let { type } = alias;
  for (const seen = new Set([alias.name]); type.kind === 'struct'; ) {
    const next = aliases.get(type.name);
    if (!next || seen.has(type.name))
      throw new Refusal(
        `Cannot model the typedef \`${alias.name}\`: it is no integer.`,
        alias.span,
        'Declare a struct as an interface.',
      );
    seen.add(type.name);
    type = next.type;
  }
  return type.kind === 'int' ? { ...type, name: alias.name } : type;
}

/** Names of types that are typedefs become what they are. */
export function typeResolver(typedefs: ReadonlyMap<string, Type>): (type: Type) => Type {
  return (type) => resolveType(type, typedefs);
}

function resolveType(type: Type, typedefs: ReadonlyMap<string, Type>): Type {
  switch (type.kind) {
    case 'struct':
      return typedefs.get(type.name) ?? type;
    case 'pointer': {
      const to = resolveType(type.to, typedefs);
      return to === type.to ? type : { kind: 'pointer', to };
    }
    case 'array': {
      const of = resolveType(type.of, typedefs);
      return of === type.of ? type : { ...type, of };
    }
    case 'void':
    case 'bool':
    case 'int':
      return type;
    default:
      return unreachable(type);
  }
}
