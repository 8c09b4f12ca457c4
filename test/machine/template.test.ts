// Copies of what was lowered before, and subroutines made before, held against lowering once more: both make the same
// routine, number by number.

import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Routine } from '../../src/machine/instr.ts';
import { layOut } from '../../src/machine/layout.ts';
import { pureRoutine, taskRoutine } from '../../src/machine/lower/routine.ts';
import { globalsOf, reachedFrom } from '../../src/machine/reached.ts';
import type { Program } from '../../src/model/ast.ts';
import { findModels, loadModel } from '../../src/model/load.ts';
import { parseModelFile } from '../../src/model/ts/parse.ts';
import { extendProgram } from '../../src/model/ts/program.ts';
import { programOf } from './dialect.ts';
import { program as randomProgram } from './random-program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const { copying } = vi.hoisted(() => ({ copying: { on: true, found: 0 } }));
vi.mock('../../src/machine/lower/template.ts', async (original) => {
  const real = await original<typeof import('../../src/machine/lower/template.ts')>();
  const findTemplate: typeof real.findTemplate = (...args) => {
    const found = copying.on ? real.findTemplate(...args) : undefined;
    if (found) copying.found++;
    return found;
  };
  const isValid: typeof real.isValid = (...args) => copying.on && real.isValid(...args);
  return { ...real, findTemplate, isValid };
});

interface Asked {
  readonly tasks: readonly string[];
  readonly pools?: Readonly<Record<string, number>>;
  readonly switches?: readonly string[];
  readonly cover?: readonly string[];
}

/** The routines of some functions, as tasks and as conditions. */
function lower(program: Program, { tasks, pools = {}, switches = [], cover = [] }: Asked): Routine[] {
  const reached = reachedFrom(program, tasks);
  const layout = layOut(program, globalsOf(program, reached), pools);
  const counted = cover.map((name) => program.functions.get(name)!.body.body[0]!);
  const options = {
    layout,
    switches: new Map(switches.map((name, i) => [name, i])),
    reached,
    cover: new Map(counted.map((s, i) => [s, i])),
  };
  const functions = tasks.map((name) => program.functions.get(name)!);
  return functions.flatMap((fn) => [
    taskRoutine(fn, options),
    ...(fn.result.kind === 'bool' ? [pureRoutine(fn, options)] : []),
  ]);
}

