import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explore/graph.ts';
import { Judge } from '../../src/explore/judge.ts';
import { compile } from '../../src/machine/machine.ts';
import { readThread } from '../../src/mail/read.ts';
import { keyOf } from '../../src/model/c/tokens.ts';
import { findModels, loadModel } from '../../src/model/load.ts';
import { printFunctionC } from '../../src/model/print/c.ts';
import { recoverPatches } from '../../src/patch/recover.ts';

const model = loadModel(findModels('.').find((folder) => folder.name === 'migrate-6.6')!);
const conditions = [
  ...new Set(model.properties.flatMap((p) => [p.condition, p.premise]).filter((c) => c !== undefined)),
];
const BUILT_IN = [
  'no-bug-on',
  'no-use-after-free',
  'no-double-free',
  'no-deadlock',
  'no-leak',
  'no-sleep-in-atomic',
] as const;

test('every file of the vocabulary of folios is there for patches', () => {
  const imported = readFileSync('models/kernel/folio/vocabulary.ts', 'utf8').match(/folio-[\w-]+\.ts/g);
  const files = readdirSync('models/kernel/folio').filter((name) => name !== 'vocabulary.ts');
  expect(imported).toEqual(files.sort());
});

test('the function holds what the thread leaves, token by token', async () => {
  const thread = await readThread(readFileSync('fixtures/threads/2023-migrate-swapcache-stall.mbox'), 'thread');
  const { hunks } = recoverPatches(thread.messages[0]!)[0]!.files[0]!;
  const c = keyOf(printFunctionC(model.program.functions.get('folio_migrate_mapping')!, model.program).text);
  for (const hunk of hunks) {
    const pre = hunk.lines.filter((line) => line.kind === 'context').map((line) => line.text);
    // The second hunk begins with the end of a block, and ends within a comment.
    const code = pre.filter((line) => !/^\s*(\}$|\/\*|\*)/.test(line));
    expect(c).toContain(keyOf(code.join('\n')));
  }
});

test('only scenario code names no kernel file', () => {
  const helpers = /new_page|xas?_|counting_and_tracing/;
  const own = [...model.program.functions.values()].filter((fn) => fn.file === undefined && !helpers.test(fn.name));
  const files = new Set(own.map((fn) => fn.span.source.name));
  expect(
    [...files].filter(
      (name) => !/scenarios\.ts|servers\.ts|slab\.ts|folio-kind\.ts|folio-lock\.ts|swap\.ts/.test(name),
    ),
  ).toEqual([]);
});

describe('before a fix', () => {
  const states: Record<string, number> = {};

  test.each(model.scenarios.map((s) => s.name))('%s', (name) => {
    const scenario = model.scenarios.find((s) => s.name === name)!;
    const machine = compile({ program: model.program, scenario, pools: model.pools, switches: [], conditions });
    const judge = new Judge(explore(machine, 0, { maxStates: 20_000, deadline: Number.POSITIVE_INFINITY }));
    const asked = [...model.properties, ...BUILT_IN];
    const violated = asked.filter((p) => judge.answer('fair', p).answer !== 'holds');
    states[name] = judge.answer('fair', 'no-leak').states;
    expect(violated.map((p) => (typeof p === 'string' ? p : p.name))).toEqual(
      name.startsWith('swapcache') ? ['every-call-returns', 'no-stale-slot'] : [],
    );
    expect(model.properties.filter((p) => judge.answer('fair', p).vacuous)).toEqual([]);
  });

  test('is searched in a known number of states', () => {
    expect(states).toEqual({
      'swapcache-anon': 2049,
      'swapcache-shmem': 2080,
      'pagecache-file': 5888,
      'pagecache-shmem': 6034,
    });
  });
});
