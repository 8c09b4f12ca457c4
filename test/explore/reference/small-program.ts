// Random small programs for the search: two or three tasks that meet in a few cells, two spinlocks, a mutex and a pool of
// items, with loops, sleeps, switches and waits, on one or two CPUs, some of them interrupt handlers. What is added to is
// kept below four, so that most programs have few states.

import fc from 'fast-check';
import { renderDiagnostic } from '../../../src/base/diagnostic.ts';
import type { Program } from '../../../src/model/ast.ts';
import { BUILT_IN } from '../../../src/model/built-in.ts';
import type { Property, ScheduleName, Task } from '../../../src/model/model.ts';
import { parseModelFile } from '../../../src/model/ts/parse.ts';
import { buildProgram } from '../../../src/model/ts/program.ts';
import { scenarioOf } from '../../machine/dialect.ts';
import type { Asked } from './compare.ts';

const PRELUDE = `
export interface spinlock { owner: int }
export interface mutex { owner: int }
/** @stable n */ export interface item { n: int; busy: u8; next: Ptr<item> }
export let a: int = 0
export let b: u8 = 1
export let cells: Arr<u8, 2> = zeroed()
export let first: Ptr<item> = NULL
export let second: Ptr<item> = NULL
export let lock: spinlock = zeroed()
export let other: spinlock = zeroed()
export let m: mutex = zeroed()
/** k.c @atomic */ export function spin_lock(l: Ptr<spinlock>): void { spin_until(l.owner == 0); l.owner = current_task(); preempt_count_add(1) }
/** k.c @atomic */ export function spin_trylock(l: Ptr<spinlock>): int { if (l.owner != 0) return 0; l.owner = current_task(); preempt_count_add(1); return 1 }
/** k.c @atomic */ export function spin_unlock(l: Ptr<spinlock>): void { if (l.owner != current_task()) bug(); l.owner = 0; preempt_count_add(-1) }
/** k.c @atomic */ export function spin_lock_irq(l: Ptr<spinlock>): void { spin_until(l.owner == 0); l.owner = current_task(); preempt_count_add(1); set_irqs_off(1) }
/** k.c @atomic */ export function spin_unlock_irq(l: Ptr<spinlock>): void { if (l.owner != current_task()) bug(); l.owner = 0; preempt_count_add(-1); set_irqs_off(0) }
/** k.c @atomic */ export function mutex_lock(l: Ptr<mutex>): void { wait_until(l.owner == 0); l.owner = current_task() }
/** k.c @atomic */ export function mutex_unlock(l: Ptr<mutex>): void { if (l.owner != current_task()) bug(); l.owner = 0 }
/** k.c @atomic */ export function inc(n: int): int { a = (a + n) & 3; return a }
/** k.c @atomic */ export function push(p: Ptr<item>): void { p.next = first; first = p }
/** k.c @atomic */ export function pop(): Ptr<item> { let p: Ptr<item> = first; if (p) first = p.next; return p }
/** k.c @atomic */ export function take(): void { idle_until(a > 0); a-- }
/** k.c */ export function cond_resched(): void { resched() }
/** k.c */ export function grow(p: Ptr<item>): int { p.n = (p.n + 1) & 1; return p.n }
export function setup(): void { first = alloc<item>(); first.n = 1 }
`;

/** What the properties ask. */
const CONDITIONS: Readonly<Record<string, string>> = {
  small: 'return a < 3',
  same: 'return a == b',
  unlocked: 'return !lock.owner && !other.owner && !m.owner',
  listed: 'return first != NULL && first.n < 2',
  apart: 'return first == NULL || first != second',
};

/** A number that tells states apart, in bits that can be asked for one by one. */
const BITS = 6;
const OBSERVERS = `
export function hash(): uint {
  let s: uint = 17
  s = s * 31 + a; s = s * 31 + b; s = s * 31 + cells[0]; s = s * 31 + cells[1]
  s = s * 31 + lock.owner; s = s * 31 + other.owner; s = s * 31 + m.owner
  s = s * 31 + (first == NULL); s = s * 31 + (second == NULL); s = s * 31 + (first == second)
  s = s * 31 + (first ? first.n : 5); s = s * 31 + (second ? second.n : 5)
  s ^= s >> 15; s *= 0x2c1b3c6d; s ^= s >> 12; s *= 0x297a2d39; s ^= s >> 15
  return s
}
${Array.from({ length: BITS }, (_, i) => `export function bit${i}(): bool { return (hash() >> ${i}) & 1 }`).join('\n')}
${Object.entries(CONDITIONS)
  .map(([name, body]) => `export function ${name}(): bool { ${body} }`)
  .join('\n')}
`;

