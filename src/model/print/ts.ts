// A function back in the dialect: the inverse of the front end. In: the tree; out: two blanks a level, no semicolons
// but where a line would run into the next, blocks exactly where the tree has them.

import { unreachable } from '../../base/unreachable.ts';
import type { Expr, FunctionDef, Program, Stmt, Type } from '../ast.ts';
import { wantsSelf } from '../declaring.ts';
import { ASSIGN } from '../precedence.ts';
import { toDialect } from '../ts/names.ts';
import { functionScope, type Scope } from '../typing.ts';
import { Lines, type Printed } from './lines.ts';
import { printExprTs, quote } from './ts-expr.ts';
import { printTypeTs } from './ts-type.ts';

/** A function in the dialect, with what its doc comment has to say. */
export function printFunctionTs(fn: FunctionDef, program: Program): Printed {
  const out = new Lines('  ');
  const tags = [
    fn.file,
    fn.atomic && '@atomic',
    fn.declares && '@declares',
    fn.variadic && '@variadic',
    fn.byName && `@byname ${fn.byName.join(', ')}`,
  ].filter(Boolean);
  if (tags.length) out.add(0, `/** ${tags.join(' ')} */`);
  const params = fn.params.map((p, i) => {
    const ownAddress = i === fn.params.length - 1 && wantsSelf(fn) ? ' = NULL' : '';
    return `${toDialect(p.name)}: ${printTypeTs(p.type)}${ownAddress}`;
  });
  if (fn.variadic) params.push('...args: unknown[]');
  out.begin(fn.body);
  out.add(0, `export function ${toDialect(fn.name)}(${params.join(', ')}): ${printTypeTs(fn.result)} {`);
  const scope = functionScope(program, fn).child();
  const printer = new StatementPrinter(out, fn.result);
  for (const s of fn.body.body) printer.print(s, 1, scope);
  out.add(0, '}');
  return out.done();
}

class StatementPrinter {
  readonly #out: Lines;
  readonly #result: Type;
  /** Number of lines behind which a semicolon may be missing. */
  #open = -1;

  constructor(out: Lines, result: Type) {
    this.#out = out;
    this.#result = result;
  }

  print(s: Stmt, depth: number, scope: Scope, prefix = ''): void {
    const out = this.#out;
    if (!prefix) out.begin(s);
    else out.begin(s, 'next');
    const test = (e: Expr): string => printExprTs(e, scope);
    switch (s.kind) {
      case 'block':
        out.add(depth, `${prefix}{`);
        return this.#inside(s, depth, scope);
      case 'if':
        out.add(depth, `${prefix}if (${test(s.test)})`);
        return this.#branches(s, depth, scope);
      case 'while':
        out.add(depth, `${prefix}while (${test(s.test)})`);
        return void this.#body(s.body, depth, scope);
      case 'do': {
        out.add(depth, `${prefix}do`);
        const closed = this.#body(s.body, depth, scope);
        const end = `while (${test(s.test)})`;
        if (closed) out.append(` ${end}`);
        else out.add(depth, end);
        this.#open = out.count;
        return;
      }
      case 'for': {
        const inner = scope.child();
        const init = s.init ? this.#simple(s.init, inner) : '';
        const condition = s.test ? ` ${printExprTs(s.test, inner)}` : '';
        const step = s.step ? ` ${printExprTs(s.step, inner)}` : '';
        if (s.init) out.begin(s.init);
        const begin = s.head ? [`each('${s.head}')`, init].filter(Boolean).join(', ') : init;
        out.add(depth, `${prefix}for (${begin};${condition};${step})`);
        return void this.#body(s.body, depth, inner);
      }
      case 'switch': {
        const inner = scope.child();
        out.add(depth, `${prefix}switch (${test(s.subject)}) {`);
        for (const c of s.cases) {
          out.add(depth + 1, c.test ? `case ${test(c.test)}:` : 'default:');
          const [first, ...others] = c.body;
          const block = first?.kind === 'block' ? first : undefined;
          if (block) this.#braces(block, depth + 1, inner);
          for (const child of block ? others : c.body) this.print(child, depth + 2, inner);
        }
        return out.add(depth, '}');
      }
      case 'label':
        return this.print(s.body, depth, scope, `${prefix}${toDialect(s.name)}: `);
      case 'declare':
      case 'expression':
      case 'break':
      case 'continue':
      case 'return':
      case 'goto':
      case 'empty':
      case 'elided': {
        const text = prefix + this.#simple(s, scope);
        if (this.#open === out.count && /^[([`+\-*/;]/.test(text)) out.append(';');
        out.add(depth, text);
        if (s.kind !== 'empty') this.#open = out.count;
        return;
      }
      default:
        return unreachable(s);
    }
  }

  #branches(s: Extract<Stmt, { kind: 'if' }>, depth: number, scope: Scope): void {
    const out = this.#out;
    const closed = this.#body(s.then, depth, scope);
    if (!s.else) return;
    if (closed) out.append(' else');
    else out.add(depth, 'else');
    if (s.else.kind === 'if') {
      out.begin(s.else, 'last');
      out.append(` if (${printExprTs(s.else.test, scope)})`);
      return this.#branches(s.else, depth, scope);
    }
    this.#body(s.else, depth, scope);
  }

  #body(s: Stmt, depth: number, scope: Scope): boolean {
    if (s.kind !== 'block') {
      this.print(s, depth + 1, scope);
      return false;
    }
    this.#braces(s, depth, scope);
    return true;
  }

  #braces(s: Extract<Stmt, { kind: 'block' }>, depth: number, scope: Scope): void {
    this.#out.begin(s, 'last');
    this.#out.append(' {');
    this.#inside(s, depth, scope);
  }

  #inside(s: Extract<Stmt, { kind: 'block' }>, depth: number, outer: Scope): void {
    const scope = outer.child();
    for (const child of s.body) this.print(child, depth + 1, scope);
    this.#out.add(depth, '}');
  }

  #simple(s: Stmt, scope: Scope): string {
    switch (s.kind) {
      case 'declare': {
        const names = s.names.map((d) => {
          scope.declare(d.name, d.type);
          const init = d.init ? ` = ${printExprTs(d.init, scope, d.type, ASSIGN)}` : '';
          return `${toDialect(d.name)}: ${printTypeTs(d.type)}${init}`;
        });
        return `let ${names.join(', ')}`;
      }
      case 'expression':
        return printExprTs(s.expr, scope);
      case 'return':
        return s.value ? `return ${printExprTs(s.value, scope, this.#result)}` : 'return';
      case 'goto':
        return `goto(${quote(s.label)})`;
      case 'elided':
        return `elide(${quote(s.text)}, ${quote(s.reason)})`;
      case 'break':
        return 'break';
      case 'continue':
        return 'continue';
      case 'empty':
        return ';';
      default:
        throw new Error(`a ${s.kind} is not one line`);
    }
  }
}
