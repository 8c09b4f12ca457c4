import type { Program, Type } from '../ast.ts';
import type { Elision } from '../model.ts';
import type { Config } from './preprocess.ts';
import { keyOf } from './tokens.ts';

/** What the C front end has to know about the program that a text belongs to. */
export interface Known {
  readonly program: Program;
  readonly config: Config;
  /** Statements that the model leaves out, by `keyOf` their text with its semicolon. */
  readonly elides: ReadonlyMap<string, { readonly text: string; readonly reason: string }>;
  /** Functions whose calls it leaves out, whatever the arguments: elisions that are a bare name. */
  readonly elidedCalls: ReadonlyMap<string, string>;
}

/** Indexes a program and its model's elisions for the C front end. */
export function knownOf(
  program: Program,
  elides: readonly Pick<Elision, 'text' | 'reason'>[] = [],
  config: Config = {},
): Known {
  const calls = elides.filter((e) => bareName(e.text) !== undefined);
  const statements = elides.filter((e) => bareName(e.text) === undefined);
  return {
    program,
    config,
    elides: new Map(statements.map((e) => [keyOf(wholeStatement(e.text)), e])),
    elidedCalls: new Map(calls.map((e) => [bareName(e.text)!, e.reason])),
  };
}

function bareName(text: string): string | undefined {
  return /^\s*(\w+)\s*(?:\(\s*\))?\s*$/.exec(text)?.[1];
}

/** The type that a single word names, if it does: a scalar typedef, or a struct whose name ends in `_t`. */
export function namedType(name: string, known: Known): Type | undefined {
  const scalar = known.program.typedefs.get(name);
  if (scalar) return scalar;
  return name.endsWith('_t') && known.program.structs.has(name) ? { kind: 'struct', name } : undefined;
}

/** The text of an elision with the semicolon that it may lack. */
export function wholeStatement(text: string): string {
  return /[;}]\s*$/.test(text) ? text : `${text};`;
}
