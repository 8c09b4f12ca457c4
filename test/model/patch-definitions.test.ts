// What a patch's own C brings outside of functions.

import { beforeAll, describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/base/diagnostic.ts';
import type { Applied } from '../../src/model/apply/apply.ts';
import type { Program } from '../../src/model/ast.ts';
import { parseModelFile } from '../../src/model/ts/parse.ts';
import { buildProgram } from '../../src/model/ts/program.ts';
import { apply, functionC, otherC, statuses, withC } from './c-world.ts';

const VOCABULARY = `
export interface spinlock_t { owner: int }
export interface list_head { next: Ptr<list_head>; prev: Ptr<list_head> }
export interface work_struct { func: (work: Ptr<work_struct>) => void }
export interface atomic_t { counter: int }
/** @declares */
export function DEFINE_SPINLOCK(): spinlock_t { let lock: spinlock_t = zeroed(); return lock }
/** @declares */
export function LIST_HEAD(self: Ptr<list_head> = NULL): list_head {
  let head: list_head = { next: self, prev: self }
  return head
}
/** @declares */
export function DECLARE_WORK(func: (work: Ptr<work_struct>) => void): work_struct {
  let work: work_struct = { func: func }
  return work
}
export function ATOMIC_INIT(i: int): atomic_t { let v: atomic_t = { counter: i }; return v }
export function atomic_read(v: Ptr<atomic_t>): int { return v.counter }
export function spin_lock(lock: Ptr<spinlock_t>): void {}
`;
const OLD = 'void f(int x)\n{\n\tx++;\n}\n';

let program: Program;
beforeAll(async () => {
  const built = buildProgram([parseModelFile({ name: 'kernel.ts', text: VOCABULARY })]);
  expect(built.diagnostics).toEqual([]);
  program = await withC(built.program, OLD, 'mm/t.c');
});

/** A patch that adds text before `f`, and statements to it. */
async function adding(top: string, body = '', config = {}): Promise<Applied> {
  const plus = (text: string): string => text.replace(/^(?=.)/gm, '+').replace(/([^\n])$/, '$1\n');
  const diff = `@@\n${plus(top.trim())} void f(int x)\n {\n${plus(body)} \tx++;\n }\n`;
  return apply(program, diff, { config });
}

async function accepted(top: string, body = '', config = {}): Promise<Applied> {
  const applied = await adding(top, body, config);
  expect(applied.failure).toBeUndefined();
  expect(applied.refusals.map(renderDiagnostic)).toEqual([]);
  expect(statuses(applied)).not.toContain('unmodelled');
  return applied;
}

describe('globals', () => {
  test('a struct and its variable in one definition', async () => {
    const { program: now } = await accepted(
      'struct check {\n\tspinlock_t lock;\n\tvoid *list;\n} stale, *other = &stale;\n',
      '\tspin_lock(&stale.lock);\n\tother->list = NULL;\n',
    );
    expect(otherC(now, 'check')).toBe('struct check {\n\tspinlock_t lock;\n\tvoid *list;\n};\n');
    expect(otherC(now, 'other')).toBe('struct check *other = &stale;\n');
  });

  test('a struct without a name', async () => {
    const { program: now } = await accepted(
      'static struct {\n\tatomic_t n;\n\tint table[2];\n} state = {\n\t.n = ATOMIC_INIT(3),\n\t.table = { 1, 2 },\n};\n',
      '\tx = state.table[x] + atomic_read(&state.n);\n',
    );
    expect(otherC(now, 'state')).toBe('struct anonymous_state state = { .n = ATOMIC_INIT(3), .table = { 1, 2 } };\n');
  });

  test('arrays, as long as their braces say', async () => {
    const { program: now } = await accepted('static int table[] = { 1, 2, 3 }, grid[4];\n', '\ttable[x] = grid[x];\n');
    expect(otherC(now, 'table')).toBe('int table[3] = { 1, 2, 3 };\n');
  });

  test('macros that declare', async () => {
    const { program: now } = await accepted(
      'static void run(struct work_struct *work)\n{\n}\nstatic DEFINE_SPINLOCK(lock);\nLIST_HEAD(pages);\nstatic DECLARE_WORK(work, run);\n',
      '\tLIST_HEAD(local);\n\tspin_lock(&lock);\n\twork.func(&work);\n\tif (pages.next == &pages)\n\t\tlocal.next = pages.prev;\n',
    );
    expect(functionC(now, 'f')).toContain('\tLIST_HEAD(local);\n\tspin_lock(&lock);\n');
    expect(now.globals.get('pages')!.init).toMatchObject({ callee: 'LIST_HEAD', args: [{ op: '&' }] });
  });

  test.each([
    ['DECLARE_RWSEM(sem);', 'Cannot model `DECLARE_RWSEM`: the model has no macro of that name.'],
    ['static int n = 3 + unknown;', 'Cannot model `unknown`: the model has no variable or constant of that name.'],
    ['static struct gone at;', 'Cannot model a variable of type `struct gone`: the model has no such struct.'],
    ['static int m = atomic_read(NULL);', 'Cannot model this initial value: it is not constant.'],
    ['static atomic_t a = { .count = 1 };', "Cannot model `count`: the model's `atomic_t` has no field of that name."],
  ])('%s is refused, and what uses it by its name', async (text, message) => {
    const name = /(\w+)\)?(?: = .*)?;$/.exec(text)![1]!;
    const applied = await adding(text, `\tx = ${name};\n`);
    expect(applied.refusals[0]!.message).toBe(message);
    expect(applied.refused.get('f')![0]!.message).toContain(`Cannot model \`${name}\``);
    expect(statuses(applied)).toContain('unmodelled');
  });
});

