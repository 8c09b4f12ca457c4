// Statements. In: a thread standing in a call, a statement. Out: how it ended. `goto` ends one statement after the other
// until one contains the label; that one is executed again from there, passing over what lies before ("seeking").

import { Refusal } from '../../base/diagnostic.ts';
import { unreachable } from '../../base/unreachable.ts';
import type { Expr, Stmt, SwitchCase } from '../../model/ast.ts';
import { statementsOf } from '../../model/walk.ts';
import { type StepEvent, show } from './events.ts';
import { evaluate } from './expression.ts';
import { newBlock, zeroed } from './memory.ts';
import { store } from './place.ts';
import type { Steps, Thread, World } from './state.ts';
import { frameOf, holding, stepPoint } from './step.ts';
import { isTrue, type Value, VOID } from './value.ts';

export type End =
  | { readonly kind: 'next' | 'break' | 'continue' }
  | { readonly kind: 'return'; readonly value: Value }
  | { readonly kind: 'goto'; readonly label: string };

const NEXT: End = { kind: 'next' };

/** More turns than any loop in one step can need: it never ends. */
const TURNS_IN_ONE_STEP = 100_000;

type Told<T> = T extends StepEvent ? Omit<T, 'task' | 'depth' | 'function' | 'statement'> : never;

/** Records an event of the statement being executed. The inside of a step is not told. */
export function note(w: World, t: Thread, event: Told<Extract<StepEvent, { statement: Stmt }>>): void {
  if (t.atomic > 0 || w.silent) return;
  const frame = t.frames.at(-1);
  const statement = frame?.statements.at(-1);
  if (!frame || !statement) return;
  const at = { task: t.index, depth: t.frames.length - 1, function: frame.fn, statement };
  w.events.push({ ...event, ...at } as StepEvent);
}

export function* execute(w: World, t: Thread, s: Stmt): Steps<End> {
  const frame = frameOf(t);
  if (frame.seeking !== undefined && !hasLabel(s, frame.seeking)) return NEXT;
  const told = s.kind !== 'block' && s.kind !== 'label' && s.kind !== 'empty' && s.kind !== 'elided';
  if (told) {
    frame.statements.push(s);
    note(w, t, { kind: 'enter' });
    w.trace?.enter(t, s);
  }
  let end: End;
  if (s.kind === 'block') end = yield* scoped(w, t, s.body, () => settled(t, s, () => sequence(w, t, s.body)));
  else if (s.kind === 'switch') {
    const body = s.cases.flatMap((c) => c.body);
    end = yield* scoped(w, t, body, () => settled(t, s, () => choice(w, t, s)));
  } else if (s.kind === 'for')
    end = yield* scoped(w, t, s.init ? [s.init] : [], () => settled(t, s, () => once(w, t, s)));
  else end = yield* settled(t, s, () => once(w, t, s));
  if (told) {
    note(w, t, { kind: 'leave' });
    w.trace?.leave(t);
    frame.statements.pop();
  }
  return end;
}

function hasLabel(s: Stmt, label: string): boolean {
  for (const inner of statementsOf(s)) if (inner.kind === 'label' && inner.name === label) return true;
  return false;
}

/** Takes a `goto` to a label inside this statement: goes through it again, seeking. */
function* settled(t: Thread, s: Stmt, attempt: () => Steps<End>): Steps<End> {
  for (;;) {
    const end = yield* attempt();
    if (end.kind !== 'goto' || !hasLabel(s, end.label)) return end;
    frameOf(t).seeking = end.label;
  }
}

/** A block's variables: in sight, and zero, from its start. */
function* scoped(w: World, t: Thread, body: readonly Stmt[], rest: () => Steps<End>): Steps<End> {
  const { scopes, locals } = frameOf(t);
  const scope = new Map();
  for (const s of body) {
    let inner = s;
    while (inner.kind === 'label') inner = inner.body;
    if (inner.kind !== 'declare') continue;
    for (const d of inner.names) {
      const block = locals.get(d) ?? newBlock('local', d.name, d.type, w.program);
      block.memory = zeroed(d.type, w.program);
      locals.set(d, block);
      scope.set(d.name, block);
    }
  }
  scopes.push(scope);
  const end = yield* rest();
  scopes.pop();
  return end;
}

function* sequence(w: World, t: Thread, body: readonly Stmt[]): Steps<End> {
  for (const s of body) {
    const end = yield* execute(w, t, s);
    if (end.kind !== 'next') return end;
  }
  return NEXT;
}

/** A full expression: tells its value. */
function* full(w: World, t: Thread, e: Expr, declares?: string): Steps<Value> {
  const value = yield* evaluate(w, t, e);
  if (value.kind === 'void' || t.atomic > 0 || w.silent) return value;
  const name = declares === undefined ? {} : { declares };
  note(w, t, { kind: 'value', expression: e, ...name, value: show(value) });
  return value;
}

