import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../../src/base/diagnostic.ts';
import type { Program } from '../../src/model/ast.ts';
import { checkFunction } from '../../src/model/check-function.ts';
import { printConstantC, printFunctionC, printGlobalC, printStructC } from '../../src/model/print/c.ts';
import { parseModelFile } from '../../src/model/ts/parse.ts';
import { buildProgram } from '../../src/model/ts/program.ts';

const WORLD = `
export type gfp_t = uint
/** @enum */
export type lru_status = uint
export interface spinlock { held: bool }
export interface swp_entry_t { val: ulong }
export interface box { value: int }
export interface page { flags: ulong; lock: spinlock; next: Ptr<page>; slots: Arr<u8, 4>; entry: swp_entry_t; box: Ptr<box> }
export const EEXIST: int = 17
export let nr_pages: uint = 1
export const zero_page: page = zeroed()
function spin_lock(lock: Ptr<spinlock>): void {}
function swp_offset(entry: swp_entry_t): ulong { return entry.val }
function compound_nr(page: Ptr<page>): ulong { return 1 }
function page_count(page: Ptr<page>): int { return 1 }
/** @declares */
function XA_STATE(head: Ptr<page>, index: ulong): swp_entry_t { let e: swp_entry_t; return e }
/** @variadic */
function pr_err(...args: unknown[]): void {}
`;
const HEAD =
  'function f(page: Ptr<page>, entry: swp_entry_t, slot: Ptr<swp_entry_t>, done: Ref<bool>, n: int, gfp: gfp_t, head: page, box: Ptr<box>)';

const WORLD_FILE = parseModelFile({ name: 'world.ts', text: WORLD });

/** The program of a text over the world. */
function program(text: string): Program {
  const file = parseModelFile({ name: 'model.ts', text });
  const { program, diagnostics } = buildProgram([WORLD_FILE, file]);
  const found = [...diagnostics];
  for (const fn of program.functions.values()) found.push(...checkFunction(program, fn));
  if (found.length > 0) throw new Error(found.map(renderDiagnostic).join('\n'));
  return program;
}

/** The statements of a function body as canonical C, without the indent. */
function c(body: string, result = 'void'): string {
  const built = program(`${HEAD}: ${result} {\n${body}\n}`);
  const lines = printFunctionC(built.functions.get('f')!, built).text.split('\n').slice(2, -2);
  return lines.map((line) => line.replace(/^\t/, '')).join('\n');
}

