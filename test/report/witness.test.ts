import { describe, expect, test } from 'vitest';
import type { Model, ScheduleName } from '../../src/model/model.ts';
import { witnessTable } from '../../src/report/witness.ts';
import { checkOf } from '../../src/verdict/checks.ts';
import { parseRun } from '../../src/verdict/run-text.ts';
import { programOf, scenarioOf } from '../machine/dialect.ts';

const HEAD = `import { alloc, bug, choose, NULL, resched, sleep, type int, type Ptr } from './dialect.ts'
interface box { v: int }
let n: int = 0
let held: Ptr<box>
export const EAGAIN: int = 11
export function setup(): void {}
`;

interface Case {
  readonly text: string;
  readonly tasks?: Parameters<typeof scenarioOf>[0];
  readonly schedule?: ScheduleName;
  readonly switches?: readonly string[];
  readonly property?: string;
  readonly functions?: readonly string[];
  readonly width?: number;
  /** The text after the patch. */
  readonly after?: string;
}

function table(run: string, given: Case): string {
  const program = programOf(HEAD + given.text);
  const scenario = scenarioOf(given.tasks ?? ['a', 'b']);
  const { schedule = 'fair', switches = [], property = 'no-bug-on' } = given;
  const model = { properties: [], switches: {}, program } as unknown as Model;
  const check = checkOf('test', schedule, switches, property);
  const functions = new Set(given.functions ?? ['f', 'g']);
  const lasso = parseRun(run, scenario.tasks);
  const added: ReadonlySet<never> = new Set();
  const { after } = given;
  const other =
    after === undefined
      ? undefined
      : { program: programOf(HEAD + after), when: 'after the patch', candidate: 'patch-v1' };
  const told = { program, model, scenario, check, lasso, functions, added, ...(other && { other }) };
  return witnessTable(told, given.width ?? 80).join('\n');
}

const text = `
/** mm/x.c */
export function inner(): int { n = 1
  n = 2
  return -EAGAIN }
/** mm/x.c */
export function f(): int {
  let err: int
  err = inner()
  if (err) return err
  return 0
}
/** mm/x.c */
export function g(): void { n = 7 }
export function a(): void { f() }
export function b(): void { g() }`;

describe('a statement of a function under check', () => {
  test('is one row, with the name of its error; conditions and callees are folded', () => {
    expect(table('a:2,b', { text })).toBe(
      [
        '    a                                      b',
        '    err = inner() → -EAGAIN',
        '    return err → -EAGAIN',
        '    is done',
        '                                           n = 7',
        '                                           is done',
        '  ⇒ nobody can go on: every-call-returns',
      ]
        .join('\n')
        .replace('every-call-returns', 'no BUG_ON, NULL pointer or access outside an object'),
    );
  });

  test('names the callee in which the CPU went to another, and is named again when it goes on', () => {
    const tasks = ['a', { run: 'b', arrives: true, priority: 1 }];
    const lines = table('a,b:2,a', { text, tasks, schedule: 'preempt' })
      .split('\n')
      .map((l) => l.trim());
    expect(lines).toEqual(
      expect.arrayContaining([
        'err = inner()',
        '(preempted before `n = 2` in',
        'inner())',
        '… err = inner() → -EAGAIN',
      ]),
    );
  });

  test('is not told before any step of it has happened', () => {
    const tasks = ['a', { run: 'b', arrives: true, priority: 1 }];
    const body = text.replace('err = inner()', 'n = 5\n  err = 1\n  n = n + 1\n  err = inner()');
    const lines = (run: string) =>
      table(run, { text: body, tasks, schedule: 'preempt' })
        .split('\n')
        .map((l) => l.trim());
    expect(lines('a,b:2').slice(1, 5)).toEqual(['n = 5', 'err = 1', '(preempted before `n = n + 1`)', 'arrives']);
    expect(lines('a:2,b:2').slice(1, 6)).toEqual([
      'n = 5',
      'err = 1',
      'n = n + 1',
      '(preempted within `n = n + 1`)',
      'arrives',
    ]);
  });

  test('of another CPU is not called preempted', () => {
    const tasks = ['a', { run: 'b', cpu: 1 }];
    expect(table('a,b,a', { text, tasks })).not.toContain('preempted');
    expect(table('a,b,a', { text, tasks })).toContain('(stands before `n = 2` in inner())');
    expect(table('a,b,a', { text, tasks })).not.toContain('CPU');
  });
});

