import type { Expr, Stmt } from './ast.ts';

/** Every statement of a tree, outer before inner, in the order of the text. */
export function* statementsOf(s: Stmt): Generator<Stmt> {
  yield s;
  switch (s.kind) {
    case 'block':
      for (const child of s.body) yield* statementsOf(child);
      return;
    case 'if':
      yield* statementsOf(s.then);
      if (s.else) yield* statementsOf(s.else);
      return;
    case 'for':
      if (s.init) yield* statementsOf(s.init);
      yield* statementsOf(s.body);
      return;
    case 'while':
    case 'do':
    case 'label':
      yield* statementsOf(s.body);
      return;
    case 'switch':
      for (const c of s.cases) for (const child of c.body) yield* statementsOf(child);
      return;
    default:
      return;
  }
}

/** Whether a statement is one that a task runs, and not only what others stand in. */
export function isRun({ kind }: Stmt): boolean {
  return kind !== 'block' && kind !== 'label' && kind !== 'empty' && kind !== 'elided';
}

/** Every expression of a statement, outer before inner, in the order of the text. */
export function* expressionsOf(s: Stmt): Generator<Expr> {
  for (const child of statementsOf(s)) for (const e of ownExpressions(child)) yield* subexpressions(e);
}

/** The expressions that stand in a statement itself, not in the statements inside it. */
export function ownExpressions(s: Stmt): Expr[] {
  switch (s.kind) {
    case 'declare':
      return s.names.flatMap((d) => (d.init ? [d.init] : []));
    case 'expression':
      return [s.expr];
    case 'if':
    case 'while':
    case 'do':
      return [s.test];
    case 'for':
      return [s.test, s.step].filter((e) => e !== undefined);
    case 'switch':
      return [s.subject, ...s.cases.flatMap((c) => (c.test ? [c.test] : []))];
    case 'return':
      return s.value ? [s.value] : [];
    default:
      return [];
  }
}

/** An expression and all inside it. */
export function* subexpressions(e: Expr): Generator<Expr> {
  yield e;
  for (const child of childrenOf(e)) yield* subexpressions(child);
}

function childrenOf(e: Expr): readonly Expr[] {
  switch (e.kind) {
    case 'paren':
      return [e.inner];
    case 'unary':
    case 'update':
    case 'cast':
    case 'whole':
      return [e.operand];
    case 'binary':
      return [e.left, e.right];
    case 'assign':
      return [e.target, e.value];
    case 'conditional':
      return [e.test, e.then, e.else];
    case 'elvis':
      return [e.test, e.else];
    case 'comma':
      return e.parts;
    case 'call':
      return e.args;
    case 'invoke':
      return [e.callee, ...e.args];
    case 'braces':
      return e.items.map((item) => item.value);
    case 'member':
      return [e.object];
    case 'index':
      return [e.object, e.index];
    default:
      return [];
  }
}
