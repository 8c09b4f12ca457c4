import { describe, expect, test } from 'vitest';
import type { BuiltIn } from '../../src/model/built-in.ts';
import type { Property } from '../../src/model/model.ts';
import { follow } from '../../src/verdict/follow.ts';
import { parseRun } from '../../src/verdict/run-text.ts';
import { type Slice, sliceOf } from '../../src/verdict/slice.ts';
import { programOf, scenarioOf } from '../machine/dialect.ts';

const HEAD = `
interface box { v: int; w: int }
let a: int = 0
let b: int = 0
let c: int = 0
let x: int = 0
let at: Ptr<box>
`;

const FINE: Property = { name: 'fine', about: '', kind: 'invariant', condition: 'fine' };
const RETURNS: Property = { name: 'every-call-returns', about: '', kind: 'progress' };

function sliced(run: string, text: string, property: Property | BuiltIn): Slice {
  const scenario = scenarioOf(['one', 'two']);
  const rest = ['setup', 'two', 'fine'].flatMap((name) =>
    text.includes(`function ${name}(`)
      ? []
      : `export function ${name}(): ${name === 'fine' ? 'bool' : 'void'} { ${name === 'fine' ? 'return x == 0' : ''} }`,
  );
  const lasso = parseRun(run, scenario.tasks);
  const { prefix, cycle } = lasso;
  const longer = { prefix: [...prefix, ...cycle, ...cycle], cycle };
  const program = programOf([HEAD, text, ...rest].join('\n'));
  const followed = follow(program, scenario, [], 'fair', longer, undefined, true);
  expect(followed.failed).toBeUndefined();
  return sliceOf(followed, scenario, property, lasso);
}

/** By move: `a=1` is read, `x:0>1` is written. */
function told(run: string, text: string, property: Property | BuiltIn = FINE): string[] {
  return sliced(run, text, property).uses.map((uses) =>
    uses.map((u) => (u.isWrite ? `${u.name}:${u.before}>${u.value}` : `${u.name}=${u.value}`)).join(' '),
  );
}

describe('what is violated goes back', () => {
  test('to what a value was made of, through locals, calls and what they return', () => {
    const text = `
      export function twice(n: int): int { let m: int = n; c = 9; return m + m }
      export function one(): void { let i: int = a; let j: int = b; x = twice(i) + 1; b = j }`;
    expect(told('one:5', text)).toEqual(['a=0', '', '', 'x:0>1', '']);
  });

  test('to the writes that were found, of whichever task', () => {
    const text = `
      export function one(): void { b = 1; a = 3 }
      export function two(): void { x = a }`;
    expect(told('one:2,two:2', text)).toEqual(['', 'a:0>3', 'a=3', 'x:0>3']);
    expect(told('two,one:2,two', text)).toEqual(['a=0', '', 'a:0>3', 'x:0>0']);
  });

  test('to the tests that let a statement be run, around it and before it', () => {
    expect(told('one:3', 'export function one(): void { if (a == 0) { b = 1; x = 1 } }')).toEqual(['a=0', '', 'x:0>1']);
    expect(told('one:3', 'export function one(): void { if (a == 1) return; b = 1; x = 1 }')).toEqual([
      'a=0',
      '',
      'x:0>1',
    ]);
    // One that decides nothing about it does not matter.
    expect(told('one:3', 'export function one(): void { if (a == 0) b = 1; x = 1 }')).toEqual(['', '', 'x:0>1']);
  });

  test('to what a condition reads in the turn that decides it', () => {
    const text = `
      let cells: Arr<int, 3>
      export function one(): void { cells[0] = 1; cells[2] = 7 }
      export function fine(): bool { for (let i: int = 0; i < 3; i++) { if (cells[i] == 0) continue; if (cells[i] == 7) return false } return true }`;
    expect(told('one:2', text)).toEqual(['', 'cells[2]:0>7']);
  });

  test('to the tests that keep a loop going, and not to what else is done in it', () => {
    const text = `
      export function one(): void { a = 1; b = 2 }
      export function two(): void { while (a == 1) { c = b } }`;
    expect(told('one:2,two,@,two:4', text, RETURNS)).toEqual(['a:0>1', '', 'a=1', '', '', '', 'a=1']);
  });

  test('to what those wait for who never go on', () => {
    const text = `
      export function one(): void { a = 1; b = 1; wait_until(c == 1) }
      export function two(): void { wait_until(a == 0) }`;
    expect(told('one:2', text, 'no-deadlock')).toEqual(['a:0>1', '']);
  });

  test('to who freed what is used, and to how the pointer was come by', () => {
    const text = `
      export function setup(): void { at = alloc<box>() }
      export function one(): void { b = 1; free(at) }
      export function two(): void { let p: Ptr<box> = at; c = 1; p.v = 2 }`;
    const found = told('two:2,one:3,two', text, 'no-use-after-free');
    expect(found).toEqual(['at=box 1', '', '', 'at=box 1', 'box 1:>freed', 'box 1.v=freed']);
  });

  test('to who dropped the last pointer to what is lost', () => {
    const text = `
      export function one(): void { at = alloc<box>(); b = 1; at = cast<Ptr<box>>(0) }`;
    const found = told('one:3', text, 'no-leak');
    expect(found[1]).toBe('');
    expect(found[2]).toBe('at:box 1>NULL');
  });
});

test('what is left out is counted, and what only stays as it was is told apart', () => {
  const slice = sliced('one:4', 'export function one(): void { b = 1; if (a == 0) x = 1; c = 1 }', FINE);
  expect(slice.leftOut).toBe(2);
  expect([...slice.changing]).toEqual(['x']);
});
