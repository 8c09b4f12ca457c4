import type { Stmt } from './ast.ts';

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
