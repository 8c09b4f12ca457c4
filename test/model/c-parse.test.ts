import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/base/diagnostic.ts';
import type { FunctionDef, Program } from '../../src/model/ast.ts';
import { knownOf } from '../../src/model/c/known.ts';
import { type ParsedC, parseC } from '../../src/model/c/parse.ts';
import { blankComments, tokenize } from '../../src/model/c/tokens.ts';
import { findModels, loadModel } from '../../src/model/load.ts';
import { printFunctionC } from '../../src/model/print/c.ts';
import { sameTree } from '../../src/model/same.ts';
import { arbitraryFunction, world } from './arbitrary.ts';
import { elide, programOf } from './c-world.ts';

let program: Program;
beforeAll(async () => {
  program = await programOf('typedef struct { struct page at; } q_t;');
});

const read = (text: string, config = {}, elides = [elide('count(X, 1);')]): Promise<ParsedC> =>
  parseC({ name: 't.c', text }, knownOf(program, elides, config));

/** The canonical C of the only function in a text. */
async function canonical(text: string, config = {}): Promise<string> {
  const { definitions, refusals } = await read(text, config);
  expect(refusals.map(renderDiagnostic)).toEqual([]);
  return printFunctionC(definitions.find((d) => d.kind === 'function')!, program).text;
}

const body = async (statements: string): Promise<string> =>
  (await canonical(`int f(struct page *p, struct page **pp, int x, bool *ok)\n{\n${statements}\n}`))
    .split('\n')
    .slice(2, -2)
    .map((l) => l.slice(1))
    .join('\n');

