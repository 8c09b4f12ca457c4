// The xarray against a plain list of ranges: what it holds after any stores is what the list holds, seen by every kind of
// lookup. Nodes have 4 slots, as in the models, or 64, as in a kernel.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generated, interpreted, type NodeSize } from './xarray.ts';

interface Entry {
  readonly first: number;
  readonly order: number;
  value: number;
  marked: boolean;
}

type Op =
  | { readonly kind: 'put'; readonly index: number; readonly order: number; readonly value: number }
  | { readonly kind: 'mark'; readonly index: number; readonly on: boolean };

/** The entry as C: 0 none, up to 8 a pointer, above a value. */
const spell = (value: number): string =>
  value === 0 ? 'NULL' : value <= 8 ? `things[${value - 1}]` : `xa_mk_value(${value})`;

const covers = (e: Entry, index: number): boolean => e.first <= index && index < e.first + 2 ** e.order;

/** A store into a part of an entry is one into the whole of it; one over several takes their place, marks and all. */
function apply(entries: Entry[], op: Op): Entry[] {
  if (op.kind === 'mark') {
    const e = entries.find((x) => covers(x, op.index));
    if (e) e.marked = op.on;
    return entries;
  }
  const first = op.index - (op.index % 2 ** op.order);
  const around = entries.find((e) => covers(e, first) && e.order > op.order);
  if (around) {
    around.value = op.value;
    return op.value ? entries : entries.filter((e) => e !== around);
  }
  const within = entries.filter((e) => e.first >= first && e.first < first + 2 ** op.order);
  const rest = entries.filter((e) => !within.includes(e));
  const marked = within.some((e) => e.marked);
  return op.value ? [...rest, { first, order: op.order, value: op.value, marked }] : rest;
}

const DEPTH: Readonly<Record<NodeSize, { last: number; orders: number }>> = {
  4: { last: 79, orders: 5 },
  64: { last: 300, orders: 8 },
};

const ops = (size: NodeSize): fc.Arbitrary<Op[]> => {
  const index = fc.oneof(
    fc.nat({ max: 10 }),
    fc.nat({ max: DEPTH[size].last }),
    fc.constantFrom(size - 1, size, size + 1, 4 * size, 4 * size + 1),
  );
  const put = fc.record({
    kind: fc.constant('put' as const),
    index,
    order: fc.oneof(fc.constant(0), fc.nat({ max: DEPTH[size].orders })),
    value: fc.oneof(fc.constant(0), fc.nat({ max: 12 })),
  });
  const mark = fc.record({ kind: fc.constant('mark' as const), index, on: fc.boolean() });
  return fc.array(fc.oneof({ arbitrary: put, weight: 4 }, { arbitrary: mark, weight: 1 }), { maxLength: 12 });
};

const write = (op: Op): string =>
  op.kind === 'put'
    ? `put(${op.index}, ${op.order}, ${spell(op.value)})`
    : `${op.on ? 'xa_set_mark' : 'xa_clear_mark'}(xa, ${op.index}, XA_MARK_1)`;

/** Lines that stop unless the array holds just these entries. */
function asserted(entries: readonly Entry[], from: number, last: number, seen: readonly number[]): string[] {
  const sorted = entries.toSorted((a, b) => a.first - b.first);
  const indices = new Set([...seen, 0, last, ...sorted.flatMap((e) => [e.first, e.first + 2 ** e.order - 1])]);
  const loads = [...indices].map((i) => {
    const e = entries.find((x) => covers(x, i));
    return `is(${i}, ${spell(e?.value ?? 0)}, ${e?.order ?? 0})`;
  });
  const found = (list: readonly Entry[], call: string): string[] => [
    'xas_set(xas, 0)',
    ...list.flatMap((e) => [`if (${call} != ${spell(e.value)}) bug()`, `if (xas.xa_index != ${e.first}) bug()`]),
    `if (${call}) bug()`,
  ];
  const walk = (step: 1 | -1): string[] => {
    const lines = [`xas_set(xas, ${from})`, `xas_load(xas)`];
    for (let i = from + step, n = 0; i >= 0 && i <= last && n < 20; i += step, n++) {
      const value = spell(entries.find((x) => covers(x, i))?.value ?? 0);
      lines.push(`e = ${step === 1 ? 'xas_next' : 'xas_prev'}(xas)`, `if (!xa_is_sibling(e) && e != ${value}) bug()`);
      lines.push(`if (xas.xa_index != ${i}) bug()`);
    }
    return lines;
  };
  // A load within an entry leaves the cursor at its first slot, from which a step goes astray, in the kernel too.
  const isFirst = !entries.some((e) => covers(e, from) && e.first !== from);
  const isInside = sorted.some((e) => from < e.first + 2 ** e.order);
  return [
    ...loads,
    ...found(sorted, 'xas_find(xas, 100000)'),
    ...found(
      sorted.filter((e) => e.marked),
      'xas_find_marked(xas, 100000, XA_MARK_1)',
    ),
    ...sorted.map((e) => `if (xa_get_mark(xa, ${e.first}, XA_MARK_1) != ${e.marked}) bug()`),
    ...(isFirst ? walk(1) : []),
    ...(isFirst && isInside ? walk(-1) : []),
  ];
}

