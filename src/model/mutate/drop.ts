// A statement less. What is dropped has a name of its own if it locks, unlocks, takes or gives up a reference, is a
// barrier, or is a test that leaves behind a wait.

import type { Declarator, Expr, Stmt } from '../ast.ts';
import { constantValue } from '../constant.ts';
import { isRun, ownExpressions, statementsOf, subexpressions } from '../walk.ts';
import type { Edits } from './edit.ts';
import { isPure } from './effects.ts';
import type { Operator } from './mutant.ts';
import { type Change, callIn, changeBy, headOf, type Subject, whyIdle } from './operator.ts';
import type { Place } from './places.ts';
import { mayWait } from './waits.ts';
import { isBarrier, pairOf } from './words.ts';

/** What comes of leaving out a statement: of a declaration its values, of a test that guards old code the test alone. */
export function drops(subject: Subject, place: Place): Change[] {
  const { statement: s, parent } = place;
  if (s.kind === 'declare') return s.names.flatMap((d) => dropValue(subject, s, d));
  // A head that is a macro is printed, and means what the macro means.
  if (parent?.kind === 'for' && parent.init === s && parent.head !== undefined) return [];
  if (isIdleEnd(subject, place) || isWithParent(subject, place)) return [];
  const head = headOf(subject, s);
  const inner = [...statementsOf(s)].filter((other) => other !== s && isRun(other));
  if (!inner.every(subject.isAsked)) {
    if (s.kind !== 'if' || s.else) return [];
    const body = s.then.kind === 'block' ? s.then.body : [s.then];
    const text = `\`${head}\` taken as true`;
    return [{ operator: 'drop-condition', statements: [s], text, edits: new Map([[s, body]]) }];
  }
  if (isEntered(subject, s)) return [];
  const text = `without \`${head}${inner.length > 0 && s.kind !== 'do' ? ' …' : ''}\``;
  const change = changeBy(subject, s);
  const equivalent =
    change === 'nothing' ? whyIdle(s) : change === 'asserts' ? 'it only asserts: nothing else needs it' : undefined;
  const operator = operatorFor(subject, s);
  return [{ operator, statements: [s], text, edits: new Map([[s, []]]), ...(equivalent && { equivalent }) }];
}

/** A variable without its first value; what is 0 either way stays. */
function dropValue({ program }: Subject, s: Extract<Stmt, { kind: 'declare' }>, d: Declarator): Change[] {
  const { init, ...bare } = d;
  if (!init || isZero(init)) return [];
  if (init.kind === 'call' && program.functions.get(init.callee)?.declares) return [];
  function isZero(e: Expr): boolean {
    if (e.kind === 'null' || e.kind === 'braces') return e.kind === 'null' || e.items.every((i) => isZero(i.value));
    return constantValue(e, program) === 0;
  }
  const edits: Edits = new Map([[s, [{ ...s, names: s.names.map((other) => (other === d ? bare : other)) }]]]);
  return [{ operator: 'drop-statement', statements: [s], text: `without the first value of \`${d.name}\``, edits }];
}

/** What the model does anyway at this place: go on with the loop, return nothing or 0 from the function. */
function isIdleEnd({ program }: Subject, { statement: s, isLast, parent }: Place): boolean {
  if (!isLast) return false;
  if (s.kind === 'continue') return parent?.kind === 'for' || parent?.kind === 'while';
  if (s.kind !== 'return' || parent) return false;
  return !s.value || s.value.kind === 'null' || constantValue(s.value, program) === 0;
}

/** Whether a jump from elsewhere leads into a statement: it cannot go alone. */
function isEntered({ fn }: Subject, s: Stmt): boolean {
  const within = new Set(statementsOf(s));
  const labels = new Set([...within].flatMap((inner) => (inner.kind === 'label' ? [inner.name] : [])));
  if (labels.size === 0) return false;
  return [...statementsOf(fn.body)].some((o) => o.kind === 'goto' && labels.has(o.label) && !within.has(o));
}

/** The only thing that a test guards: without it, the test is for nothing, and is dropped as a whole elsewhere. */
function isWithParent({ isAsked }: Subject, { isFirst, isLast, parent }: Place): boolean {
  return isFirst && isLast && parent?.kind === 'if' && !parent.else && isPure(parent.test) && isAsked(parent);
}

function operatorFor(subject: Subject, s: Stmt): Operator {
  const { program } = subject;
  const call = callIn(s);
  if (call && isBarrier(call.callee) && !mayWait(program, call.callee)) return 'weaken-barrier';
  const leaves = s.kind === 'if' && !s.else && leavesAtOnce(s.then);
  const given = s.kind === 'expression' && s.expr.kind === 'assign' ? s.expr.value : undefined;
  const asked = call ?? given;
  for (const name of asked?.kind === 'call' ? [asked.callee] : s.kind === 'if' ? calledIn(s.test) : []) {
    const role = pairOf(program, name)?.role;
    if (role && (asked || leaves || (role === 'put' && s.kind === 'if' && !s.else))) return `drop-${role}`;
  }
  return leaves && isBehindWait(subject, s) ? 'drop-recheck' : 'drop-statement';
}

function calledIn(e: Expr): string[] {
  return [...subexpressions(e)].flatMap((part) => (part.kind === 'call' ? [part.callee] : []));
}

/** `goto out;`, `{ spin_unlock(&lock); return NULL; }`: it always ends somewhere else. */
function leavesAtOnce(s: Stmt): boolean {
  const last = s.kind === 'block' ? s.body.filter(isRun).at(-1) : s;
  return last !== undefined && /^(?:goto|return|continue|break)$/.test(last.kind);
}

function isBehindWait({ program, fn }: Subject, s: Stmt): boolean {
  for (const before of statementsOf(fn.body)) {
    if (before === s) return false;
    for (const own of ownExpressions(before)) if (calledIn(own).some((name) => mayWait(program, name))) return true;
  }
  return false;
}
