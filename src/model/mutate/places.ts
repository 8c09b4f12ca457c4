// Where the statements of a function stand: what comes next, and whose body it is.

import type { FunctionDef, Stmt } from '../ast.ts';
import { isRun } from '../walk.ts';

export interface Place {
  readonly statement: Stmt;
  /** The one that runs behind it in the same list; none if a label stands between, for others come in there. */
  readonly next: Stmt | undefined;
  /** It is the first, the last of those that run in its list. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** The statement whose body the list is; nothing for the body of the function. */
  readonly parent: Stmt | undefined;
}

/** The statements of a function that run, outer before inner, in the order of the text. */
export function placesOf(fn: FunctionDef): Place[] {
  return [...inList(fn.body.body, undefined)];
}

function* inList(list: readonly Stmt[], parent: Stmt | undefined): Generator<Place> {
  const running = list.filter((s) => isRun(unlabelled(s)));
  for (const s of list) {
    const statement = unlabelled(s);
    const at = running.indexOf(s);
    const next = running[at + 1];
    if (at >= 0)
      yield {
        statement,
        next: next?.kind === 'label' ? undefined : next,
        isFirst: at === 0,
        isLast: at === running.length - 1,
        parent,
      };
    yield* inside(statement, parent);
  }
}

function* inside(s: Stmt, parent: Stmt | undefined): Generator<Place> {
  switch (s.kind) {
    case 'block':
      return yield* inList(s.body, parent);
    case 'if':
      yield* inBody(s.then, s);
      if (s.else) yield* inBody(s.else, s);
      return;
    case 'for':
      if (s.init) yield { statement: s.init, next: undefined, isFirst: true, isLast: true, parent: s };
      return yield* inBody(s.body, s);
    case 'while':
    case 'do':
      return yield* inBody(s.body, s);
    case 'switch':
      for (const c of s.cases) yield* inList(c.body, s);
      return;
    default:
  }
}

function inBody(body: Stmt, parent: Stmt): Generator<Place> {
  return inList(body.kind === 'block' ? body.body : [body], parent);
}

/** The statement that labels stand in front of. */
export function unlabelled(s: Stmt): Stmt {
  return s.kind === 'label' ? unlabelled(s.body) : s;
}
