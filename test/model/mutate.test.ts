// The operators of src/model/mutate/ on small functions: C in, what is different in each mutant out.

import { describe, expect, test } from 'vitest';
import type { Program } from '../../src/model/ast.ts';
import { checkFunction } from '../../src/model/check-function.ts';
import { type Mutant, mutantsOf, type Operator } from '../../src/model/mutate/mutants.ts';
import { pairOf, weakerOf } from '../../src/model/mutate/words.ts';
import { statementsOf } from '../../src/model/walk.ts';
import { EMPTY, functionC, withC } from './c-world.ts';

const VOCABULARY = `
#define EAGAIN 11
struct page { int owner; int count; int flags; struct page *next; };
int nr_pages;
void spin_lock(struct page *p) { spin_until(p->owner == 0); p->owner = 1; }
int spin_trylock(struct page *p) { if (p->owner) return 0; p->owner = 1; return 1; }
void spin_unlock(struct page *p) { p->owner = 0; }
void get_page(struct page *p) { p->count++; }
void put_page(struct page *p) { p->count--; }
int put_page_testzero(struct page *p) { p->count--; return p->count == 0; }
struct page *get_device(int x) { return NULL; }
void put_device(struct page *p) { }
int get_swap_page(void) { return nr_pages; }
void smp_wmb(void) { }
void pr_err(int x) { }
void BUG_ON(int x) { if (x) bug(); }
int is_set(struct page *p) { return p->flags & 1; }
void set_flag(struct page *p, int x) { p->flags = x; }
void set_flag_release(struct page *p, int x) { p->flags = x; }
void xchg_flag(struct page *p, int x) { p->flags = x; }
void xchg_flag_release(struct page *p, int x) { p->flags += x; }
int a(void) { return nr_pages; }
int b(int x) { return nr_pages + x; }
void sleepy(void) { resched(); }
`;

async function program(body: string, params = 'struct page *p'): Promise<Program> {
  return withC(await withC(EMPTY, VOCABULARY), `int f(${params}) {\n${body}\n}`, 'mm/t.c');
}

async function mutants(body: string, ...operators: Operator[]): Promise<Mutant[]> {
  const all = mutantsOf(await program(body), ['f']);
  return operators.length === 0 ? all : all.filter((m) => operators.includes(m.operator));
}

/** What is said of each, with its operator unless that was asked for. */
async function texts(body: string, ...operators: Operator[]): Promise<string[]> {
  return (await mutants(body, ...operators)).map((m) => (operators.length === 1 ? m.text : `${m.operator}: ${m.text}`));
}

/** The body of f in a mutant, in one line. */
function bodyOf({ program: mutant }: Mutant): string {
  return functionC(mutant, 'f')!
    .split('\n')
    .slice(2, -2)
    .map((l) => l.trim())
    .join(' ');
}

