// Pool objects are renumbered in the order in which they are reached from globals and frames, so that states that
// differ only in which object was taken are one. What is live and reached by nothing is a leak: it leaves the state
// and sets the leak mark. A freed object stays as long as a pointer to it is left.

import { CELL_MASK, type Layout, LEAK_CELL, LIVE, OBJECT_MASK, OBJECT_SHIFT, POINTER } from './layout.ts';

/** Makes the canonicaliser for a layout; `roots` are the cells outside pools that hold pointers, in order. */
export function canonicaliser(layout: Layout, roots: readonly number[]): (s: Int32Array) => void {
  const { pools, objects } = layout;
  if (pools.length === 0) return () => {};
  const first = pools[0]!.first;
  const total = objects.length - first;
  const poolOf = new Int32Array(total);
  for (const [i, pool] of pools.entries()) poolOf.fill(i, pool.first - first, pool.first - first + pool.count);
  const base = Int32Array.from(objects.slice(first), (o) => o.base);
  const status = Int32Array.from(objects.slice(first), (o) => o.status);
  const from = status[0]!;
  const to = layout.end;
  const rootCells = Int32Array.from(roots);
  const number = new Int32Array(total);
  const order = new Int32Array(total);
  const next = new Int32Array(pools.length);
  const old = new Int32Array(to - from);

  /** Index among the pool objects of what a cell points to; -1 if it points to none of them. */
  const pooled = (v: number): number => {
    const o = v >>> 30 === 1 ? ((v >>> OBJECT_SHIFT) & OBJECT_MASK) - first : -1;
    return o < total ? o : -1;
  };
  const renumber = (v: number): number => {
    const o = pooled(v);
    return o < 0 ? v : POINTER | (number[o]! << OBJECT_SHIFT) | (v & CELL_MASK);
  };

  return (s) => {
    number.fill(0);
    next.fill(0);
    let reached = 0;
    let moved = false;
    const visit = (v: number): void => {
      const o = pooled(v);
      if (o < 0 || number[o] !== 0) return;
      const pool = poolOf[o]!;
      const n = pools[pool]!.first + next[pool]!++;
      number[o] = n;
      if (n !== o + first) moved = true;
      order[reached++] = o;
    };
    for (let i = 0; i < rootCells.length; i++) visit(s[rootCells[i]!]!);
    for (let i = 0; i < reached; i++) {
      const o = order[i]!;
      for (const cell of pools[poolOf[o]!]!.pointers) visit(s[base[o]! + cell]!);
    }
    for (let o = 0; o < total; o++)
      if (number[o] === 0 && s[status[o]!] !== 0) {
        if (s[status[o]!] === LIVE) s[LEAK_CELL] = 1;
        moved = true;
      }
    if (!moved) return;

    old.set(s.subarray(from, to));
    s.fill(0, from, to);
    for (let i = 0; i < reached; i++) {
      const o = order[i]!;
      const pool = pools[poolOf[o]!]!;
      const n = number[o]! - first;
      const source = status[o]! - from;
      for (let k = 0; k <= pool.size; k++) s[status[n]! + k] = old[source + k]!;
      for (const cell of pool.pointers) s[base[n]! + cell] = renumber(s[base[n]! + cell]!);
    }
    for (let i = 0; i < rootCells.length; i++) s[rootCells[i]!] = renumber(s[rootCells[i]!]!);
  };
}
