// A state as text, so that two are equal exactly if nothing that can happen later tells them apart by more than the names
// of objects. Objects are numbered in the order in which globals and then the tasks lead to them.

import type { Declarator, Expr, FunctionDef, Stmt } from '../../model/ast.ts';
import type { Block, Memory, Place } from './memory.ts';
import type { Frame, Thread, World } from './state.ts';
import type { Value } from './value.ts';

export function fingerprint(world: World): string {
  const numbers = new Map<Block, number>();
  const queue: Block[] = [];

  const number = (block: Block): number => {
    const known = numbers.get(block);
    if (known !== undefined) return known;
    numbers.set(block, numbers.size);
    queue.push(block);
    return numbers.size - 1;
  };
  const place = ({ block, path }: Place): string =>
    [typeof block === 'number' ? `=${block}` : `#${number(block)}`, ...path].join('.');
  const value = (v: Value): string => {
    if (v.kind === 'int') return String(v.n);
    if (v.kind === 'pointer') return place(v.at);
    return v.kind === 'struct' ? memory(v.memory) : 'void';
  };
  const memory = (m: Memory): string => {
    if (m.kind === 'scalar') return value(m.value);
    return `{${[...(m.kind === 'struct' ? m.fields.values() : m.items)].map(memory).join(' ')}}`;
  };
  const frame = (f: Frame): string => {
    const locals = f.scopes.flatMap((scope) => [...scope.values()].map((block) => `#${number(block)}`));
    const operands = f.operands.map((o) => ('kind' in o ? value(o) : `&${place(o)}`));
    return `${f.fn.name}@${nodeNumber(f.fn, f.at)}(${locals.join(' ')};${operands.join(' ')})`;
  };
  const thread = (t: Thread): string => {
    if (typeof t.state !== 'string') return `stopped ${t.state.stopped}`;
    // Who ends with a count that is not 0 does wrong.
    const counts = [t.preemptCount, t.nosleepCount, t.irqsOff];
    if (t.state !== 'started') return [t.state, ...counts].join(' | ');
    return [t.point!.kind, ...counts, ...t.frames.map(frame)].join(' | ');
  };

  const lines = [...world.globals.values()].map((block) => `${block.name} #${number(block)}`);
  lines.push(...world.threads.map(thread), world.leaks.length > 0 ? 'leaked' : '');
  for (const block of queue) lines.push(`${block.live ? '' : 'dead '}${block.kind} ${memory(block.memory)}`);
  return lines.join('\n');
}

const numberings = new WeakMap<FunctionDef, Map<object, number>>();

/** Number of a node of a function, in the order of the tree. */
function nodeNumber(fn: FunctionDef, node: Expr | Stmt): number {
  let numbering = numberings.get(fn);
  if (!numbering) {
    numbering = new Map();
    const visit = (x: unknown): void => {
      if (Array.isArray(x)) for (const part of x) visit(part);
      else if (isNode(x)) {
        numbering!.set(x, numbering!.size);
        for (const [key, part] of Object.entries(x)) if (key !== 'span' && key !== 'type') visit(part);
      }
    };
    visit(fn.body);
    numberings.set(fn, numbering);
  }
  return numbering.get(node) ?? -1;
}

function isNode(x: unknown): x is Expr | Stmt | Declarator {
  return typeof x === 'object' && x !== null && 'span' in x;
}
