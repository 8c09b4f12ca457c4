import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Diagnostic, renderDiagnostic } from '../../src/base/diagnostic.ts';
import type { Expr, FunctionDef, Program, Stmt } from '../../src/model/ast.ts';
import { checkFunction } from '../../src/model/check-function.ts';
import { asParameter } from '../../src/model/function-type.ts';
import { printExprC, printFunctionC, printTypeC } from '../../src/model/print/c.ts';
import { printFunctionTs } from '../../src/model/print/ts.ts';
import { sameTree } from '../../src/model/same.ts';
import { elaborateFunction } from '../../src/model/ts/elaborate.ts';
import { parseModelFile } from '../../src/model/ts/parse.ts';
import { typeResolver } from '../../src/model/ts/program.ts';
import { statementsOf } from '../../src/model/walk.ts';
import { arbitraryExpression, arbitraryFunction, nowhere as span, world } from './arbitrary.ts';

/** What the front end reads from a printed function of a program. */
function reread(text: string, program: Program): FunctionDef {
  const { definitions, diagnostics } = parseModelFile({ name: 'printed.ts', text });
  const found: Diagnostic[] = [...diagnostics];
  const resolve = typeResolver(program.typedefs);
  const [raw] = definitions;
  if (raw?.kind !== 'function') throw new Error(found.map(renderDiagnostic).join('\n'));
  const params = raw.params.map((p) => ({ ...p, type: asParameter(resolve(p.type)) }));
  const fn = elaborateFunction({ ...raw, params, result: resolve(raw.result) }, program, resolve, (d) => found.push(d));
  if (found.length > 0) throw new Error(`${found.map(renderDiagnostic).join('\n')}\n${text}`);
  return fn;
}

const name = (n: string): Expr => ({ kind: 'name', name: n, span });
const int = (value: number): Expr => ({ kind: 'int', value, span });
const say = (n: string): Stmt => ({ kind: 'expression', expr: name(n), span });

/** An `if` without braces. */
function ifElse(test: string, then: Stmt, other?: Stmt): Stmt {
  return { kind: 'if', test: name(test), then, ...(other && { else: other }), span };
}

function functionOf(...body: Stmt[]): FunctionDef {
  const params = [{ name: 'n', type: { kind: 'int', name: 'int', bits: 32, signed: true } }] as const;
  const flags = { atomic: false, declares: false, variadic: false };
  return {
    kind: 'function',
    name: 'f',
    params,
    result: { kind: 'void' },
    body: { kind: 'block', body, span },
    ...flags,
    span,
  };
}

