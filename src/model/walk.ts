import type { Expr, Stmt } from './ast.ts';

// Lists, not generators: of a tree of some depth each yield goes through all that are around it, and everything is walked.

/** Every statement of a tree, outer before inner, in the order of the text. */
export function statementsOf(s: Stmt): readonly Stmt[] {
  const found: Stmt[] = [];
  addStatements(s, found);
  return found;
}

function addStatements(s: Stmt, found: Stmt[]): void {
  found.push(s);
  switch (s.kind) {
    case 'block':
      for (const child of s.body) addStatements(child, found);
      return;
    case 'if':
      addStatements(s.then, found);
      if (s.else) addStatements(s.else, found);
      return;
    case 'for':
      if (s.init) addStatements(s.init, found);
      addStatements(s.body, found);
      return;
    case 'while':
    case 'do':
    case 'label':
      addStatements(s.body, found);
      return;
    case 'switch':
      for (const c of s.cases) for (const child of c.body) addStatements(child, found);
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
export function expressionsOf(s: Stmt): readonly Expr[] {
  const found: Expr[] = [];
  for (const child of statementsOf(s)) for (const e of ownExpressions(child)) addExpressions(e, found);
  return found;
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

/** An expression and all inside it, outer before inner, in the order of the text. */
export function subexpressions(e: Expr): readonly Expr[] {
  const found: Expr[] = [];
  addExpressions(e, found);
  return found;
}

function addExpressions(e: Expr, found: Expr[]): void {
  found.push(e);
  switch (e.kind) {
    case 'paren':
      return addExpressions(e.inner, found);
    case 'unary':
    case 'update':
    case 'cast':
    case 'whole':
      return addExpressions(e.operand, found);
    case 'binary':
      addExpressions(e.left, found);
      return addExpressions(e.right, found);
    case 'assign':
      addExpressions(e.target, found);
      return addExpressions(e.value, found);
    case 'conditional':
      addExpressions(e.test, found);
      addExpressions(e.then, found);
      return addExpressions(e.else, found);
    case 'elvis':
      addExpressions(e.test, found);
      return addExpressions(e.else, found);
    case 'comma':
      for (const part of e.parts) addExpressions(part, found);
      return;
    case 'invoke':
      addExpressions(e.callee, found);
      for (const arg of e.args) addExpressions(arg, found);
      return;
    case 'call':
      for (const arg of e.args) addExpressions(arg, found);
      return;
    case 'braces':
      for (const { value } of e.items) addExpressions(value, found);
      return;
    case 'member':
      return addExpressions(e.object, found);
    case 'index':
      addExpressions(e.object, found);
      return addExpressions(e.index, found);
    default:
  }
}