describe('what is dropped', () => {
  test('each statement is, and has the name of what it does', async () => {
    const body = 'spin_lock(p); get_page(p); p->flags = 1; put_page(p); spin_unlock(p); return 1;';
    const dropped = (await texts(body)).filter((t) => !t.startsWith('swap'));
    expect(dropped).toEqual([
      'drop-lock: without `spin_lock(p);`',
      'drop-pair: without `spin_lock(p);` and `spin_unlock(p);`',
      'drop-get: without `get_page(p);`',
      'drop-pair: without `get_page(p);` and `put_page(p);`',
      'drop-statement: without `p->flags = 1;`',
      'drop-put: without `put_page(p);`',
      'drop-unlock: without `spin_unlock(p);`',
      'drop-statement: without `return 1;`',
    ]);
  });

  test('the mutant is the program without it, and the program stays as it is', async () => {
    const base = await program('spin_lock(p); p->flags = 1; spin_unlock(p); return 1;');
    const before = functionC(base, 'f');
    const found = mutantsOf(base, ['f']).find((m) => m.operator === 'drop-lock')!;
    expect(bodyOf(found)).toBe('p->flags = 1; spin_unlock(p); return 1;');
    expect(found.line).toBe(3);
    expect(functionC(base, 'f')).toBe(before);
  });

  test('what was not touched is the very same statement', async () => {
    const base = await program('if (p) { p->flags = 1; p->count = 2; } return 1;');
    const kept = [...statementsOf(base.functions.get('f')!.body)].find((s) =>
      s.span.source.text.slice(s.span.start).startsWith('p->count'),
    )!;
    const found = mutantsOf(base, ['f']).find((m) => m.text === 'without `p->flags = 1;`')!;
    expect([...statementsOf(found.program.functions.get('f')!.body)]).toContain(kept);
  });

  test('a test that leaves, behind a lock or a wait, is a re-check', async () => {
    const body =
      'if (p->flags) return 1; sleepy(); if (p->flags) { put_page(p); return 2; } if (p->count) p->flags = 3; return 4;';
    const checks = (await texts(body)).filter((t) => t.includes('`if'));
    expect(checks.filter((t) => !t.startsWith('swap'))).toEqual([
      'drop-statement: without `if (p->flags) …`',
      'drop-recheck: without `if (p->flags) …`',
      'drop-statement: without `if (p->count) …`',
    ]);
  });

  test('a trylock or a last put in a test is one', async () => {
    const body =
      'if (!spin_trylock(p)) return 1; if (put_page_testzero(p)) { p->flags = 1; p->next = NULL; } return 2;';
    expect(await texts(body, 'drop-lock')).toEqual(['without `if (!spin_trylock(p)) …`']);
    expect(await texts(body, 'drop-put')).toEqual(['without `if (put_page_testzero(p)) …`']);
  });

  test('a get whose result is kept is one', async () => {
    const body = 'p = get_device(a()); put_device(p); return get_swap_page();';
    expect(await texts(body, 'drop-get')).toEqual(['without `p = get_device(a());`']);
    expect(await texts(body, 'drop-pair')).toEqual([]);
  });

  test('of a test that does nothing itself, what it alone guards goes with it', async () => {
    expect(await texts('if (p->flags) p->count = 1; return 2;', 'drop-statement')).toEqual([
      'without `if (p->flags) …`',
      'without `return 2;`',
    ]);
    expect(await texts('if (a()) p->count = 1; return 2;', 'drop-statement')).toEqual([
      'without `if (a()) …`',
      'without `p->count = 1;`',
      'without `return 2;`',
    ]);
  });

  test('a declaration loses its value, unless that is 0', async () => {
    const body = 'int x = a(), y = 0, z = b(x); struct page *q = NULL; return x + y + z + q->count;';
    const found = await mutants(body, 'drop-statement');
    expect(found.map((m) => m.text)).toEqual([
      'without the first value of `x`',
      'without the first value of `z`',
      'without `return x + y + z + q->count;`',
    ]);
    expect(bodyOf(found[0]!)).toContain('int x, y = 0, z = b(x);');
  });

  test('what the model does anyway is no mutant: the last continue, the last return of 0', async () => {
    const body = 'while (p->flags) { p->count++; continue; } return 0;';
    expect((await texts(body, 'drop-statement')).join()).not.toMatch(/continue|return/);
  });

  test('a label stays, and what others jump into is not dropped alone', async () => {
    const body = 'if (p->flags) goto out; p->count = 1;\nout:\np->count = 2; return 1;';
    const found = (await mutants(body)).find((m) => m.text === 'without `p->count = 2;`')!;
    expect(bodyOf(found)).toBe('if (p->flags) goto out; p->count = 1; out: ; return 1;');
    const jumped = 'if (p->flags) goto in; if (p->count) { p->count = 1; in: p->flags = 2; } return 1;';
    expect((await texts(jumped)).filter((t) => t.includes('if (p->count) …'))).toEqual([]);
  });

  test('a section is dropped as a whole only where nothing uses what its calls give', async () => {
    const body = 'if (!spin_trylock(p)) spin_lock(p); p->flags = 1; spin_unlock(p); return 1;';
    expect(await texts(body, 'drop-pair')).toEqual([]);
  });

  test('a section goes with every way out of it', async () => {
    const body = 'spin_lock(p); if (p->flags) { spin_unlock(p); return 1; } spin_unlock(p); return 2;';
    const [found] = await mutants(body, 'drop-pair');
    expect(bodyOf(found!)).toBe('if (p->flags) { return 1; } return 2;');
    expect(found!.statements).toHaveLength(3);
  });
});