const observer = { number: 'hash', bits: Array.from({ length: BITS }, (_, i) => `bit${i}`) };

const property = (kind: Property['kind'], condition?: string): Property => ({
  name: condition ? `${kind} ${condition}` : kind,
  about: '',
  kind,
  ...(condition && { condition }),
});

const PROPERTIES = [
  ...BUILT_IN,
  property('progress'),
  ...Object.keys(CONDITIONS).flatMap((name) => [property('invariant', name), property('quiescent', name)]),
];

const SCHEDULES: readonly ScheduleName[] = ['fair', 'coop', 'preempt'];

export interface SmallProgram {
  /** Its own functions; the rest is the same for all. */
  readonly text: string;
  readonly tasks: readonly (Partial<Task> & { readonly run: string })[];
  /** The switch `fails` is on. */
  readonly fails: boolean;
}

const common = parseModelFile({ name: 'common.ts', text: `${PRELUDE}${OBSERVERS}` });

function programOf(text: string): Program {
  const { program, diagnostics } = buildProgram([common, parseModelFile({ name: 'test.ts', text })]);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(renderDiagnostic).join('\n'));
  return program;
}

/** All that is asked of a program. */
export function askedOf({ text, tasks, fails }: SmallProgram): Asked {
  return {
    program: programOf(text),
    scenario: scenarioOf(tasks),
    pools: { item: 8 },
    switchesOn: fails ? ['fails'] : [],
    always: Object.keys(CONDITIONS),
    atEnd: [],
    observer,
    schedules: SCHEDULES,
    properties: PROPERTIES,
  };
}

/** A program and who runs what, for a person. */
export function shown({ text, tasks, fails }: SmallProgram): string {
  return [...tasks.map((t) => JSON.stringify(t)), fails ? 'fails: on' : 'fails: off', text.trim()].join('\n');
}

