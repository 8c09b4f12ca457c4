// Whether drawn orders are possible, on toy programs whose answers can be told by looking.

import { describe, expect, test } from 'vitest';
import { type DrawnStep, type OrderAnswer, runInOrder } from '../../src/explore/order.ts';
import type { Stmt } from '../../src/model/ast.ts';
import { ownExpressions, statementsOf, subexpressions } from '../../src/model/walk.ts';
import { judgeOf, quiescent, type Toy } from './ask.ts';

const LOST: Toy = {
  text: `
let n: int = 0
/** mm/n.c */
function get(): int { return n }
/** mm/n.c */
function put(v: int): void { n = v }
/** mm/n.c */
function add(): void {
  let old: int = get()
  put(old + 1)
}
function setup(): void {}
function adder(): void { add() }
/** @atomic */
function whole(): bool { return n == 2 }
`,
  tasks: ['adder', 'adder'],
  conditions: ['whole'],
};

const LOCKED: Toy = {
  ...LOST,
  text: `
let held: bool = false
/** @atomic */
function lock(): void { wait_until(!held)
  held = true }
/** @atomic */
function unlock(): void { held = false }
${LOST.text.replace('  let old', '  lock()\n  let old').replace('old + 1)', 'old + 1)\n  unlock()')}`,
};

/** `0 get`, `1 put`, `? get`. */
function inOrder(toy: Toy, drawn: string[], toBug = false): OrderAnswer & { leads: boolean } {
  const judge = judgeOf(toy);
  const { program } = judge.graph.machine.spec;
  const all = [...program.functions.values()].flatMap((fn) => [...statementsOf(fn.body)]);
  const steps = drawn.map((text): DrawnStep => {
    const [who, name] = text.split(' ') as [string, string];
    const calls = (s: Stmt): boolean =>
      ownExpressions(s).some((e) => [...subexpressions(e)].some((x) => x.kind === 'call' && x.callee === name));
    return {
      task: who === '?' ? null : Number(who),
      part: program.functions.get(name)!.atomic
        ? { kind: 'statements', statements: new Set(all.filter(calls)) }
        : { kind: 'function', name },
    };
  });
  const { play, leads } = judge.reach('fair', quiescent('whole'));
  const within = toBug ? { within: leads } : {};
  const strict = runInOrder(play, steps, within);
  const order = strict.kind === 'impossible' ? runInOrder(play, steps, { ...within, callsCount: true }) : strict;
  return { ...order, leads: order.kind === 'possible' && leads(order.end) };
}

const says = (toy: Toy, ...drawn: string[]): string => {
  const answer = inOrder(toy, drawn);
  if (answer.kind === 'unknown') return answer.reason;
  if (answer.kind === 'impossible') return `impossible after ${answer.nodes.length - 1}`;
  return `${answer.further} further${answer.leads ? '' : ', no bug'}`;
};

describe('an order of steps', () => {
  test('is possible as it is drawn', () => {
    expect(says(LOST, '0 get', '1 get', '1 put', '0 put')).toBe('0 further');
    expect(says(LOST, '? get', '? get', '? put', '? put')).toBe('0 further');
  });

  test('is possible and does not lead to the bug', () => {
    expect(says(LOST, '0 get', '0 put', '1 get', '1 put')).toBe('0 further, no bug');
  });

  test('that leads to the bug is found where others do not', () => {
    expect(inOrder(LOST, ['0 get', '1 get'], true)).toMatchObject({ kind: 'possible', leads: true });
    expect(inOrder(LOST, ['0 get', '0 put', '1 get'], true).kind).toBe('possible');
    expect(inOrder(LOCKED, ['0 get', '1 get'], true).kind).toBe('impossible');
  });

  test('a call makes one step', () => {
    expect(says(LOST, '0 get', '0 get')).toBe('impossible after 1');
    expect(says(LOST, '? put', '? put', '? put')).toBe('impossible after 2');
  });

  test('a step that is drawn after its call is over is impossible', () => {
    expect(says(LOST, '0 put', '0 get')).toBe('impossible after 1');
  });

  test('calls that nest may be drawn one after the other', () => {
    expect(says(LOST, '0 add', '0 get', '1 add', '1 get', '0 put', '1 put')).toBe('0 further');
  });

  test('a lock makes it impossible', () => {
    expect(says(LOCKED, '0 get', '1 get', '1 put', '0 put')).toBe('impossible after 3');
    expect(says(LOCKED, '0 lock', '0 put', '1 get')).toBe('0 further, no bug');
  });

  test('a call that has not done anything counts where nothing else would do', () => {
    expect(says(LOST, '0 add', '1 add', '0 get', '1 get')).toBe('0 further');
  });

  test('moves of somebody else than whose turn it is are counted', () => {
    expect(inOrder(LOCKED, ['1 lock', '1 unlock', '0 lock'])).toMatchObject({ further: 0, tasks: [1, 1, 0] });
    // 1 comes to the lock that 0 has; in its turn 0 must get, put and unlock.
    const drawn = inOrder(LOCKED, ['0 lock', '1 lock', '1 get']);
    expect(drawn).toMatchObject({ kind: 'possible', further: 0, tasks: [0, 1, 1] });
    const held = inOrder(LOCKED, ['0 lock', '1 add', '1 get']);
    expect(held).toMatchObject({ kind: 'possible', tasks: [0, 1, 1] });
  });
});