describe('what is weakened', () => {
  test('a barrier that changes nothing in the model is an equivalent mutant, and says why', async () => {
    const [found, ...others] = await mutants('p->flags = 1; smp_wmb(); p->count = 2; return 1;', 'weaken-barrier');
    expect(found).toMatchObject({ text: 'without `smp_wmb();`' });
    expect(found!.equivalent).toMatch(/sequentially consistent.*`smp_wmb\(\)` orders nothing/);
    expect(others).toEqual([]);
  });

  test('so is a message, but not one whose argument does something', async () => {
    const found = await mutants('pr_err(1); pr_err(p->count++); return 1;', 'drop-statement');
    expect(found.map((m) => m.equivalent)).toEqual(['`pr_err()` changes nothing in the model', undefined, undefined]);
  });

  test('so is an assertion, and its place says nothing', async () => {
    const found = await mutants('p->flags = 1; BUG_ON(!is_set(p)); p->count = 2; return 1;');
    const about = found.filter((m) => m.text.includes('BUG_ON'));
    expect(about.map((m) => [m.text, m.equivalent !== undefined])).toEqual([['without `BUG_ON(!is_set(p));`', true]]);
    const other = await mutants('BUG_ON(p->count++); return 1;', 'drop-statement');
    expect(other[0]!.equivalent).toBeUndefined();
  });

  test('a release is weakened to the plain form, which is equivalent only if both do the same', async () => {
    const found = await mutants('set_flag_release(p, 1); xchg_flag_release(p, 1); return 1;', 'weaken-barrier');
    expect(found.map((m) => [m.text, m.equivalent !== undefined])).toEqual([
      ['`set_flag()` in the place of `set_flag_release()`', true],
      ['`xchg_flag()` in the place of `xchg_flag_release()`', false],
    ]);
  });
});

describe('what changes places', () => {
  test('neighbours that somebody may see do', async () => {
    const found = await mutants('p->flags = 1; p->count = 2; return 1;', 'swap');
    expect(found.map((m) => m.text)).toEqual(['`p->flags = 1;` behind `p->count = 2;`']);
    expect(bodyOf(found[0]!)).toBe('p->count = 2; p->flags = 1; return 1;');
  });

  test.each([
    ['nobody can tell', 'int x; int y; x = 1; y = 2; return x + y;'],
    ['one is local, and the other does not use it', 'int x; x = 1; p->flags = 2; return x;'],
    ['one only names a variable', 'int x; p->flags = 1; int y; return 1;'],
    ['one is a jump', 'p->flags = 1; return 1;'],
    ['the second needs what the first declares', 'int x = a(); int y = b(x); return y;'],
    ['a label stands between', 'if (p) goto out; p->flags = 1;\nout:\np->count = 2; return 1;'],
  ])('others do not: %s', async (_, body) => {
    const found = await texts(body, 'swap');
    expect(found.filter((t) => !t.includes('if (p)'))).toEqual([]);
  });

  test('a local of which the address is taken is seen by others', async () => {
    const body = 'struct page x; struct page *q; q = &x; x.count = 1; q->flags = 2; return x.flags;';
    expect(await texts(body, 'swap')).toContain('`x.count = 1;` behind `q->flags = 2;`');
  });

  test('a local that is set before a test that may leave does not go behind it', async () => {
    const body = 'int x = 1; x = 2; if (p->flags) return 3; return x;';
    expect(await texts(body, 'swap')).toContain('`x = 2;` behind `if (p->flags)`');
  });
});

describe('what is negated', () => {
  test('every test is, of if, loops and ?:', async () => {
    const body =
      'int i; if (!p->flags) return 1; while (p->count > 2) p->count--; for (i = 0; i < 3; i++) p->flags++; return p->next ? 1 : 2;';
    const found = await mutants(body, 'negate');
    expect(found.map((m) => m.text)).toEqual([
      '`!p->flags` negated',
      '`p->count > 2` negated',
      '`i < 3` negated',
      '`p->next` negated',
    ]);
    expect(bodyOf(found[0]!)).toContain('if (p->flags)');
    expect(bodyOf(found[1]!)).toContain('while (!(p->count > 2))');
    expect(bodyOf(found[3]!)).toContain('return !p->next ? 1 : 2;');
  });

  test('a constant is not: while (1) stays', async () => {
    expect(await texts('while (1) p->count++; do p->count++; while (0); return 1;', 'negate')).toEqual([]);
  });
});

