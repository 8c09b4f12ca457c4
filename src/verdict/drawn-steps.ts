// What the steps of a drawn diagram are in a program: the statements that call the functions they name, or else those
// that touch the variables they name. Only statements that tasks of the scenario run are looked at.

import type { Diagram, DiagramStep } from '../claim/diagram.ts';
import type { Part } from '../explore/sites.ts';
import type { Expr, Program, Stmt } from '../model/ast.ts';
import { ownExpressions, subexpressions } from '../model/walk.ts';

export interface MatchedStep {
  readonly step: DiagramStep;
  /** `swap_duplicate()`, or the variables. */
  readonly what: string;
  readonly part: Part;
}

/** What tasks run of a program. */
interface Run {
  readonly functions: ReadonlySet<string>;
  readonly statements: ReadonlySet<Stmt>;
}

/** The steps of a diagram that name something that is run, in their order. */
export function matchSteps({ steps }: Diagram, program: Program, run: Run): MatchedStep[] {
  // A call that is one step has no statement of its own: it is that which calls it.
  const calls = byName(run.statements, (e) => (e.kind === 'call' ? e.callee : undefined));
  const variables = byName(run.statements, (e) => {
    if (e.kind === 'member') return e.field;
    return e.kind === 'name' && program.globals.has(e.name) ? e.name : undefined;
  });
  const names = new Set([...variables.keys(), ...program.constants.keys(), ...byName(run.statements, nameOf).keys()]);
  const loosely = new Map([...run.functions, ...calls.keys()].map((name) => [loose(name), name]));
  const callOf = (step: DiagramStep, name: string): MatchedStep[] => {
    if (run.functions.has(name)) return [{ step, what: `${name}()`, part: { kind: 'function', name } }];
    const statements = calls.get(name);
    return statements ? [{ step, what: `${name}()`, part: { kind: 'statements', statements } }] : [];
  };
  return steps.flatMap((step) => {
    // The last one named is what the step comes to: "enters a(), down to b()".
    const named = [...step.names, ...step.functions].reverse();
    const spelled = [...step.functions].reverse().flatMap((name) => loosely.get(loose(name)) ?? []);
    const [call] = [...named, ...spelled].flatMap((name) => callOf(step, name));
    if (call) return [call];
    // In a sentence a word like `mapping` is no variable, and code of which some is unknown is other code.
    const isCode = CODE.test(step.text) && step.names.every((name) => names.has(name));
    const known = isCode ? step.names.filter((name) => variables.has(name)) : [];
    const touching = [...(variables.get(known[0] ?? '') ?? [])];
    const statements = new Set(touching.filter((s) => known.every((name) => variables.get(name)!.has(s))));
    return statements.size > 0 ? [{ step, what: known.join(', '), part: { kind: 'statements', statements } }] : [];
  });
}

function nameOf(e: Expr): string | undefined {
  return e.kind === 'name' ? e.name : undefined;
}

const CODE = /->|[^=!<>]=[^=]|\+\+|--|;\s*$/;

/** `swapduplicate` is what somebody wrote for `swap_duplicate`. */
function loose(name: string): string {
  return name.replace(/_/g, '').toLowerCase();
}

function byName(statements: ReadonlySet<Stmt>, nameOf: (e: Expr) => string | undefined): Map<string, Set<Stmt>> {
  const found = new Map<string, Set<Stmt>>();
  for (const s of statements)
    for (const e of ownExpressions(s).flatMap((own) => [...subexpressions(own)])) {
      const name = nameOf(e);
      if (name !== undefined) found.set(name, (found.get(name) ?? new Set()).add(s));
    }
  return found;
}
