import { describe, expect, test } from 'vitest';
import { readDiagrams } from '../../src/claim/diagram.ts';
import { threadOf } from '../mail/mails.ts';

async function drawn(text: string) {
  return readDiagrams(await threadOf({ text })).map(({ actors, columns, steps }) => ({
    actors,
    columns,
    steps: steps.map((s) => `${s.actor ?? '?'} ${s.text}`),
  }));
}

const seen = { actors: ['CPU0', 'CPU1'], columns: 'kept', steps: ['0 p = get(x)', '1 put(x)', '0 use(p)'] };

describe('columns', () => {
  test.each([
    ['tabs', 'CPU0\t\tCPU1\np = get(x)\n\t\tput(x)\nuse(p)'],
    ['blanks', 'CPU0          CPU1\np = get(x)\n              put(x)\nuse(p)'],
    ['bars', 'CPU0       | CPU1\np = get(x) |\n           | put(x)\nuse(p)     |'],
    ['a rule below', '   CPU0          CPU1\n   ----          ----\n p = get(x)\n                 put(x)\n use(p)'],
    ['quotes', '> CPU0\t\tCPU1\n> p = get(x)\n> \t\tput(x)\n> use(p)'],
  ])('parted by %s', async (_, table) => expect(await drawn(`We race:\n\n${table}\n\nSo it breaks.`)).toEqual([seen]));
});
