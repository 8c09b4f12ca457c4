import { describe, expect, test } from 'vitest';
import { withSizes } from '../../../src/model/sizes.ts';
import { parseCheckId } from '../../../src/verdict/checks.ts';
import { ladderOf } from '../../../src/verdict/ladder/ladder.ts';
import { climbToy, loadToy, rungsOf, type Toy } from './toys.ts';

const COUNT = `
export let inside: int = 0
/** @atomic */
export function enter(): int { inside += 1; return inside }
/** @atomic */
export function leave(): void { inside -= 1 }
`;
const USER = 'run: user, cpu: 0, priority: 1';

/** Two may be inside at once, three may not. */
const THREE: Toy = {
  text: `${COUNT}
/** a.c */
export function get(): void { if (enter() == 3) bug(); leave() }
export function user(): void { get() }`,
  tasks: `a: { about: 'A', ${USER}, more: true }, b: { about: 'B', ${USER}, more: 'it is one' }`,
};

describe('one more task', () => {
  test('finds a bug that takes three of them, and nothing below does', async () => {
    const ladder = await climbToy(THREE, 'toy/fair/no-bug-on');
    expect(rungsOf(ladder)).toEqual([
      'declared holds',
      'a+1 violated, 2 new',
      'a+2 violated, 0 new',
      'a+3 violated, 0 new',
      'a settled',
    ]);
    const [first] = ladder.programs[0]!.climbs[0]!.rungs;
    expect(first!.added).toEqual(['violated', 'a/b: BUG and done']);
    expect(first!.grown.scenario.tasks.map((t) => [t.name, t.about])).toEqual([
      ['a', 'A'],
      ['a-2', 'A no. 2'],
      ['b', 'B'],
    ]);
    expect(first!.answer.witness!.lasso.prefix.length).toBeGreaterThan(0);
  });

  test('is there only of what the model says there can be two of', async () => {
    const { refused } = await climbToy(
      { ...THREE, tasks: `${THREE.tasks}, c: { about: 'C', ${USER} }, d: { about: 'D', ${USER}, context: 'irq' }` },
      'toy/fair/no-bug-on',
      10,
    );
    expect(refused).toEqual([
      { name: 'b', why: 'it is one' },
      { name: 'c', why: 'the model does not say that there can be two of it' },
      { name: 'd', why: 'it serves the others' },
    ]);
  });

  test('comes with what is its own', async () => {
    const text = `${COUNT}
export const REFERENCES: int = 1
export let count: int = 0
/** a.c */
export function put(): void { if (count == 0) bug(); count -= 1 }
export function user(): void { if (count == 0) count = REFERENCES; put() }`;
    const tasks = (more: string) => `a: { about: 'A', ${USER}, more: ${more} }`;
    const own = await climbToy({ text, tasks: tasks('{ sizes: { REFERENCES: [1, 2] } }') }, 'toy/fair/no-bug-on');
    expect(rungsOf(own).at(-1)).toBe('a limit: the model has sizes for no more');
    const { program } = own.programs[0]!.climbs[0]!.rungs[0]!.grown;
    expect(program.constants.get('REFERENCES')!.value).toMatchObject({ value: 2 });
  });
});

