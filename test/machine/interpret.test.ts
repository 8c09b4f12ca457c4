import { describe, expect, test } from 'vitest';
import type { StepEvent } from '../../src/machine/interpret/events.ts';
import { PoolExhausted } from '../../src/machine/interpret/pool.ts';
import { replay } from '../../src/machine/interpret/replay.ts';
import { type Options, type Run, startRun } from '../../src/machine/interpret/run.ts';
import type { Task } from '../../src/model/model.ts';
import { programOf, scenarioOf } from './dialect.ts';

type Tasks = readonly (string | (Partial<Task> & { readonly run: string }))[];

function begin(text: string, tasks: Tasks = ['main'], options: Options = {}): Run {
  const setup = text.includes('function setup') ? '' : 'export function setup(): void {}';
  return startRun(programOf(`${text}\n${setup}`), scenarioOf(tasks), options);
}

/** Lets one task run until it cannot; the number of its moves. */
function finish(run: Run, task = 0): number {
  for (let moves = 0; ; moves++) {
    if (run.enabled(task) === 0) return moves;
    if (moves > 1000) throw new Error('does not end');
    run.move({ task, choice: 0 });
  }
}

/** Result of a function made of pure local computation. */
function result(body: string, type = 'int', more = ''): boolean | number {
  return begin(`${more}\nexport function main(): void {}\nexport function f(): ${type} { ${body} }`).call('f');
}

/** Moves that a function of these statements takes; globals g and h, a struct s and a pointer p to it are there. */
function moves(body: string, more = ''): number {
  const text = `
    export interface s { n: int; a: Arr<int, 4>; next: Ptr<s> }
    export let g: int = 0
    export let h: int = 0
    export let o: s = zeroed()
    ${more}
    export function main(): void { let p: Ptr<s> = o; let i: int = 0; let c: bool = false; ${body} }`;
  const run = begin(text);
  const count = finish(run);
  expect(run.status(0)).toBe('done');
  return count;
}

const stopped = (run: Run, task = 0): string => {
  const status = run.status(task);
  return typeof status === 'string' ? status : status.stopped;
};

describe('arithmetic is C’s on 32 bits', () => {
  test.each([
    ['let x: u8 = 255; x++; return x', 0],
    ['let x: u8 = 0; x--; return x', 255],
    ['let x: char = 127; x++; return x', -128],
    ['let x: ushort = 65535; x += 2; return x', 1],
    ['let x: short = 32767; x++; return x', -32768],
    ['let x: int = 2147483647; x++; return x', -2147483648],
    ['let x: u8 = 200; let y: u8 = 100; return x + y', 300],
    ['let x: int = 65537; return x * 65537', 131073],
    ['return -7 / 2', -3],
    ['return -7 % 2', -1],
    ['return -8 >> 1', -4],
    ['return 1 << 31', -2147483648],
    ['return ~0', -1],
  ])('%s is %i', (body, expected) => expect(result(body)).toBe(expected));

  test.each([
    ['let x: uint = 0; x--; return x', 4294967295],
    ['let x: uint = 1; return 0 - x', 4294967295],
    ['let x: uint = 0x80000000; return x >> 31', 1],
    ['let x: uint = 4000000000; return x / 2', 2000000000],
  ])('unsigned: %s is %i', (body, expected) => expect(result(body, 'uint')).toBe(expected));

  test('a comparison with an unsigned number is unsigned', () => {
    expect(result('let x: uint = 1; let y: int = -1; return y > x', 'bool')).toBe(true);
    expect(result('let x: int = 1; let y: int = -1; return y > x', 'bool')).toBe(false);
    expect(result('let x: u8 = 1; let y: int = -1; return y > x', 'bool')).toBe(false);
  });

  test('both branches of a conditional have one type', () => {
    expect(result('let u: uint = 1; let y: int = -1; return (c1() ? y : u) > 0', 'bool', C1)).toBe(true);
    expect(result('let u: int = 1; let y: int = -1; return (c1() ? y : u) > 0', 'bool', C1)).toBe(false);
  });

  const C1 = 'export function c1(): bool { return true }';
});

