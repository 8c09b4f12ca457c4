// What happened in a move, in the words of the source: what a witness is printed from.

import type { Expr, FunctionDef, Stmt } from '../../model/ast.ts';
import type { Place, StopReason } from './memory.ts';
import { isTrue, type Value } from './value.ts';

interface At {
  /** Index into the scenario's tasks. */
  readonly task: number;
  /** Depth of the call: 0 in the function that the task runs. */
  readonly depth: number;
  readonly function: FunctionDef;
  readonly statement: Stmt;
}

export interface Shown {
  /** `-17`, `true`, `NULL`, `page 1`, `&page 1.lru`. */
  readonly text: string;
  /** Absent for a pointer to an object. */
  readonly number?: number;
}

/** Nothing is told of the inside of atomic functions, nor of blocks, labels and elided statements. */
export type StepEvent =
  | (At & { readonly kind: 'enter' })
  | (At & { readonly kind: 'leave' })
  /** A full expression of the statement has its value: the whole of it, an initializer, a test, what is returned. */
  | (At & { readonly kind: 'value'; readonly expression: Expr; readonly declares?: string; readonly value: Shown })
  | (At & { readonly kind: 'choice'; readonly switch: string; readonly happens: boolean })
  | (At & { readonly kind: 'sleep' | 'wake'; readonly timed: boolean })
  | { readonly kind: 'arrive' | 'done'; readonly task: number }
  | { readonly kind: 'stop'; readonly task: number; readonly reason: StopReason; readonly span: Expr['span'] };

export function show(v: Value): Shown {
  switch (v.kind) {
    case 'int':
      return { text: v.as === 'bool' ? String(isTrue(v)) : String(v.n), number: v.n };
    case 'pointer':
      return showPlace(v.at);
    case 'struct': {
      const fields = v.memory.kind === 'struct' ? [...v.memory.fields] : [];
      const parts = fields.map(([name, m]) => `${name}: ${m.kind === 'scalar' ? show(m.value).text : '…'}`);
      return { text: `{ ${parts.join(', ')} }` };
    }
    case 'void':
      return { text: 'void' };
  }
}

function showPlace({ block, path }: Place): Shown {
  if (typeof block === 'number' && path.length === 0)
    return { text: block === 0 ? 'NULL' : `0x${block.toString(16)}`, number: block };
  const base = typeof block === 'number' ? 'NULL' : block.name;
  const way = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  const isObject = typeof block !== 'number' && block.kind !== 'global' && block.kind !== 'local' && path.length === 0;
  return { text: isObject ? base : `&${base}${way}` };
}
