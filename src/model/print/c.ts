// The canonical C that hunks are matched against. In: the tree; out: kernel style, one statement a line, blocks and
// parentheses exactly where the tree has them. Invariant: what the C front end reads from it is the same tree.

import { unreachable } from '../../base/unreachable.ts';
import type { ConstantDef, Declarator, FunctionDef, GlobalDef, Program, Stmt, StructDef, Type } from '../ast.ts';
import { writtenArguments } from '../declaring.ts';
import { ASSIGN, POSTFIX } from '../precedence.ts';
import { printExprC } from './expr.ts';
import { Lines, type Printed } from './lines.ts';
import { printType } from './type.ts';

export { printExprC } from './expr.ts';
export type { Printed } from './lines.ts';

/** A type in C, or the declaration of a name of that type. */
export function printTypeC(type: Type, name?: string): string {
  return printType(type, name);
}

/** A function in kernel style. */
export function printFunctionC(fn: FunctionDef, program: Program): Printed {
  const out = new Lines('\t');
  out.add(0, printSignatureC(fn));
  out.begin(fn.body);
  out.add(0, '{');
  const printer = new StatementPrinter(out, program);
  for (const s of fn.body.body) printer.print(s, 1);
  out.add(0, '}');
  return out.done();
}

/** The first line of a function: `struct page *f(int a)`. */
export function printSignatureC(fn: FunctionDef): string {
  const params = fn.params.map((p) => printType(p.type, p.name));
  if (fn.variadic) params.push('...');
  return printType(fn.result, `${fn.name}(${params.join(', ') || 'void'})`);
}

export function printStructC(struct: StructDef): string {
  const fields = struct.fields.map((f) => `\t${printType(f.type, f.name)};\n`).join('');
  return struct.name.endsWith('_t')
    ? `typedef struct {\n${fields}} ${struct.name};\n`
    : `struct ${struct.name} {\n${fields}};\n`;
}

export function printGlobalC(global: GlobalDef): string {
  const init = global.init ? ` = ${printExprC(global.init, ASSIGN)}` : '';
  return `${printType(global.type, global.name)}${init};\n`;
}

/** A constant as a macro: `#define EEXIST 17`. */
export function printConstantC(constant: ConstantDef): string {
  return `#define ${constant.name} ${printExprC(constant.value, POSTFIX)}\n`;
}

class StatementPrinter {
  readonly #out: Lines;
  readonly #program: Program;

  constructor(out: Lines, program: Program) {
    this.#out = out;
    this.#program = program;
  }

  print(s: Stmt, depth: number): void {
    const out = this.#out;
    out.begin(s);
    switch (s.kind) {
      case 'block':
        out.add(depth, '{');
        this.#inside(s, depth);
        out.add(depth, '}');
        return;
      case 'if':
        out.add(depth, `if (${printExprC(s.test)})`);
        return this.#branches(s, depth);
      case 'while':
        out.add(depth, `while (${printExprC(s.test)})`);
        return void this.#body(s.body, depth);
      case 'do': {
        out.add(depth, 'do');
        const closed = this.#body(s.body, depth);
        const end = `while (${printExprC(s.test)});`;
        return closed ? out.append(` ${end}`) : out.add(depth, end);
      }
      case 'for': {
        const init = s.init ? this.#simple(s.init) : ';';
        const test = s.test ? ` ${printExprC(s.test)}` : '';
        const step = s.step ? ` ${printExprC(s.step)}` : '';
        if (s.init) out.begin(s.init);
        out.add(depth, s.head ?? `for (${init}${test};${step})`);
        return void this.#body(s.body, depth);
      }
      case 'switch':
        out.add(depth, `switch (${printExprC(s.subject)}) {`);
        for (const c of s.cases) {
          out.add(depth, c.test ? `case ${printExprC(c.test)}:` : 'default:');
          const [first, ...others] = c.body;
          const block = first?.kind === 'block' ? first : undefined;
          if (block) this.#braces(block, depth);
          for (const child of block ? others : c.body) this.print(child, depth + 1);
        }
        return out.add(depth, '}');
      case 'label':
        out.add(0, `${s.name}:`);
        return this.print(s.body, depth);
      case 'declare':
      case 'expression':
      case 'break':
      case 'continue':
      case 'return':
      case 'goto':
      case 'empty':
        return out.add(depth, this.#simple(s));
      case 'elided': {
        const text = /[;}]$/.test(s.text) ? s.text : `${s.text};`;
        for (const line of text.split('\n')) out.add(depth, line.trim());
        return;
      }
      default:
        return unreachable(s);
    }
  }

