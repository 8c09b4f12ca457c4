import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import type { Program } from '../../src/model/ast.ts';
import { knownOf } from '../../src/model/c/known.ts';
import { parseC } from '../../src/model/c/parse.ts';
import { checkFunction } from '../../src/model/check-function.ts';
import { parseModelFile } from '../../src/model/ts/parse.ts';
import { buildProgram } from '../../src/model/ts/program.ts';
import { programOf, withC } from './c-world.ts';

const VOCABULARY = `
export interface page { flags: ulong; slots: Arr<u8, 2> }
export let g: int = 0
/** @atomic */ export function lock(p: Ptr<page>): void { spin_until(p.flags == 0); p.flags = 1 }
/** @atomic */ export function both(p: Ptr<page>): void { lock(p); lock(p) }
export function doze(): void { if (g) sleep() }
export function slow(): int { doze(); return 1 }
`;

interface Refused {
  readonly text: string;
  readonly message: string;
  readonly help: string | undefined;
}

/** What is refused in the function `f` of a text of the dialect, each with the text it points at. */
function refused(text: string): Refused[] {
  const { program, diagnostics } = buildProgram([parseModelFile({ name: 'm.ts', text: VOCABULARY + text })]);
  return [...diagnostics, ...check(program)].map(told);
}

const check = (program: Program): Diagnostic[] => checkFunction(program, program.functions.get('f')!);

function told({ message, span, help }: Diagnostic): Refused {
  return { text: span!.source.text.slice(span!.start, span!.end), message, help };
}

const body = (statements: string): Refused[] =>
  refused(`export function f(n: int, page: Ptr<page>): void { ${statements} }`);

describe('a statement that C does not allow is refused where it stands, with a way out', () => {
  test.each([
    ['break', 'Cannot `break` here: no loop or switch is around it.', 'break'],
    ['if (n) { break }', 'Cannot `break` here: no loop or switch is around it.', 'break'],
    ['continue', 'Cannot `continue` here: no loop is around it.', 'continue'],
    ['switch (n) { case 1: continue }', 'Cannot `continue` here: no loop is around it.', 'continue'],
    ['for (;;) ; break', 'Cannot `break` here: no loop or switch is around it.', 'break'],
    ['a: n++; a: n--', 'Cannot place the label `a` here: the function has one of that name.', 'a: n--'],
    ["goto('b'); a: n++", 'Cannot go to `b`: there is no such label.', "goto('b');"],
    ['let x: int; let x: int', 'Cannot declare `x` again: it is declared in the same block.', 'x: int'],
    ['let x: int, x: int', 'Cannot declare `x` again: it is declared in the same block.', 'x: int'],
    ['let n: int', 'Cannot declare `n` again: it is declared in the same block.', 'n: int'],
    [
      'switch (n) { case 1: let x: int; break; default: let x: int }',
      'Cannot declare `x` again: it is declared in the same block.',
      'x: int',
    ],
    ['switch (n) { case 1: case 1: }', 'Cannot have two cases of the value 1.', '1'],
    ['switch (n) { case 2: case 1 + 1: }', 'Cannot have two cases of the value 2.', '1 + 1'],
    ['switch (n) { case 4294967295: case -1: }', 'Cannot have two cases of the value -1.', '-1'],
    ['switch (n) { case n: }', 'Cannot model this case: its value is not constant.', 'n'],
    ['let x: void', 'Cannot model `x`: a variable of type `void` holds nothing.', 'x: void'],
    ['return n', 'Cannot return a value from `f()`: it returns void.', 'return n'],
    ['return slow()', 'Cannot return a value from `f()`: it returns void.', 'return slow()'],
    ['let x: nope', 'Cannot model a variable of type `struct nope`: the model has no such struct.', 'x: nope'],
    ['n = f(1, page)', undefined, undefined],
  ])('%s', (statements, message, at) => {
    const found = body(statements);
    expect(found.length).toBeGreaterThan(0);
    if (message) expect(found.map((r) => r.message)).toEqual([message]);
    if (at) expect(found[0]!.text).toBe(at);
    if (message && !/struct nope/.test(message)) expect(found[0]!.help).toBeTruthy();
  });

  test('two defaults are one too many', async () => {
    const program = await programOf(
      'int f(int x)\n{\n\tswitch (x) {\n\tdefault:\n\tcase 1:\n\tdefault:\n\t\tc();\n\t}\n\treturn 1;\n}',
    );
    expect(check(program).map(told)).toEqual([
      {
        text: expect.stringMatching(/^default:/),
        message: 'Cannot have two defaults in one switch.',
        help: 'Put the statements of both together.',
      },
    ]);
  });

  test('braces are given to what has parts', async () => {
    const text = 'void f(int x)\n{\n\tint y = { 1 };\n\tint v[1] = { 1, 2 };\n}';
    expect(check(await programOf(text)).map((d) => d.message)).toEqual([
      'Cannot model braces around a value of type `int`.',
      'Cannot model these braces: `int [1]` has only 1 part.',
    ]);
  });

  test('a macro that declares stands in a block', async () => {
    const macro = '/** @declares */ export function STATE(n: int): page { let p: page; return p }';
    const { program } = buildProgram([parseModelFile({ name: 'm.ts', text: VOCABULARY + macro })]);
    const parsed = await parseC(
      { name: 'x.c', text: 'void f(int x)\n{\n\tif (x)\n\t\tSTATE(p, x);\n}' },
      knownOf(program),
    );
    const fn = parsed.definitions[0]!;
    if (fn.kind !== 'function') throw new Error('no function');
    expect(checkFunction(program, fn).map(told)).toEqual([
      {
        text: 'STATE(p, x);',
        message: 'Cannot declare a variable here: a declaration stands in a block.',
        help: 'Put braces around it.',
      },
    ]);
  });

  test('nothing is returned where something is wanted', () => {
    expect(refused('export function f(): int { return }')).toEqual([
      { text: 'return', message: 'Cannot return nothing from `f()`.', help: 'Return a value.' },
    ]);
  });
});