test('a task that calls no function under check is told by its own first kernel function', () => {
  expect(table('a:2,b', { text, functions: ['f'] })).toContain('n = 7');
});

describe('events', () => {
  const sleeper = `
/** mm/x.c */
export function deep(): void { n = 1
  sleep() }
/** mm/x.c */
export function thin(): int { return nap() }
/** mm/x.c */
export function nap(): int { if (choose('naps')) sleep()
  return 3 }
/** mm/x.c */
export function f(): void {
  let x: int
  x = thin()
  deep()
}
/** mm/x.c */
export function g(): void { n = 7 }
export function a(): void { f() }
export function b(): void { g() }`;

  test('sleeps are said at the statement, and where if that is not plain; arrivals and wake-ups are rows', () => {
    const tasks = ['a', { run: 'b', arrives: true }];
    const lines = table('a=1,a:3,b:2,a', { text: sleeper, tasks, switches: ['naps'] })
      .split('\n')
      .map((l) => l.trim());
    expect(lines).toContain('x = thin()  sleeps');
    expect(lines).toContain('deep()  sleeps');
    expect(lines.filter((l) => l === '… wakes')).toHaveLength(2);
    expect(lines).toContain('arrives');
    expect(lines).toContain('… → 3');
  });

  test('who wakes and never runs again does not get the CPU', () => {
    const spin = sleeper.replace('n = 7', 'while (n < 9) resched()');
    const tasks = [
      { run: 'a', priority: 0 },
      { run: 'b', priority: 1, arrives: true },
    ];
    const report = table('a=1,a,b,@,b:3', { text: spin, tasks, switches: ['naps'], schedule: 'coop' });
    expect(report).toContain('… wakes, but does not get the CPU');
    expect(report).toContain('↺ these steps repeat for ever');
    expect(report).toMatch(/^ {2}[┌╶└] +resched\(\)$/m);
  });

  test('a stop says why and where', () => {
    const stop = `
/** mm/x.c */
export function check(): void { n = 1
  bug() }
/** mm/x.c */
export function f(): void { check() }
export function a(): void { f() }`;
    const report = table('a', { text: stop, tasks: ['a'] });
    expect(report).toContain('in check(): bug()');
    expect(report).toContain('(BUG)');
    expect(report).toContain('⇒ a stops: BUG');
  });

  test('what is lost is named', () => {
    const leak = `
/** mm/x.c */
export function f(): void { held = alloc<box>()
  held = NULL }
export function a(): void { f() }`.replace('NULL', 'NULL');
    const run = table('a:2', {
      text: leak.replace('held = NULL', 'held = cast<Ptr<box>>(0)'),
      tasks: ['a'],
      property: 'no-leak',
    });
    expect(run).toContain('held = alloc(');
    expect(run).toContain('nobody can free box 1 any more');
  });
});

test('a narrow terminal has one column, a wide one no wider table', () => {
  expect(table('a:2,b', { text, width: 50 })).toMatch(/^ {4}a\n {6}err = inner\(\)/);
  expect(table('a:2,b', { text, width: 200 })).toBe(table('a:2,b', { text, width: 80 }));
});

describe('where the program after the patch does something else', () => {
  const lines = (run: string, after: string, given: Partial<Case> = {}): string[] =>
    table(run, { text, after, ...given })
      .split('\n')
      .map((l) => l.trim());

  test('the row of that step says what', () => {
    const found = lines('a:2,b', text.replace('if (err)', 'n = 8\n  if (err)'));
    expect(found.slice(1, 4)).toEqual(['err = inner() → -EAGAIN', '<- after the patch: n = 8', 'return err → -EAGAIN']);
  });

  test('a value that differs is told with its statement', () => {
    const found = lines('a:2,b', text.replace('return -EAGAIN', 'return 0'));
    expect(found[2]).toBe('<- after the patch: return 0 → 0');
  });

  test('a run that is the same on both sides says nothing', () => {
    expect(table('a:2,b', { text, after: text })).toBe(table('a:2,b', { text }));
  });

  test('in a cycle the mark stands within it', () => {
    const spin = text.replace('n = 7', 'while (n < 9) resched()');
    const found = table('a:2,@,b:3', { text: spin, after: spin.replace('resched()', 'sleep()') }).split('\n');
    const at = found.findIndex((l) => l.includes('<- after the patch: sleep'));
    expect(found[at]).toMatch(/^ {2}[│└]/);
    expect(found[at - 1]).toContain('resched()');
  });
});