describe('the list', () => {
  const BODY = 'a(); a(); if (a()) { spin_lock(p); a(); spin_unlock(p); } return b(1);';

  test('no two mutants are equal, and none is the program', async () => {
    const base = await program(BODY);
    const printed = mutantsOf(base, ['f']).map((m) => functionC(m.program, 'f'));
    expect(new Set([...printed, functionC(base, 'f')]).size).toBe(printed.length + 1);
    // Which of the two calls is dropped is the same.
    const told = mutantsOf(base, ['f']).filter((m) => m.line < 5 && m.text === 'without `a();`');
    expect(told).toHaveLength(1);
  });

  test('it is the same each time, in the order of the text', async () => {
    const told = async () => (await mutants(BODY)).map((m) => [m.line, m.text]);
    const found = await told();
    expect(await told()).toEqual(found);
    expect(found.map(([line]) => line)).toEqual(found.map(([line]) => line).sort((x, y) => Number(x) - Number(y)));
  });

  test('every mutant is a function that the model can run', async () => {
    const all = await mutants(BODY);
    expect(all.length).toBeGreaterThan(8);
    expect(all.flatMap((m) => checkFunction(m.program, m.program.functions.get('f')!))).toEqual([]);
  });

  test('only what was asked for is changed; a new test around old code is taken as true', async () => {
    const base = await program('if (p->flags) { p->count = 1; p->flags = 2; } return 1;');
    const asked = [...statementsOf(base.functions.get('f')!.body)].find((s) => s.kind === 'if')!;
    const found = mutantsOf(base, ['f'], (s) => s === asked);
    expect(found.map((m) => m.text)).toEqual(['`if (p->flags)` taken as true', '`p->flags` negated']);
    expect(bodyOf(found[0]!)).toBe('p->count = 1; p->flags = 2; return 1;');
  });

  test('a function that the program does not have has none', async () => {
    expect(mutantsOf(await program('return 1;'), ['g'])).toEqual([]);
  });
});

describe('names of the kernel', () => {
  const having = (...names: string[]): Program => ({
    ...EMPTY,
    functions: new Map(names.map((n) => [n, {} as never])),
  });

  test.each([
    ['spin_lock_irqsave', 'spin_unlock_irqrestore', 'lock'],
    ['mutex_lock_killable', 'mutex_unlock', 'lock'],
    ['down_read_trylock', 'up_read', 'lock'],
    ['down_read', 'up_read', 'lock'],
    ['TryLockPage', 'UnlockPage', 'lock'],
    ['__folio_lock', 'folio_unlock', 'lock'],
    ['local_irq_save', 'local_irq_restore', 'lock'],
    ['folio_try_get_rcu', 'folio_put', 'get'],
    ['percpu_ref_tryget_live', 'percpu_ref_put', 'get'],
    ['page_cache_get', 'page_cache_release', 'get'],
    ['pte_offset_map_lock', 'pte_unmap_unlock', 'lock'],
  ])('%s and %s', (opener, closer, role) => {
    const found = pairOf(having(opener, closer), opener);
    expect(found).toEqual({ role, closer });
    const other = pairOf(having(opener, closer), closer);
    expect(other).toEqual({ role: role === 'get' ? 'put' : 'unlock', closer });
  });

  test.each(['get_swap_page', 'wake_up', 'spin_lock_init', 'wait_event_lock_irq', 'xas_get_mark'])(
    '%s has no counterpart and is none of a pair',
    (name) => {
      expect(pairOf(having(name, 'spin_unlock', 'put_page', 'down'), name)).toBeUndefined();
    },
  );

  test('what has the word, and no counterpart in the program, is none', () => {
    expect(pairOf(having('spin_lock'), 'spin_lock')).toBeUndefined();
  });

  test('an order that a name asks for can be taken from it', () => {
    expect([weakerOf('atomic_set_release'), weakerOf('page_cache_release'), weakerOf('atomic_set')]).toEqual([
      'atomic_set',
      'page_cache',
      undefined,
    ]);
  });
});