describe('values', () => {
  const POINT = 'export interface point { x: int; y: int }\nexport interface pair { a: point; b: Arr<point, 2> }';

  test('a struct is copied by assignment, as an argument, and as a result', () => {
    expect(result('let p: point; let q: point; p.x = 1; q = p; q.x = 2; return p.x', 'int', POINT)).toBe(1);
    const f = `${POINT}\nexport function change(p: point): point { p.x = 9; return p }`;
    expect(result('let p: point; p.x = 1; let q: point = change(p); return p.x * 10 + q.x', 'int', f)).toBe(19);
    expect(result('let p: point; return change(p).x', 'int', f)).toBe(9);
  });

  test('structs and arrays nest', () => {
    expect(
      result('let p: pair; let q: pair; p.b[1].y = 7; q = p; p.b[1].y = 8; return q.b[1].y + q.b[0].y', 'int', POINT),
    ).toBe(7);
  });

  test('an out-parameter writes the caller’s variable', () => {
    const f = 'export function set(x: Ref<u8>): void { x.value = 258 }';
    const run = begin(`${f}\nexport let g: int = 0\nexport function main(): void { let x: u8; set(ref(x)); g = x }
      export function get(): int { return g }`);
    expect(finish(run)).toBe(2);
    expect(run.call('get')).toBe(2);
  });

  test('a pointer into an array moves by elements', () => {
    const text = `export let a: Arr<int, 3> = zeroed()\nexport function main(): void { let p: Ref<int> = ref(a[0]); offset(p, 2).value = 5 }
      export function get(): int { return a[2] }`;
    const run = begin(text);
    finish(run);
    expect(run.call('get')).toBe(5);
  });

  test('a variable of a loop’s body is zero at each turn', () => {
    expect(result('let s: int = 0; let i: int; for (i = 0; i < 3; i++) { let x: int; x += 1; s += x } return s')).toBe(
      3,
    );
  });

  test('passing a declaration again makes its variable zero again', () => {
    expect(result('let n: int = 0; again: n++; let x: int; x += n; if (n < 3) goto("again"); return x')).toBe(3);
  });

  test('what a function returns has the width of its result', () => {
    expect(result('return f8(258)', 'int', 'export function f8(x: int): u8 { return x }')).toBe(2);
    expect(result('return fb(258)', 'int', 'export function fb(x: int): bool { return x }')).toBe(1);
  });

  test('an inner name hides an outer one', () => {
    expect(result('let x: int = 1; { let x: int = 2; x++ } return x')).toBe(1);
  });
});

describe('control', () => {
  test('goto leaves a loop', () => {
    expect(
      result('let i: int; for (i = 0; ; i++) { while (true) { if (i == 3) goto("out"); break } } out: return i'),
    ).toBe(3);
  });

  test('goto enters a loop past its test', () => {
    expect(result('let i: int = 5; goto("in_"); while (i < 3) { in_: i += 10 } return i')).toBe(15);
  });

  test('goto back keeps the variables of the blocks around it', () => {
    expect(
      result(
        'let n: int = 0; { let x: int = 0; let y: int = 4; again: x++; if (x < 3) goto("again"); n = x + y } return n',
      ),
    ).toBe(7);
  });

  test('a goto between the branches of an if', () => {
    expect(result('let n: int = 0; if (n == 0) { n = 1; goto("b") } else { n = 100; b: n += 2 } return n')).toBe(3);
  });

  test.each([
    [0, 'zero one'],
    [1, 'one'],
    [2, 'default'],
    [3, 'three default'],
  ])('switch on %i falls through: %s', (n, words) => {
    const bits: Record<string, number> = { zero: 1, one: 2, three: 4, default: 8 };
    const expected = words.split(' ').reduce((sum, word) => sum + bits[word]!, 0);
    const body = `let s: int = 0; switch (${n}) { case 0: s |= 1; case 1: s |= 2; break; case 3: s |= 4; default: s |= 8 } return s`;
    expect(result(body)).toBe(expected);
  });

  test('without a case and default a switch does nothing', () => {
    expect(result('let s: int = 7; switch (s) { case 1: s = 1 } return s')).toBe(7);
  });

  test('continue in a switch belongs to the loop', () => {
    expect(
      result(
        'let s: int = 0; let i: int; for (i = 0; i < 4; i++) { switch (i) { case 1: case 2: continue } s += i } return s',
      ),
    ).toBe(3);
  });

  test('continue in a do loop goes to its test', () => {
    expect(result('let i: int = 0; do { i++; if (i < 5) continue; i += 100 } while (i < 5) return i')).toBe(105);
  });
});

