// Random functions over one small, fixed program. They are well typed and have parentheses wherever precedence demands
// them, as trees made from text have; so `parse(print(x))` has to be `x`.

import fc from 'fast-check';
import type { Source, Span } from '../../src/base/source.ts';
import type {
  AssignOp,
  BinaryOp,
  Expr,
  FunctionDef,
  FunctionType,
  Program,
  Stmt,
  StructDef,
  SwitchCase,
  Type,
} from '../../src/model/ast.ts';
import { C_TYPES } from '../../src/model/base-types.ts';
import { ASSIGN, CONDITIONAL, LOGICAL_OR, levelOf, POSTFIX, parenthesised, UNARY } from '../../src/model/precedence.ts';
import { BOOL, INT, UINT, ULONG, VOID, VOID_POINTER } from '../../src/model/typing.ts';

const source: Source = { name: 'random', text: '' };
export const nowhere: Span = { source, start: 0, end: 0 };
const span = nowhere;

const struct = (name: string): Type => ({ kind: 'struct', name });
const pointer = (to: Type): Type => ({ kind: 'pointer', to });
const U8: Type = { kind: 'int', name: 'u8', bits: 8, signed: false };
const GFP: Type = { kind: 'int', name: 'gfp_t', bits: 32, signed: false };
const PAGE = pointer(struct('page'));
const LOCK = pointer(struct('spinlock'));
const ENTRY = struct('swp_entry_t');
/** `typedef struct page *step_t(struct page *, int n)`, and a pointer to such a function under another name. */
const UNNAMED: FunctionType = {
  kind: 'function',
  params: [
    { name: '', type: PAGE },
    { name: 'n', type: INT },
  ],
  result: PAGE,
};
const STEP: FunctionType = { ...UNNAMED, name: 'step_t' };
const STEP_POINTER: Type = { kind: 'pointer', to: UNNAMED, name: 'step_fn_t' };
const INT_PAIR: Type = { kind: 'array', of: INT, length: 2 };

const structDef = (name: string, fields: Record<string, Type>): [string, StructDef] => [
  name,
  {
    kind: 'struct',
    name,
    fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
    stable: [],
    span,
  },
];

const functionDef = (
  name: string,
  params: Record<string, Type>,
  result: Type,
  more: Partial<FunctionDef> = {},
): [string, FunctionDef] => [
  name,
  {
    kind: 'function',
    name,
    params: Object.entries(params).map(([param, type]) => ({ name: param, type })),
    result,
    body: { kind: 'block', body: [], span },
    atomic: false,
    declares: false,
    variadic: false,
    span,
    ...more,
  },
];

/** The program that random functions are written against. */
export const world: Program = {
  structs: new Map([
    structDef('spinlock', { held: BOOL, owner: UINT }),
    structDef('swp_entry_t', { val: ULONG }),
    structDef('box', { value: INT }),
    structDef('page', {
      flags: ULONG,
      count: INT,
      next: PAGE,
      lock: struct('spinlock'),
      entry: ENTRY,
      box: pointer(struct('box')),
      step: { kind: 'pointer', to: STEP },
      slots: { kind: 'array', of: U8, length: 4 },
    }),
  ]),
  functions: new Map([
    functionDef('compound_nr', { page: PAGE }, INT),
    functionDef('lookup', { entry: ENTRY, gfp: GFP }, PAGE),
    functionDef('spin_lock', { lock: LOCK }, VOID),
    functionDef('page_entry', { page: PAGE }, ENTRY),
    functionDef('set', { done: pointer(BOOL), value: BOOL }, BOOL),
    functionDef('XA_STATE', { head: PAGE, index: ULONG }, ENTRY, { declares: true }),
    functionDef('pr_err', {}, VOID, { variadic: true }),
    functionDef('next_of', { page: PAGE, n: INT }, PAGE),
  ]),
  globals: new Map([
    ['nr_pages', { kind: 'global', name: 'nr_pages', type: UINT, span }],
    ['zero_page', { kind: 'global', name: 'zero_page', type: struct('page'), span }],
  ]),
  constants: new Map([
    ['EEXIST', { kind: 'constant', name: 'EEXIST', type: INT, value: { kind: 'int', value: 17, span }, span }],
  ]),
  typedefs: new Map([...C_TYPES, ['gfp_t', GFP], ['step_t', STEP], ['step_fn_t', STEP_POINTER]]),
  initcalls: [],
};

