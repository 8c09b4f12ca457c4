import { type Diagnostic, Refusal } from '../../base/diagnostic.ts';
import type { Source, Span } from '../../base/source.ts';
import type { ConstantDef, GlobalDef, StructDef, Type } from '../ast.ts';
import { Scope } from '../typing.ts';
import type { Known } from './known.ts';
import type { ConfigWarning } from './preprocess.ts';
import { type CNode, firstError } from './tree-sitter.ts';

/** What every rule of the C front end works with. */
export interface Context {
  readonly source: Source;
  readonly known: Known;
  readonly refusals: Diagnostic[];
  readonly warnings: ConfigWarning[];
  /** What the text itself defines is entered here, and known to the rest of it. */
  readonly own: OwnNames;
  /** Names in sight, for `sizeof(*p)`. */
  scope: Scope;
}

/** A context of its own for one text: what the text defines is known to the rest of it. */
export function newContext(source: Source, known: Known): Context {
  const { typedefs, structs, constants, globals } = known.program;
  const own = {
    typedefs: new Map(typedefs),
    structs: new Map(structs),
    constants: new Map(constants),
    globals: new Map(globals),
  };
  const program = { ...known.program, ...own };
  return { source, known: { ...known, program }, refusals: [], warnings: [], scope: new Scope(program), own };
}

export interface OwnNames {
  readonly typedefs: Map<string, Type>;
  readonly structs: Map<string, StructDef>;
  readonly constants: Map<string, ConstantDef>;
  readonly globals: Map<string, GlobalDef>;
}

export function spanOf(node: CNode, c: Context): Span {
  return { source: c.source, start: node.start, end: node.end };
}

/** The text of a node as it was before masking. */
export function textOf(node: CNode, c: Context): string {
  return c.source.text.slice(node.start, node.end);
}

/** The whole word at a place: a masked name is longer than its node. */
export function wordAt(start: number, c: Context): string {
  return /^\w*/.exec(c.source.text.slice(start, start + 200))![0];
}

/** Throws the refusal of a node. */
export function refuse(node: CNode, c: Context, message: string, help?: string): never {
  throw new Refusal(message, spanOf(node, c), help);
}

/** Refuses a text that is no C, at the place where it stops being so. */
export function requireC(node: CNode, c: Context, deep = true): void {
  const bad = deep ? firstError(node) : node.children.find((n) => n.type === 'ERROR' || n.missing);
  if (!bad) return;
  if (bad.missing) refuse(bad, c, `Cannot read this C: \`${bad.type}\` is missing here.`);
  refuse(bad, c, `Cannot read this C at \`${short(textOf(bad, c))}\`.`);
}

/** Runs `work`; what it refuses is collected, and `otherwise` stands in its place. */
export function collect<T>(c: Context, work: () => T, otherwise: T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    c.refusals.push(error.diagnostic);
    return otherwise;
  }
}

/** A text on one line, cut to fit a message. */
export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