describe('a C function is read as what it says', () => {
  test.each([
    ['int a = b(1), *q, v[3];', 'int a = b(1), *q, v[3];'],
    ["x = 0x40UL + 017 + 0b11 + 'a' + '\\n' + 10u;", 'x = 64 + 15 + 3 + 97 + 10 + 10;'],
    [
      'unsigned long int l; long unsigned m; short int s; unsigned u;',
      'unsigned long l;\nunsigned long m;\nshort s;\nunsigned int u;',
    ],
    [
      'x = sizeof(*p) + sizeof(struct page) + sizeof(**pp) + sizeof(x);',
      'x = sizeof(struct page) + sizeof(struct page) + sizeof(struct page) + sizeof(int);',
    ],
    ['x = (x) & 1;', 'x = (x) & 1;'],
    ['x = (x) & x == 1;', 'x = (x) & x == 1;'],
    ['x = (x) * x + (x) - x;', 'x = (x) * x + (x) - x;'],
    ['x = (x) && x;', 'x = (x) && x;'],
    ['x = (gfp_t)(x) & 1;', 'x = (gfp_t)(x) & 1;'],
    ['x = (u8)(x);', 'x = (u8)(x);'],
    ['x = (x)-1;', 'x = (x) - 1;'],
    ['x = (x) == (EEXIST) && -(x) < *ok;', 'x = (x) == (EEXIST) && -(x) < *ok;'],
    ['p = (struct page *)x;', 'p = (struct page *)x;'],
    [
      'if (likely(x)) return -EEXIST; else if (x) { c(); } else return 0;',
      'if (likely(x))\n\treturn -EEXIST;\nelse if (x) {\n\tc();\n} else\n\treturn 0;',
    ],
    ['do c(); while (x);', 'do\n\tc();\nwhile (x);'],
    ['for (;;) { if (x++) break; }', 'for (;;) {\n\tif (x++)\n\t\tbreak;\n}'],
    ['for (int i = 0; i < 3; i++) ;', 'for (int i = 0; i < 3; i++)\n\t;'],
    [
      'switch (x) { case 1: case 2: c(); fallthrough; default: { c(); } }',
      'switch (x) {\ncase 1:\ncase 2:\n\tc();\n\tfallthrough;\ndefault: {\n\tc();\n}\n}',
    ],
    [
      'goto out; out: c(); retry: ;',
      'goto out;\nout:\nc();\nretry:\n;'.replace(/^/gm, '').replace('out:\nc', 'ut:\nc').replace('retry', 'etry'),
    ],
    ['const volatile int k = 1; register int r;', 'int k = 1;\nint r;'],
    ['x = READ_ONCE(p->count); WRITE_ONCE(p->count, x + 1);', 'x = (p->count);\np->count = x + 1;'],
    ['count(X, 1); /* gone */ // too', 'count(X, 1);'],
    ['p->next[2].count <<= 2; *ok = !p; --x;', 'p->next[2].count <<= 2;\n*ok = !p;\n--x;'],
    ['x = p ? p->count : 0;', 'x = p ? p->count : 0;'],
    ['p = container_of(&x, struct page, count);', 'p = container_of(&x, struct page, count);'],
    ['p = list_entry((*pp)->next,\n\ttypeof(*p), next);', 'p = list_entry((*pp)->next, struct page, next);'],
    ['x = rb_entry(p, q_t, at.count)->at.count;', 'x = rb_entry(p, q_t, at.count)->at.count;'],
    ['pr("a" "b\\n");', 'pr("ab\\n");'],
    ['pr(KERN_INFO "a" "b");', 'pr("ab");'],
    ['int v[3]; x = ARRAY_SIZE(v);', 'int v[3];\nx = 3;'],
    ['struct page q = { .count = 1, .next = p, };', 'struct page q = { .count = 1, .next = p };'],
    ['struct page q = {}, r = { 0 };', 'struct page q = {}, r = { 0 };'],
    ['int v[2] = { 1, x };', 'int v[2] = { 1, x };'],
    ['q_t q = { .at = { .count = x++ } };', 'q_t q = { .at = { .count = x++ } };'],
    ['x = ((struct page) { .count = 2 }).count;', 'x = ((struct page){ .count = 2 }).count;'],
    ['x = (struct page) { 0, 2 }.count;', 'x = (struct page){ 0, 2 }.count;'],
    ['x = (q_t) { .at = { 0 } }.at.count;', 'x = (q_t){ .at = { 0 } }.at.count;'],
    ['x = 1, x = 2;', 'x = 1, x = 2;'],
    ['x = b((c(), x)), c(), x++;', 'x = b((c(), x)), c(), x++;'],
    ['x = 1, (x = 2, x = 3);', 'x = 1, (x = 2, x = 3);'],
    ['for (x = 0, c(); x < 3; x++, p->count++) ;', 'for (x = 0, c(); x < 3; x++, p->count++)\n\t;'],
    ['if (c(), x) return (c(), 1);', 'if (c(), x)\n\treturn (c(), 1);'],
    ['return c(), 1;', 'return c(), 1;'],
    ['x = x ? c(), 1 : 2;', 'x = x ? c(), 1 : 2;'],
    ['x = p->count ? : 1;', 'x = p->count ?: 1;'],
    ['x = x ?: p ?: *pp ? 1 : 2;', 'x = x ?: p ?: *pp ? 1 : 2;'],
    ['x = x ? p ? 1 : 2 : *pp ? 3 : 4;', 'x = x ? p ? 1 : 2 : *pp ? 3 : 4;'],
    ['p += x; p++; --p; *pp -= 1; x = p[x].count;', 'p += x;\np++;\n--p;\n*pp -= 1;\nx = p[x].count;'],
    ['do { } while (0);', 'do {\n} while (0);'],
    ['while (x--) ;', 'while (x--)\n\t;'],
    ['while (x--) { }', 'while (x--) {\n}'],
  ])('%s', async (text, expected) => {
    expect(await body(text)).toBe(expected);
  });

  test('words that say nothing are dropped', async () => {
    const text =
      'static inline __always_inline int __must_check f(const struct page *p __maybe_unused) __releases(&l)\n{\nreturn 0;\n}';
    expect(await canonical(text)).toBe('int f(struct page *p)\n{\n\treturn 0;\n}\n');
  });

  test('a macro that declares a name makes a declaration', async () => {
    const parsed = await parseC(
      { name: 't.c', text: 'void f(struct page *p) { XA_STATE(xas, p, 3); xas = xas; }' },
      knownOf(world),
    );
    const [fn] = parsed.definitions as FunctionDef[];
    expect(fn!.body.body[0]).toMatchObject({ kind: 'declare', names: [{ name: 'xas', init: { callee: 'XA_STATE' } }] });
  });

  test('conditions over the configuration are evaluated, with IS_ENABLED() in code too', async () => {
    const text = `void f(int x)
{
#ifdef CONFIG_A
	c();
#elif defined(CONFIG_B)
	b(1);
#else
	b(2);
#endif
#if IS_ENABLED(CONFIG_A) && !defined(CONFIG_B)
	b(3);
#endif
#ifndef CONFIG_A
	b(4);
#if 1
	b(5);
#endif
#endif
	x = IS_ENABLED(CONFIG_B);
}`;
    const flat = async (config: Record<string, boolean>) =>
      (await canonical(text, config))
        .replace(/\s+/g, ' ')
        .replace(/^.*?\{|\}.*$/g, '')
        .trim();
    expect(await flat({ CONFIG_A: true, CONFIG_B: false })).toBe('c(); b(3); x = 0;');
    expect(await flat({ CONFIG_A: true, CONFIG_B: true })).toBe('c(); x = 1;');
    expect(await flat({ CONFIG_A: false, CONFIG_B: true })).toBe('b(1); b(4); b(5); x = 1;');
    expect(await flat({ CONFIG_A: false, CONFIG_B: false })).toBe('b(2); b(4); b(5); x = 0;');
  });

  test('an unknown symbol counts as undefined, and the nearest known one is named', async () => {
    const { warnings, definitions } = await read('#ifdef CONFIG_MEMCGG\nint g;\n#endif\n', {
      CONFIG_MEMCG: true,
      CONFIG_SMP: true,
    });
    expect(definitions).toEqual([]);
    expect(warnings.map((w) => w.text)).toEqual([
      'CONFIG_MEMCGG is not known to the model and counts as undefined; did you mean CONFIG_MEMCG?',
    ]);
  });

  test('positions stay where they were behind a part that is left out', async () => {
    const text = '#ifdef CONFIG_X\nint a;\n#endif\nint f(void)\n{\n\tasm("x");\n\treturn 0;\n}\n';
    const { refusals } = await read(text, { CONFIG_X: false });
    expect(refusals.map((r) => text.slice(r.span!.start, r.span!.end))).toEqual(['asm("x")']);
  });

  test('top-level definitions of every kind', async () => {
    const { definitions, typedefs, prototypes, refusals } = await read(`
#define FLAG (1 << 3) /* bit */
#define LONG_ONE \\
	0x10
enum state { A, B = 7, C };
typedef unsigned int foo_t;
struct box { foo_t a, *b; struct page c[4]; };
typedef struct { unsigned long val; } entry_t;
static int g = 3, h;
static struct box boxes = { 0 };
extern int e;
int proto(void);
EXPORT_SYMBOL(proto);
`);
    expect(refusals).toEqual([]);
    expect(definitions.map((d) => `${d.kind} ${d.name}`)).toEqual([
      'constant FLAG',
      'constant LONG_ONE',
      'constant A',
      'constant B',
      'constant C',
      'struct box',
      'struct entry_t',
      'global g',
      'global h',
      'global boxes',
    ]);
    expect([...typedefs.keys()]).toEqual(['foo_t']);
    expect(prototypes).toEqual(['proto']);
  });
});

