// The machine and the interpreter are two readings of one text, docs/dialect.md. Here they run the same programs under
// the same schedules, and must see the same thing after each move.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ATOMIC, HELD, kindOf, PINNED } from '../../src/explore/mode.ts';
import { BOUND, NOT_ENABLED } from '../../src/machine/generate/codes.ts';
import { Beyond } from '../../src/machine/interpret/pool.ts';
import { type Run, startRun } from '../../src/machine/interpret/run.ts';
import { LEAK_CELL } from '../../src/machine/layout.ts';
import { compile, type Machine } from '../../src/machine/machine.ts';
import { programOf, scenarioOf } from './dialect.ts';
import { conditions, program, programWith } from './random-program.ts';

const PLAIN = scenarioOf(['first', { run: 'second', arrives: true }]);
/** Who runs what, and where. */
const SCENARIOS = [
  PLAIN,
  scenarioOf(['first', { run: 'second', arrives: true, context: 'irq' }]),
  scenarioOf([
    { run: 'first', cpu: 1 },
    { run: 'second', context: 'irq' },
  ]),
  scenarioOf([
    { run: 'first', context: 'softirq' },
    { run: 'second', context: 'work' },
  ]),
  scenarioOf(['first', 'first', { run: 'second', arrives: true, context: 'irq' }]),
  scenarioOf(['first', { run: 'second', context: 'softirq' }, { run: 'second', arrives: true, context: 'irq' }]),
];
const POOLS = { node: 40 };

interface Seen {
  readonly status: readonly string[];
  readonly outcomes: readonly number[];
  readonly preemptCounts: readonly number[];
  readonly pinned: readonly boolean[];
  readonly atomic: readonly boolean[];
  readonly bits: readonly boolean[];
}

function seenByInterpreter(run: Run, tasks: readonly number[]): Seen {
  const status = tasks.map((t) => {
    const s = run.status(t);
    return typeof s === 'string' ? s : s.stopped;
  });
  const hash = Number(run.call('hash'));
  return {
    status,
    outcomes: tasks.map((t) => run.enabled(t)),
    preemptCounts: tasks.map((t) => (typeof run.status(t) === 'string' ? run.preemptCount(t) : 0)),
    pinned: tasks.map((t) => typeof run.status(t) === 'string' && run.isPinned(t)),
    atomic: tasks.map((t) => typeof run.status(t) === 'string' && run.isAtomic(t)),
    bits: conditions.map((_, i) => ((hash >> i) & 1) === 1),
  };
}

const STATUS: Readonly<Record<string, string>> = { arrival: 'unarrived', sleep: 'asleep', timed: 'asleep-timed' };

function seenByMachine(machine: Machine, s: Int32Array): Seen {
  const tasks = [...machine.tasks.keys()];
  const kinds = tasks.map((t) => machine.pcs[s[machine.frames[t]!]!]!.kind);
  const modes = machine.modes(s);
  const isHeld = (t: number): boolean => kindOf(modes[t]!) === HELD;
  const codes = kinds.map((kind, t) => (isOver(kind) || isHeld(t) ? NOT_ENABLED : machine.move(s.slice(), t, 0)));
  const status = kinds.map((kind, t) => {
    if (!isOver(kind) && isHeld(t)) return 'held';
    if (STATUS[kind] || isOver(kind)) return STATUS[kind] ?? kind;
    if (codes[t] === NOT_ENABLED) return WAITING[kind]!;
    return 'runnable';
  });
  return {
    status,
    outcomes: tasks.map((t) => (codes[t] === NOT_ENABLED ? 0 : machine.outcomes(s, t))),
    preemptCounts: tasks.map((t) => (STATUS[kinds[t]!] || !isStop(kinds[t]!) ? machine.preemptCount(s, t) : 0)),
    pinned: tasks.map((t) => (modes[t]! & PINNED) !== 0),
    atomic: tasks.map((t) => (modes[t]! & ATOMIC) !== 0),
    bits: conditions.map((name) => machine.condition(name, s.slice())),
  };
}

const WAITING: Readonly<Record<string, string>> = { wait: 'waiting', spin: 'spinning', idle: 'idle' };

const isStop = (kind: string): boolean => ['bug', 'null', 'bounds', 'use-after-free', 'double-free'].includes(kind);
const isOver = (kind: string): boolean => kind === 'done' || isStop(kind);