describe('step points', () => {
  test.each([
    [0, 'i = 1; i++; i += i'],
    [1, 'g = 1'],
    [2, 'g++'],
    [2, '++g'],
    [2, 'g += 1'],
    [1, 'i = g'],
    [2, 'g = h'],
    [2, 'i = g + h'],
    [1, 'i = p.n'],
    [2, 'i = int(p.next != p && bool(g))'],
    [1, 'i = int(p.next == p && bool(g))'],
    [1, 'if (g || i) i = 2; else i = 3'],
    [2, 'i = p.a[p.n]'],
    [1, 'i = o.a[i]'],
    [1, 'let q: s = o'],
    [1, 'let q: s; o = q'],
    [0, 'let q: Ref<int> = ref(p.n)'],
    [1, 'let q: Ref<int> = ref(i); q.value = 3; i = 4'],
    [3, 'for (i = 0; i < 3; i++) {}'],
    [3, 'while (i < 3) i++'],
    [2, 'do { i++ } while (i < 3)'],
    [0, 'do { i++ } while (false)'],
    [2, 'again: i++; if (i < 3) goto("again")'],
    [0, 'goto("out"); out: i++'],
    [0, 'f(i)'],
    [1, 'once(i)'],
    [2, 'once(g)'],
    [1, 'resched()'],
    [1, 'preempt_count_add(1)'],
    [0, 'c = choose("off")'],
    [0, 'i = current_task()'],
  ])('%i in: %s', (count, body) => {
    const more =
      'export function f(x: int): int { return x + 1 }\n/** @atomic */ export function once(x: int): int { g = x; h++; while (x > 0) x--; return g }';
    expect(moves(body, more)).toBe(count);
  });

  test('two increments of a shared number lose one', () => {
    const text = 'export let g: int = 0\nexport function inc(): void { g++ }\nexport function get(): int { return g }';
    const run = begin(text, ['inc', 'inc']);
    for (const task of [0, 1, 0, 1]) run.move({ task, choice: 0 });
    expect(run.call('get')).toBe(1);
    expect(run.status(0)).toBe('done');
  });

  test('an address is above the integers that a pointer may hold', () => {
    const text = `export interface s { n: int }\nexport const o: s = zeroed()
      export function main(): void {}
      export function get(): int { let p: Ptr<s> = o; let q: Ptr<s> = NULL; let r: Ptr<s> = cast<Ptr<s>>(4095)
        return int(cast<ulong>(p) < 4096) + int(cast<ulong>(q) < 4096) * 10 + int(4095 < cast<ulong>(p)) * 100 + int(cast<ulong>(r) <= 4095) * 1000 }`;
    expect(begin(text, ['main']).call('get')).toBe(1110);
  });

  test('an assignment takes its right side first, then the address of its left side', () => {
    const text = `export let i: int = 0\nexport let a: Arr<int, 2> = zeroed()
      export function f(): int { return i }
      export function main(): void { a[i] = f() }
      export function set(): void { i = 1 }
      export function get(): int { return a[1] * 10 + a[0] }`;
    const run = begin(text, ['main', 'set']);
    run.move({ task: 0, choice: 0 });
    run.move({ task: 1, choice: 0 });
    run.move({ task: 0, choice: 0 });
    run.move({ task: 0, choice: 0 });
    expect(run.status(0)).toBe('done');
    expect(run.call('get')).toBe(0);
  });

  test('operands are read from left to right', () => {
    const text = `export let a: int = 0\nexport let b: int = 0\nexport let got: int = 0
      export function main(): void { got = a * 10 + b }
      export function set(): void { a = 1; b = 1 }
      export function get(): int { return got }`;
    const run = begin(text, ['main', 'set']);
    run.move({ task: 0, choice: 0 });
    finish(run, 1);
    finish(run, 0);
    expect(run.call('get')).toBe(1);
  });
});

