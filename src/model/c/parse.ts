// In: top-level C (functions, structs, globals, constant macros, enums, typedefs). Out: the same tree that models
// become. Each statement that cannot be modelled is refused by itself; no other text is lost.

import type { Diagnostic } from '../../base/diagnostic.ts';
import type { Source } from '../../base/source.ts';
import type { Definition, Initcall, Type } from '../ast.ts';
import { collect, newContext, requireC } from './context.ts';
import { definition, type Found } from './definitions.ts';
import type { Known } from './known.ts';
import type { MacroDef } from './macros.ts';
import { mask } from './mask.ts';
import { type ConfigWarning, preprocess } from './preprocess.ts';
import { errorsOf, loadGrammar } from './tree-sitter.ts';

export interface ParsedC {
  readonly definitions: readonly Definition[];
  readonly typedefs: ReadonlyMap<string, Type>;
  /** Functions that are declared but not defined. */
  readonly prototypes: readonly string[];
  /** In the order of the text. */
  readonly initcalls: readonly Initcall[];
  /** Function-like macros. */
  readonly macros: readonly MacroDef[];
  /** What cannot be modelled, each at its statement; an empty statement stands there in the tree. */
  readonly refusals: readonly Diagnostic[];
  readonly warnings: readonly ConfigWarning[];
}

/** Parses C against what the program knows. Bad C is refused in the result, never thrown. */
export async function parseC(source: Source, known: Known): Promise<ParsedC> {
  const grammar = await loadGrammar();
  const conditional = preprocess(source, known.config);
  const context = newContext(source, known);
  for (const { span, text } of conditional.unclear)
    context.refusals.push({
      message: `Cannot evaluate \`${text}\`.`,
      span,
      help: 'Only conditions over CONFIG_ symbols are understood.',
    });
  const found: Found = { definitions: [], typedefs: new Map(), prototypes: [], initcalls: [], macros: [] };
  // The mask ends a macro in the line's last place, which must be there.
  const root = grammar(mask(`${conditional.text}\n`, known));
  for (const node of root.children) {
    const before = found.definitions.length;
    definition(node, context, found);
    for (const [name, type] of found.typedefs) context.own.typedefs.set(name, type);
    for (const d of found.definitions.slice(before)) {
      if (d.kind === 'constant') context.own.constants.set(d.name, d);
      if (d.kind === 'global') context.own.globals.set(d.name, d);
    }
  }
  // Whatever the rules do, no text is lost in silence.
  for (const bad of errorsOf(root)) {
    const refused = context.refusals.some(({ span }) => span && span.start <= bad.end && bad.start <= span.end);
    if (!refused) collect(context, () => requireC({ ...bad, children: [bad] }, context), undefined);
  }
  return { ...found, refusals: context.refusals, warnings: [...conditional.warnings, ...context.warnings] };
}
