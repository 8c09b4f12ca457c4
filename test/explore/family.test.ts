// bench/spin/family is a model as others are, and family.json has the counts that SPIN gives for the same in Promela.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { explore } from '../../src/explore/graph.ts';
import { compile } from '../../src/machine/machine.ts';
import { loadModel } from '../../src/model/load.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const model = loadModel({ name: 'family', path: `${root}bench/spin/family`, root });
const counted: Record<string, readonly [number, number]> = JSON.parse(
  readFileSync(`${root}bench/spin/family.json`, 'utf8'),
);

const members = model.scenarios.flatMap(({ name }) => [
  { name, fails: false },
  { name, fails: true },
]);
const small = members.filter(({ name }) => /^n[23]/.test(name));

test.each(small)('as many states and transitions as pan counts: $name, failing: $fails', ({ name, fails }) => {
  const scenario = model.scenarios.find((s) => s.name === name)!;
  const switches = Object.keys(model.switches);
  const machine = compile({ program: model.program, scenario, pools: model.pools, switches, conditions: [] });
  const graph = explore(machine, fails ? 3 : 0, { maxStates: 1e6, deadline: Number.POSITIVE_INFINITY });
  let transitions = 0;
  for (let state = 0; state < graph.table.count; state++) transitions += graph.edges(state).length;
  const [, n, k] = /^n(\d)k(\d)$/.exec(name)!;
  expect([graph.table.count, transitions]).toEqual(counted[`N=${n} K=${k}${fails ? ' F' : ''}`]);
  expect(graph.bound).toBeUndefined();
});

test('one scenario for each number of tasks and entries', () => {
  expect(members).toHaveLength(30);
  for (const { name, tasks } of model.scenarios) expect(name).toMatch(new RegExp(`^n${tasks.length}k[123]$`));
});