/** What is said about a text that the dialect does not have. */
function refused(text: string): string {
  try {
    program(text);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

const refusedBody = (body: string): string => refused(`${HEAD}: void {\n${body}\n}`);

describe('what is what', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['let p: Ptr<page>', 'struct page *p;'],
    ['let i: ulong, nr: ulong = compound_nr(page)', 'unsigned long i, nr = compound_nr(page);'],
    ['let p: Ptr<page>, q: Ptr<page> = NULL, s: page', 'struct page *p, *q = NULL, s;'],
    ['let e: swp_entry_t', 'swp_entry_t e;'],
    ['let a: Arr<u8, 4>', 'u8 a[4];'],
    ['let a: Arr<Ptr<page>, 4>', 'struct page *a[4];'],
    ['let p: VoidPtr = NULL', 'void *p = NULL;'],
    ['let p: Ref<Ptr<page>> = ref(page)', 'struct page **p = &page;'],
    ['let a: uint, b: uint', 'unsigned int a, b;'],
    [
      'let a: uchar; let b: ushort; let c: short; let d: char',
      'unsigned char a;\nunsigned short b;\nshort c;\nchar d;',
    ],
    ['let a: u8; let b: u16; let c: u32; let d: s32; let e: long', 'u8 a;\nu16 b;\nu32 c;\ns32 d;\nlong e;'],
    ['let g: gfp_t = gfp', 'gfp_t g = gfp;'],
    ['let s: lru_status = EEXIST', 'enum lru_status s = EEXIST;'],
    ['let new$: int = n; new$++', 'int new = n;\nnew++;'],
    ['page.flags', 'page->flags;'],
    ['entry.val', 'entry.val;'],
    ['page.next.lock.held', 'page->next->lock.held;'],
    ['head.next.flags', 'head.next->flags;'],
    ['page.slots[n]', 'page->slots[n];'],
    ['done.value = true', '*done = true;'],
    ['done.value ++', '(*done)++;'],
    ['box.value = 1', 'box->value = 1;'],
    ['slot.value.val = 1', '(*slot).val = 1;'],
    ['ref(n)', '&n;'],
    ['cast<ulong>(page)', '(unsigned long)page;'],
    ['cast<ulong>(n + 1)', '(unsigned long)(n + 1);'],
    ['cast<Ptr<box>>(page).value', '((struct box *)page)->value;'],
    ['cast<void>(n)', '(void)n;'],
    ["page = container_of<page>(box, 'box')", 'page = container_of(box, struct page, box);'],
    [
      "n = rb_entry<page>(page.lock, 'entry.val').slots[1]",
      'n = rb_entry(&page->lock, struct page, entry.val)->slots[1];',
    ],
    ["slot = list_entry<swp_entry_t>(ref(n), 'val')", 'slot = list_entry(&n, swp_entry_t, val);'],
    ['offset(page, n)', 'page + n;'],
    ['offset(page, n).flags', '(page + n)->flags;'],
    ['spin_lock(page.lock)', 'spin_lock(&page->lock);'],
    ['spin_lock((page.lock))', 'spin_lock((&page->lock));'],
    ['spin_lock(n ? page.lock : head.lock)', 'spin_lock(n ? &page->lock : &head.lock);'],
    ['page_count(zero_page)', 'page_count(&zero_page);'],
    ['page = head', 'page = &head;'],
    ['head = page', 'head = *page;'],
    ['swp_offset(slot)', 'swp_offset(*slot);'],
    ['swp_offset(page.entry)', 'swp_offset(page->entry);'],
    ['let p: Ptr<page> = head', 'struct page *p = &head;'],
    ['page == zero_page', 'page == &zero_page;'],
    ['n = int(!n)', 'n = !n;'],
    ['n = int(n < 1) + 1', 'n = (n < 1) + 1;'],
    ['done.value = bool(page.flags & 1)', '*done = page->flags & 1;'],
    ['done.value = !bool(page.flags & 1)', '*done = !(page->flags & 1);'],
    ['n == -EEXIST', 'n == -EEXIST;'],
    ['n === 1 || n !== 2 && n != 3', 'n == 1 || n != 2 && n != 3;'],
    ['(n) = ((1))', '(n) = ((1));'],
    ['n = 0x40 | 1', 'n = 64 | 1;'],
    ['n = - -1', 'n = - -1;'],
    ['n <<= 1; n >>= 1; n %= 2', 'n <<= 1;\nn >>= 1;\nn %= 2;'],
    ["pr_err('bad %d', n)", 'pr_err("bad %d", n);'],
    ['page = alloc<page>()', 'page = alloc(sizeof(struct page));'],
    ['let xas: swp_entry_t = XA_STATE(zero_page, n)', 'XA_STATE(xas, &zero_page, n);'],
    ["elide('count_vm_event(X)', 'statistics')", 'count_vm_event(X);'],
    ["elide('count_vm_event(X);', 'statistics')", 'count_vm_event(X);'],
    ['for (;;) break', 'for (;;)\n\tbreak;'],
    ['for (let i: int = 0; i < 3; i++) { continue }', 'for (int i = 0; i < 3; i++) {\n\tcontinue;\n}'],
    ['for (n = 0; n < 3;) ;', 'for (n = 0; n < 3;)\n\t;'],
    [
      'if (n) n++\nelse if (done.value) { n-- } else return',
      'if (n)\n\tn++;\nelse if (*done) {\n\tn--;\n} else\n\treturn;',
    ],
    ['while (n) { n-- }', 'while (n) {\n\tn--;\n}'],
    ['do n--; while (n)', 'do\n\tn--;\nwhile (n);'],
    ['do { n-- } while (n)', 'do {\n\tn--;\n} while (n);'],
    [
      'switch (n) { case 1: case EEXIST: n++; break; case 2: { n = 3 } default: }',
      'switch (n) {\ncase 1:\ncase EEXIST:\n\tn++;\n\tbreak;\ncase 2: {\n\tn = 3;\n}\ndefault:\n}',
    ],
    ['{ n++ }', '{\n\tn++;\n}'],
    ['let e: swp_entry_t = { val: n }', 'swp_entry_t e = { .val = n };'],
    ['let e: swp_entry_t = zeroed()', 'swp_entry_t e = {};'],
    ['let e: swp_entry_t = zeroed([0])', 'swp_entry_t e = { 0 };'],
    ['let p: page = zeroed({ next: head, flags: 1 })', 'struct page p = { .next = &head, .flags = 1 };'],
    ['let p: page = zeroed([0])', 'struct page p = { 0 };'],
    [
      'let p: page = zeroed({ entry: { val: 1 }, lock: zeroed(), slots: [1, n] })',
      'struct page p = { .entry = { .val = 1 }, .lock = {}, .slots = { 1, n } };',
    ],
    ['let a: Arr<u8, 4> = zeroed([1, 2])', 'u8 a[4] = { 1, 2 };'],
    ['entry = cast<swp_entry_t>({ val: n })', 'entry = (swp_entry_t){ .val = n };'],
    ['n = cast<swp_entry_t>({ val: n }).val', 'n = (swp_entry_t){ .val = n }.val;'],
    ['swp_offset(cast<swp_entry_t>([1]))', 'swp_offset((swp_entry_t){ 1 });'],
    ['n++, entry.val++', 'n++, entry.val++;'],
    ['n = (page.next, head.flags)', 'n = (page->next, head.flags);'],
    ['page = (n++, head)', 'page = (n++, &head);'],
    [
      "for (each('for_each_page(page, &head)'), page = head.next, n = 0; page; page = page.next) n++",
      'for_each_page(page, &head)\n\tn++;',
    ],
    ["for (each('for_each_slot(n)'); n; n--) ;", 'for_each_slot(n)\n\t;'],
    ['for (n = 0, gfp = 1; n < 3; n++, entry.val++) ;', 'for (n = 0, gfp = 1; n < 3; n++, entry.val++)\n\t;'],
    ['n = elvis(n, EEXIST)', 'n = n ?: EEXIST;'],
    ['n = elvis(n = 1, n ? 1 : 2)', 'n = (n = 1) ?: n ? 1 : 2;'],
    ['n = elvis(n, 1) + 1', 'n = (n ?: 1) + 1;'],
    ['n = elvis(elvis(n, 1), elvis(2, 3))', 'n = (n ?: 1) ?: 2 ?: 3;'],
    ['page = elvis(page.next, head)', 'page = page->next ?: &head;'],
    ['advance(page); advance(page, n)', 'page++;\npage += n;'],
    ['retreat(page.next); retreat(slot, n)', 'page->next--;\nslot -= n;'],
    ['advance(page).flags', 'page++->flags;'],
    ['n = at(page, n + 1).flags', 'n = page[n + 1].flags;'],
    ['swp_offset(at(slot, n))', 'swp_offset(slot[n]);'],
    ['spin_lock(at(page, 1).lock)', 'spin_lock(&page[1].lock);'],
    ['entry = advance(slot)', 'entry = *slot++;'],
    ['let s: Ref<u8> = page.slots; s[1] = 2', 'u8 *s = page->slots;\ns[1] = 2;'],
    ['let s: Ref<u8> = offset(page.slots, 1); advance(s)', 'u8 *s = page->slots + 1;\ns++;'],
    ['n = page.slots.value', 'n = *page->slots;'],
    ['n = n ? done.value ? 1 : 2 : gfp ? 3 : 4', 'n = n ? *done ? 1 : 2 : gfp ? 3 : 4;'],
    ['do { } while (false)', 'do {\n} while (false);'],
    ['while (n--) ;', 'while (n--)\n\t;'],
    ['n = sizeof<page>()', 'n = sizeof(struct page);'],
  ];
  test.each(rows)('%s', (ts, expected) => {
    expect(c(ts)).toBe(expected);
  });

  test('a result is what the function says it returns', () => {
    expect(c('return head', 'Ptr<page>')).toBe('return &head;');
    expect(c('return slot', 'swp_entry_t')).toBe('return *slot;');
    expect(c('return page.next', 'Ptr<page>')).toBe('return page->next;');
  });

  test('definitions are C definitions', () => {
    const built = program('');
    expect(printStructC(built.structs.get('swp_entry_t')!)).toBe(
      'typedef struct {\n\tunsigned long val;\n} swp_entry_t;\n',
    );
    expect(printStructC(built.structs.get('spinlock')!)).toBe('struct spinlock {\n\tbool held;\n};\n');
    expect(printGlobalC(built.globals.get('nr_pages')!)).toBe('unsigned int nr_pages = 1;\n');
    expect(printGlobalC(built.globals.get('zero_page')!)).toBe('struct page zero_page;\n');
    expect(printConstantC(built.constants.get('EEXIST')!)).toBe('#define EEXIST 17\n');
    expect(built.typedefs.get('gfp_t')).toEqual({ kind: 'int', name: 'gfp_t', bits: 32, signed: false });
    expect(built.typedefs.get('unsigned long')).toEqual({
      kind: 'int',
      name: 'unsigned long',
      bits: 32,
      signed: false,
    });
  });

  test('a label stands at the margin, its statement where it would', () => {
    expect(c("if (n) goto('out')\nn++\nout:\nreturn")).toBe('if (n)\n\tgoto out;\nn++;\nout:\nreturn;');
  });
});