describe('what cannot be modelled is refused at its statement, and nothing else', () => {
  test.each([
    ['x = ({ 1; });', 'Cannot model a statement expression.', '({ 1; })'],
    ['asm volatile("nop");', 'Cannot model assembly.', 'asm volatile("nop")'],
    ['x = 1.5;', 'Cannot model the number `1.5`: it is no integer.', '1.5'],
    ['x = { 1 };', undefined, undefined],
    ['b({ 1 });', undefined, undefined],
    ['struct page q = { .count = 1, 2 };', 'Cannot model braces that name some of their values.', '2'],
    ['struct page q = { .next.count = 1 };', 'Cannot model the designator of `.next.count = 1`.', '.next.count = 1'],
    ['int v[2] = { [1] = 1 };', 'Cannot model the designator of `[1] = 1`.', '[1] = 1'],
    ['int fp(int), y;', 'Cannot model the declaration of a function inside a function.', 'fp(int)'],
    ['int (*fp)(int, ...);', 'Cannot model the parameter `...`.', '...'],
    ['foo_t z;', 'Cannot model the type `foo_t`: the model does not know it.', 'foo_t'],
    ['u64 z;', 'Cannot model the type `u64`: the model does not know it.', 'u64'],
    ['static int once;', 'Cannot model a `static` variable inside a function.', 'static int once;'],
    [
      'list_for_each_entry(p, x, next) { c(); }',
      'Cannot model the loop macro `list_for_each_entry`.',
      'list_for_each_entry(p, x, next)',
    ],
    ['for_each_x(p)\n\t\tp->count++;', 'Cannot model the loop macro `for_each_x`.', 'for_each_x(p)'],
    ['goto *p;', 'Cannot read this C at `*`.', '*'],
    [
      'p = list_first_entry(x, struct page, next);',
      'Cannot model `list_first_entry()`: it reads a list and gives what its entry lies in.',
      'list_first_entry(x, struct page, next)',
    ],
    ['switch (x) { case 1 ... 3: c(); }', 'Cannot model a range of cases.', undefined],
    [
      'x = sizeof(unknown_name);',
      'Cannot model `sizeof(unknown_name)`: its type is not known.',
      'sizeof(unknown_name)',
    ],
    ['x = 0x1ffffffff;', 'Cannot model the number `0x1ffffffff`: it has more than 32 bits.', '0x1ffffffff'],
    ['x = x +;', undefined, undefined],
    ['\n#define HERE 1\n', undefined, undefined],
    ['\n#pragma once\n', undefined, undefined],
    ['c()', undefined, undefined],
    ['__label__ foo;', undefined, undefined],
    ['typeof(x) y;', undefined, undefined],
  ])('%s', async (statement, message, at) => {
    const text = `int f(struct page *p, int x)\n{\n\tc();\n\t${statement}\n\treturn x;\n}\n`;
    const { definitions, refusals } = await read(text);
    expect(refusals.length, 'refusals').toBeGreaterThan(0);
    if (message) expect(refusals.map((r) => r.message)).toEqual([message]);
    if (at) expect(text.slice(refusals[0]!.span!.start, refusals[0]!.span!.end)).toBe(at);
    const fn = definitions.find((d) => d.kind === 'function');
    const kinds = fn?.body.body.map((s) => s.kind) ?? [];
    expect([kinds[0], kinds.at(-1)]).toEqual(['expression', 'return']);
  });

  test('two bad statements are two refusals', async () => {
    const { refusals } = await read('void f(int x)\n{\n\tx = 1.5;\n\tif (x) {\n\t\tasm("a");\n\t}\n}');
    expect(refusals.map((r) => r.message)).toEqual([
      'Cannot model the number `1.5`: it is no integer.',
      'Cannot model assembly.',
    ]);
  });

  test('any text gives a result', async () => {
    const bits = fc.constantFrom(
      '{',
      '}',
      '(',
      ')',
      ';',
      'if',
      'else',
      'x',
      'int',
      '*',
      '#if',
      '\n',
      '/*',
      '*/',
      '"',
      "'",
      ' ',
      'for',
      '=',
      '\\',
      '#define',
      'case',
      ':',
      '->',
      '1',
      '@',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(bits, { maxLength: 40 }), async (parts) => {
        await read(parts.join(''));
        await read(`int f(int x)\n{\n${parts.join(' ')}\n}\n`);
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['WRITE_ONCE(p->x, f(a, b) + 1);', 'p->x = f(a, b) + 1;'],
  ['WRITE_ONCE(v[i], WRITE_ONCE(x, 1));', 'v[i] = x = 1;'],
])('%s says the same as %s', (a, b) => {
  expect(tokenize(a).map((t) => t.norm)).toEqual(tokenize(b).map((t) => t.norm));
});

describe('without its comments', () => {
  test('a text has the same length and the same lines', () => {
    const bits = fc.constantFrom('#define A', '#if', ' x', '\n', '\\\n', '/*', '*/', '//', '"', "'", '(', ';', 'y');
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        expect(blankComments(text).replace(/[^\n]/g, ' ')).toBe(text.replace(/[^\n]/g, ' '));
      }),
      { numRuns: 2000 },
    );
  });

  test('a directive goes on where it did', () => {
    const text = '#define A(x) /* one\n\ttwo */ \\\n\t(x) // three\nf();\n';
    expect(tokenize(blankComments(text)).map((t) => t.norm)).toEqual(['#define A(x) (x)', 'f', '(', ')', ';']);
  });
});

describe('what the printer writes reads back as the same tree', () => {
  test('random functions', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryFunction(), async (fn) => {
        const elides = elisionsOf(fn);
        const { text } = printFunctionC(fn, world);
        const parsed = await parseC({ name: 'random.c', text }, knownOf(world, elides));
        expect(parsed.refusals.map(renderDiagnostic)).toEqual([]);
        const again = { ...(parsed.definitions[0] as FunctionDef), file: fn.file! };
        if (!sameTree(again, fn)) expect(strip(again)).toEqual(strip(fn));
      }),
      { numRuns: 200 },
    );
  });

  test('every function of every model', async () => {
    const root = process.cwd();
    if (!existsSync(`${root}/models`)) return;
    for (const folder of findModels(root)) {
      const model = await loadModel(folder);
      const known = knownOf(model.program, model.elides, model.config);
      for (const fn of model.program.functions.values()) {
        const { text } = printFunctionC(fn, model.program);
        const parsed = await parseC({ name: fn.name, text }, known);
        expect(parsed.refusals.map(renderDiagnostic)).toEqual([]);
        const again = parsed.definitions[0] as FunctionDef;
        const { atomic, declares, variadic, byName, file } = fn;
        const full = { ...again, atomic, declares, variadic, ...(byName && { byName }), ...(file && { file }) };
        expect(strip(full), fn.name).toEqual(strip(fn));
      }
    }
  });
});

function elisionsOf(fn: FunctionDef): { text: string; reason: string }[] {
  const found: { text: string; reason: string }[] = [];
  JSON.stringify(fn, (key, value) => {
    if (key === 'span') return undefined;
    if (value?.kind === 'elided') found.push({ text: value.text, reason: value.reason });
    return value;
  });
  return found;
}

function strip(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value) => {
      if (key === 'span') return undefined;
      // The semicolon of a statement that is left out may be, too.
      return value?.kind === 'elided' ? { ...value, text: value.text.replace(/;$/, '') } : value;
    }),
  );
}