test.each([
  'for (;;) { switch (n) { case 1: continue; default: break } }',
  'do { if (n) break; continue } while (n)',
  '{ let x: int } { let x: int } for (let x: int = 0; x < 1; x++) { let x: int }',
  'switch (n) { case 1: case 2: default: }',
  'return',
  'return doze()',
  'return lock(page)',
  'sleep(); doze(); wait_until(n)',
])('what C allows is allowed: %s', (statements) => {
  expect(body(statements)).toEqual([]);
});

describe('an @atomic function is one step', () => {
  const atomic = (statements: string): Refused[] =>
    refused(`/** @atomic */ export function f(n: int, page: Ptr<page>): void { ${statements} }`);

  test.each([
    ['n++; wait_until(n)', 'Cannot wait here: in an @atomic function, `wait_until()` must be the first statement.'],
    ['if (n) spin_until(n)', 'Cannot wait here: in an @atomic function, `spin_until()` must be the first statement.'],
    [
      'wait_until(n); wait_until(n + 1)',
      'Cannot wait here: in an @atomic function, `wait_until()` must be the first statement.',
    ],
    ['sleep()', 'Cannot call `sleep()` in an @atomic function: it is a step of its own.'],
    ['sleep_timed()', 'Cannot call `sleep_timed()` in an @atomic function: it is a step of its own.'],
    ["if (choose('x')) n++", 'Cannot call `choose()` in an @atomic function: it is a step of its own.'],
    ['doze()', 'Cannot call `doze()` in an @atomic function: it calls `sleep()`, which is a step of its own.'],
    [
      'n = slow()',
      'Cannot call `slow()` in an @atomic function: it calls `doze()`, which calls `sleep()`, which is a step of its own.',
    ],
  ])('refused: %s', (statements, message) => {
    const found = atomic(statements);
    expect(found.map((r) => r.message)).toEqual([message]);
    expect(statements).toContain(found[0]!.text);
    expect(found[0]!.help).toBeTruthy();
  });

  test.each([
    'wait_until(n); n++',
    "elide('x()', 'y'); spin_until(n)",
    'lock(page); n++',
    'n++; lock(page); both(page)',
  ])('allowed: %s', (statements) => expect(atomic(statements)).toEqual([]));
});

describe('no function calls itself', () => {
  test('directly', () => {
    expect(body('if (n) f(n - 1, page)')).toEqual([
      {
        text: 'f(n - 1, page)',
        message: 'Cannot model this call: `f()` calls itself.',
        help: 'The dialect has no recursion. Write a loop.',
      },
    ]);
  });

  test('over others, which are named', () => {
    const others = 'export function a(): int { return b() }\nexport function b(): int { f(1); return 2 }\n';
    expect(refused(`${others}export function f(n: int): void { n = a() + slow() }`)).toMatchObject([
      { text: 'a()', message: 'Cannot model this call: `f()` calls `a()`, which calls `b()`, which calls `f()`.' },
    ]);
  });

  test('a function that leads into a cycle is not in it', () => {
    const cycle = 'export function a(): int { return b() }\nexport function b(): int { return a() }\n';
    expect(refused(`${cycle}export function f(): int { return a() }`)).toEqual([]);
  });

  test('a patch that makes a cycle is refused at its call', async () => {
    const program = await withC(await programOf('int f(int x)\n{\n\treturn b(x);\n}'), 'int b(int x) { return f(x); }');
    const parsed = await parseC({ name: 'x.c', text: 'int f(int x)\n{\n\treturn b(x) + 1;\n}' }, knownOf(program));
    const fn = parsed.definitions[0]!;
    if (fn.kind !== 'function') throw new Error('no function');
    expect(checkFunction(program, fn).map(told)).toMatchObject([
      { text: 'b(x)', message: 'Cannot model this call: `f()` calls `b()`, which calls `f()`.' },
    ]);
  });
});