describe('doc comments', () => {
  const doc = (comment: string, head = 'export function f(): void {}') =>
    program(`${comment}\n${head}`).functions.get('f')!;

  test('a path as first word says where the function is in the kernel', () => {
    expect(doc('/** mm/swap_state.c */').file).toBe('mm/swap_state.c');
    expect(doc('/** mm/swap_state.c, v5.7-rc6-mm1 */').file).toBe('mm/swap_state.c');
    expect(doc('/**\n * include/linux/mm.h\n * @atomic\n */')).toMatchObject({
      file: 'include/linux/mm.h',
      atomic: true,
    });
    expect(doc('/** What mm/swap_state.c does. */').file).toBeUndefined();
    expect(doc('/* mm/swap_state.c */').file).toBeUndefined();
  });

  test('a comment of the linter may stand between', () => {
    expect(doc('/** mm/a.c @atomic */\n// biome-ignore lint: so').atomic).toBe(true);
  });

  test('a comment belongs to the next definition only', () => {
    expect(
      program('/** mm/a.c @atomic */\nfunction g(): void {}\nfunction f(): void {}').functions.get('f')!.atomic,
    ).toBe(false);
  });

  test('fields may be stable', () => {
    const built = program('/** @stable count, flags */\nexport interface folio { flags: ulong; count: int }');
    expect(built.structs.get('folio')!.stable).toEqual(['count', 'flags']);
  });
});

