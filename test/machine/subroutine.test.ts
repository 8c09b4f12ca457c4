// What runs within one step is called instead of being inlined. That it does the same is held by agree.test.ts.

import { expect, test } from 'vitest';
import { BOUND } from '../../src/machine/generate/codes.ts';
import { isNumbered } from '../../src/machine/generate/numbered.ts';
import type { Instr, Routine, Subroutine } from '../../src/machine/instr.ts';
import { layOut } from '../../src/machine/layout.ts';
import { pureRoutine, taskRoutine } from '../../src/machine/lower/routine.ts';
import { compile } from '../../src/machine/machine.ts';
import { globalsOf, reachedFrom } from '../../src/machine/reached.ts';
import { assignSlots } from '../../src/machine/slots.ts';
import type { Program } from '../../src/model/ast.ts';
import { programOf, scenarioOf } from './dialect.ts';

const LONG = `
export interface thing { n: int; next: Ptr<thing> }
export let head: Ptr<thing> = NULL
export let g: int = 0
export function long(p: Ptr<thing>, n: int): int { if (n > 9) p.n = 9; while (p) { n += p.n; p = p.next } g = n; return n }
`;

function routineOf(program: Program, name: string, isPure = false): Routine {
  const reached = reachedFrom(program, [name]);
  const layout = layOut(program, globalsOf(program, reached), { thing: 2 });
  const options = { layout, switches: new Map(), reached, cover: new Map() };
  return (isPure ? pureRoutine : taskRoutine)(program.functions.get(name)!, options);
}

const lower = (...args: Parameters<typeof routineOf>): readonly Instr[] => routineOf(...args).instrs;

function calleesIn(instrs: readonly Instr[]): Subroutine[] {
  return instrs.flatMap((i) => (i.op === 'call' ? [i.callee, ...calleesIn(i.callee.frame.routine.instrs)] : []));
}

const namesIn = (text: string, name = 'task', isPure = false): string[] =>
  calleesIn(lower(programOf(LONG + text), name, isPure)).map((s) => s.frame.routine.name);

test('what an atomic function calls is one subroutine for all its calls', () => {
  const program = programOf(`${LONG}
    /** @atomic */ export function twice(p: Ptr<thing>): int { return long(p, g) + long(p.next, g + 1) }
    export function task(): void { twice(head); twice(head.next) }`);
  const callees = calleesIn(lower(program, 'task'));
  const names = callees.map((s) => s.frame.routine.name);
  expect(names).toEqual(['twice', 'long', 'long', 'twice', 'long', 'long']);
  expect(new Set(callees).size).toBe(2);
});

test('a constant argument makes another one', () => {
  const program = programOf(`${LONG}
    export function task(): void { act() }
    /** @atomic */ export function act(): void { long(head, 1); long(head, 2); long(head, 2); long(head, g) }`);
  const ofLong = calleesIn(lower(program, 'task')).filter((s) => s.frame.routine.name === 'long');
  expect([ofLong.length, new Set(ofLong).size]).toEqual([4, 3]);
});

test('a condition calls subroutines', () => {
  expect(namesIn('export function all(): bool { return long(head, g) > long(head, g + 1) }', 'all', true)).toEqual([
    'long',
    'long',
  ]);
});

test.each([
  ['a function whose accesses are steps of their own', 'export function task(): void { long(head, 1) }'],
  [
    'one with a local in memory',
    `export function set(r: Ref<int>): void { r.value = 1 }
    export function kept(p: Ptr<thing>): int { let x: int = long(p, 1) ; set(ref(x)); return x }
    export function task(): void { act() } /** @atomic */ export function act(): void { kept(head) }`,
  ],
  [
    'one with a guard',
    `/** @atomic */ export function once(p: Ptr<thing>): int { wait_until(p.n > 0); p.n--; p.next.n++; return p.n + g }
    export function task(): void { act() } /** @atomic */ export function act(): void { g = once(head) }`,
  ],
  [
    'a short one',
    `export function short(): int { return g }\nexport function task(): void { act() } /** @atomic */ export function act(): void { g = short() }`,
  ],
])('%s is inlined', (_, text) => {
  expect(namesIn(text).filter((name) => name !== 'long')).toEqual([]);
});