describe('the dialect', () => {
  test('what the front end reads from a printed function is the function', () => {
    fc.assert(
      fc.property(arbitraryFunction(), (fn) => {
        const { text } = printFunctionTs(fn, world);
        const back = reread(text, world);
        if (!sameTree(back, fn)) expect(printFunctionC(back, world).text, text).toBe(printFunctionC(fn, world).text);
        expect(sameTree(back, fn), text).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('a second round prints the same text', () => {
    fc.assert(
      fc.property(arbitraryFunction(), (fn) => {
        const { text } = printFunctionTs(fn, world);
        expect(printFunctionTs(reread(text, world), world).text).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  test('lines tell where each statement begins', () => {
    fc.assert(
      fc.property(arbitraryFunction(), (fn) => {
        const { text, lines } = printFunctionTs(fn, world);
        const back = reread(text, world);
        const starts = [...statementsOf(fn.body)].map((s) => lines.get(s));
        const spans = [...statementsOf(back.body)].map(
          (s) => s.span.source.text.slice(0, s.span.start).split('\n').length,
        );
        expect(starts).toEqual(spans);
      }),
      { numRuns: 200 },
    );
  });

  test('a line that would run into the next ends in a semicolon', () => {
    const paren: Stmt = { kind: 'expression', expr: { kind: 'paren', inner: name('n'), span }, span };
    const { text } = printFunctionTs(functionOf(say('n'), paren, { kind: 'empty', span }), world);
    expect(text).toBe('export function f(n: int): void {\n  n;\n  (n);\n  ;\n}\n');
  });

  test('a name that TypeScript or the dialect reserves has a dollar behind it', () => {
    const fn = functionOf(say('new'), say('offset'), {
      kind: 'expression',
      expr: { kind: 'call', callee: 'ref', args: [], span },
      span,
    });
    expect(printFunctionTs(fn, world).text).toContain('  new$\n  offset$\n  ref$()\n');
  });

  test('a statement that the program does not know is printed as it stands', () => {
    const member: Expr = { kind: 'member', object: name('nope'), field: 'x', arrow: true, span };
    const { text } = printFunctionTs(functionOf({ kind: 'expression', expr: member, span }), world);
    expect(text).toContain('  nope.x\n');
  });
});

/** Random functions take names and values of cases as they come. */
const NAMES = /no such label|return nothing|two cases|declare `\w+` again|place the label/;

describe('canonical C', () => {
  test('random functions are well typed', () => {
    fc.assert(
      fc.property(arbitraryFunction(), (fn) => {
        const found = checkFunction(world, fn).filter((d) => !NAMES.test(d.message));
        expect(found.map(renderDiagnostic)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('every statement has its line', () => {
    fc.assert(
      fc.property(arbitraryFunction(), (fn) => {
        const { text, lines } = printFunctionC(fn, world);
        const count = text.split('\n').length - 1;
        let before = 0;
        for (const s of statementsOf(fn.body)) {
          const line = lines.get(s) ?? Number.NaN;
          expect(line).toBeGreaterThanOrEqual(before);
          expect(line).toBeLessThanOrEqual(count);
          before = line;
        }
      }),
      { numRuns: 100 },
    );
  });

  test('precedence adds the parentheses that a tree not made from text needs', () => {
    const sum: Expr = { kind: 'binary', op: '+', left: int(1), right: int(2), span };
    const product: Expr = { kind: 'binary', op: '*', left: sum, right: sum, span };
    expect(printExprC(product)).toBe('(1 + 2) * (1 + 2)');
    const difference: Expr = { kind: 'binary', op: '-', left: sum, right: sum, span };
    expect(printExprC(difference)).toBe('1 + 2 - (1 + 2)');
    expect(
      printExprC({
        kind: 'member',
        object: { kind: 'unary', op: '*', operand: name('p'), span },
        field: 'x',
        arrow: false,
        span,
      }),
    ).toBe('(*p).x');
    expect(
      printExprC({ kind: 'unary', op: '-', operand: { kind: 'unary', op: '-', operand: int(1), span }, span }),
    ).toBe('- -1');
  });

  test('parentheses of the tree are the parentheses of the text', () => {
    fc.assert(
      fc.property(arbitraryExpression(), (e) => {
        let parens = 0;
        JSON.stringify(e, (key, value) => {
          if (key === 'span') return undefined;
          if (['paren', 'cast', 'call', 'invoke', 'sizeof'].includes(value?.kind)) parens++;
          return value;
        });
        expect(
          printExprC(e)
            .replace(/"[^"]*"/g, '')
            .split('(').length - 1,
        ).toBe(parens);
      }),
    );
  });

  test('an else belongs to its own if', () => {
    const outer = ifElse('a', ifElse('b', say('x')), say('y'));
    expect(printFunctionC(functionOf(outer), world).text).toContain(
      '\tif (a) {\n\t\tif (b)\n\t\t\tx;\n\t} else\n\t\ty;\n',
    );
  });

  test('types are spelled as declarations', () => {
    const page = { kind: 'struct', name: 'page' } as const;
    const pages = { kind: 'array', of: { kind: 'pointer', to: page }, length: 4 } as const;
    expect(printTypeC(pages, 'pages')).toBe('struct page *pages[4]');
    expect(printTypeC({ kind: 'pointer', to: { kind: 'array', of: page, length: 4 } }, 'p')).toBe(
      'struct page (*p)[4]',
    );
    expect(printTypeC({ kind: 'pointer', to: page })).toBe('struct page *');
  });

  test('a function without parameters takes void, one of any number an ellipsis', () => {
    const fn = { ...functionOf(), params: [] };
    expect(printFunctionC(fn, world).text).toBe('void f(void)\n{\n}\n');
    expect(printFunctionC({ ...fn, variadic: true }, world).text).toBe('void f(...)\n{\n}\n');
  });
});