function* holds(w: World, t: Thread, test: Expr | undefined): Steps<boolean> {
  return test === undefined || isTrue(yield* full(w, t, test));
}

function* once(w: World, t: Thread, s: Exclude<Stmt, { kind: 'block' | 'switch' }>): Steps<End> {
  const frame = frameOf(t);
  switch (s.kind) {
    case 'declare':
      for (const d of s.names) {
        const block = frame.locals.get(d);
        if (!block) throw new Refusal(`Cannot declare \`${d.name}\` here: a declaration stands in a block.`, d.span);
        const value = d.init && (yield* full(w, t, d.init, d.name));
        if (value) store(w, { block, path: [] }, value, { kind: 'name', name: d.name, span: d.span });
        else block.memory = zeroed(d.type, w.program);
      }
      return NEXT;
    case 'expression':
      yield* full(w, t, s.expr);
      return NEXT;
    case 'if': {
      const seeking = frame.seeking;
      const then = seeking === undefined ? yield* holds(w, t, s.test) : hasLabel(s.then, seeking);
      if (then) return yield* execute(w, t, s.then);
      return s.else ? yield* execute(w, t, s.else) : NEXT;
    }
    case 'while':
    case 'do':
    case 'for':
      return yield* loop(w, t, s);
    case 'break':
    case 'continue':
      return { kind: s.kind };
    case 'return':
      return { kind: 'return', value: s.value ? yield* full(w, t, s.value) : VOID };
    case 'goto':
      if (isBackward(frame.fn.body, s)) yield* again(t, s, 'goto');
      return { kind: 'goto', label: s.label };
    case 'label':
      if (frame.seeking === s.name) frame.seeking = undefined;
      return yield* execute(w, t, s.body);
    case 'empty':
    case 'elided':
      return NEXT;
    default:
      return unreachable(s);
  }
}

function isBackward(body: Stmt, jump: Extract<Stmt, { kind: 'goto' }>): boolean {
  for (const s of statementsOf(body)) {
    if (s === jump) return false;
    if (s.kind === 'label' && s.name === jump.label) return true;
  }
  return false;
}

/** The step point of one more turn. */
function* again(t: Thread, s: Stmt, kind: 'loop' | 'goto'): Steps<void> {
  if (t.atomic === 0) t.turnsInStep = 0;
  else if (++t.turnsInStep > TURNS_IN_ONE_STEP) throw new Refusal('Cannot end this step: its loop goes on.', s.span);
  yield* stepPoint(t, { kind, node: s });
}

function* loop(w: World, t: Thread, s: Extract<Stmt, { kind: 'while' | 'do' | 'for' }>): Steps<End> {
  const frame = frameOf(t);
  if (frame.seeking === undefined) {
    if (s.kind === 'for' && s.init) yield* execute(w, t, s.init);
    if (s.kind !== 'do' && !(yield* holds(w, t, s.test))) return NEXT;
  }
  for (;;) {
    const end = yield* execute(w, t, s.body);
    if (end.kind === 'break') return NEXT;
    if (end.kind === 'return' || end.kind === 'goto') return end;
    if (s.kind === 'do' && !(yield* holds(w, t, s.test))) return NEXT;
    if (s.kind === 'for' && s.step) yield* full(w, t, s.step);
    w.trace?.nextTurn(t);
    yield* again(t, s, 'loop');
    if (s.kind !== 'do' && !(yield* holds(w, t, s.test))) return NEXT;
  }
}

function* choice(w: World, t: Thread, s: Extract<Stmt, { kind: 'switch' }>): Steps<End> {
  const { seeking } = frameOf(t);
  const from =
    seeking === undefined
      ? yield* selected(w, t, s)
      : s.cases.findIndex((c) => c.body.some((b) => hasLabel(b, seeking)));
  if (from < 0) return NEXT;
  const end = yield* sequence(
    w,
    t,
    s.cases.slice(from).flatMap((c) => c.body),
  );
  return end.kind === 'break' ? NEXT : end;
}

/** Index of the case that the subject selects. */
function* selected(w: World, t: Thread, s: Extract<Stmt, { kind: 'switch' }>): Steps<number> {
  const subject = yield* full(w, t, s.subject);
  const isCase = function* (c: SwitchCase): Steps<boolean> {
    if (!c.test || subject.kind !== 'int') return false;
    const value = yield* holding(t, subject, () => evaluate(w, t, c.test!));
    return value.kind === 'int' && (value.n | 0) === (subject.n | 0);
  };
  for (const [i, c] of s.cases.entries()) if (yield* isCase(c)) return i;
  return s.cases.findIndex((c) => !c.test);
}