test('a subroutine that calls itself by way of others is refused', () => {
  const text = `
    /** @byname e */ export function macro(e: int): int { return e + long(head, g) }
    export function f(n: int): int { g += n; g += n; g += n; return f(macro(n)) }
    export function task(): void { act() } /** @atomic */ export function act(): void { f(g) }`;
  expect(() => lower(programOf(LONG + text), 'task')).toThrow('it calls itself');
});

test('what stops in a subroutine stops the task, through all calls', () => {
  const program = programOf(`${LONG}
    export function outer(p: Ptr<thing>, n: int): int { g = 1; g += long(p, n); g += 100; return g }
    export function setup(): void {}
    export function task(): void { act() } /** @atomic */ export function act(): void { g = outer(NULL, g + 10) }
    export function is_one(): bool { return g == 1 }`);
  const machine = compile({
    program,
    scenario: scenarioOf(['task']),
    pools: { thing: 2 },
    switches: [],
    conditions: ['is_one'],
  });
  const s = machine.initial();
  while (machine.pcs[s[machine.frames[0]!]!]!.kind === 'step') machine.move(s, 0, 0);
  expect(machine.pcs[s[machine.frames[0]!]!]!.kind).toBe('null');
  expect(machine.condition('is_one', s)).toBe(true);
});

test('a condition that stops in a subroutine is false', () => {
  const program = programOf(`${LONG}
    export function setup(): void {}
    export function task(): void { g = 1 }
    export function stops(): bool { return long(NULL, g + 10) == 0 || true }`);
  const machine = compile({
    program,
    scenario: scenarioOf(['task']),
    pools: { thing: 2 },
    switches: [],
    conditions: ['stops'],
  });
  expect(machine.condition('stops', machine.initial())).toBe(false);
});

test('turns of loops count for the whole step, wherever they are made', () => {
  const program = programOf(`${LONG}
    export function spin(n: int): int { let i: int; for (i = 0; i < n; i++) g += i; g++; g++; return g }
    export function setup(): void {}
    export function task(): void { act() } /** @atomic */ export function act(): void { let i: int; for (i = 0; i < 400; i++) g = spin(i + 400) }`);
  const machine = compile({
    program,
    scenario: scenarioOf(['task']),
    pools: { thing: 2 },
    switches: [],
    conditions: [],
  });
  const s = machine.initial();
  expect(machine.move(s, 0, 0)).toBe(BOUND);
});

test.each([
  ['its number', 'current_task()', true],
  ['its CPU', 'current_cpu()', true],
  ['its interrupts, which are in its frame', 'irqs_off()', false],
  ['nothing', 'g', false],
])('a step in whose subroutine a task is asked for %s', (_, asked, isAsked) => {
  const program = programOf(`${LONG}
    export function inner(n: int): int { g += n; g += n; g += n; g += n; return ${asked} }
    export function outer(n: int): int { g -= n; g -= n; g -= n; g -= n; return inner(n + 1) }
    /** @atomic */ export function act(): void { g = outer(g) + long(head, g) }
    export function task(): void { act() }`);
  const frame = assignSlots(routineOf(program, 'task'));
  expect(calleesIn(frame.routine.instrs).map((s) => s.frame.routine.name)).toEqual(['act', 'outer', 'inner', 'long']);
  const points = [...frame.routine.instrs.entries()].filter(([, instr]) => instr.op === 'point').map(([i]) => i);
  expect(points.some((start) => isNumbered({ frame, start, pcOf: new Map() }))).toBe(isAsked);
});
