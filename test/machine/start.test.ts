// What comes before the tasks: first values of globals, initcalls, the setup. Both engines start from the same state.

import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explore/graph.ts';
import { startRun } from '../../src/machine/interpret/run.ts';
import { compile } from '../../src/machine/machine.ts';
import type { Program } from '../../src/model/ast.ts';
import { apply, programOf as programOfC } from '../model/c-world.ts';
import { programOf, scenarioOf } from './dialect.ts';

const C = `
struct pair { int a; int b[2]; struct pair *self; };
static int n = 3;
int get(void) { return n; }
int hook(int x) { return x + 1; }
int first(void) { n = n * 10 + 1; return -5; }
int second(void) { n = n * 10 + 2; return 0; }
int halts(void) { struct pair *p = NULL; return p->a; }
void setup(void) { n = n * 10 + 9; }
void task(void) { n = 0; }
`;
const INITIAL = `@@
+struct ops { int (*go)(int); struct pair pair; } ops = { .go = hook, .pair = { .a = 1, .b = { 2, 3 } } };
+static struct pair *at = &ops.pair;
+static int table[2] = { 4, 5 };
+int check(void)
+{
+	return ops.go(1) + ops.pair.b[1] * 10 + at->a * 100 + table[1] * 1000;
+}
 int get(void)
 {
`;

/** What a function of the program says at the start, by each engine. */
function atStart(program: Program, name: string): unknown[] {
  const scenario = scenarioOf(['task']);
  const machine = compile({ program, scenario, pools: {}, switches: [], conditions: ['is_it'] });
  const run = startRun(program, scenario);
  return [run.call(name), machine.condition('is_it', machine.initial())];
}

const patched = async (diff: string): Promise<Program> => {
  const applied = await apply(await programOfC(C), diff);
  expect(applied.refusals).toEqual([]);
  return applied.program;
};

describe('before the tasks', () => {
  test('globals of a patch have their values', async () => {
    const program = await patched(
      `${INITIAL.replace('int get', 'int get')} \treturn n;\n }\n+bool is_it(void)\n+{\n+\treturn check() == 5132;\n+}\n`,
    );
    expect(atStart(program, 'check')).toEqual([5132, true]);
  });

  test('nobody is the current task', async () => {
    const text = `export let seen: int = 9\nexport function setup(): void { seen = current_task() }\nexport function task(): void { seen = 1 }
      export function is_it(): bool { return seen == 0 && current_task() == 0 }`;
    expect(atStart(programOf(text), 'is_it')).toEqual([true, true]);
  });

  test('initcalls run once each in their order, then the setup', async () => {
    const initcalls =
      '+late_initcall(first);\n+core_initcall(second);\n+bool is_it(void)\n+{\n+\treturn n == 32199 / 10;\n+}\n';
    const program = await patched(`@@\n${initcalls.replace('32199 / 10', '3219')} int first(void)\n {\n`);
    expect(atStart(program, 'get')).toEqual([3219, true]);
  });

  test('a macro is evaluated as often as its text says, where it is used', async () => {
    const text =
      '+#define TWICE(a) ((a) + (a))\n+#define SET(v, to) do { int n = (to); (v) = n + n; } while (0)\n+int both(void)\n+{\n+\tint i = 1, k = 5;\n+\tint t = TWICE(i++);\n+\tSET(k, i + k);\n+\treturn t * 100 + k;\n+}\n+bool is_it(void)\n+{\n+\treturn both() == 316;\n+}\n';
    expect(atStart(await patched(`@@\n${text} int first(void)\n {\n`), 'both')).toEqual([316, true]);
  });

  test('an initcall that stops is refused', async () => {
    const program = await patched('@@\n+late_initcall(halts);\n int first(void)\n {\n');
    const scenario = scenarioOf(['task']);
    expect(() => startRun(program, scenario)).toThrow('Cannot set up `test`: the task stopped: null.');
    const machine = compile({ program, scenario, pools: {}, switches: [], conditions: [] });
    expect(() => machine.initial()).toThrow('Cannot run the scenario: what comes before its tasks stops (null).');
  });
});

test('a setup that sleeps, offers the CPU and chooses comes to its end at once, with nothing that a switch permits', () => {
  const program = programOf(`
    export let n: int = 0
    function may(): bool { sleep_timed(); return choose('fails') }
    export function setup(): void { n = 1; sleep(); resched(); if (may()) n = 2; else n = 3 }
    export function is_it(): bool { return n == 3 }
    export function task(): void { n = 4 }`);
  const scenario = scenarioOf(['task']);
  const machine = compile({ program, scenario, pools: {}, switches: ['fails'], conditions: ['is_it'] });
  expect(machine.condition('is_it', machine.initial())).toBe(true);
  expect(startRun(program, scenario, { switchesOn: new Set(['fails']) }).call('is_it')).toBe(true);
});

test('a condition that cannot be evaluated is false, and leaves the state as it was', () => {
  const program = programOf(`
    export interface node { n: int; next: Ptr<node> }
    export let head: Ptr<node> = NULL
    export function setup(): void {}
    export function is_it(): bool { let i: int = 3; return head.next.n == i || i == 3 }
    export function task(): void { head = NULL }`);
  const scenario = scenarioOf(['task']);
  const machine = compile({ program, scenario, pools: {}, switches: [], conditions: ['is_it'] });
  const state = machine.initial();
  expect(machine.condition('is_it', state)).toBe(false);
  expect(state).toEqual(machine.initial());
  expect(startRun(program, scenario).call('is_it')).toBe(false);
});

test('a task that finds a pool full where it begins has still to begin, and the search says why it ends', () => {
  const program = programOf(`
    export interface node { n: int }
    export function setup(): void {}
    export function task(): void { let p: Ptr<node> = alloc<node>(); p.n = 1 }`);
  const scenario = scenarioOf(['task', { run: 'task', name: 'other' }]);
  const machine = compile({ program, scenario, pools: { node: 1 }, switches: [], conditions: [] });
  const kinds = (): string[] => machine.frames.map((f) => machine.pcs[machine.initial()[f]!]!.kind);
  expect(kinds()).toEqual(['step', 'arrival']);
  expect(kinds()).toEqual(['step', 'arrival']);
  const graph = explore(machine, 0, { maxStates: 10, deadline: Number.POSITIVE_INFINITY });
  expect(graph.isCut(0)).toBe(true);
  expect(graph.bound).toBe('a pool of objects is full');
});