/** Walks both at once; how many moves they agreed on. */
function walk(text: string, schedule: readonly number[], on: boolean, scenario = PLAIN): number {
  const tasks = [...scenario.tasks.keys()];
  const parsed = programOf(text);
  const machine = compile({ program: parsed, scenario, pools: POOLS, switches: ['maybe', 'never'], conditions });
  machine.setSwitches(on ? 1 : 0);
  const run = startRun(parsed, scenario, { switchesOn: new Set(on ? ['maybe'] : []), pools: POOLS });
  const s = machine.initial();
  const states = new Map<string, string>();
  const trace: string[] = [];
  for (const [moves, pick] of schedule.entries()) {
    const expected = seenByInterpreter(run, tasks);
    expect({ trace, ...seenByMachine(machine, s) }).toEqual({ trace, ...expected });
    const state = run.fingerprint();
    expect(states.get(state) ?? s.join()).toBe(s.join());
    states.set(state, s.join());
    const possible = tasks.flatMap((task) =>
      Array.from({ length: run.enabled(task) }, (_, choice) => ({ task, choice })),
    );
    const move = possible[pick % possible.length];
    if (!move) {
      // The interpreter keeps the locals of a task that idles, which the machine knows to be dead.
      const isOver = expected.status.every((status) => status === 'done');
      if (isOver || run.leaks().length > 0) expect(s[LEAK_CELL] !== 0).toBe(run.leaks().length > 0);
      return moves;
    }
    trace.push(`${move.task}${move.choice ? '+' : ''}`);
    const code = machine.move(s, move.task, move.choice);
    if (code === BOUND) return moves;
    try {
      run.move(move);
    } catch (error) {
      if (error instanceof Beyond) return moves;
      throw error;
    }
  }
  return schedule.length;
}

test('the machine and the interpreter agree after every move of random programs', () => {
  const schedule = fc.array(fc.nat(11), { minLength: 60, maxLength: 60 });
  fc.assert(
    fc.property(program, schedule, fc.boolean(), fc.constantFrom(...SCENARIOS), (text, moves, on, scenario) => {
      walk(text, moves, on, scenario);
    }),
    { numRuns: Number(process.env.AGREE_RUNS ?? 120), endOnFailure: process.env.AGREE_FAST === '1' },
  );
});

describe.each([
  ['irq', 'irq'],
  ['softirq', 'irq'],
  ['irq', 'softirq'],
  ['process', 'irq'],
  ['process', 'softirq'],
] as const)('they agree on who may move: %s and %s', (a, b) => {
  test.each([
    ['set_irqs_off(1)', 'g = 1; g = 2'],
    ['set_irqs_off(1); g = 3; set_irqs_off(0); g = 4', 'g = 1; g = 2'],
    ['preempt_count_add(256); g = 3; preempt_count_add(-256); g = 4', 'g = 1; g = 2'],
    ['set_irqs_off(1); bug()', 'g = 1; g = 2'],
    ['g = 3; idle_until(g == 1); g = 4', 'g = 1; idle_until(g == 4); g = 2'],
  ])('%s, %s', (first, second) => {
    const scenario = scenarioOf([
      { run: 'first', context: a, arrives: a !== 'process' },
      { run: 'second', context: b, arrives: true },
    ]);
    // Some moves of the first that can, then of the last.
    for (let turn = 0; turn < 4; turn++)
      walk(
        programWith(first, second),
        Array.from({ length: 16 }, (_, i) => (i < turn ? 0 : 5)),
        false,
        scenario,
      );
  });
});

const alone = Array.from({ length: 50 }, () => 0);

