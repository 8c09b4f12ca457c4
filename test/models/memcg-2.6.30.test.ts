import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { afterV5, judgeAll, model } from './memcg.ts';

test('every file of the vocabulary of 2.6 is there for patches', () => {
  const imported = readFileSync('models/kernel/2.6/vocabulary.ts', 'utf8').match(/'\.\/[\w-]+\.ts/g);
  const files = readdirSync('models/kernel/2.6').filter((name) => name !== 'vocabulary.ts');
  expect(imported!.map((name) => name.slice(3)).sort()).toEqual(files.sort());
});

test('the scenarios are the smallest ones of each way to leak, in this order', () => {
  expect(model.scenarios.map((s) => s.name)).toEqual([
    'zap-vs-readahead',
    'zap-vs-two-readers',
    'zap-vs-reclaim-dirty',
    'zap-vs-reclaim-clean',
    'zap-vs-reclaim-extra-ref',
    'zap-vs-writeback',
    'zap-interrupted',
    'fault-vs-writeback',
    'fault-unmap-vs-writeback',
    'unmap-vs-add-to-swap',
  ]);
});

describe('what leaks, in a known number of states', () => {
  test('before the patch', () => {
    expect(judgeAll(model.program)).toEqual({
      strong: 'VVVVVHHHHV',
      weak: 'HHVVVVVHVV',
      ref: 'HHHHHHHHHH',
      broken: {},
      states: [1387, 14343, 28416, 4349, 3426, 1156, 734, 1604, 3464, 7039],
    });
  }, 60_000);

  test('after it', async () => {
    expect(judgeAll(await afterV5())).toEqual({
      strong: 'VVVVVHHHHV',
      weak: 'HHVVVVHHVV',
      ref: 'HHHHHHHVVH',
      broken: {},
      states: [6845, 210701, 160629, 4349, 3426, 7716, 6141, 2512, 21554, 7039],
    });
  }, 60_000);

  test('after it, with the symbol that its hook in reclaim is under', async () => {
    const program = await afterV5({ CONFIG_CGROUP_MEM_RES_CTRL: true });
    expect(judgeAll(program)).toEqual({
      strong: 'VVVVVHHHHV',
      weak: 'HHVHVVHHVV',
      ref: 'HHHHHHHVVH',
      broken: {},
      states: [6845, 210701, 171171, 4414, 3820, 7716, 6141, 2512, 21554, 7039],
    });
  }, 60_000);
});
