// The second pass of the front end, once all files of a program are read. In: parsed files; out: a `Program` that is C.
// Names of types become typedefs or structs, and with the types known:
//
//   page.flags     → page->flags    page is a pointer to a struct
//   done.value     → *done          done is a pointer to what has no field `value`
//   lock(si.lock)  → lock(&si->lock)  a pointer is wanted, a struct is there
//   f(p)           → f(*p)          the reverse
//
// What is wanted passes through parentheses and `?:` to the parts that give the value.

import { type Diagnostic, Refusal } from '../../base/diagnostic.ts';
import { unreachable } from '../../base/unreachable.ts';
import type { Expr, FunctionDef, Program, Stmt, Type } from '../ast.ts';
import { type Braces, placesOf } from '../braces.ts';
import { declaringCall } from '../declaring.ts';
import { intrinsics } from '../intrinsics.ts';
import { POSTFIX, parenthesised, UNARY } from '../precedence.ts';
import { baseOf } from '../print/c.ts';
import { printType } from '../print/type.ts';
import { decayed, functionScope, type Scope, signatureIn, typeOf, VOID_POINTER } from '../typing.ts';

/** A function with its body as C. Statements that have no types are reported and left as they are. */
export function elaborateFunction(
  fn: FunctionDef,
  program: Program,
  resolve: (type: Type) => Type,
  report: (d: Diagnostic) => void,
): FunctionDef {
  const pass = new Elaboration(fn, resolve, report);
  return { ...fn, body: pass.block(fn.body, functionScope(program, fn)) };
}

/** The initial value of a global, or a constant, as C. */
export function elaborateValue(name: string, e: Expr, scope: Scope, want: Type, resolve: (type: Type) => Type): Expr {
  return elaborate(withSelf(e, name, scope.program), { scope, resolve }, want, true);
}

/** A macro that declares gets the address of the variable, if it wants it. */
function withSelf(e: Expr, name: string, program: Program): Expr {
  const macro = e.kind === 'call' && isDeclarer(e, program) ? program.functions.get(e.callee)! : undefined;
  return e.kind === 'call' && macro ? declaringCall(macro, name, e.args, e.span) : e;
}

type Block = Extract<Stmt, { kind: 'block' }>;

class Elaboration {
  readonly #fn: FunctionDef;
  readonly #resolve: (type: Type) => Type;
  readonly #report: (d: Diagnostic) => void;

  constructor(fn: FunctionDef, resolve: (type: Type) => Type, report: (d: Diagnostic) => void) {
    this.#fn = fn;
    this.#resolve = resolve;
    this.#report = report;
  }

  block(s: Block, outer: Scope): Block {
    const scope = outer.child();
    return { ...s, body: s.body.map((child) => this.statement(child, scope)) };
  }

