// What a function may not call: itself, over others too; in an @atomic function, whatever takes a step of its own.

import type { Diagnostic } from '../base/diagnostic.ts';
import type { Expr, FunctionDef, Program, Stmt } from './ast.ts';
import { calleesOf, callsOf } from './call-graph.ts';
import { ownExpressions, statementsOf, subexpressions } from './walk.ts';

const WAITS: ReadonlySet<string> = new Set(['wait_until', 'spin_until', 'idle_until']);
const STEPS: ReadonlySet<string> = new Set(['sleep', 'sleep_timed', 'choose', 'resched']);

/** The call that a function begins with, if its first statement is one. Only there may an @atomic function wait. */
export function firstCall(fn: FunctionDef): Extract<Expr, { kind: 'call' }> | undefined {
  const first: Stmt | undefined = fn.body.body.find((s) => s.kind !== 'elided' && s.kind !== 'empty');
  const value = first?.kind === 'expression' ? first.expr : first?.kind === 'return' ? first.value : undefined;
  return value?.kind === 'call' ? value : undefined;
}

/** What of an @atomic function is no part of one step: a wait that does not come first, a sleep, a choice. */
export function checkAtomic(program: Program, fn: FunctionDef): Diagnostic[] {
  if (!fn.atomic) return [];
  const found: Diagnostic[] = [];
  const first = firstCall(fn);
  for (const s of statementsOf(fn.body))
    for (const e of ownExpressions(s).flatMap((own) => [...subexpressions(own)])) {
      if (e.kind !== 'call' && e.kind !== 'invoke') continue;
      if (e.kind === 'call' && WAITS.has(e.callee) && !program.functions.has(e.callee) && e !== first)
        found.push({
          message: `Cannot wait here: in an @atomic function, \`${e.callee}()\` must be the first statement.`,
          span: e.span,
          help: 'Move it to the top, or into a function of its own.',
        });
      const isStep = (name: string): boolean => STEPS.has(name) && !program.functions.has(name);
      const path = firstPath(calleesOf(program, fn, e).map((name) => pathTo(program, name, isStep)));
      if (path)
        found.push({
          message: `Cannot call \`${path[0]}()\` in an @atomic function: it ${tell(path)}is a step of its own.`,
          span: e.span,
          help: `Take @atomic from \`${fn.name}()\`, or the call out of it.`,
        });
    }
  return found;
}

/** The calls of a function that lead back to it. */
export function checkRecursion(program: Program, fn: FunctionDef): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const e of callsOf(fn)) {
    const callees = calleesOf(program, fn, e);
    const path = firstPath(callees.map((callee) => pathTo(program, callee, (name) => name === fn.name)));
    if (!path) continue;
    const calls = e.kind === 'call' ? 'calls' : 'calls, through a pointer,';
    found.push({
      message: `Cannot model this call: \`${fn.name}()\` ${calls} ${path.length === 1 ? 'itself' : named(path)}.`,
      span: e.span,
      help: 'The dialect has no recursion. Write a loop.',
    });
  }
  return found;
}

function firstPath(paths: readonly (string[] | undefined)[]): string[] | undefined {
  return paths.find((path) => path !== undefined);
}

function named(path: readonly string[]): string {
  return path.map((name) => `\`${name}()\``).join(', which calls ');
}

function tell(path: readonly string[]): string {
  if (path.length === 1) return '';
  return `calls ${named(path.slice(1))}, which `;
}

/** The functions from one name to the next that is wanted, both with it; none if no calls lead there. */
function pathTo(program: Program, from: string, isWanted: (name: string) => boolean): string[] | undefined {
  const seen = new Set<string>();
  const walk = (name: string): string[] | undefined => {
    if (isWanted(name)) return [name];
    if (seen.has(name)) return undefined;
    seen.add(name);
    const fn = program.functions.get(name);
    for (const callee of fn ? allCallees(program, fn) : []) {
      const rest = walk(callee);
      if (rest) return [name, ...rest];
    }
    return undefined;
  };
  return walk(from);
}

const callees = new WeakMap<Program, Map<FunctionDef, ReadonlySet<string>>>();

function allCallees(program: Program, fn: FunctionDef): ReadonlySet<string> {
  let known = callees.get(program);
  if (!known) {
    known = new Map();
    callees.set(program, known);
  }
  let found = known.get(fn);
  if (!found) {
    found = new Set(callsOf(fn).flatMap((e) => calleesOf(program, fn, e)));
    known.set(fn, found);
  }
  return found;
}