const one = (...texts: string[]) => fc.constantFrom(...texts);
const all = (...parts: (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> =>
  fc.tuple(...parts.map((p) => (typeof p === 'string' ? fc.constant(p) : p))).map((texts) => texts.join(''));

const test = one(
  'a',
  'b',
  'a == b',
  'a > 1',
  '!a',
  'i',
  'cells[0]',
  'cells[a & 1] == 1',
  'first',
  'p',
  'p && p.n',
  "choose('fails')",
  'inc(1) > 1',
  'lock.owner',
);
const shared = one('a', 'b', 'a == b', 'a > 1', '!a', 'b == 0', 'cells[0]', 'first != NULL', 'first == second');

const { statement } = fc.letrec<{ statement: string; some: string }>((tie) => {
  const s = tie('some');
  return {
    some: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      tie('statement'),
      all(tie('statement'), '; ', tie('statement')),
    ),
    statement: fc.oneof(
      { maxDepth: 2, depthSize: 'small', withCrossShrink: true },
      one(
        'a = (a + 1) & 3',
        'a = 0',
        'b = a',
        'a = b',
        'b = !b',
        'inc(1)',
        'i = inc(2)',
        'i = a',
        'a = i',
        'a++; a &= 3',
      ),
      one('cells[a & 1] = 1', 'cells[0] = 0', 'cells[b & 1] ^= 1', 'i = cells[1]', 'cells[a] = 2'),
      one(
        'p = alloc<item>()',
        'p = first',
        'p = second',
        'first = p',
        'second = p',
        'second = first',
        'first = NULL',
        'p = NULL',
      ),
      one(
        'push(alloc<item>())',
        'p = pop()',
        'if (p) push(p)',
        'if (p) p.n = a',
        'if (p) a = p.n',
        'p = p.next',
        'first.n = b',
        'if (first) grow(first)',
      ),
      one('if (p) free(p)', 'free(first)', 'if (second) { p = second; second = NULL; free(p) }', 'free(p)'),
      one('sleep()', 'sleep()', 'sleep_timed()', 'sleep_timed()', 'resched()', 'cond_resched()', 'cond_resched()'),
      all(one('wait_until', 'spin_until', 'wait_until'), '(', shared, ')'),
      one('return', 'spin_lock(lock)', 'spin_unlock(lock)', 'mutex_unlock(m)'),
      all('if (', test, ') bug()'),
      all('spin_lock(lock); ', s, '; spin_unlock(lock)'),
      all('spin_lock(other); ', s, '; spin_unlock(other)'),
      all('spin_lock_irq(lock); ', s, '; spin_unlock_irq(lock)'),
      all('mutex_lock(m); ', s, '; mutex_unlock(m)'),
      all('if (spin_trylock(lock)) { ', s, '; spin_unlock(lock) }'),
      all('preempt_count_add(', one('1', '256'), '); ', s, '; preempt_count_add(-1)'),
      all('nosleep_count_add(1); ', s, '; nosleep_count_add(-1)'),
      all('set_irqs_off(1); ', s, '; set_irqs_off(0)'),
      all('if (', test, ') { ', s, ' }'),
      all('if (', test, ') { ', s, ' } else { ', s, ' }'),
      all("if (choose('fails')) { ", s, ' }'),
      all('while (', test, ') { ', s, ' }'),
      all('for (i = 0; i < 2; i++) { ', s, one('', '; if (a) break', '; if (b) continue; a = 2'), ' }'),
      all('do { ', s, ' } while (', test, ')'),
      all('for (;;) { ', s, '; if (', test, ') break; ', one('sleep()', 'resched()', 'sleep_timed()', 'a = 1'), ' }'),
      // Turns alone, and turns that now and then let others in.
      one('for (;;) { }', 'for (;;) { resched() }', 'for (;;) { sleep() }'),
      all('mutex_lock(m); for (;;) { ', s, '; if (', test, ') { mutex_unlock(m); mutex_lock(m) } }'),
      all('switch (a) { case 0: ', s, '; break; case 1: ', s, '; default: b = 0 }'),
    ),
  };
});

const kernelBody = fc.array(statement, { minLength: 1, maxLength: 3 }).map((list) => list.join('; '));
const LOCALS = 'let i: int = 0; let p: Ptr<item> = NULL';
/** What a task does around its calls into the kernel. */
const scenarioBody = (n: number) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(`work${n}()`) },
    { weight: 2, arbitrary: fc.constant(`work${n}(); work${n}()`) },
    { weight: 1, arbitrary: fc.constant(`for (;;) { work${n}(); if (b) break }`) },
    { weight: 1, arbitrary: fc.constant(`for (;;) { work${n}() }`) },
    { weight: 1, arbitrary: fc.constant(`for (;;) { take(); work${n}() }`) },
    { weight: 1, arbitrary: fc.constant(`work${n}(); idle_until(a != 1); work${n}()`) },
    { weight: 1, arbitrary: fc.constant(`work${n}(); a = 1; while (b) { inc(1); work${n}() }`) },
  );

const functionsOf = (n: number): fc.Arbitrary<string> =>
  fc
    .tuple(kernelBody, scenarioBody(n))
    .map(
      ([kernel, own]) =>
        `/** k.c */ export function work${n}(): void { ${LOCALS}; ${kernel} }\nexport function task${n}(): void { ${own} }\n`,
    );

const taskOf = (n: number) =>
  fc
    .record({
      run: fc.constantFrom(`task${n}`, `task${n}`, `task${n}`, 'task0'),
      cpu: fc.constantFrom(0, 0, 0, 1),
      priority: fc.constantFrom(1, 1, 2),
      arrives: fc.constantFrom(false, false, true),
      context: fc.constantFrom<Task['context'][]>(
        'process',
        'process',
        'process',
        'process',
        'process',
        'work',
        'irq',
        'softirq',
      ),
    })
    .map((task) => ({ ...task, name: `task${n}` }));

/** A program with tasks of its own. */
export const smallProgram: fc.Arbitrary<SmallProgram> = fc.constantFrom(2, 2, 3).chain((count) => {
  const numbers = Array.from({ length: count }, (_, n) => n);
  return fc.record({
    text: fc.tuple(...numbers.map(functionsOf)).map((own) => own.join('')),
    tasks: fc.tuple(...numbers.map(taskOf)),
    fails: fc.boolean(),
  });
});