const params = {
  page: PAGE,
  entry: ENTRY,
  slot: pointer(ENTRY),
  box: pointer(struct('box')),
  n: INT,
  gfp: GFP,
  ok: BOOL,
  done: pointer(BOOL),
  map: pointer(U8),
  head: struct('page'),
  step: { kind: 'pointer', to: STEP, name: 'step_t' },
  fn: { kind: 'pointer', to: { ...UNNAMED, params: [] } },
} satisfies Record<string, Type>;

type Gen = fc.Arbitrary<Expr>;

const name = (n: string): Expr => ({ kind: 'name', name: n, span });
const names = (...list: string[]): Gen => fc.constantFrom(...list).map(name);
const paren = (gen: Gen): Gen => gen.map((inner) => ({ kind: 'paren', inner, span }));
const invoke = (callee: Gen, ...args: Gen[]): Gen =>
  fc.tuple(callee, ...args).map(([to, ...list]) => {
    const given = list.map((arg) => parenthesised(arg, ASSIGN));
    return { kind: 'invoke', callee: parenthesised(to, POSTFIX), args: given, span };
  });
const call = (callee: string, ...args: Gen[]): Gen =>
  fc
    .tuple(...args)
    .map((list) => ({ kind: 'call', callee, args: list.map((arg) => parenthesised(arg, ASSIGN)), span }));
const member = (object: Gen, arrow: boolean, ...fields: string[]): Gen =>
  fc
    .tuple(object, fc.constantFrom(...fields))
    .map(([o, field]) => ({ kind: 'member', object: parenthesised(o, POSTFIX), field, arrow, span }));
const unary = (op: '!' | '-' | '~' | '+' | '&' | '*', gen: Gen): Gen =>
  gen.map((e) => ({ kind: 'unary', op, operand: parenthesised(e, UNARY), span }));
const cast = (type: Type, gen: Gen): Gen =>
  gen.map((e) => ({ kind: 'cast', type, operand: parenthesised(e, UNARY), span }));
const binary = (ops: readonly BinaryOp[], left: Gen, right: Gen): Gen =>
  fc.tuple(fc.constantFrom(...ops), left, right).map(([op, l, r]) => {
    const level = levelOf(op);
    return { kind: 'binary', op, left: parenthesised(l, level), right: parenthesised(r, level + 1), span };
  });
const conditional = (test: Gen, value: Gen, other = value): Gen =>
  fc.tuple(test, value, other).map(([t, a, b]): Expr => {
    const then = parenthesised(a, ASSIGN);
    return { kind: 'conditional', test: parenthesised(t, LOGICAL_OR), then, else: parenthesised(b, CONDITIONAL), span };
  });
const assign = (ops: readonly AssignOp[], target: Gen, value: Gen): Gen =>
  fc.tuple(fc.constantFrom(...ops), target, value).map(([op, t, v]) => {
    return { kind: 'assign', op, target: parenthesised(t, UNARY), value: parenthesised(v, ASSIGN), span };
  });

const elvis = (test: Gen, other: Gen): Gen =>
  fc.tuple(test, other).map(([t, b]): Expr => {
    return { kind: 'elvis', test: parenthesised(t, LOGICAL_OR), else: parenthesised(b, CONDITIONAL), span };
  });
const comma = (...parts: Gen[]): Gen =>
  fc.tuple(...parts).map((list): Expr => ({ kind: 'comma', parts: list.map((e) => parenthesised(e, ASSIGN)), span }));
const index = (object: Gen, at: Gen): Gen =>
  fc.tuple(object, at).map(([o, i]): Expr => ({ kind: 'index', object: parenthesised(o, POSTFIX), index: i, span }));
const update = (place: Gen): Gen =>
  fc.tuple(fc.constantFrom<'++' | '--'>('++', '--'), fc.boolean(), place).map(([op, prefix, o]) => {
    return { kind: 'update', op, prefix, operand: parenthesised(o, prefix ? UNARY : POSTFIX), span };
  });
/** Braces of a type; of each field or element that is given, its name (`''` for none) and its value. */
const braces = (type: Type, ...items: (readonly [string, Gen])[]): Gen =>
  fc.tuple(...items.map(([, value]) => value)).map((values): Expr => {
    const given = values.map((e, i) => {
      const field = items[i]![0];
      return { ...(field && { field }), value: parenthesised(e, ASSIGN), span };
    });
    return { kind: 'braces', type, items: given, span };
  });

