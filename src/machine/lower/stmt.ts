import { Refusal } from '../../base/diagnostic.ts';
import { unreachable } from '../../base/unreachable.ts';
import type { FunctionDef, Stmt } from '../../model/ast.ts';
import { statementsOf } from '../../model/walk.ts';
import { cellTypes } from '../layout.ts';
import { branchUnless } from './choice.ts';
import { cells, keep, scalar } from './expr.ts';
import type { Block, Lowering } from './lowering.ts';
import { writePlace } from './place.ts';
import { binary, constant, convert } from './values.ts';

/** Instructions of one statement. */
export function statement(l: Lowering, s: Stmt, block: Block): void {
  if (s.kind !== 'block' && s.kind !== 'label') {
    l.frame.statement = s;
    const number = l.options.cover.get(s);
    if (number !== undefined) l.emit({ op: 'cover', statement: number });
  }
  switch (s.kind) {
    case 'declare':
      return declare(l, s, block);
    case 'expression':
      cells(l, s.expr, block);
      return;
    case 'block': {
      const inner = block.child();
      for (const child of s.body) statement(l, child, inner);
      return;
    }
    case 'if':
      return conditional(l, s, block);
    case 'while':
    case 'do':
    case 'for':
      return loop(l, s, block);
    case 'switch':
      return choice(l, s, block);
    case 'break':
      l.emit({ op: 'jump', to: target(l.frame.breaks.at(-1), s) });
      return;
    case 'continue':
      l.emit({ op: 'jump', to: target(l.frame.continues.at(-1), s) });
      return;
    case 'return':
      return leave(l, s, block);
    case 'goto': {
      const to = labelOf(l, s.label);
      if (to.at >= 0) l.point('step');
      l.emit({ op: 'jump', to });
      return;
    }
    case 'label':
      l.place(labelOf(l, s.name));
      return statement(l, s.body, block);
    case 'empty':
    case 'elided':
      return;
    default:
      return unreachable(s);
  }
}

function target<T>(label: T | undefined, s: Stmt): T {
  if (label) return label;
  throw new Refusal(`Cannot \`${s.kind}\` here: no loop is around it.`, s.span);
}

function labelOf(l: Lowering, name: string) {
  const known = l.frame.labels.get(name) ?? l.label();
  l.frame.labels.set(name, known);
  return known;
}

function declare(l: Lowering, s: Extract<Stmt, { kind: 'declare' }>, block: Block): void {
  for (const d of s.names) {
    const storage = l.declare(d.name, d.type, block);
    const init =
      d.init &&
      (d.type.kind === 'struct' || d.type.kind === 'array'
        ? cells(l, d.init, block)
        : [convert(scalar(l, d.init, block), d.type)]);
    const zero = cellTypes(d.type, l.program).map(() => constant(0));
    if (storage.kind !== 'memory') {
      writePlace(l, storage, init ?? zero);
      continue;
    }
    const address = { kind: 'local', region: storage.region, cell: 0 } as const;
    writePlace(l, { kind: 'memory', address, type: d.type, shared: false }, init ?? zero);
  }
}

function conditional(l: Lowering, s: Extract<Stmt, { kind: 'if' }>, block: Block): void {
  const otherwise = l.label();
  branchUnless(l, s.test, otherwise, block);
  statement(l, s.then, block.child());
  if (!s.else) return l.place(otherwise);
  const end = l.label();
  l.emit({ op: 'jump', to: end });
  l.place(otherwise);
  statement(l, s.else, block.child());
  l.place(end);
}

/** The turn from one iteration to the next is a step: a loop that shares nothing still takes turns. */
function loop(l: Lowering, s: Extract<Stmt, { kind: 'while' | 'do' | 'for' }>, block: Block): void {
  const inner = block.child();
  const top = l.label();
  const again = l.label();
  const end = l.label();
  if (s.kind === 'for' && s.init) statement(l, s.init, inner);
  l.place(top);
  if (s.kind !== 'do' && s.test) branchUnless(l, s.test, end, inner);
  l.frame.breaks.push(end);
  l.frame.continues.push(again);
  statement(l, s.body, inner.child());
  l.frame.breaks.pop();
  l.frame.continues.pop();
  l.place(again);
  l.frame.statement = s;
  if (s.kind === 'do') branchUnless(l, s.test, end, inner);
  if (s.kind === 'for' && s.step) cells(l, s.step, inner);
  l.point('step');
  l.emit({ op: 'jump', to: top });
  l.place(end);
}

function choice(l: Lowering, s: Extract<Stmt, { kind: 'switch' }>, block: Block): void {
  const subject = keep(l, scalar(l, s.subject, block));
  const end = l.label();
  const starts = s.cases.map(() => l.label());
  for (const [i, c] of s.cases.entries()) {
    if (!c.test) continue;
    const next = l.label();
    l.emit({ op: 'unless', test: binary('==', subject, scalar(l, c.test, block)).value, to: next });
    l.emit({ op: 'jump', to: starts[i]! });
    l.place(next);
  }
  const fallback = s.cases.findIndex((c) => !c.test);
  l.emit({ op: 'jump', to: fallback < 0 ? end : starts[fallback]! });
  l.frame.breaks.push(end);
  const inner = block.child();
  for (const [i, c] of s.cases.entries()) {
    l.place(starts[i]!);
    for (const child of c.body) statement(l, child, inner);
  }
  l.frame.breaks.pop();
  l.place(end);
}

function leave(l: Lowering, s: Extract<Stmt, { kind: 'return' }>, block: Block): void {
  const { fn, result, exit } = l.frame;
  if (s.value) {
    const values =
      fn.result.kind === 'struct' || fn.result.kind === 'void'
        ? cells(l, s.value, block)
        : [convert(scalar(l, s.value, block), fn.result)];
    if (s === onlyReturn(fn)) {
      l.frame.tail = values;
      return;
    }
    for (const [i, dst] of result.entries()) l.emit({ op: 'set', dst, value: values[i]! });
  }
  l.emit({ op: 'jump', to: exit });
}

const returns = new WeakMap<FunctionDef, Stmt | null>();

/** The `return` of a function that has one, as its last statement: its value needs no register of its own. */
function onlyReturn(fn: FunctionDef): Stmt | null {
  let found = returns.get(fn);
  if (found === undefined) {
    let last = fn.body.body.at(-1);
    while (last?.kind === 'label') last = last.body;
    const all = [...statementsOf(fn.body)].filter((s) => s.kind === 'return');
    found = last && all.length === 1 && all[0] === last ? last : null;
    returns.set(fn, found);
  }
  return found;
}