describe('choose', () => {
  const text = `export let g: int = 0\nexport function main(): void { if (choose('fails')) g = 1; else g = 2 }
    export function get(): int { return g }`;

  test('a switch that is on has two outcomes, false first', () => {
    for (const [choice, value] of [
      [0, 2],
      [1, 1],
    ] as const) {
      const run = begin(text, ['main'], { switchesOn: new Set(['fails']) });
      expect(run.enabled(0)).toBe(2);
      run.move({ task: 0, choice });
      expect(run.enabled(0)).toBe(1);
      finish(run);
      expect(run.call('get')).toBe(value);
    }
  });

  test('one that is off never happens and is no step', () => {
    const run = begin(text);
    expect(() => run.move({ task: 0, choice: 1 })).toThrow('Cannot move');
    expect(finish(run)).toBe(1);
    expect(run.call('get')).toBe(2);
  });
});

describe('waiting', () => {
  const LOCK = `export interface lock { held: int }\nexport let l: lock = zeroed()
    /** @atomic */ export function spin_lock(l: Ptr<lock>): void { spin_until(l.held == 0); l.held = 1 }
    /** @atomic */ export function spin_lock_irq(l: Ptr<lock>): void { spin_lock(l); preempt_count_add(1) }
    /** @atomic */ export function mutex_lock(l: Ptr<lock>): void { wait_until(l.held == 0); l.held = 1 }
    /** @atomic */ export function unlock(l: Ptr<lock>): void { l.held = 0 }`;

  test.each([
    ['spin_lock', 'spinning'],
    ['spin_lock_irq', 'spinning'],
    ['mutex_lock', 'waiting'],
  ])('%s waits for the holder, %s', (name, status) => {
    const run = begin(`${LOCK}\nexport function main(): void { ${name}(l); unlock(l) }`, ['main', 'main']);
    expect([run.status(0), run.status(1)]).toEqual(['runnable', 'runnable']);
    run.move({ task: 0, choice: 0 });
    expect([run.status(0), run.status(1)]).toEqual(['runnable', status]);
    expect(run.enabled(1)).toBe(0);
    expect(run.preemptCount(0)).toBe(name === 'spin_lock_irq' ? 1 : 0);
    run.move({ task: 0, choice: 0 });
    expect(run.status(1)).toBe('runnable');
    expect(finish(run, 1)).toBe(2);
  });

  test('a wait outside an atomic function and what follows are one step', () => {
    const text = `export let g: int = 0\nexport function main(): void { let x: int; wait_until(g > 0); x = 1; g = x + 1 }
      export function set(): void { g = 1 }`;
    const run = begin(text, ['main', 'set']);
    expect(run.status(0)).toBe('waiting');
    finish(run, 1);
    expect(finish(run, 0)).toBe(2);
  });

  test('a wait for what cannot be read lets the task go on, to its stop', () => {
    const run = begin(`${LOCK}\nexport function main(): void { let l: Ptr<lock> = NULL; spin_lock(l) }`);
    expect(run.enabled(0)).toBe(1);
    run.move({ task: 0, choice: 0 });
    expect(stopped(run)).toBe('null');
  });

  test('a condition may not change anything shared', () => {
    const text = `export let g: int = 0\nexport function f(): bool { g = 1; return true }
      export function main(): void { wait_until(f()) }`;
    expect(() => begin(text).enabled(0)).toThrow('Cannot change shared memory in a condition');
  });

  test.each([
    ['sleep', 'asleep'],
    ['sleep_timed', 'asleep-timed'],
  ])('a sleeper always may wake up: %s', (name, status) => {
    const run = begin(`export let g: int = 0\nexport function main(): void { g = 1; ${name}(); g = 2 }`);
    run.move({ task: 0, choice: 0 });
    expect(run.status(0)).toBe(status);
    expect(run.enabled(0)).toBe(1);
    run.move({ task: 0, choice: 0 });
    expect(run.status(0)).toBe('runnable');
  });
});