describe('what is no part of the dialect is refused where it stands', () => {
  const bodies: readonly (readonly [string, string])[] = [
    ['n = (() => 1)()', 'a call of what is no name'],
    ['let g: int = () => 1', 'a closure'],
    ['function g(): void {}', 'a nested function'],
    ["n = 'text'", 'a string'],
    ['n = `text`', 'a template'],
    ['n = 1.5', 'a float'],
    ['n = 1e3', 'an exponent'],
    ['n = 0x1ffffffff', 'a wide integer'],
    ['n = 1n', 'a big integer'],
    ['n = /x/', 'a regular expression'],
    ['page = null', 'null'],
    ['page = undefined', 'undefined'],
    ['n = typeof page', 'typeof'],
    ['delete page.flags', 'delete'],
    ['n = n ** 2', 'a power'],
    ['n = n >>> 2', 'an unsigned shift'],
    ['n = n ?? 2', '??'],
    ['n ||= 2', '||='],
    ['n = page?.flags', '?.'],
    ['n = n as int', 'as'],
    ['page!.flags', '!'],
    ['n = [1]', 'an array'],
    ['page = { flags: 1 }', 'an object'],
    ['page = new page()', 'new'],
    ['entry = { val: 1 }', 'a literal in an assignment'],
    ['swp_offset({ val: 1 })', 'a literal as an argument'],
    ['let e: swp_entry_t = { nope: 1 }', 'a literal with an unknown field'],
    ['let e: swp_entry_t = { val: 1, val: 2 }', 'a field twice'],
    ['let e: swp_entry_t = { val: head }', 'a field of another type'],
    ['let e: swp_entry_t = zeroed([1, 2])', 'too many values'],
    ['let e: page = zeroed([1, 2])', 'braces that are left out'],
    ['let x: int = zeroed()', 'braces around a number'],
    ['let a: Arr<int, 2> = page.slots', 'an array from another'],
    ['let e: swp_entry_t = { ...entry }', 'a spread in a literal'],
    ['let e: swp_entry_t = { val() {} }', 'a method in a literal'],
    ['let a: Arr<int, 2> = zeroed([, 1])', 'a hole in a literal'],
    ['page.slots = page.next.slots', 'an assignment to an array'],
    ['page.slots++', 'an array that moves'],
    ['ref(cast<page>({})).flags', 'the address of a compound literal'],
    ['n = elvis(n)', 'half a choice'],
    ['n = elvis(head, n)', 'a choice of a struct'],
    ['page = advance()', 'a move of nothing'],
    ['page *= 2', 'a pointer multiplied'],
    ['n = page - page.next', 'a difference of pointers'],
    ['n -= page', 'a pointer taken away'],
    ['at(page)', 'an element without its index'],
    ['at(n, 1)', 'an element of a number'],
    ['[n] = page', 'a destructuring assignment'],
    ['pr_err(...page)', 'a spread'],
    ['page.lock.take()', 'a method'],
    ['spin_lock<page>(page.lock)', 'type arguments'],
    ['for (let x of page) n++', 'for of'],
    ['for (let x in page) n++', 'for in'],
    ['for (let i = 0; ; ) n++', 'a counter without a type'],
    ['let x = 1', 'a variable without a type'],
    ['let x: number = 1', 'number'],
    ['let x: boolean = true', 'boolean'],
    ['let x: page | null', 'a union'],
    ['let x: int[]', 'an array without length'],
    ['let x: Arr<int, 0>', 'an empty array'],
    ['let x: Ptr<int>', 'a Ptr to a scalar'],
    ['let x: Ref', 'a Ref to nothing'],
    ['let { flags }: page = page', 'a destructuring declaration'],
    ['const x: int = 1', 'a local constant'],
    ['var x: int = 1', 'var'],
    ['let x: int, p: Ptr<page>', 'two declarations in one'],
    ['let x: swp_entry_t = XA_STATE(page, 1), y: swp_entry_t', 'a macro that declares, with others'],
    ['entry = XA_STATE(page, 1)', 'a macro that declares, as a value'],
    ['try { n++ } catch {}', 'try'],
    ['throw n', 'throw'],
    ['class A {}', 'a class'],
    ['a: for (;;) break a', 'a labelled break'],
    ['a: for (;;) continue a', 'a labelled continue'],
    ['goto(n)', 'a computed goto'],
    ["elide('x')", 'an elision without a reason'],
    ["n = goto('x')", 'goto as a value'],
    ["each('x')", 'the head of no loop'],
    ['for (each(n); n; n--) ;', 'a head that is no text'],
    ['n = ref()', 'ref of nothing'],
    ['n = cast(n)', 'a cast to nothing'],
    ['page = alloc()', 'an allocation of nothing'],
    ['n = cast<ulong>(head)', 'a cast of a struct'],
    ['n = zeroed()', 'zeroed as a value'],
    ['this.x = 1', 'this'],
    ['page.nope', 'an unknown field'],
    ["container_of<page>(box, 'nope')", 'a whole of an unknown part'],
    ["container_of<page>(n, 'lock')", 'a whole around a number'],
    ['container_of<page>(box, n)', 'a whole around what is no name'],
    ['nope()', 'an unknown function'],
    ['n = nope', 'an unknown name'],
    ['n = page.flags.value', 'a value of no pointer'],
    ['debugger', 'debugger'],
    ['type x = int', 'a local type'],
    ['enum x { a }', 'a local enum'],
  ];
  test.each(bodies)('%s', (body, what) => {
    expect(`${what}\n${refusedBody(body)}`).toMatchSnapshot();
  });

  const tops: readonly (readonly [string, string])[] = [
    ['class A {}', 'a class'],
    ['enum A { b }', 'an enum'],
    ['namespace A {}', 'a namespace'],
    ['f()', 'code at the top level'],
    ['export { f }', 'an export list'],
    ["import * as f from './f.ts'", 'a namespace import'],
    ["import { f as g } from './f.ts'", 'a renaming import'],
    ['function f(a) : void {}', 'a parameter without a type'],
    ['function f(a: int) {}', 'no result type'],
    ['function f(a?: int): void {}', 'an optional parameter'],
    ['function f(a: int = 1): void {}', 'a default value'],
    ['function f({ a }: page): void {}', 'a destructured parameter'],
    ['function f<T>(a: T): void {}', 'type parameters'],
    ['function f(...args: unknown[]): void {}', 'a rest parameter without @variadic'],
    ['async function f(): void {}', 'async'],
    ['declare function f(): void', 'no body'],
    ['function f(): void {}\nfunction f(): void {}', 'a second definition'],
    ['interface a { x: int }\ninterface b extends a {}', 'an interface that extends'],
    ['interface a { x?: int }', 'an optional field'],
    ['interface a { x(): int }', 'a method'],
    ['interface a<T> { x: T }', 'a generic interface'],
    ['/** @stable y */ interface a { x: int }', 'an unknown stable field'],
    ['type a = Ptr<page>', 'a typedef of a pointer'],
    ['interface a { x: int }\ntype b = a', 'a typedef of a struct'],
    ['type a = b\ntype b = a', 'a typedef of itself'],
    ['type ulong = uint', 'a typedef of a word'],
    ['const a = 1', 'a constant without a type'],
    ['let a = 1', 'a global without a type'],
    ['function f(: void {', 'a syntax error'],
    ['export default { a: 1 }', 'a default export that is no model'],
    ['export default model({ a: 1 + 1 })', 'a computed description'],
    ['export default model({ a: () => 1 })', 'a closure in a description'],
    ['export default model({ a: 1, a: 2 })', 'a field twice'],
    ['export default model({ ...a })', 'a spread in a description'],
  ];
  test.each(tops)('%s', (text, what) => {
    expect(`${what}\n${refused(text)}`).toMatchSnapshot();
  });
});