/** Where two trees of plain data differ: what `toEqual` would say, in a hundredth of the time. */
function difference(a: unknown, b: unknown, path: string): string | undefined {
  if (Object.is(a, b)) return undefined;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return `${path}: ${String(a)}, not ${String(b)}`;
  const [some, others] = [Object.entries(a), new Map(Object.entries(b))];
  if (some.length !== others.size) return `${path}: ${some.length} parts, not ${others.size}`;
  for (const [key, part] of some) {
    const found = others.has(key) ? difference(part, others.get(key), `${path}.${key}`) : `${path}: ${key}`;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** With copies of all that was lowered so far, then without any. Returns how many there were. */
function compare(program: Program, asked: Asked): number {
  copying.on = true;
  copying.found = 0;
  const copied = lower(program, asked);
  const { found } = copying;
  copying.on = false;
  expect(difference(copied, lower(program, asked), 'routines')).toBe(undefined);
  return found;
}

const TEXT = `
export const STEP: int = 2
export let first: int = 1
export let n: int = 0
export interface node { n: int; m: int; next: Ptr<node> }
export let head: Ptr<node> = NULL
/** @atomic */ export function add(to: Ref<int>, by: int): int { to.value += by; return to.value }
export function put(p: Ptr<node>, by: int): int { if (by > 1) p.n += by * STEP; return add(ref(n), by) }
export function longest(a: int, b: int): int { let most: int = a; while (most < b) most++; return most + current_cpu() }
export function both(a: int, b: int): int { let sum: int = put(head, a) + put(head, b); add(ref(sum), 1); return longest(sum, sum) }
/** @byname out */ export function into(out: int): void { out = both(1, 2) }
export function asks(): int { if (reaches('put')) return 1; return 2 }
export function task(): void { let i: int = asks(); let k: int = 0; longest(i, i); longest(i, k); into(k); into(i); both(i, k); both(k, i); both(i, i); both(1, 2); n = longest(3, i + k) }
export function other(): void { both(1, 2); asks(); first = 2 }
export function fields(): void { let it: node; add(ref(it.n), 1); add(ref(it.m), 1) }
export function idle(): void { asks(); head = NULL; n = 1 }
`;

const changed = (base: Program, text: string): Program => {
  const { program, diagnostics } = extendProgram(base, parseModelFile({ name: 'patch.ts', text }));
  expect(diagnostics).toEqual([]);
  return program;
};

describe('a routine made of copies is that of lowering each call', () => {
  test('in a program, for arguments of every shape', () => {
    expect(compare(programOf(TEXT), { tasks: ['task', 'other', 'fields'] })).toBeGreaterThan(5);
  });

  test('in another scenario, where other globals have a place', () => {
    const program = programOf(TEXT);
    compare(program, { tasks: ['task'] });
    compare(program, { tasks: ['other'] });
    expect(compare(program, { tasks: ['task', 'other'] })).toBeGreaterThan(5);
  });

  test('where reaches() answers otherwise', () => {
    const program = programOf(TEXT);
    compare(program, { tasks: ['task'] });
    compare(program, { tasks: ['idle'] });
  });

  test.each([
    ['a function that it calls', 'export function longest(a: int, b: int): int { return a > b ? a : b }'],
    [
      'what a function that it calls calls',
      '/** @atomic */ export function add(to: Ref<int>, by: int): int { to.value = by; return 7 }',
    ],
    ['a constant', 'export const STEP: int = 3'],
    ['a global', 'export let n: uint = 0'],
    ['a struct', 'export interface node { next: Ptr<node>; n: int; m: int }'],
    ['a name of the machine', 'export function current_cpu(): int { return n }'],
  ])('after a patch to %s', (_, patch) => {
    const before = programOf(TEXT);
    const asked = { tasks: ['task', 'other'] };
    compare(before, asked);
    compare(changed(before, patch), asked);
  });

  test('after a patch to something else, all of whose callees are copied', () => {
    const before = programOf(TEXT);
    const asked = { tasks: ['task'] };
    compare(before, asked);
    const after = changed(before, 'export function task(): void { both(1, 2); both(2, 1) }');
    expect(compare(after, asked)).toBeGreaterThan(1);
  });

  test('with statements that are counted by other numbers', () => {
    const program = programOf(TEXT);
    compare(program, { tasks: ['task'], cover: ['put', 'longest'] });
    compare(program, { tasks: ['task'], cover: ['longest', 'put'] });
  });

  test('in random programs', () => {
    fc.assert(
      fc.property(randomProgram, (text) => {
        const program = programOf(text);
        compare(program, { tasks: ['first', 'second', 'bit0'], pools: { node: 2 }, switches: ['x'] });
      }),
      { numRuns: 15 },
    );
  });

  test.each(findModels(root).map((folder) => [folder.name, folder] as const))('in %s', (_, folder) => {
    const { program, scenarios, pools, switches } = loadModel(folder, 'unchecked');
    for (const { tasks } of scenarios.slice(0, 1))
      compare(program, { tasks: [...new Set(tasks.map((t) => t.run))], pools, switches: Object.keys(switches) });
  });
});

test('what calls itself is refused, also by way of a copy', () => {
  const program = programOf(`
    export function twice(f: int): int { return f }
    /** @byname e */ export function macro(e: int): int { return e + twice(1) }
    export function inner(): int { return macro(1) }
    export function task(): void { inner(); macro(inner()) }`);
  copying.on = true;
  expect(() => lower(program, { tasks: ['task'] })).toThrow('it calls itself');
});