describe('objects', () => {
  const PAGE = `/** @stable count */ export interface page { count: int; flags: int; next: Ptr<page> }
    export let slot: Ptr<page> = NULL\nexport let g: int = 0`;

  test.each([
    ['null', 'let p: Ptr<page> = NULL; p.flags = 1'],
    ['null', 'let p: Ptr<page> = NULL; let q: Ref<int> = ref(p.flags); q.value = 1'],
    ['null', 'free(NULL)'],
    ['bug', 'bug()'],
    ['bug', 'g = 1 / g'],
    ['bounds', 'let a: Arr<int, 2>; a[g] = 1; a[g + 2] = 1'],
    ['bounds', 'let p: Ptr<page> = alloc<page>(); p.flags = 1; p = offset(p, 1); p.flags = 1'],
    ['use-after-free', 'let p: Ptr<page> = alloc<page>(); free(p); p.flags = 1'],
    ['use-after-free', 'let p: Ptr<page> = alloc<page>(); free(p); g = p.flags'],
    ['use-after-free', 'let p: Ptr<page> = alloc<page>(); free(p); p.count = 1'],
    ['double-free', 'let p: Ptr<page> = alloc<page>(); free(p); free(p)'],
    ['use-after-free', 'let p: Ref<int> = dangling(); p.value = 1'],
  ])('a task stops for %s: %s', (reason, body) => {
    const more = 'export function dangling(): Ref<int> { let x: int; return ref(x) }';
    const run = begin(
      `${PAGE}\n${more}\nexport function main(): void { ${body}; g = 100 }\nexport function get(): int { return g }`,
    );
    finish(run);
    expect(stopped(run)).toBe(reason);
    expect(run.enabled(0)).toBe(0);
    expect(run.call('get')).toBeLessThan(100);
  });

  test('a null pointer stops the task in the step of the access, not before', () => {
    const run = begin(`${PAGE}\nexport function main(): void { let p: Ptr<page> = slot; p.flags = 1 }`);
    run.move({ task: 0, choice: 0 });
    expect(run.status(0)).toBe('runnable');
    run.move({ task: 0, choice: 0 });
    expect(stopped(run)).toBe('null');
  });

  test('a stable field of a freed object reads as 0', () => {
    const run =
      begin(`${PAGE}\nexport function main(): void { let p: Ptr<page> = alloc<page>(); p.count = 3; free(p); g = p.count + 1 }
      export function get(): int { return g }`);
    finish(run);
    expect([run.status(0), run.call('get')]).toEqual(['done', 1]);
  });

  test('what was done before a stop stays done', () => {
    const run = begin(`${PAGE}\n/** @atomic */ export function f(): void { g = 7; bug(); g = 8 }
      export function main(): void { f() }\nexport function get(): int { return g }`);
    finish(run);
    expect([stopped(run), run.call('get')]).toEqual(['bug', 7]);
  });

  test('an object that nothing leads to any more is lost for good', () => {
    const run = begin(
      `${PAGE}\nexport function main(): void { let p: Ptr<page> = alloc<page>(); slot = p; p = NULL; slot = NULL }`,
    );
    run.move({ task: 0, choice: 0 });
    expect(run.leaks()).toEqual([]);
    run.move({ task: 0, choice: 0 });
    expect(run.leaks()).toEqual(['page 1']);
  });

  test('objects that lead to each other only are lost', () => {
    const run = begin(
      `${PAGE}\nexport function main(): void { let p: Ptr<page> = alloc<page>(); p.next = alloc<page>(); p.next.next = p }`,
    );
    finish(run);
    expect(run.leaks()).toEqual(['page 1', 'page 2']);
  });

  test('a freed object leaves its pool when the last pointer to it is gone', () => {
    const text = (forget: string) =>
      `${PAGE}\nexport function main(): void { slot = alloc<page>(); free(slot); ${forget}; slot = alloc<page>() }`;
    expect(finish(begin(text('slot = NULL'), ['main'], { pools: { page: 1 } }))).toBe(5);
    expect(() => finish(begin(text(''), ['main'], { pools: { page: 1 } }))).toThrow(PoolExhausted);
  });

  test('a full pool is an error of its own, and what was lost leaves it', () => {
    const text = `${PAGE}\nexport function main(): void { slot = alloc<page>(); slot = alloc<page>(); slot.next = alloc<page>() }`;
    expect(finish(begin(text, ['main'], { pools: { page: 2 } }))).toBe(4);
    expect(() => finish(begin(text, ['main'], { pools: { page: 1 } }))).toThrow(PoolExhausted);
  });
});