  #branches(s: Extract<Stmt, { kind: 'if' }>, depth: number): void {
    const out = this.#out;
    // Without the braces, `else` would belong to an inner `if`.
    const then: Stmt = s.else && endsInOpenIf(s.then) ? { kind: 'block', body: [s.then], span: s.then.span } : s.then;
    const closed = this.#body(then, depth);
    if (!s.else) return;
    if (closed) out.append(' else');
    else out.add(depth, 'else');
    if (s.else.kind === 'if') {
      out.begin(s.else, 'last');
      out.append(` if (${printExprC(s.else.test)})`);
      return this.#branches(s.else, depth);
    }
    this.#body(s.else, depth);
  }

  /** What hangs on the last line. Whether it ended in a brace. */
  #body(s: Stmt, depth: number): boolean {
    if (s.kind !== 'block') {
      this.print(s, depth + 1);
      return false;
    }
    this.#braces(s, depth);
    return true;
  }

  #braces(s: Extract<Stmt, { kind: 'block' }>, depth: number): void {
    this.#out.begin(s, 'last');
    this.#out.append(' {');
    this.#inside(s, depth);
    this.#out.add(depth, '}');
  }

  #inside(s: Extract<Stmt, { kind: 'block' }>, depth: number): void {
    for (const child of s.body) this.print(child, depth + 1);
  }

  #simple(s: Stmt): string {
    switch (s.kind) {
      case 'declare':
        return printDeclaration(s.names, this.#program);
      case 'expression':
        return `${printExprC(s.expr)};`;
      case 'return':
        return s.value ? `return ${printExprC(s.value)};` : 'return;';
      case 'goto':
        return `goto ${s.label};`;
      case 'break':
        return 'break;';
      case 'continue':
        return 'continue;';
      case 'empty':
        return ';';
      default:
        throw new Error(`a ${s.kind} is not one line`);
    }
  }
}

/** `struct page *page, *head = NULL;`, or the macro that declares the name. */
function printDeclaration(names: readonly Declarator[], program: Program): string {
  const [first] = names;
  const init = first?.init;
  if (names.length === 1 && init?.kind === 'call' && program.functions.get(init.callee)?.declares) {
    const written = writtenArguments(program.functions.get(init.callee)!, init.args);
    const args = [first!.name, ...written.map((arg) => printExprC(arg, ASSIGN))];
    return `${init.callee}(${args.join(', ')});`;
  }
  const one = (d: Declarator): string => {
    const value = d.init ? ` = ${printExprC(d.init, ASSIGN)}` : '';
    return printType(d.type, d.name) + value;
  };
  const base = printType(baseOf(first!.type)).length + 1;
  return `${names.map((d, i) => (i === 0 ? one(d) : one(d).slice(base))).join(', ')};`;
}

/** What stands first in a C declaration: the type without its pointers, arrays and parameters. */
export function baseOf(type: Type): Type {
  switch (type.kind) {
    case 'pointer':
      return type.name === undefined ? baseOf(type.to) : type;
    case 'array':
      return baseOf(type.of);
    case 'function':
      return type.name === undefined ? baseOf(type.result) : type;
    default:
      return type;
  }
}

function endsInOpenIf(s: Stmt): boolean {
  switch (s.kind) {
    case 'if':
      return !s.else || endsInOpenIf(s.else);
    case 'for':
    case 'while':
    case 'label':
      return endsInOpenIf(s.body);
    default:
      return false;
  }
}
