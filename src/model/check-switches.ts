import type { Diagnostic } from '../base/diagnostic.ts';
import type { Source, Span } from '../base/source.ts';
import type { Expr, Program } from './ast.ts';
import { expressionsOf } from './walk.ts';

/**
 * Switches that are chosen but not declared, in the model's own files, and those that nothing chooses. The vocabulary
 * may choose switches that a model does not have: they are off.
 */
export function checkSwitches(
  program: Program,
  switches: ReadonlyMap<string, Span>,
  own: ReadonlySet<Source>,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const chosen = new Set<string>();
  const visit = (e: Expr): void => {
    if (e.kind !== 'call' || e.callee !== 'choose') return;
    const [name] = e.args;
    if (name?.kind !== 'string') {
      found.push({ message: 'Cannot choose a switch that is no literal name.', span: e.span });
      return;
    }
    chosen.add(name.value);
    if (!switches.has(name.value) && own.has(name.span.source))
      found.push({
        message: `Cannot choose \`${name.value}\`: the model has no such switch.`,
        span: name.span,
        help: `It has ${[...switches.keys()].join(', ') || 'none'}.`,
      });
  };
  for (const { body } of program.functions.values()) {
    const { source, start, end } = body.span;
    // Few functions choose, and a look at the text is cheaper than one at the tree.
    if (source.text.slice(start, end).includes('choose')) for (const e of expressionsOf(body)) visit(e);
  }
  for (const [name, span] of switches)
    if (!chosen.has(name)) found.push({ message: `Cannot use the switch \`${name}\`: no function chooses it.`, span });
  return found;
}
