// A statement in few words, in C: what a column of a witness has room for.

import type { Expr, Stmt } from '../model/ast.ts';
import { printExprC } from '../model/print/c.ts';
import { subexpressions } from '../model/walk.ts';

/** Arguments longer than this are not told. */
const ROOM = 16;

/** Annotations of a condition, which are no calls to a reader. */
const TRANSPARENT: ReadonlySet<string> = new Set(['likely', 'unlikely']);

/** An expression in C; long lists of arguments are `…`. */
export function shortC(e: Expr): string {
  return printExprC(shortened(e));
}

function shortened(e: Expr): Expr {
  switch (e.kind) {
    case 'call': {
      if (TRANSPARENT.has(e.callee) && e.args.length === 1) return shortened(e.args[0]!);
      const args = e.args.map(shortened);
      const { span } = e;
      const long = args.map((a) => printExprC(a)).join(', ').length > ROOM;
      return { ...e, args: long ? [{ kind: 'name', name: '…', span }] : args };
    }
    case 'paren':
      return { ...e, inner: shortened(e.inner) };
    case 'unary':
    case 'update':
    case 'cast':
    case 'whole':
      return { ...e, operand: shortened(e.operand) };
    case 'binary':
      return { ...e, left: shortened(e.left), right: shortened(e.right) };
    case 'assign':
      return { ...e, target: shortened(e.target), value: shortened(e.value) };
    case 'conditional':
      // biome-ignore lint/suspicious/noThenProperty: the tree has it
      return { ...e, test: shortened(e.test), then: shortened(e.then), else: shortened(e.else) };
    case 'member':
      return { ...e, object: shortened(e.object) };
    case 'index':
      return { ...e, object: shortened(e.object), index: shortened(e.index) };
    default:
      return e;
  }
}

/** What is told of a statement, without its value; nothing for what only steers. */
export function headOf(s: Stmt, expression?: Expr, declares?: string): string | undefined {
  switch (s.kind) {
    case 'declare': {
      const d = s.names.find((n) => (declares === undefined ? n.init : n.name === declares));
      return d?.init && `${d.name} = ${shortC(d.init)}`;
    }
    case 'expression':
      return shortC(s.expr);
    case 'if':
      return calls(s.test) ? `if (${shortC(s.test)})` : undefined;
    case 'while':
    case 'do':
      return calls(s.test) ? `while (${shortC(s.test)})` : undefined;
    case 'for': {
      if (s.head) return s.head;
      const e = expression ?? s.test;
      return e && calls(e) ? `for (${shortC(e)})` : undefined;
    }
    case 'switch':
      return `switch (${shortC(s.subject)})`;
    case 'return':
      return s.value ? `return ${shortC(s.value)}` : 'return';
    case 'goto':
      return `goto ${s.label}`;
    case 'break':
    case 'continue':
      return s.kind;
    default:
      return undefined;
  }
}

/** Where a task stands: the statement, or as much of it as fits on a line. */
export function placeOf(s: Stmt): string {
  if (s.kind === 'if') return `if (${shortC(s.test)})`;
  if (s.kind === 'while' || s.kind === 'do') return `while (${shortC(s.test)})`;
  if (s.kind === 'for' && s.head) return s.head;
  if (s.kind === 'for') return s.test ? `for (${shortC(s.test)})` : 'for (;;)';
  return headOf(s) ?? s.kind;
}

function calls(e: Expr): boolean {
  return [...subexpressions(e)].some((x) => x.kind === 'invoke' || (x.kind === 'call' && !TRANSPARENT.has(x.callee)));
}
