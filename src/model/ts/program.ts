// Parsed files to one program: names of types resolved, bodies elaborated. All files share one space of names, as a
// kernel does.

import { type Diagnostic, Refusal } from '../../base/diagnostic.ts';
import { unreachable } from '../../base/unreachable.ts';
import type { Definition, Program, Type } from '../ast.ts';
import { C_TYPES, DIALECT_TYPES } from '../base-types.ts';
import { asParameter, isCode } from '../function-type.ts';
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
  const attempt = attempter(diagnostics);

  const aliases = new Map<string, Typedef>();
  const taken = new Set<string>();
  for (const alias of files.flatMap((file) => file.typedefs))
    once(taken, `type ${alias.name}`, alias, attempt, () => aliases.set(alias.name, alias));
  const typedefs = new Map(C_TYPES);
  for (const alias of aliases.values())
    attempt(() => void typedefs.set(alias.name, resolveAlias(alias, aliases)), undefined);
  for (const { name } of aliases.values()) {
    const type = typedefs.get(name);
    if (type?.kind === 'function' || type?.kind === 'pointer') typedefs.set(name, resolveType(type, typedefs));
  }

  const program = {
    functions: new Map(),
    structs: new Map(),
    globals: new Map(),
    constants: new Map(),
    typedefs,
    initcalls: [],
  };
  const added = files.flatMap((file) => file.definitions);
  define(program, added, taken, attempt);
  elaborateAll(program, added, diagnostics);
  return { program, diagnostics };
}

/**
 * A program with the definitions of one more file in it, which take the place of those that have their names. The others
 * stay the same objects.
 */
export function extendProgram(base: Program, file: ParsedFile): Built {
  const diagnostics: Diagnostic[] = [...file.diagnostics];
  const attempt = attempter(diagnostics);
  for (const { name, span } of file.typedefs)
    diagnostics.push({ message: `Cannot define the type \`${name}\` here: declare it in a file of the model.`, span });
  const { functions, structs, globals, constants, typedefs, initcalls } = base;
  const program = {
    functions: new Map(functions),
    structs: new Map(structs),
    globals: new Map(globals),
    constants: new Map(constants),
    typedefs,
    initcalls,
  };
  define(program, file.definitions, new Set(), attempt);
  elaborateAll(program, file.definitions, diagnostics);
  return { program, diagnostics };
}

type Attempt = <T>(work: () => T, otherwise: T) => T;

/** A program that is being made. */
type Draft = {
  readonly [K in Exclude<keyof Program, 'typedefs' | 'initcalls'>]: Map<string, ValueOf<Program[K]>>;
} & Pick<Program, 'typedefs' | 'initcalls'>;
type ValueOf<M> = M extends ReadonlyMap<string, infer V> ? V : never;

function attempter(diagnostics: Diagnostic[]): Attempt {
  return (work, otherwise) => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      diagnostics.push(error.diagnostic);
      return otherwise;
    }
  };
}

/** Definitions with their types resolved. */
function define(draft: Draft, added: readonly Definition[], taken: Set<string>, attempt: Attempt): void {
  const resolve = typeResolver(draft.typedefs);
  for (const def of added) {
    const space = def.kind === 'struct' ? 'type' : 'name';
    once(taken, `${space} ${def.name}`, def, attempt, () => {
      switch (def.kind) {
        case 'function': {
          const params = def.params.map((p) => ({ ...p, type: asParameter(resolve(p.type)) }));
          return draft.functions.set(def.name, { ...def, params, result: resolve(def.result) });
        }
        case 'struct': {
          const fields = def.fields.map((f) => ({ ...f, type: resolve(f.type) }));
          return draft.structs.set(def.name, { ...def, fields });
        }
        case 'global':
          return draft.globals.set(def.name, { ...def, type: resolve(def.type) });
        case 'constant':
          return draft.constants.set(def.name, { ...def, type: resolve(def.type) });
        default:
          return unreachable(def);
      }
    });
  }
}

/** Initial values, constants and bodies as C, once all types are known. */
function elaborateAll(draft: Draft, added: readonly Definition[], diagnostics: Diagnostic[]): void {
  const attempt = attempter(diagnostics);
  const resolve = typeResolver(draft.typedefs);
  const scope = new Scope(draft);
  const report = (d: Diagnostic): void => void diagnostics.push(d);
  const of = <D>(kind: Definition['kind'], map: ReadonlyMap<string, D>): D[] =>
    added.flatMap((def) => (def.kind === kind && map.get(def.name)) || []);
  for (const g of of('global', draft.globals)) {
    const { init } = g;
    if (init) {
      const value = attempt(() => elaborateValue(g.name, init, scope, g.type, resolve), init);
      draft.globals.set(g.name, { ...g, init: value });
    }
  }
  for (const c of of('constant', draft.constants)) {
    const value = attempt(() => elaborateValue(c.name, c.value, scope, c.type, resolve), c.value);
    draft.constants.set(c.name, { ...c, value });
  }
  for (const fn of of('function', draft.functions))
    draft.functions.set(fn.name, elaborateFunction(fn, draft, resolve, report));
}

function once(
  taken: Set<string>,
  key: string,
  def: { readonly name: string; readonly span: Typedef['span'] },
  attempt: Attempt,
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
  if (type.kind === 'int' && type.name.startsWith('enum ')) return type;
  return type.kind === 'int' || type.kind === 'function' || isCode(type) ? { ...type, name: alias.name } : type;
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
      return to === type.to ? type : { ...type, to };
    }
    case 'array': {
      const of = resolveType(type.of, typedefs);
      return of === type.of ? type : { ...type, of };
    }
    case 'function': {
      const params = type.params.map((p) => ({ ...p, type: asParameter(resolveType(p.type, typedefs)) }));
      return { ...type, params, result: resolveType(type.result, typedefs) };
    }
    case 'void':
    case 'bool':
    case 'int':
      return type;
    default:
      return unreachable(type);
  }
}