  statement(s: Stmt, scope: Scope): Stmt {
    switch (s.kind) {
      case 'declare':
        return this.#declare(s, scope);
      case 'expression':
        return { ...s, expr: this.#value(s.expr, scope) };
      case 'block':
        return this.block(s, scope);
      case 'if': {
        const then = this.statement(s.then, scope);
        const other = s.else && { else: this.statement(s.else, scope) };
        return { ...s, test: this.#value(s.test, scope), then, ...other };
      }
      case 'while':
      case 'do':
        return { ...s, test: this.#value(s.test, scope), body: this.statement(s.body, scope) };
      case 'for': {
        const inner = scope.child();
        const init = s.init && { init: this.statement(s.init, inner) };
        const test = s.test && { test: this.#value(s.test, inner) };
        const step = s.step && { step: this.#value(s.step, inner) };
        return { ...s, ...init, ...test, ...step, body: this.statement(s.body, inner) };
      }
      case 'switch': {
        const inner = scope.child();
        const cases = s.cases.map((c) => ({
          ...c,
          ...(c.test && { test: this.#value(c.test, scope) }),
          body: c.body.map((child) => this.statement(child, inner)),
        }));
        return { ...s, subject: this.#value(s.subject, scope), cases };
      }
      case 'return':
        return s.value ? { ...s, value: this.#value(s.value, scope, this.#fn.result) } : s;
      case 'label':
        return { ...s, body: this.statement(s.body, scope) };
      case 'break':
      case 'continue':
      case 'goto':
      case 'empty':
      case 'elided':
        return s;
      default:
        return unreachable(s);
    }
  }

  #declare(s: Extract<Stmt, { kind: 'declare' }>, scope: Scope): Stmt {
    const names = s.names.map((d) => {
      const type = this.#attempt(() => this.#resolve(d.type), d.type);
      scope.declare(d.name, type);
      const init = d.init && withSelf(d.init, d.name, scope.program);
      return { ...d, type, ...(init && { init: this.#initial(init, scope, type) }) };
    });
    this.#attempt(() => {
      const [first, ...others] = names;
      const other = others.find((d) => printType(baseOf(d.type)) !== printType(baseOf(first!.type)));
      if (other)
        throw new Refusal(
          `Cannot declare \`${first!.name}\` and \`${other.name}\` together: in C they are two declarations.`,
          s.span,
          'Write two statements.',
        );
      const macro = others.length > 0 && names.find((d) => d.init && isDeclarer(d.init, scope.program));
      if (macro)
        throw new Refusal(`Cannot declare \`${macro.name}\` with others: in C it is a macro by itself.`, macro.span);
    }, undefined);
    return { ...s, names };
  }

  #value(e: Expr, scope: Scope, want?: Type): Expr {
    return this.#attempt(() => elaborate(e, { scope, resolve: this.#resolve }, want), e);
  }

  #initial(e: Expr, scope: Scope, type: Type): Expr {
    return this.#attempt(() => initialValue(e, { scope, resolve: this.#resolve }, type, true), e);
  }

  #attempt<T>(work: () => T, otherwise: T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#report(error.diagnostic);
      return otherwise;
    }
  }
}

interface Place {
  readonly scope: Scope;
  readonly resolve: (type: Type) => Type;
}

/** An expression as C, of the type that its place wants, if it does. */
function elaborate(e: Expr, place: Place, want?: Type, declares = false): Expr {
  if (e.kind === 'paren') return { ...e, inner: elaborate(e.inner, place, want) };
  if (e.kind === 'conditional' && want) {
    const then = elaborate(e.then, place, want);
    return { ...e, test: elaborate(e.test, place), then, else: elaborate(e.else, place, want) };
  }
  if (e.kind === 'elvis' && want)
    return { ...e, test: elaborate(e.test, place, want), else: elaborate(e.else, place, want) };
  if (e.kind === 'comma') {
    const last = e.parts.length - 1;
    return { ...e, parts: e.parts.map((part, i) => elaborate(part, place, i === last ? want : undefined)) };
  }
  const value = elaborateParts(e, place, declares);
  return want ? coerce(value, want, place.scope) : value;
}

/** The first value of a variable: braces take its type, and their values those of its parts. */
function initialValue(e: Expr, place: Place, type: Type, declares = false): Expr {
  if (e.kind !== 'braces') return elaborate(e, place, type, declares);
  const typed: Braces = { ...e, type };
  const parts = placesOf(typed, place.scope.program);
  // None where `{ 0 }` is all that is said.
  const items = e.items.map((item, i) => {
    const part = parts[i];
    return part ? { ...item, value: initialValue(item.value, place, part.type) } : item;
  });
  return { ...typed, items };
}

function elaborateParts(e: Exclude<Expr, { kind: 'paren' | 'comma' }>, place: Place, declares: boolean): Expr {
  const { scope, resolve } = place;
  const go = (child: Expr, want?: Type): Expr => elaborate(child, place, want);
  switch (e.kind) {
    case 'int':
    case 'bool':
    case 'null':
    case 'string':
    case 'name':
      return e;
    case 'unary':
      return { ...e, operand: go(e.operand) };
    case 'update':
      return { ...e, operand: parenthesised(go(e.operand), e.prefix ? UNARY : POSTFIX) };
    case 'binary': {
      const [left, right] = [go(e.left), go(e.right)];
      return isComparison(e.op) ? { ...e, ...agreed(left, right, scope) } : { ...e, left, right };
    }
    case 'assign': {
      const target = go(e.target);
      return { ...e, target, value: go(e.value, e.op === '=' ? typeOf(target, scope) : undefined) };
    }
    case 'conditional': {
      const { left, right } = agreed(go(e.then), go(e.else), scope);
      const then = left;
      return { ...e, test: go(e.test), then, else: right };
    }
    case 'elvis': {
      const { left, right } = agreed(go(e.test), go(e.else), scope);
      return { ...e, test: left, else: right };
    }
    case 'call': {
      if (isVariable(e.callee, scope)) {
        const callee = { kind: 'name', name: e.callee, span: e.span } as const;
        return elaborateParts({ ...e, kind: 'invoke', callee }, place, declares);
      }
      const fn = scope.program.functions.get(e.callee);
      if (fn?.declares && !declares)
        throw new Refusal(
          `Cannot call \`${e.callee}()\` here: it declares a variable.`,
          e.span,
          `Write let name: ${fn.result.kind === 'struct' ? fn.result.name : 'T'} = ${e.callee}(…).`,
        );
      const params = fn ? fn.params.map((p) => p.type) : intrinsics[e.callee]?.params;
      return { ...e, args: e.args.map((arg, i) => go(arg, params?.[i])) };
    }
    case 'invoke': {
      const callee = parenthesised(go(e.callee), POSTFIX);
      const params = signatureIn(callee, scope)?.params;
      return { ...e, callee, args: e.args.map((arg, i) => go(arg, params?.[i]?.type)) };
    }
    case 'member':
      return elaborateMember(e, go(e.object), scope);
    case 'index':
      return { ...e, object: parenthesised(go(e.object), POSTFIX), index: go(e.index) };
    case 'cast': {
      const type = resolve(e.type);
      if (e.operand.kind === 'braces') return { ...e, type, operand: initialValue(e.operand, place, type) };
      const operand = go(e.operand, type);
      if (type.kind !== 'void' && typeOf(operand, scope).kind === 'struct')
        throw new Refusal('Cannot cast a struct: C casts numbers and pointers.', e.span, 'Use ref(x) for its address.');
      return { ...e, type, operand };
    }
    case 'sizeof':
      return { ...e, type: resolve(e.type) };
    case 'whole':
      return { ...e, type: resolve(e.type), operand: go(e.operand, VOID_POINTER) };
    case 'braces':
      // The type has no use for braces here, and says so.
      typeOf(e, scope);
      return e;
    default:
      return unreachable(e);
  }
}

function elaborateMember(e: Extract<Expr, { kind: 'member' }>, object: Expr, scope: Scope): Expr {
  const type = decayed(typeOf(object, scope));
  if (type.kind !== 'pointer') return { ...e, object: parenthesised(object, POSTFIX) };
  if (e.field === 'value' && !hasField(type.to, 'value', scope.program))
    return { kind: 'unary', op: '*', operand: isMove(object) ? object.inner : object, span: e.span };
  return { ...e, object: parenthesised(object, POSTFIX), arrow: true };
}

/** `(++p)`, which TypeScript wants in parentheses before `.value` and C does not behind `*`. */
export function isMove(e: Expr): e is Extract<Expr, { kind: 'paren' }> {
  if (e.kind !== 'paren') return false;
  return (e.inner.kind === 'update' && e.inner.prefix) || isMove(e.inner);
}

/** Whether `.value` on a pointer to this type is a field and not what the pointer points to. */
export function hasField(type: Type, field: string, program: Program): boolean {
  return type.kind === 'struct' && (program.structs.get(type.name)?.fields.some((f) => f.name === field) ?? false);
}

/** The value as the type that its place wants: `&` before a struct, `*` before a pointer to one. */
function coerce(e: Expr, want: Type, scope: Scope): Expr {
  if (want.kind !== 'pointer' && want.kind !== 'struct') return e;
  if (e.kind === 'null' || e.kind === 'int' || e.kind === 'string') return e;
  if (e.kind === 'paren') return { ...e, inner: coerce(e.inner, want, scope) };
  if (e.kind === 'conditional') {
    const then = coerce(e.then, want, scope);
    return { ...e, then, else: coerce(e.else, want, scope) };
  }
  if (e.kind === 'elvis') return { ...e, test: coerce(e.test, want, scope), else: coerce(e.else, want, scope) };
  if (e.kind === 'comma') return { ...e, parts: [...e.parts.slice(0, -1), coerce(e.parts.at(-1)!, want, scope)] };
  const type = typeOf(e, scope);
  if (want.kind === 'pointer' && type.kind === 'struct')
    return { kind: 'unary', op: '&', operand: parenthesised(e, UNARY), span: e.span };
  if (want.kind === 'struct' && type.kind === 'pointer' && type.to.kind === 'struct')
    return { kind: 'unary', op: '*', operand: parenthesised(e, UNARY), span: e.span };
  return e;
}

/** Two values of which one is a struct and the other a pointer: both as pointers. */
function agreed(left: Expr, right: Expr, scope: Scope): { left: Expr; right: Expr } {
  const [a, b] = [left, right].map((e) => decayed(typeOf(e, scope))) as [Type, Type];
  if (a.kind === 'pointer' && b.kind === 'struct') return { left, right: coerce(right, a, scope) };
  if (a.kind === 'struct' && b.kind === 'pointer') return { left: coerce(left, b, scope), right };
  return { left, right };
}

export function isComparison(op: string): boolean {
  return op === '==' || op === '!=' || op === '<' || op === '<=' || op === '>' || op === '>=';
}

/** Whether a name that is called is that of a pointer. */
function isVariable(name: string, scope: Scope): boolean {
  const { functions, globals } = scope.program;
  return scope.local(name) !== undefined || (!functions.has(name) && globals.has(name));
}

function isDeclarer(e: Expr, program: Program): boolean {
  return e.kind === 'call' && (program.functions.get(e.callee)?.declares ?? false);
}