describe('functions that run at the start', () => {
  const INIT = 'static int __init first(void)\n{\n\treturn 0;\n}\nstatic int __init second(void)\n{\n\treturn 0;\n}\n';
  test('come in the order of their levels, then of the text', async () => {
    const { program: now } = await accepted(
      `${INIT}late_initcall(first);\nmodule_init(second);\nearly_initcall(first);\nMODULE_LICENSE("GPL");\nmodule_exit(second);\n`,
    );
    expect(now.initcalls.map((i) => i.function)).toEqual(['first', 'second', 'first']);
  });

  test('are none under a condition that does not hold', async () => {
    const text = `#ifdef CONFIG_A\n${INIT}late_initcall(first);\n#else\nstatic inline int first(void)\n{\n\treturn 1;\n}\n#endif\n`;
    expect((await accepted(text, '\tx = first();\n')).program.initcalls).toEqual([]);
    expect((await accepted(text, '\tx = first();\n', { CONFIG_A: true })).program.initcalls).toHaveLength(1);
  });

  test('go when a later patch removes the line', async () => {
    const { program: now } = await accepted(`${INIT}late_initcall(first);\n`);
    const later = await apply(now, '@@\n-late_initcall(first);\n void f(int x)\n {\n');
    expect(later.program.initcalls).toEqual([]);
    expect(statuses(later)).toBe('mapped');
  });

  test.each([
    ['late_initcall(gone);', 'Cannot run `gone()` at the start: the model has no function of that name.'],
    ['late_initcall(f);', 'Cannot run `f()` at the start: it takes parameters.'],
    ['late_initcall(f, 2);', 'Cannot read this: the name of a function is wanted.'],
  ])('%s', async (text, message) => {
    const applied = await adding(text);
    expect(applied.refusals.map((r) => r.message)).toEqual([message]);
    expect(statuses(applied)).toBe('unmodelled');
  });
});

test('a prototype and an extern are declarations alone', async () => {
  const applied = await accepted('extern int hint(int x);\nstatic void g(struct work_struct *work);\nextern int n;\n');
  expect(statuses(applied)).toBe('elided elided mapped');
  expect(applied.program.globals.has('n')).toBe(false);
});

describe('function-like macros', () => {
  test('that are expressions, over several lines, and use each other', async () => {
    const { program: now } = await accepted(
      '#define TWICE(a) (NEXT(a) + NEXT(a))\n#define NEXT(a) (a)++\n#define COUNT(v)\t\\\n\t(atomic_read(&(v)->n) & \\\n\t 3)\nstruct box {\n\tatomic_t n;\n};\nstatic struct box box;\n',
      '\tx = TWICE(x) + COUNT(&box);\n',
    );
    expect(functionC(now, 'f')).toContain('\tx = TWICE(x) + COUNT(&box);\n');
    expect(functionC(now, 'TWICE')).toBe('int TWICE(int a)\n{\n\treturn (NEXT(a) + NEXT(a));\n}\n');
    expect(functionC(now, 'COUNT')).toBe('int COUNT(struct box *v)\n{\n\treturn (atomic_read(&(v)->n) & 3);\n}\n');
    expect(now.functions.get('COUNT')!.byName).toEqual(['v']);
  });

  test('that are one statement', async () => {
    const { program: now } = await accepted(
      '#define SET(v, to) do { if ((to) > (v)) { (v) = (to); } } while (0)\n#define LOCK(l) { spin_lock(l); }\nstatic DEFINE_SPINLOCK(lock);\n',
      '\tSET(x, 3);\n\tLOCK(&lock);\n',
    );
    expect(functionC(now, 'SET')).toBe('void SET(int v, int to)\n{\n\tif ((to) > (v)) {\n\t\t(v) = (to);\n\t}\n}\n');
  });

  test('that nobody uses say nothing', async () => {
    expect((await accepted('#define NEXT(a) gone(a)\n')).program.functions.has('NEXT')).toBe(false);
  });

  test.each([
    ['#define STR(a) #a\n', '', 'STR is a macro that is no constant, no new expression and no new `do { } while (0)`'],
    ['#define EACH(a) for (;;)\n', '\tEACH(x) ;\n', undefined],
    ['#define QUIT(a) do { if (a) return; } while (0)\n', '', 'Cannot model the macro `QUIT`: it has a `return`.'],
    ['#define NEXT(a) gone(a)\n', '\tx = NEXT(x);\n', undefined],
  ])('refused: %s', async (top, body, reason) => {
    const applied = await adding(top, body);
    const [first] = applied.files[0]!.hunks[0]!.unmodelled;
    expect(first).toBeDefined();
    if (reason) expect(first!.reason).toBe(reason);
    if (body) expect([...applied.refused.keys()].length).toBeGreaterThan(0);
  });

  test('used for two types are refused at the second use', async () => {
    const text = '#define SAME(a, b) ((a) == (b))\nstatic struct work_struct *work;\n';
    const applied = await adding(text, '\tx = SAME(x, 1);\n\tif (SAME(work, work))\n\t\tx++;\n');
    expect(applied.refusals.map((r) => r.message)).toEqual([
      'Cannot model this use of the macro `SAME`: its argument is `struct work_struct *`, that of its first use was `int`.',
    ]);
  });
});
