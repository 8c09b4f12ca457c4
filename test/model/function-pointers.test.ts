// A function as a value: both front ends, both printers, and what is refused.

import { describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/base/diagnostic.ts';
import type { Program } from '../../src/model/ast.ts';
import { calleesOf, callsOf, takenFunctions } from '../../src/model/call-graph.ts';
import { checkDefinitions } from '../../src/model/check-definitions.ts';
import { checkFunction } from '../../src/model/check-function.ts';
import { printFunctionC, printGlobalC, printStructC } from '../../src/model/print/c.ts';
import { printFunctionTs } from '../../src/model/print/ts.ts';
import { sameTree } from '../../src/model/same.ts';
import { parseModelFile } from '../../src/model/ts/parse.ts';
import { buildProgram } from '../../src/model/ts/program.ts';
import { apply, EMPTY, functionC, otherC, statuses, withC } from './c-world.ts';

const C = `
struct bio;
typedef void (bio_end_io_t) (struct bio *, int);
typedef int (*cmp_t)(int a, int b);
struct bio { struct bio *bi_next; bio_end_io_t *bi_end_io; void (*done)(struct bio *bio); };
struct work_struct { void (*func)(struct work_struct *); };
int less(int a, int b) { return a < b; }
void end_read(struct bio *bio, int err) { }
void end_write(struct bio *bio, int err) { }
void run(struct work_struct *work) { }
cmp_t order = less;
static bio_end_io_t *ends[2];
`;
const TS = `
export type bio_end_io_t = Fn<(_: Ptr<bio>, _1: int) => void>
export type cmp_t = (a: int, b: int) => int
export interface bio { bi_next: Ptr<bio>; bi_end_io: Ptr<bio_end_io_t>; done: (bio: Ptr<bio>) => void }
export interface work_struct { func: (_: Ptr<work_struct>) => void }
export function less(a: int, b: int): int { return a < b }
export function end_read(bio: Ptr<bio>, err: int): void {}
export function end_write(bio: Ptr<bio>, err: int): void {}
export function run(work: Ptr<work_struct>): void {}
export let order: cmp_t = less
export let ends: Arr<Ptr<bio_end_io_t>, 2> = zeroed()
`;

function dialect(text: string): Program {
  const { program, diagnostics } = buildProgram([parseModelFile({ name: 'model.ts', text: TS + text })]);
  const found = [...diagnostics, ...checkDefinitions(program)];
  for (const fn of program.functions.values()) found.push(...checkFunction(program, fn));
  if (found.length > 0) throw new Error(found.map(renderDiagnostic).join('\n'));
  return program;
}

const c = async (text: string): Promise<Program> => withC(await withC(EMPTY, C), text);

test('both front ends read the same definitions', async () => {
  const [fromC, fromTs] = [await c(''), dialect('')];
  for (const name of ['bio', 'work_struct'])
    expect(printStructC(fromC.structs.get(name)!)).toBe(printStructC(fromTs.structs.get(name)!));
  expect(printStructC(fromC.structs.get('bio')!)).toBe(
    'struct bio {\n\tstruct bio *bi_next;\n\tbio_end_io_t *bi_end_io;\n\tvoid (*done)(struct bio *bio);\n};\n',
  );
  expect(printGlobalC(fromC.globals.get('order')!)).toBe('cmp_t order = less;\n');
  expect(printGlobalC(fromTs.globals.get('order')!)).toBe('cmp_t order = less;\n');
  expect(printGlobalC(fromTs.globals.get('ends')!)).toBe('bio_end_io_t *ends[2];\n');
  for (const name of ['bio_end_io_t', 'cmp_t'])
    expect(sameTree(fromC.typedefs.get(name), fromTs.typedefs.get(name)), name).toBe(true);
});

describe('a function reads and prints the same in C and in the dialect', () => {
  test.each([
    ['bio->bi_end_io = end_read;', 'bio.bi_end_io = end_read'],
    ['bio->bi_end_io = &end_read;', 'bio.bi_end_io = ref(end_read)'],
    ['bio->bi_end_io = NULL;', 'bio.bi_end_io = NULL'],
    ['bio->bi_end_io = end;', 'bio.bi_end_io = end'],
    ['bio->bi_end_io(bio, err);', 'bio.bi_end_io(bio, err)'],
    ['(*bio->bi_end_io)(bio, err);', 'bio.bi_end_io.value(bio, err)'],
    ['(bio->bi_end_io)(bio, err);', '(bio.bi_end_io)(bio, err)'],
    ['end(bio, err);', 'end(bio, err)'],
    ['(*end)(bio, err);', 'end.value(bio, err)'],
    ['ends[err](bio, 0);', 'ends[err](bio, 0)'],
    ['err = order(err, 2);', 'err = order(err, 2)'],
    ['bio->done(bio->bi_next);', 'bio.done(bio.bi_next)'],
    ['if (end == end_read || !bio->done)\n\treturn;', 'if (end == end_read || !bio.done)\n  return'],
    ['if (end)\n\tend(bio, 0);', 'if (end)\n  end(bio, 0)'],
    ['(err ? end_read : end_write)(bio, err);', '(err ? end_read : end_write)(bio, err)'],
    [
      'void (*fn)(struct bio *, int) = end, (*other)(void);',
      'let fn: (_: Ptr<bio>, _1: int) => void = end, other: () => void',
    ],
    ['bio_end_io_t *fn, **to = &fn;', 'let fn: Ptr<bio_end_io_t>, to: Ref<Ptr<bio_end_io_t>> = ref(fn)'],
    ['cmp_t by = order;', 'let by: cmp_t = order'],
    ['struct work_struct now = { .func = run };', 'let now: work_struct = { func: run }'],
    ['w->func = (void (*)(struct work_struct *))err;', 'w.func = cast<(_: Ptr<work_struct>) => void>(err)'],
  ])('%s', async (inC, inTs) => {
    const fromC = await c(`void f(struct bio *bio, bio_end_io_t end, int err, struct work_struct *w)\n{\n${inC}\n}\n`);
    const head = 'export function f(bio: Ptr<bio>, end: bio_end_io_t, err: int, w: Ptr<work_struct>): void {';
    const fromTs = dialect(`${head}\n${inTs}\n}`);
    const body = (text: string, indent: string): string =>
      text.split('\n').slice(2, -2).map((l) => l.slice(indent.length)).join('\n'); // biome-ignore format: one chain
    const [a, b] = [fromC, fromTs].map((p) => p.functions.get('f')!);
    expect(checkFunction(fromC, a!).map(renderDiagnostic)).toEqual([]);
    expect(printFunctionC(a!, fromC).text.split('\n')[0]).toBe(
      'void f(struct bio *bio, bio_end_io_t end, int err, struct work_struct *w)',
    );
    expect(body(printFunctionC(a!, fromC).text, '\t')).toBe(inC);
    expect(body(printFunctionC(b!, fromTs).text, '\t')).toBe(inC);
    expect(printFunctionTs(a!, fromC).text.split('\n').slice(-2 - inTs.split('\n').length, -2).map((l) => l.slice(2)).join('\n')).toBe(inTs); // biome-ignore format: one chain
    expect(printFunctionTs(b!, fromTs).text).toBe(printFunctionTs(a!, fromC).text);
  });
});

describe('what a pointer to a function is not', () => {
  const refused = (body: string, more = ''): string => {
    try {
      dialect(`export function f(bio: Ptr<bio>, end: bio_end_io_t, n: int): void {\n${body}\n}\n${more}`);
    } catch (error) {
      return (error as Error).message.split('\n')[0]!;
    }
    throw new Error('nothing was refused');
  };
  test.each([
    ['bio.bi_end_io = less', 'Cannot convert `int (*)(int a, int b)` to `bio_end_io_t *`: it would be called as what it is not.'],
    ['end = n ? end_read : run', 'Cannot convert `void (*)(struct work_struct *work)` to `void (*)(struct bio *bio, int err)`: it would be called as what it is not.'],
    ['n = cast<cmp_t>(end_read)(1, 2)', 'Cannot convert `void (*)(struct bio *bio, int err)` to `cmp_t`: it would be called as what it is not.'],
    ['end++', 'Cannot do arithmetic on a pointer to a function.'],
    ['end = offset(end, 1)', 'Cannot do arithmetic on a pointer to a function.'],
    ['end(bio)', 'Cannot model this call: it has 1 arguments, `bio_end_io_t` takes 2.'],
    ['bio.bi_next(bio)', 'Cannot call a value of type `struct bio *`: it is no pointer to a function.'],
    ['n(1)', 'Cannot call a value of type `int`: it is no pointer to a function.'],
    ['end_read = end', 'Cannot assign to a function.'],
    ['let g: bio_end_io_t = end', 'Cannot model `g`: a variable holds no function.'],
    ['end = alloc', 'Cannot model `alloc`: the model has no variable or constant of that name.'],
  ])('%s', (body, message) => expect(refused(body)).toContain(message)); // biome-ignore format: a table

  test('a function that takes any number of arguments', () => {
    const more = '/** @variadic */ export function pr_err(...args: unknown[]): void {}';
    expect(refused('end = pr_err', more)).toContain('it takes any number of arguments');
  });
});

describe('a call through a pointer', () => {
  const called = (text: string): readonly string[] => {
    const program = dialect(text);
    const fn = program.functions.get('f')!;
    return callsOf(fn).flatMap((e) => calleesOf(program, fn, e));
  };

  test('is one of the functions of its type whose address is taken', () => {
    const f = 'export function f(bio: Ptr<bio>): void { bio.bi_end_io(bio, 0) }';
    expect(called(f)).toEqual([]);
    expect(called(`${f}\nexport function g(bio: Ptr<bio>): void { bio.bi_end_io = end_read }`)).toEqual(['end_read']);
    expect(called(`${f}\nexport let one: Ptr<bio_end_io_t> = end_write`)).toEqual(['end_write']);
  });

  test('a local of the same name is no function', () => {
    const text = 'export function f(end_read: int): int { return end_read }';
    expect([...takenFunctions(dialect(text))]).toEqual(['less']);
  });

  test('that may lead back is recursion', () => {
    const text = `
      export function handle(bio: Ptr<bio>, err: int): void { f(bio) }
      export function g(bio: Ptr<bio>): void { bio.bi_end_io = handle }
      export function f(bio: Ptr<bio>): void { bio.bi_end_io(bio, 0) }`;
    expect(() => dialect(text)).toThrow('`f()` calls, through a pointer, `handle()`, which calls `f()`.');
  });

  test('that may sleep is none of an atomic function', () => {
    const text = `
      export function handle(bio: Ptr<bio>, err: int): void { sleep() }
      export function g(bio: Ptr<bio>): void { bio.bi_end_io = handle }
      /** @atomic */ export function f(bio: Ptr<bio>): void { bio.bi_end_io(bio, 0) }`;
    expect(() => dialect(text)).toThrow('Cannot call `handle()` in an @atomic function');
  });
});

describe('a patch', () => {
  test('takes the address of a function that it adds, and calls through the pointer', async () => {
    const program = await withC(
      await withC(EMPTY, C),
      'void f(struct bio *bio)\n{\n\tbio->done = NULL;\n}\n',
      'mm/t.c',
    );
    const applied = await apply(
      program,
      '@@\n+static void done(struct bio *bio)\n+{\n+}\n+\n void f(struct bio *bio)\n {\n-\tbio->done = NULL;\n+\tbio->done = done;\n+\tif (bio->bi_end_io)\n+\t\tbio->bi_end_io(bio, 0);\n+\torder(1, 2);\n }\n',
    );
    expect(applied.failure).toBeUndefined();
    expect(applied.refusals.map(renderDiagnostic)).toEqual([]);
    expect(functionC(applied.program, 'f')).toContain(
      'bio->done = done;\n\tif (bio->bi_end_io)\n\t\tbio->bi_end_io(bio, 0);',
    );
    expect([...takenFunctions(applied.program)]).toEqual(['done', 'less']);
  });

  test('adds a typedef, a field and a table of functions', async () => {
    const program = await withC(await withC(EMPTY, C), 'void f(struct bio *bio)\n{\n}\n', 'mm/t.c');
    const applied = await apply(
      program,
      '@@ struct bio {\n \tbio_end_io_t *bi_end_io;\n+\tint (*check)(struct bio *, int), (*other)(void);\n@@\n+typedef void (*hook_t)(struct bio *);\n+struct bio_ops {\n+\thook_t start;\n+\tvoid (*stop)(struct bio *bio);\n+};\n+static void start(struct bio *bio)\n+{\n+}\n+static struct bio_ops ops = {\n+\t.start = start,\n+\t.stop = &start,\n+};\n+\n void f(struct bio *bio)\n {\n+\tops.start(bio);\n+\tif (bio->check && bio->check(bio, 1))\n+\t\t(*ops.stop)(bio);\n }\n',
    );
    expect(applied.failure).toBeUndefined();
    expect(applied.refusals.map(renderDiagnostic)).toEqual([]);
    expect(statuses(applied)).not.toMatch(/unmodelled/);
    expect(otherC(applied.program, 'bio')).toContain('\tint (*check)(struct bio *, int);\n\tint (*other)(void);\n');
    expect(otherC(applied.program, 'ops')).toBe('struct bio_ops ops = { .start = start, .stop = &start };\n');
  });

  test('that makes an old function call itself through a pointer is refused there', async () => {
    const old =
      'void g(struct bio *bio)\n{\n\tbio->done(bio);\n}\nvoid h(struct bio *bio)\n{\n\tg(bio);\n}\nvoid f(struct bio *bio)\n{\n\tbio->done = NULL;\n}\n';
    const program = await withC(await withC(EMPTY, C), old, 'mm/t.c');
    const applied = await apply(program, '@@ void f(struct bio *bio)\n-\tbio->done = NULL;\n+\tbio->done = h;\n');
    expect([...applied.refused.keys()].sort()).toEqual(['g', 'h']);
  });
});