test.each([
  'let p: Ptr<node> = NULL; let r: Ref<int> = ref(p.at.x); g = 1; r.value = 2',
  'let p: Ptr<node> = NULL; let r: Ref<int> = ref(p.n); g = 1 + (r == NULL)',
  'let p: Ptr<pos> = o.at; g = deep(p); let q: Ref<int> = ref(o.at.x); g = cast<Ptr<pos>>(q) == p',
  'let p: Ptr<node> = cast<Ptr<node>>(ref(o.n)); p.at.y = 3',
  "let r: Ref<int> = ref(o.at.y); let p: Ptr<node> = container_of<node>(r, 'at.y'); p.n = 4; g = p == o; g = p.arr[1]",
  "let p: Ptr<node> = container_of<node>(o.at, 'at'); let q: Ptr<node> = container_of<node>(ref(o.at.x), 'at'); g = p == q; p.n = 3",
  "let p: Ptr<pos> = head.at; g = rb_entry<node>(p, 'at').n; free(head); g = rb_entry<node>(p, 'at').n",
  "g = 2; let p: Ptr<node> = container_of<node>(NULL, 'at'); g = 1",
  "g = 2; let p: Ptr<node> = container_of<node>(cast<VoidPtr>(9999999), 'at'); g = 1",
  "let p: Ptr<node> = container_of<node>(ref(o.n), 'n'); g = p == o; p = container_of<node>(NULL, 'n'); g = p == NULL",
  'tail = cast<Ptr<node>>(0x80000001); g = 2; v = cast<ulong>(tail); g = v; tail.n = 1',
  'tail = cast<Ptr<node>>(g + 90); v = cast<ulong>(tail); g = v * 2; tail.n = 1',
  'head = make(sizeof<node>(), g = 4); g = head.n',
  'head = zmake(sizeof<node>(), 3); g = head.n; free(head); g = head.n',
  'g = cast<ulong>(head) == cast<ulong>(tail); g += !cast<ulong>(head) + (cast<ulong>(head) < 4096) + (cast<ulong>(head) ? 4 : 8); tail = cast<Ptr<node>>(cast<ulong>(head)); tail.n = 1',
  'g = ring.next == ring; g += ring.next.n; ring.next.n = 7; g = ring.n',
  'let l: link = LINK(g); g = l.next == l; l.n = 2; g = l.next.n; ring = l; g = ring.next.n',
  'while (g++ < 8) { let l: link = LINK(g); if (l.next != l) bug(); l.next = ring; g += l.n & 1 }',
  'g = o.fold(o, 1)',
  'g = head.fold(head, 3); head.fold = swap; g = head.fold(head, 9); g = head.n',
  'o.fold = cast<Ptr<fold_t>>(o); g = 1; o.fold(o, g = 2)',
  'o.fold = cast<Ptr<fold_t>>(8); o.fold(o, g = 2)',
  'o.fold = cast<Ptr<fold_t>>(9999999); o.fold(o, g = 2)',
  'o.fold = cast<Ptr<fold_t>>(-1); o.fold(o, g = 2)',
  'o.fold = cast<Ptr<fold_t>>(cast<VoidPtr>(hook)); o.fold(o, g = 2)',
  'hook = cast<(at: pos) => pos>(cast<VoidPtr>(mirror)); g = hook(mk(1, 2)).x; g = hook == mirror',
  'let p: Ptr<node> = cast<Ptr<node>>(walk); g = 1; p.n = 2',
  'let r: Ref<int> = cast<Ref<int>>(walk); g = r.value',
  'free(cast<VoidPtr>(walk))',
  'g = cast<ulong>(walk) == cast<ulong>(o.fold); o.fold = cast<Ptr<fold_t>>(cast<ulong>(walk)); g = o.fold(head, 2)',
  'let f: Ptr<fold_t> = g ? walk : swap; g = (f.value)(head, 2) + ref(swap)(o, 4) + (ref(f.value) == walk)',
  'g = apply(wait_fold, o, 1); g = apply(wait_fold, o, 0)',
  'let i: int = 0; let f: Ptr<fold_t> = walk; g = f((f = swap, o), (i++, i)) + i',
  'let r: Ref<int> = ref(list[1]); r = offset(r, 1); r.value = 4; r++; g = 50; r.value = 1',
  'let r: Ref<int> = ref(list[0]); r--; g = 50; r.value = 1',
  'let r: Ref<int> = ref(list[1]); g = offset(r, 1) == ref(list[2])',
  'o.arr[g] = 1',
  'let p: Ptr<node> = NULL; p.arr[g] = 1',
  'let p: Ptr<node> = alloc<node>(); free(p); g = p.n + 3; g = p.at.x',
  'let p: Ptr<node> = alloc<node>(); free(p); let q: node = p; g = 3',
  'let p: Ptr<node> = alloc<node>(); p.next = p; p = NULL; g = 2',
  'g = 3 / (g - 5)',
  'g = -2147483647 - 1; g = g / -1; g = g % -1',
  'g = 1 << (g + 31)',
  'let p: ulong = cast<ulong>(o.next); g = p == 0',
  'tail = cast<Ptr<node>>(8); g = 2; tail.n = 1',
  'tail = cast<Ptr<node>>(9999999); g = 2; tail.n = 1',
  'let c: bool = 5; c++; g = c + 1; c = false; c--; g += c; c += 5; g += c; flag = head; g += flag',
  'let x: u8; g = x = 300; v = x = -1',
  'head = alloc<node>(); free(head); head = alloc<node>(); free(head); free(head)',
  'head.next = alloc<node>(); lose(head.next); g = 1; g = head.next.b',
  'lose(head); free(head)',
  'free(o)',
  'free(ref(head.at))',
  'free(cast<VoidPtr>(77))',
  'g = (o.at.x = 3) + (o.at.x = 4); g = g++ + ++g',
  'let k: int = 0; while (true) { switch (k++) { case 3: goto("x"); default: continue } } x: g = k',
  'wait_until(tail.n == 0); g = 2',
  'preempt_count_add(g); g = 3; preempt_count_add(-g)',
  'let i: int; for (i = 0; i < 2; i++) { let x: int; x += i + 1; g = x }',
  'let a: node; let b: node = a; g = b.arr[1]',
  'let p: Ref<int> = dangling(); g = p.value',
  'let x: int = 1; let p: Ref<int> = offset(ref(x), 1); g = p.value',
  'if (g) g = 1 / 0',
  'let z: pos = { x: g, y: g++ }; g = z.y * 100 + z.x',
  'let z: node = zeroed({ arr: [g, 2], at: o.at, next: head }); o = z; g = z.arr[1] + z.c',
  'let z: Arr<node, 2> = zeroed([zeroed({ n: 3 }), { n: 4, b: 1, u: 2, next: NULL, at: mk(1, 2), arr: [7], c: true }]); o = z[1]; g = at(z, 0).n',
  'o.at = cast<pos>({ y: (g = 9) }); g += cast<pos>([g, 3]).y',
  'o.at = g ? mk(1, g) : mk(2, g); o.at = (g++, mk(3, g))',
  'g = elvis(o.n, g + 1); g = elvis(g, o.n); head = elvis(tail, o); g += elvis(0, 7) + elvis(3, g)',
  'let i: int; let r: Ref<int>; for (i = 0, r = list; i < 3; i++, advance(r)) g = g * 10 + r.value',
  'let p: Ptr<node> = pair; advance(p).n = 2; p.n = 3; retreat(p); g = at(p, 1).n + p.n; advance(p, 2); g = 1; p.n = 4',
  'let p: Ptr<node> = pair; p[1] = o; g = at(p, 2).n',
  'let p: Ref<node> = pair; p[0] = o; p[1].b = 2; ++p; g = p.value.b',
  'g = list.value + total(list, 3) + (pair == at(pair, 0))',
  'g = total(o.arr, 1)',
  'g = total(list, 4)',
  'let z: pos = zeroed(); let y: pos = zeroed([0]); g = z.x + y.y; g = (g ? 1 : g ? 2 : 3)',
  'switch (g) { case 5: let z: int; z = 4; g = z; default: z = 3; g += z }',
  'do { } while (false); while (g-- > 3) ; g = 9',
  '(g ? push(o) : unlock(sl)); (g, unlock(sl)), g++',
])('they agree on: %s', (body) => {
  walk(programWith(body), alone, false);
});
test.each([
  'let k: ulong = cast<ulong>(head); g = k == cast<ulong>(head)',
  'v = cast<ulong>(head); g = 2',
  'g = 1; v = cast<ulong>(walk); g = 2',
  'tail = cast<Ptr<node>>(1073750016 + g * 4096); g = 2; tail.n = 1',
])('the search ends where an integer takes the address of an object: %s', (body) => {
  const parsed = programOf(programWith(body));
  const machine = compile({ program: parsed, scenario: PLAIN, pools: POOLS, switches: [], conditions });
  const s = machine.initial();
  const codes: number[] = [];
  while (codes.length < 9 && codes.at(-1) !== BOUND) codes.push(machine.move(s, 0, 0));
  expect(codes.at(-1)).toBe(BOUND);
});