/** The stores, what must be seen after them, and everything taken out again: nothing may be left. */
function lines(size: NodeSize, list: readonly Op[], from: number): string[] {
  let entries: Entry[] = [];
  for (const op of list) entries = apply(entries, op);
  const seen = list.map((op) => op.index);
  const { last } = DEPTH[size];
  return [
    'let xas: xa_state = XA_STATE(xa, 0)',
    'let e: VoidPtr',
    ...list.map(write),
    ...asserted(entries, from, last, seen),
    ...entries.map((entry) => `xa_erase(xa, ${entry.first})`),
    'if (!xa_empty(xa)) bug()',
    'if (xa.xa_root) bug()',
  ];
}

describe.each([4, 64] as const)('with nodes of %i slots', (size) => {
  const given = fc.tuple(ops(size), fc.nat({ max: DEPTH[size].last }));

  test('what it holds is what a list of ranges holds', () => {
    fc.assert(
      fc.property(given, ([list, from]) => interpreted(size, lines(size, list, from)) === undefined),
      { numRuns: 40, examples: [[[[{ kind: 'put', index: 0, order: 0, value: 1 }], 0]]] },
    );
  });

  test('generated code sees it as the interpreter does', () => {
    fc.assert(
      fc.property(given, ([list, from]) => generated(size, lines(size, list, from)) === undefined),
      { numRuns: 3 },
    );
  });
});

/** What the RFC stores for a folio of an order in the page cache, between two neighbours; then it is taken out again. */
function rfc(order: number): string[] {
  const first = 2 ** order * 2;
  return [
    'let e: VoidPtr',
    'let i: uint',
    `put(${first}, ${order}, things[0])`,
    `put(${first - 1}, 0, things[6])`,
    `put(${first + 2 ** order}, 0, things[7])`,
    `let xas: xa_state = XA_STATE(xa, ${first})`,
    'xas_lock(xas)',
    'xas_store(xas, things[1])',
    'e = xas_next(xas)',
    `if (!xa_is_sibling(e)) for (i = 1; i < ${2 ** order}; i++) { xas_store(xas, things[1]); xas_next(xas) }`,
    'xas_unlock(xas)',
    `is(${first - 1}, things[6], 0)`,
    `is(${first + 2 ** order}, things[7], 0)`,
    `if (xa_load(xa, ${first + 2 ** order - 1}) != things[1]) bug()`,
    `is(${first}, things[1], ${order})`,
    `xa_erase(xa, ${first})`,
    `if (xa_load(xa, ${first + 2 ** order - 1})) bug()`,
    `xa_erase(xa, ${first - 1})`,
    `xa_erase(xa, ${first + 2 ** order})`,
  ];
}

describe('the stores of the RFC on an entry of many indices', () => {
  test.each([
    [4, 1, 'kept'],
    [4, 2, 'kept'],
    [4, 3, 'broken up'],
    [4, 4, 'kept'],
    [64, 1, 'kept'],
    [64, 5, 'kept'],
    [64, 6, 'kept'],
    [64, 7, 'broken up'],
    [64, 9, 'broken up'],
  ] as const)('with %i slots, order %i: it is %s', (size, order, expected) => {
    const wrong = interpreted(size, rfc(order));
    expect(wrong === undefined ? 'kept' : 'broken up').toBe(expected);
    if (wrong) expect(wrong).toContain('xa_get_order(xa, index) != order');
  });
});