interface Typed {
  readonly number: Gen;
  readonly page: Gen;
  readonly entry: Gen;
  readonly lock: Gen;
  readonly code: Gen;
  readonly any: Gen;
}

const literal: Gen = fc.oneof(
  fc.nat(100).map((value): Expr => ({ kind: 'int', value, span })),
  fc.constantFrom(0xff, 0x80000000, 0xffffffff).map((value): Expr => ({ kind: 'int', value, span })),
  fc.boolean().map((value): Expr => ({ kind: 'bool', value, span })),
);
const nothing: Gen = fc.constant('null' as const).map((kind): Expr => ({ kind, span }));

const leaves: Typed = {
  number: fc.oneof(literal, names('n', 'gfp', 'ok', 'nr_pages', 'EEXIST')),
  page: fc.oneof(names('page'), unary('&', names('zero_page', 'head'))),
  entry: names('entry'),
  lock: unary('&', member(names('page'), true, 'lock')),
  code: names('step', 'next_of'),
  any: names('n'),
};

const BINARY: readonly BinaryOp[] = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '<<',
  '>>',
  '&',
  '|',
  '^',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '&&',
  '||',
];
const ASSIGNS: readonly AssignOp[] = ['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '|=', '^='];

function larger(t: Typed): Typed {
  const { number, page, entry, lock, code } = t;
  const pageOrNull = fc.oneof(page, nothing);
  const box = fc.oneof(names('box'), member(page, true, 'box'));
  const numberPlace = fc.oneof(
    names('n', 'gfp'),
    member(page, true, 'flags', 'count'),
    member(names('head', 'zero_page'), false, 'count'),
    member(fc.oneof(entry, unary('*', names('slot'))), false, 'val'),
    member(names('slot'), true, 'val'),
    member(box, true, 'value'),
    member(member(page, true, 'lock'), false, 'owner', 'held'),
    unary('*', names('done')),
    index(fc.oneof(member(page, true, 'slots'), names('map')), number),
    unary('*', fc.oneof(update(names('map')), member(page, true, 'slots'), names('map'))),
    member(index(page, number), false, 'count'),
    paren(names('n')),
  );
  const entryPlace = fc.oneof(
    names('entry'),
    unary('*', fc.oneof(names('slot'), update(names('slot')))),
    index(names('slot'), number),
    member(page, true, 'entry'),
  );
  const literal = entryBraces(number);
  const result: Typed = {
    number: fc.oneof(
      { maxDepth: 3 },
      number,
      paren(number),
      ...(['!', '-', '~', '+'] as const).map((op) => unary(op, number)),
      unary('!', page),
      binary(BINARY, number, number),
      binary(['==', '!='], page, pageOrNull),
      binary(['==', '!='], code, fc.oneof(code, nothing)),
      update(numberPlace),
      numberPlace,
      elvis(number, number),
      paren(comma(page, number)),
      member(cast(ENTRY, literal), false, 'val'),
      assign(ASSIGNS, numberPlace, number),
      conditional(number, number),
      cast(ULONG, fc.oneof(number, page)),
      call('compound_nr', pageOrNull),
      call('set', fc.oneof(names('done'), unary('&', names('ok'))), number),
    ),
    page: fc.oneof(
      page,
      paren(page),
      member(page, true, 'next'),
      binary(['+'], page, number),
      update(fc.oneof(names('page'), member(page, true, 'next'))),
      assign(['+=', '-='], fc.oneof(names('page'), member(page, true, 'next')), number),
      elvis(page, pageOrNull),
      paren(comma(number, page)),
      conditional(number, page, pageOrNull),
      assign(['='], fc.oneof(names('page'), member(page, true, 'next')), pageOrNull),
      call('lookup', entry, number),
      invoke(fc.oneof(names('step'), paren(code), paren(unary('*', code)), member(page, true, 'step')), page, number),
      invoke(names('fn')),
      cast(PAGE, fc.oneof(page, number)),
      fc.constant<Expr>({
        kind: 'call',
        callee: 'alloc',
        args: [{ kind: 'sizeof', type: struct('page'), span }],
        span,
      }),
    ),
    entry: fc.oneof(
      entryPlace,
      paren(entry),
      call('page_entry', page),
      conditional(number, entry),
      assign(['='], entryPlace, entry),
      cast(ENTRY, literal),
      paren(comma(number, entry, entry)),
    ),
    lock: fc.oneof(lock, unary('&', member(page, true, 'lock')), cast(LOCK, page), cast(VOID_POINTER, lock)),
    code: fc.oneof(
      code,
      paren(code),
      member(page, true, 'step'),
      unary('&', names('next_of')),
      conditional(number, code, nothing),
      assign(['='], fc.oneof(names('step'), member(page, true, 'step')), fc.oneof(code, nothing)),
    ),
    any: t.any,
  };
  const printed = call('pr_err', fc.constantFrom<Expr>({ kind: 'string', value: 'it\'s "%d"\n', span }), result.number);
  return {
    ...result,
    any: fc.oneof(
      result.number,
      result.page,
      result.entry,
      call('spin_lock', result.lock),
      result.code,
      printed,
      comma(result.number, result.entry),
      assign(['='], names('map'), fc.oneof(member(page, true, 'slots'), binary(['+'], names('map'), number))),
    ),
  };
}

function entryBraces(number: Gen): Gen {
  return fc.oneof(
    braces(ENTRY),
    braces(ENTRY, ['val', number]),
    braces(ENTRY, ['', fc.oneof(number, fc.constant<Expr>({ kind: 'int', value: 0, span }))]),
  );
}

function pageBraces(t: Typed): Gen {
  const page = struct('page');
  const slots = fc.oneof(
    braces({ kind: 'array', of: U8, length: 4 }),
    braces({ kind: 'array', of: U8, length: 4 }, ['', t.number], ['', t.number]),
  );
  return fc.oneof(
    braces(page, ['', fc.constant<Expr>({ kind: 'int', value: 0, span })]),
    braces(page, ['count', t.number], ['next', t.page], ['lock', braces(struct('spinlock'), ['owner', t.number])]),
    braces(page, ['slots', slots], ['entry', fc.oneof(t.entry, entryBraces(t.number))]),
    braces(page, ['', t.number], ['', t.number], ['', t.page]),
  );
}

interface Place {
  readonly depth: number;
  readonly loop: boolean;
  /** `break` is legal. */
  readonly breaks: boolean;
  readonly elided: boolean;
  /** A declaration is legal. */
  readonly list: boolean;
}

function declaration(t: Typed, macros = true): fc.Arbitrary<Stmt> {
  const local = fc.nat(20).map((n) => `v${n}`);
  const optional = (gen: Gen): fc.Arbitrary<Expr | undefined> =>
    fc.option(
      gen.map((e) => parenthesised(e, ASSIGN)),
      { nil: undefined },
    );
  const one = (type: Type, init: Gen | undefined) =>
    fc
      .tuple(local, init ? optional(init) : fc.constant(undefined))
      .map(([n, e]) => ({ name: n, type, ...(e && { init: e }), span }));
  const list = (...ones: ReturnType<typeof one>[]) => fc.array(fc.oneof(...ones), { minLength: 1, maxLength: 3 });
  const macro = one(ENTRY, undefined).chain((d) => call('XA_STATE', t.page, t.number).map((init) => [{ ...d, init }]));
  return fc
    .oneof(
      list(
        one(INT, t.number),
        one(INT_PAIR, undefined),
        one(INT_PAIR, fc.oneof(braces(INT_PAIR), braces(INT_PAIR, ['', t.number], ['', t.number]))),
      ),
      list(one(ULONG, t.number), one(pointer(ULONG), undefined)),
      list(
        one(PAGE, t.page),
        one(struct('page'), undefined),
        one(struct('page'), pageBraces(t)),
        one(pointer(PAGE), unary('&', names('page'))),
        one(pointer(UNNAMED), t.code),
      ),
      list(one(ENTRY, t.entry), one(ENTRY, entryBraces(t.number))),
      list(one(STEP_POINTER, t.code)),
      list(one(pointer(STEP), t.code), one({ kind: 'array', of: pointer(STEP), length: 2 }, undefined)),
      ...(macros ? [macro] : []),
    )
    .map((declared) => ({ kind: 'declare', names: declared, span }));
}

function statement(p: Place): fc.Arbitrary<Stmt> {
  const t = larger(larger(leaves));
  const deeper: Place = { ...p, depth: p.depth - 1, list: false };
  const body = (more: Partial<Place> = {}): fc.Arbitrary<Stmt> =>
    p.depth > 0
      ? fc.oneof(statement({ ...deeper, ...more }), block({ ...deeper, ...more }))
      : block({ ...deeper, depth: 0, ...more });
  const simple: fc.Arbitrary<Stmt>[] = [
    t.any.map((expr) => ({ kind: 'expression', expr, span })),
    fc.option(t.page, { nil: undefined }).map((value) => ({ kind: 'return', ...(value && { value }), span })),
    fc.constantFrom('out', 'again').map((label) => ({ kind: 'goto', label, span })),
    fc.constant('empty' as const).map((kind) => ({ kind, span })),
  ];
  if (p.breaks) simple.push(fc.constant('break' as const).map((kind) => ({ kind, span })));
  if (p.loop) simple.push(fc.constant('continue' as const).map((kind) => ({ kind, span })));
  if (p.elided)
    simple.push(
      fc.constantFrom('count_vm_event(PGFAULT)', "trace('x')", 'do {\n\tf();\n} while (0)').map((text) => {
        return { kind: 'elided', text, reason: 'statistics', span };
      }),
    );
  if (p.list) simple.push(declaration(t));
  if (p.depth <= 0) return fc.oneof(...simple);
  const loop = { loop: true, breaks: true };
  const compound: fc.Arbitrary<Stmt>[] = [
    block(deeper),
    fc.tuple(t.number, body(), fc.option(body(), { nil: undefined })).map(([test, a, other]) => {
      const then = other && endsOpen(a) ? ({ kind: 'block', body: [a], span } as const) : a;
      return { kind: 'if', test, then, ...(other && { else: other }), span };
    }),
    fc.tuple(t.number, body(loop)).map(([test, b]) => ({ kind: 'while', test, body: b, span })),
    fc.tuple(t.number, body(loop)).map(([test, b]) => ({ kind: 'do', test, body: b, span })),
    fc
      .tuple(
        fc.option(
          fc.oneof(
            declaration(t, false),
            fc
              .oneof(assign(['='], names('n'), t.number), comma(t.number, t.page))
              .map((expr): Stmt => ({ kind: 'expression', expr, span })),
          ),
          {
            nil: undefined,
          },
        ),
        fc.option(t.number, { nil: undefined }),
        fc.option(t.any, { nil: undefined }),
        body(loop),
      )
      .map(([init, test, step, b]) => ({
        kind: 'for',
        ...(init && { init }),
        ...(test && { test }),
        ...(step && { step }),
        body: b,
        span,
      })),
    fc
      .tuple(t.number, fc.array(switchCase({ ...deeper, breaks: true, list: false }), { maxLength: 3 }))
      .map(([subject, cases]) => ({ kind: 'switch', subject, cases, span })),
    fc.tuple(fc.nat(1000), body()).map(([n, b]) => ({ kind: 'label', name: `l${n}`, body: b, span })),
  ];
  return fc.oneof(...simple, ...compound);
}

function switchCase(p: Place): fc.Arbitrary<SwitchCase> {
  const test = fc.oneof(
    names('EEXIST'),
    fc.nat(9).map((value): Expr => ({ kind: 'int', value, span })),
  );
  return fc
    .tuple(test, fc.array(fc.oneof(statement(p), block(p)), { maxLength: 2 }))
    .map(([value, body]) => ({ test: value, body, span }));
}

function block(p: Place): fc.Arbitrary<Extract<Stmt, { kind: 'block' }>> {
  return fc
    .array(statement({ ...p, list: true }), { maxLength: p.depth > 0 ? 3 : 1 })
    .map((body) => ({ kind: 'block', body, span }));
}

function endsOpen(s: Stmt): boolean {
  if (s.kind === 'if') return !s.else || endsOpen(s.else);
  return (s.kind === 'for' || s.kind === 'while' || s.kind === 'label') && endsOpen(s.body);
}

/** A random function of the world; with statements that the model leaves out, unless told otherwise. */
export function arbitraryFunction(options: { elided?: boolean } = {}): fc.Arbitrary<FunctionDef> {
  const place: Place = { depth: 2, loop: false, breaks: false, elided: options.elided ?? true, list: true };
  return fc
    .array(statement(place), { maxLength: 4 })
    .map((body) => functionDef('f', params, PAGE, { file: 'mm/random.c', body: { kind: 'block', body, span } })[1]);
}

/** A random expression of the world, with the names that `arbitraryFunction` has as parameters. */
export function arbitraryExpression(): fc.Arbitrary<Expr> {
  return larger(larger(larger(leaves))).any;
}