describe('a direction is left', () => {
  test('after two rungs that show nothing new', async () => {
    const text =
      '/** a.c */\nexport function get(): void { x = 1; x = 0 }\nexport let x: int = 0\nexport function user(): void { get() }';
    const ladder = await climbToy({ text, tasks: `a: { about: 'A', ${USER}, more: true }` }, 'toy/fair/returns');
    expect(rungsOf(ladder)).toEqual(['declared holds', 'a+1 holds, 0 new', 'a+2 holds, 0 new', 'a settled']);
  });

  test('where a search hits a bound, with what was seen', async () => {
    const ladder = await climbToy(THREE, 'toy/fair/no-bug-on', 60);
    expect(rungsOf(ladder)).toEqual([
      'declared holds',
      'a+1 violated, 2 new',
      'a+2 violated, 0 new',
      'a bound: more than 60 states',
    ]);
  });

  test('at eight tasks', async () => {
    const task = (name: string) => `${name}: { about: '${name}', ${USER}, more: true }`;
    const text = 'export function user(): void { }';
    const ladder = await climbToy({ text, tasks: [...'abcdefg'].map(task).join(', ') }, 'toy/fair/returns');
    expect(rungsOf(ladder)).toContain('a limit: the ladder ends at 8 tasks');
  });

  test('where the patch changes what is to be larger', async () => {
    const toy = { text: SLOTS, tasks: `a: { about: 'A', ${USER} }`, grows: GROWS };
    const model = loadToy(toy);
    const { options } = await anyOptions();
    const program = withSizes(model.program, { SLOTS: 2 });
    const ladder = await ladderOf(parseCheckId('toy/fair/no-bug-on', model), model, [{ id: 'p', program, options }]);
    expect(rungsOf(ladder).at(-1)).toBe('slots limit: the patch changes SLOTS');
  });
});

const SLOTS = `
export const SLOTS: int = 1
export const slots: Arr<int, 1> = zeroed()
/** a.c */
export function fill(i: int): void { slots[i] = i; if (slots[i] == 2) bug() }
export function user(): void { fill(0) }
export function user_of_all(): void { let i: int; for (i = 0; i < SLOTS; i++) fill(i) }`;
const GROWS =
  "slots: { about: 'slot', counts: [1, 2, 3], sizes: { SLOTS: [1, 2, 3], slots: [1, 2, 3] }, scenarios: ['toy'], run: { user: user_of_all } }";

async function anyOptions() {
  const { Watch } = await import('../../../src/verdict/watch.ts');
  return {
    options: {
      maxStates: 1000,
      deadline: Infinity,
      name: 'p',
      watch: new Watch({ deadline: Infinity, maxMemory: Infinity }),
    },
  };
}

test('more of what the model itself counts is a direction', async () => {
  const ladder = await climbToy(
    { text: SLOTS, tasks: `a: { about: 'A', ${USER} }`, grows: GROWS },
    'toy/fair/no-bug-on',
  );
  expect(rungsOf(ladder)).toEqual([
    'declared holds',
    'slots+1 holds, 0 new',
    'slots+2 violated, 2 new',
    'slots limit: the model has sizes for no more',
  ]);
});

describe('objects', () => {
  const text = `
export interface box { n: int }
export let x: int = 0
/** a.c */
export function get(): void { x = 1; let b: Ptr<box> = alloc<box>(); let c: Ptr<box> = alloc<box>(); b.n = 1; c.n = 1; free(b); free(c) }
export function user(): void { get() }`;
  const toy = (boxes: number, more = 'true'): Toy => {
    return { text, tasks: `a: { about: 'A', ${USER}, more: ${more} }`, pools: `box: ${boxes}` };
  };

  test('are more where a pool is full, until none is', async () => {
    expect(rungsOf(await climbToy(toy(1, "'no'"), 'toy/fair/no-leak'))).toEqual([
      'declared unknown',
      'objects+1 holds, 2 new',
      'objects settled',
    ]);
  });

  test('are no direction where none is full: more of them change nothing', async () => {
    const ladders = await Promise.all([2, 3, 9].map((n) => climbToy(toy(n, "'no'"), 'toy/fair/no-leak')));
    for (const ladder of ladders) expect(rungsOf(ladder)).toEqual(['declared holds']);
    const states = ladders.map((l) => l.programs[0]!.declared.answer);
    expect(new Set(states.map((a) => `${a.states} ${a.transitions}`)).size).toBe(1);
  });

  test('are as many on each rung as its tasks need', async () => {
    const ladder = await climbToy(toy(2), 'toy/fair/no-leak');
    expect(rungsOf(ladder)).toEqual(['declared holds', 'a+1 holds, 0 new', 'a+2 holds, 0 new', 'a settled']);
    expect(ladder.programs[0]!.climbs[0]!.rungs.map((r) => r.grown.model.pools)).toEqual([{ box: 4 }, { box: 6 }]);
  });
});