describe('tasks', () => {
  const text = `export let g: int = 0\nexport function setup(): void { g = 10; sleep(); if (choose('on')) g = 0 }
    export function main(): void { let me: int = current_task(); g = g + me }\nexport function get(): int { return g }`;

  test('an arrival is a move of its own, up to the first step point', () => {
    const run = begin(text, ['main', { run: 'main', arrives: true }], { switchesOn: new Set(['on']) });
    expect([run.status(0), run.status(1), run.enabled(1)]).toEqual(['runnable', 'unarrived', 1]);
    expect(run.call('get')).toBe(10);
    const events = run.move({ task: 1, choice: 0 });
    expect(events[0]).toEqual({ kind: 'arrive', task: 1 });
    expect(finish(run, 1)).toBe(2);
    finish(run, 0);
    expect(run.call('get')).toBe(13);
  });

  test('a setup that stops or waits for ever is refused', () => {
    expect(() => begin('export function setup(): void { bug() }\nexport function main(): void {}')).toThrow(
      'Cannot set up',
    );
    expect(() => begin('export function setup(): void { wait_until(false) }\nexport function main(): void {}')).toThrow(
      'waits for ever',
    );
  });

  test('a task that never gets to a step point is done from the start', () => {
    const run = begin('export function main(): void { }');
    expect(run.status(0)).toBe('done');
    expect(run.started.some((e) => e.kind === 'done')).toBe(true);
  });
});

describe('events', () => {
  test('a move tells the statements that it enters, their values, and how they end', () => {
    const text = `export const EEXIST: int = 17
      export interface page { n: int }\nexport let g: int = 0
      /** @atomic */ export function prepare(x: int): int { g += x; return -EEXIST }
      /** mm/x.c */ export function f(): bool { let err: int; err = prepare(1); sleep(); if (err == -EEXIST) return true; return false }
      export function main(): void { let p: Ptr<page> = alloc<page>(); let q: Ptr<page> = NULL; let r: bool = f() }`;
    const run = begin(text);
    const line = (e: StepEvent): string => {
      if (e.kind === 'value') return `${e.function.name}/${e.depth} ${e.declares ?? ''}=${e.value.text}`;
      return 'statement' in e ? `${e.function.name}/${e.depth} ${e.kind} ${e.statement.kind}` : e.kind;
    };
    expect(run.started.map(line)).toEqual([
      'main/0 enter declare',
      'main/0 p=page 1',
      'main/0 leave declare',
      'main/0 enter declare',
      'main/0 q=NULL',
      'main/0 leave declare',
      'main/0 enter declare',
      'f/1 enter declare',
      'f/1 leave declare',
      'f/1 enter expression',
    ]);
    expect(run.move({ task: 0, choice: 0 }).map(line)).toEqual([
      'f/1 =-17',
      'f/1 leave expression',
      'f/1 enter expression',
      'f/1 sleep expression',
    ]);
    expect(run.move({ task: 0, choice: 0 }).map(line)).toEqual([
      'f/1 wake expression',
      'f/1 leave expression',
      'f/1 enter if',
      'f/1 =1',
      'f/1 enter return',
      'f/1 =true',
      'f/1 leave return',
      'f/1 leave if',
      'main/0 r=true',
      'main/0 leave declare',
      'done',
    ]);
  });
});

