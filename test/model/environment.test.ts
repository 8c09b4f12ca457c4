import { expect, test } from 'vitest';
import { environmentOf } from '../../src/model/environment.ts';
import { scenarioOf } from '../machine/dialect.ts';

const environment = { interrupts: 'none', allocation: 'pages', reclaim: 'by kswapd', io: 'reads' };
const NOTHING = { environment, switches: {}, scenarios: [], pools: {} };

/** Topic to text. */
function told(model: Partial<Parameters<typeof environmentOf>[0]>): Record<string, string> {
  return Object.fromEntries(environmentOf({ ...NOTHING, ...model }).map(({ topic, text }) => [topic, text]));
}

test('what the model says is told in its words', () => {
  expect(told({})).toMatchObject({ interrupts: 'none', allocation: 'pages', reclaim: 'by kswapd', 'I/O': 'reads' });
});

test('what fails and what sleeps follows from the switches', () => {
  expect(told({})).toMatchObject({ 'may fail under': 'no switch', 'may sleep under': 'no switch' });
  const switches = { 'a-fails': '', 'b-fails': '', 'c-fails': '', 'd-sleeps': '' };
  expect(told({ switches })).toMatchObject({
    'may fail under': 'a-fails, b-fails or c-fails',
    'may sleep under': 'd-sleeps',
  });
  expect(told({ switches })).not.toHaveProperty('other switches');
  expect(told({ switches: { ...switches, reuse: '' } })).toMatchObject({ 'other switches': 'reuse' });
});

test('who else there is follows from the scenarios', () => {
  const two = scenarioOf(['a', 'b']);
  const far = scenarioOf(['a', { run: 'b', cpu: 2 }, { run: 'c', cpu: 1 }]);
  expect(told({ scenarios: [two] })['other tasks']).toBe('none but those of the scenario: 2 at most, all on CPU 0');
  expect(told({ scenarios: [two, far] })['other tasks']).toBe(
    'none but those of the scenario: 3 at most, on CPUs 0, 1 and 2',
  );
});

test('how many objects there are follows from the pools', () => {
  expect(told({}).objects).toBe('none are allocated');
  expect(told({ pools: { page: 4, xa_node: 2 } }).objects).toBe(
    'at most 4 of struct page and 2 of struct xa_node at once; more are not explored',
  );
});
