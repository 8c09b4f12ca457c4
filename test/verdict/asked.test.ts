import { describe, expect, test } from 'vitest';
import type { Claim } from '../../src/claim/claim.ts';
import { findModels, loadModel } from '../../src/model/load.ts';
import { askedChecks } from '../../src/verdict/asked.ts';
import { checksOf } from '../../src/verdict/checks.ts';
import { ROOT } from './mails.ts';

const model = loadModel(findModels(ROOT).find((m) => m.name === 'swapin-5.7')!);
const claim = (bug: Claim['class'], ...functions: string[]): Claim => ({
  class: bug,
  functions,
  message: 0,
  lines: [1, 1],
  diagram: null,
});
const described = (...claims: Claim[]): string[] => askedChecks(model, claims, [], 'described').map((a) => a.check.id);

const LIVELOCK = 'readers/coop+page-alloc-sleeps/every-call-returns';

describe('checks that a claim describes', () => {
  test('are those of its class and one of its functions', () => {
    expect(described(claim('livelock', 'cond_resched', '__read_swap_cache_async'))).toEqual([LIVELOCK]);
    expect(described(claim('stall', '__read_swap_cache_async'), claim('livelock', '__read_swap_cache_async'))).toEqual([
      LIVELOCK,
    ]);
  });

  test('are none of another class, nor of another function', () => {
    expect(described(claim('leak', '__read_swap_cache_async'))).toEqual([]);
    expect(described(claim('livelock', 'swap_free'))).toEqual([]);
    expect(described(claim('livelock', 'swap_free'), claim('leak', '__read_swap_cache_async'))).toEqual([]);
  });
});

test('every check of the model is asked once, and those asked by name beside them', () => {
  const id = 'readers/fair+charge-fails+page-alloc-sleeps/no-leak';
  const asked = askedChecks(model, [claim('livelock', '__read_swap_cache_async')], [id, id, LIVELOCK], 'every');
  expect(asked.map((a) => a.check.id)).toEqual([...checksOf(model).map((c) => c.id), id]);
  expect(asked.filter((a) => a.named).map((a) => a.check.id)).toEqual([LIVELOCK, id]);
  expect(asked.filter((a) => a.described).map((a) => a.check.id)).toEqual([LIVELOCK]);
});
