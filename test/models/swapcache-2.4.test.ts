import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withProposal } from '../../src/model/load.ts';
import { folder, judge, judgeAll, model, scenario } from './swapcache.ts';

const proposed = (name: string) =>
  withProposal(folder, model.proposals.find((p) => p.name === name)!, model.program).program;

test('every file of the vocabulary of 2.4 is there for patches', () => {
  const imported = readFileSync('models/kernel/2.4/vocabulary.ts', 'utf8').match(/'\.\/[\w-]+\.ts/g);
  const files = readdirSync('models/kernel/2.4').filter((name) => name !== 'vocabulary.ts');
  expect(imported!.map((name) => name.slice(3)).sort()).toEqual(files.sort());
});

test('the scenarios are those of the mail, in its order, and one without a race', () => {
  expect(model.scenarios.map((s) => s.name)).toEqual([
    'vm-swap-full',
    'swap-out-vs-readahead',
    'stale-readahead',
    'swapoff',
    'swapoff-enomem',
    'swapoff-swapon',
    'two-readers',
    'swap-out-alone',
  ]);
});

describe.each([
  ['before', undefined, 'VVVHVVH', [12528, 31481, 49010, 5858, 14874, 13533, 3374, 83]],
  [
    'reader-check-inside-lock',
    'reader-check-inside-lock',
    'VVVHVVH',
    [14076, 31430, 38460, 5973, 15475, 13396, 3414, 83],
  ],
  [
    'get_swap_page-adds-inside-lock',
    'get_swap_page-adds-inside-lock',
    'HHHHHHH',
    [11378, 13928, 20958, 5973, 12777, 10698, 3414, 83],
  ],
  ['unique-add', 'unique-add', 'HHHHHHH', [12420, 25208, 43428, 5919, 14706, 13390, 3428, 84]],
])('%s', (_, name, word, states) => {
  const program = name ? proposed(name) : model.program;

  test('is as the truth has it, keeps every other property, in a known number of states', () => {
    expect(judgeAll(program)).toEqual({ word, broken: {}, lost: {}, states });
  });

  test.each(['page-alloc-sleeps', 'page-alloc-fails'])('is the same under %s', (on) => {
    expect(judgeAll(program, on)).toMatchObject({ word, broken: {}, lost: {} });
  });

  test('swapoff holds if the page is swapped out at any time', () => {
    const [reader, admin] = scenario('swapoff').tasks;
    const swapper = { ...admin!, name: 'swapper', run: 'swap_out' };
    const three = { ...scenario('swapoff'), tasks: [reader!, { ...admin!, run: 'swapoff' }, swapper] };
    expect(judge(program, three)).toMatchObject({ onePage: 'H', broken: [], lost: [] });
  });
});
