import { describe, expect, test } from 'vitest';
import { follow } from '../../src/verdict/follow.ts';
import { type Deed, type Parting, partingOf } from '../../src/verdict/parting.ts';
import { parseRun } from '../../src/verdict/run-text.ts';
import { programOf, scenarioOf } from '../machine/dialect.ts';

const HEAD = `
let n: int = 0
let m: int = 0
let lock: int = 0
export function setup(): void {}
`;

function deed(d: Deed): string {
  switch (d.kind) {
    case 'statement':
      return d.open.function.name;
    case 'event':
      return d.event.kind === 'value' ? `→ ${d.event.value.text}` : d.event.kind;
    case 'nothing':
      return 'nothing';
    case 'cannot':
      return `cannot: ${d.reason}`;
  }
}

/** `move task: before | after`. */
function told(parting: Parting | undefined): string {
  return parting ? `${parting.move} ${parting.task}: ${parting.deeds.map(deed).join(' | ')}` : 'same';
}

function parting(run: string, before: string, after: string, switches: string[] = []): string {
  const scenario = scenarioOf(['a', 'b']);
  const lasso = parseRun(run, scenario.tasks);
  const [x, y] = [before, after].map((text) =>
    follow(programOf(HEAD + text), scenario, switches, 'fair', { prefix: lasso.prefix, cycle: lasso.cycle }),
  );
  return told(partingOf(x!, y!));
}

const B = 'export function b(): void { m = n }';

describe('two programs on one schedule', () => {
  test('do the same where the text is the same', () => {
    const text = `export function a(): void { n = 1; n = 2 } ${B}`;
    expect(parting('a,b:2,a', text, text)).toBe('same');
  });

  test('part where one executes another statement, and not where it only comes to stand before it', () => {
    const before = `export function a(): void { n = 1; n = 2 } ${B}`;
    const after = `export function a(): void { n = 1; m = 2 } ${B}`;
    expect(parting('a,b:2,a', before, after)).toBe('3 0: a | a');
    expect(parting('a,b:2', before, after)).toBe('same');
  });

  test('part in the move whose local part differs, also where it is only computed', () => {
    const before = `export function a(): void { let x: int = n; x = x + 1; n = x } ${B}`;
    const after = `export function a(): void { let x: int = n; x = x + 2; n = x } ${B}`;
    expect(parting('a', before, after)).toBe('0 0: → 1 | → 2');
  });

  test('part where a value differs, though the text is the same', () => {
    const before = `export function v(): int { return 1 } export function a(): void { let x: int = v() + n; m = x } ${B}`;
    const after = before.replace('return 1', 'return 2');
    expect(parting('a', before, after)).toBe('-1 0: → 1 | → 2');
    const late = (n: number) => `export const N: int = ${n}
      export function a(): void { let x: int = n; x = x + N; m = x } ${B}`;
    expect(parting('a', late(1), late(2))).toBe('0 0: → 1 | → 2');
  });

  test('part where a move cannot be made any more', () => {
    const before = `export const N: int = 1
      /** @atomic */ export function put(v: int): void { n = v }
      export function a(): void { put(N); m = 1 }
      export function b(): void { wait_until(n == 1); m = 2 }`;
    expect(parting('a,b', before, before.replace('N: int = 1', 'N: int = 2'))).toBe('1 1: b | cannot: b is waiting');
    expect(parting('a,b', before.replace('N: int = 1', 'N: int = 2'), before)).toBe('1 1: cannot: b is waiting | b');
  });

  test('part where one is done and the other goes on', () => {
    const before = `export function a(): void { n = 1 } ${B}`;
    const after = `export function a(): void { n = 1; m = 1 } ${B}`;
    // The move is the same; that one is done after it and the other goes on is seen at once.
    expect(parting('a,b:2', before, after)).toBe('0 0: done | a');
  });

  test('part at the test that the patch changes, not inside of what it guards', () => {
    const before = `export function a(): void { if (n == 0) { m = 1; m = 2 } } ${B}`;
    expect(parting('a:3', before, before.replace('n == 0', 'n == 0 && m == 0'))).toBe('0 0: a | a');
    expect(parting('a:3', before, before.replace('m = 2', 'm = 3'))).toBe('2 0: a | a');
  });

  test('go round together as long as the cycle takes', () => {
    const loop = (body: string) => `export function a(): void { while (n == 0) { ${body} } } ${B}`;
    expect(parting('@,a:2', loop('resched()'), loop('resched()'))).toBe('same');
    expect(parting('@,a:3', loop('resched()'), loop('sleep()'))).toBe('0 0: a | sleep');
  });
});
