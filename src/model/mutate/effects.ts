// What a part of a function does beyond its own locals: enough to tell the mutants that cannot differ from those that
// have to be judged. Where in doubt, something does more.

import type { Expr, FunctionDef, Program, Stmt } from '../ast.ts';
import { declaredIn } from '../call-graph.ts';
import { expressionsOf, statementsOf, subexpressions } from '../walk.ts';

/** Whether evaluating an expression only yields a value: it calls nothing and changes nothing. */
export function isPure(e: Expr): boolean {
  for (const part of subexpressions(e))
    if (part.kind === 'call' || part.kind === 'invoke' || part.kind === 'assign' || part.kind === 'update')
      return false;
  return true;
}

/**
 * What a call of a function changes: nothing, as a barrier or a message; nothing, but it may stop the task, as an
 * assertion; or something.
 */
export function changeOf(program: Program, name: string): 'nothing' | 'asserts' | 'something' {
  const fn = program.functions.get(name);
  if (!fn) return name === 'bug' ? 'asserts' : 'something';
  const own = new Set([...declaredIn(fn)].filter((n) => !fn.byName?.includes(n)));
  let found: 'nothing' | 'asserts' = 'nothing';
  for (const s of statementsOf(fn.body)) if (/^(?:while|do|for)$/.test(s.kind)) return 'something';
  for (const e of expressionsOf(fn.body)) {
    const target = e.kind === 'assign' ? e.target : e.kind === 'update' ? e.operand : undefined;
    if (target && !own.has(rootOf(target) ?? '')) return 'something';
    if (e.kind === 'invoke') return 'something';
    const called = e.kind === 'call' ? changeOf(program, e.callee) : 'nothing';
    if (called === 'something') return called;
    if (called === 'asserts') found = called;
  }
  return found;
}

/** Whether evaluating an expression changes nothing, whatever it calls. */
export function isIdle(program: Program, e: Expr): boolean {
  for (const part of subexpressions(e)) {
    if (part.kind === 'assign' || part.kind === 'update' || part.kind === 'invoke') return false;
    if (part.kind === 'call' && changeOf(program, part.callee) !== 'nothing') return false;
  }
  return true;
}

/** Whether two neighbours may change places without anybody seeing it, themselves included. */
export function areIndependent(a: Stmt, b: Stmt, fn: FunctionDef): boolean {
  const escaped = escapedIn(fn);
  const [one, other] = [touches(a, fn, escaped), touches(b, fn, escaped)];
  if (one.leaves || other.leaves || (one.shared && other.shared)) return false;
  const meets = (w: ReadonlySet<string>, o: Touched): boolean => [...w].some((n) => o.reads.has(n) || o.writes.has(n));
  return !meets(one.writes, other) && !meets(other.writes, one);
}

interface Touched {
  /** Names of locals. */
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
  /** It calls something, or reads or writes what others may see; or it may stop the task. */
  readonly shared: boolean;
  /** What follows may not come. */
  readonly leaves: boolean;
}

function touches(s: Stmt, fn: FunctionDef, escaped: ReadonlySet<string>): Touched {
  const reads = new Set<string>();
  const writes = new Set<string>();
  const own = declaredIn(fn);
  let shared = false;
  let leaves = false;
  for (const inner of statementsOf(s)) {
    if (/^(?:break|continue|return|goto|label|while|do|for)$/.test(inner.kind)) leaves = true;
    if (inner.kind === 'declare') for (const d of inner.names) writes.add(d.name);
  }
  for (const e of expressionsOf(s))
    switch (e.kind) {
      case 'name':
        reads.add(e.name);
        if (!own.has(e.name) || escaped.has(e.name)) shared = true;
        break;
      case 'assign':
      case 'update': {
        const root = rootOf(e.kind === 'assign' ? e.target : e.operand);
        if (root === undefined) shared = true;
        else writes.add(root);
        break;
      }
      case 'call':
      case 'invoke':
        shared = true;
        // A macro may assign its arguments.
        for (const arg of e.args)
          for (const part of subexpressions(arg)) if (part.kind === 'name') writes.add(part.name);
        break;
      case 'member':
        if (e.arrow) shared = true;
        break;
      case 'unary':
        if (e.op === '*') shared = true;
        break;
      case 'binary':
        if (e.op === '/' || e.op === '%') shared = true;
        break;
      case 'index':
        shared = true;
        break;
      default:
    }
  return { reads, writes, shared, leaves };
}

/** Locals that something else may reach: their address is taken, or they are arrays. */
function escapedIn(fn: FunctionDef): Set<string> {
  const found = new Set<string>();
  for (const e of expressionsOf(fn.body)) {
    const root = e.kind === 'unary' && e.op === '&' ? rootOf(e.operand) : undefined;
    if (root !== undefined) found.add(root);
  }
  for (const s of statementsOf(fn.body))
    if (s.kind === 'declare') for (const d of s.names) if (d.type.kind === 'array') found.add(d.name);
  return found;
}

/** The variable that an expression is a part of. */
function rootOf(e: Expr): string | undefined {
  switch (e.kind) {
    case 'name':
      return e.name;
    case 'paren':
      return rootOf(e.inner);
    case 'member':
      return e.arrow ? undefined : rootOf(e.object);
    case 'index':
      return rootOf(e.object);
    default:
      return undefined;
  }
}