describe('damaged text', () => {
  const whole = `${WORLD}
/** mm/a.c @atomic */
${HEAD}: Ptr<page> {
  let i: ulong, xs: Arr<u8, 4>
  for (let k: int = 0; k < 3; k++) { if (page.next) continue; else break }
  switch (n) { case 1: { done.value = bool(n & 1) } default: goto('out') }
  do { spin_lock(page.lock) } while (swp_offset(slot) == 0x40)
  elide('trace()', 'tracing')
out:
  return n ? offset(page, 1) : alloc<page>()
}
export default model({ title: 'x', tasks: [f, { a: -1 }] })
`;
  const at = fc.nat(whole.length);
  const damaged = fc.oneof(
    fc.tuple(at, at).map(([a, b]) => whole.slice(0, Math.min(a, b)) + whole.slice(Math.max(a, b))),
    fc
      .tuple(at, at, at)
      .map(([a, b, c]) => whole.slice(0, c) + whole.slice(Math.min(a, b), Math.max(a, b)) + whole.slice(c)),
    fc.tuple(at, fc.string({ maxLength: 5 })).map(([a, text]) => whole.slice(0, a) + text + whole.slice(a)),
    fc
      .tuple(at, fc.constantFrom(...whole.split(/\b/)))
      .map(([a, word]) => `${whole.slice(0, a)} ${word} ${whole.slice(a)}`),
  );

  test('is never an exception', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        const { program, diagnostics } = buildProgram([parseModelFile({ name: 'damaged.ts', text })]);
        const found = [...diagnostics, ...[...program.functions.values()].flatMap((fn) => checkFunction(program, fn))];
        for (const d of found) {
          expect(renderDiagnostic(d)).toMatch(/^damaged\.ts:\d+:\d+: Cannot /);
          expect(d.span!.end).toBeLessThanOrEqual(text.length);
        }
        if (found.length === 0) for (const fn of program.functions.values()) printFunctionC(fn, program);
      }),
      { numRuns: 1500 },
    );
  });
});