describe('states', () => {
  const LOOP = `export interface page { n: int }\nexport let held: int = 1
    export function main(): void { for (;;) { let p: Ptr<page> = alloc<page>(); p.n = 1; if (!held) return; free(p) } }`;

  test('a cycle closes though it makes new objects each time', () => {
    const round = Array.from({ length: 4 }, () => ({ task: 0, choice: 0 }));
    const { closed, failed, cycle } = replay(
      programOf(`${LOOP}\nexport function setup(): void {}`),
      scenarioOf(['main']),
      new Set(),
      {
        prefix: [],
        cycle: round,
      },
    );
    expect([closed, failed, cycle.length]).toEqual([true, undefined, 4]);
  });

  test.each(['g++', 'preempt_count_add(1)'])('one that counts does not close: %s', (count) => {
    const text = `export let g: int = 0\nexport function main(): void { for (;;) ${count} }\nexport function setup(): void {}`;
    const cycle = Array.from({ length: count === 'g++' ? 3 : 2 }, () => ({ task: 0, choice: 0 }));
    expect(replay(programOf(text), scenarioOf(['main']), new Set(), { prefix: [], cycle }).closed).toBe(false);
  });

  test('a variable that nobody reads any more does not keep it open', () => {
    const text = `export let g: int = 0\nexport function setup(): void {}
      export function main(): void { let x: int = 3; for (;;) { x = g; } }`;
    const moves = [0, 1].map(() => ({ task: 0, choice: 0 }));
    expect(replay(programOf(text), scenarioOf(['main']), new Set(), { prefix: [], cycle: moves }).closed).toBe(true);
  });

  test('a move that is not possible is told, and nothing is made after it', () => {
    const text = `export let g: int = 0\nexport function main(): void { wait_until(g > 0) }\nexport function setup(): void {}
      export function set(): void { g = 1 }`;
    const { failed, prefix } = replay(programOf(text), scenarioOf(['main', 'set']), new Set(), {
      prefix: [
        { task: 0, choice: 0 },
        { task: 1, choice: 0 },
      ],
      cycle: [],
    });
    expect(failed).toMatchObject({ index: 0, move: { task: 0 } });
    expect(prefix).toEqual([]);
  });

  test('the halves of an increment are different states', () => {
    const text = 'export let g: int = 0\nexport function main(): void { g += g }';
    const run = begin(text);
    const seen = [run.fingerprint()];
    for (let i = 0; i < 3; i++) {
      run.move({ task: 0, choice: 0 });
      seen.push(run.fingerprint());
    }
    expect(new Set(seen).size).toBe(4);
  });

  test('an operand that waits for another belongs to the state', () => {
    const text = `export let g: int = 0\nexport let h: int = 0\nexport let r: int = 0
      export function main(): void { r = g + h }\nexport function flip(): void { g = 1; g = 0 }`;
    const early = begin(text, ['main', 'flip']);
    const late = begin(text, ['main', 'flip']);
    for (const task of [0, 1, 1]) early.move({ task, choice: 0 });
    for (const task of [1, 0, 1]) late.move({ task, choice: 0 });
    expect(early.fingerprint()).not.toBe(late.fingerprint());
  });

  test('which object is older does not matter', () => {
    const text = `export interface page { n: int }\nexport let a: Ptr<page> = NULL\nexport let b: Ptr<page> = NULL
      export function one(): void { a = alloc<page>() }\nexport function two(): void { b = alloc<page>() }`;
    const early = begin(text, ['one', 'two']);
    const late = begin(text, ['one', 'two']);
    for (const task of [0, 1]) early.move({ task, choice: 0 });
    for (const task of [1, 0]) late.move({ task, choice: 0 });
    expect(early.fingerprint()).toBe(late.fingerprint());
  });
});
