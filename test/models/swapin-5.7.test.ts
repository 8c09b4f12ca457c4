import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explore } from '../../src/explore/graph.ts';
import { Judge } from '../../src/explore/judge.ts';
import { startRun } from '../../src/machine/interpret/run.ts';
import { compile } from '../../src/machine/machine.ts';
import { readThread } from '../../src/mail/read.ts';
import { keyOf } from '../../src/model/c/tokens.ts';
import { findModels, loadModel } from '../../src/model/load.ts';
import type { ScheduleName } from '../../src/model/model.ts';
import { printFunctionC } from '../../src/model/print/c.ts';
import { recoverPatches } from '../../src/patch/recover.ts';

const model = loadModel(findModels('.').find((folder) => folder.name === 'swapin-5.7')!);
const switches = Object.keys(model.switches);
const conditions = [
  ...new Set(model.properties.flatMap((p) => [p.condition, p.premise]).filter((c) => c !== undefined)),
];
const judges = new Map<string, Judge>();

function judgeOf(scenarioName: string, on: string | undefined): Judge {
  const key = `${scenarioName}+${on}`;
  const known = judges.get(key);
  if (known) return known;
  const scenario = model.scenarios.find((s) => s.name === scenarioName)!;
  const machine = compile({ program: model.program, scenario, pools: model.pools, switches, conditions });
  const mask = on === undefined ? 0 : 1 << switches.indexOf(on);
  const made = new Judge(explore(machine, mask, { maxStates: 20_000, deadline: Number.POSITIVE_INFINITY }));
  judges.set(key, made);
  return made;
}

/** The answer to a check of the unpatched model, by its id. */
function before(id: string): string {
  const [scenario, mode, property] = id.split('/') as [string, string, string];
  const [schedule, on] = mode.split('+') as [ScheduleName, string | undefined];
  const asked = model.properties.find((p) => p.name === property);
  return judgeOf(scenario, on).answer(schedule, asked ?? (property as 'no-bug-on')).answer;
}

test('every file of the vocabulary is there for patches', () => {
  const imported = readFileSync('models/kernel/vocabulary.ts', 'utf8').match(/[\w-]+\.ts/g);
  const files = readdirSync('models/kernel').filter((name) => name.endsWith('.ts') && name !== 'vocabulary.ts');
  expect(imported).toEqual(files.sort());
});

test('the function holds what the thread removes and leaves, token by token', async () => {
  const bytes = readFileSync('fixtures/threads/2020-swapin-livelock.txt');
  const thread = await readThread(bytes, 'thread');
  const hunk = recoverPatches(thread.messages[0]!)[0]!.files[0]!.hunks[0]!;
  const pre = hunk.lines.filter((line) => line.kind !== 'added').map((line) => line.text);
  const c = printFunctionC(model.program.functions.get('__read_swap_cache_async')!, model.program).text;
  expect(keyOf(c)).toContain(keyOf(pre.join('\n')));
});

test('only scenario code names no kernel file', () => {
  const helpers = /new_page|xas?_|counting_and_tracing/;
  const own = [...model.program.functions.values()].filter((fn) => fn.file === undefined && !helpers.test(fn.name));
  const files = ['models/kernel/servers.ts', 'models/kernel/slab.ts', 'models/swapin-5.7/scenarios.ts'];
  expect(new Set(own.map((fn) => fn.span.source.name))).toEqual(new Set(files));
});

describe('before the fix', () => {
  test.each([
    ['readers/coop+page-alloc-sleeps/every-call-returns', 'violated'],
    ['readers/coop/every-call-returns', 'holds'],
    ['readers/fair/every-call-returns', 'holds'],
    ['readers/fair+page-alloc-sleeps/every-call-returns', 'holds'],
    ['readers/fair+page-alloc-fails/every-call-returns', 'violated'],
    ['readers/fair+node-alloc-fails/every-call-returns', 'violated'],
    ['readers/coop+node-alloc-sleeps/every-call-returns', 'violated'],
    ['readers/coop+charge-sleeps/every-call-returns', 'holds'],
    ['readers/fair+charge-fails/every-call-returns', 'holds'],
    ['readers/preempt/every-call-returns', 'violated'],
    ['readers/fair+charge-fails/swap-count-kept', 'violated'],
    ['reader-vs-eviction/fair/every-call-returns', 'holds'],
    ['reader-vs-eviction/coop/every-call-returns', 'holds'],
    ['reader-vs-eviction/preempt/every-call-returns', 'violated'],
    ['reader-vs-eviction/fair+page-alloc-fails/swap-count-kept', 'violated'],
    ['reader-vs-eviction/fair+page-alloc-fails/cache-flag-owned', 'violated'],
    ['reader-vs-free/fair/every-call-returns', 'holds'],
    ['reader-vs-free/preempt/every-call-returns', 'holds'],
    ['reader-vs-free/fair+charge-fails/cache-flag-owned', 'violated'],
  ])('%s: %s', (id, expected) => expect(before(id)).toBe(expected));

  const builtIn = ['no-bug-on', 'no-use-after-free', 'no-double-free', 'no-deadlock', 'no-leak'];
  test.each(model.scenarios.map((s) => s.name))('%s keeps every built-in property under every switch', (scenario) => {
    for (const on of ['', ...switches.map((s) => `+${s}`)])
      for (const property of builtIn)
        expect(before(`${scenario}/fair${on}/${property}`), `${on} ${property}`).toBe('holds');
  });
});

describe('one reader alone', () => {
  /** What a single run leaves behind when everything fails that may. */
  const alone = (on: string) => {
    const [readers] = model.scenarios;
    const run = startRun(model.program, readers!, { switchesOn: new Set([on]), pools: model.pools });
    for (let outcomes = run.enabled(0); outcomes > 0; outcomes = run.enabled(0))
      run.move({ task: 0, choice: outcomes - 1 });
    const [kept, flag, cached] = ['reference_count_kept', 'has_cache_set', 'something_cached'].map((c) =>
      Boolean(run.call(c)),
    );
    return { kept, flag, cached, leaks: run.leaks().length };
  };

  test.each([
    ['page-alloc-fails', { kept: false, flag: true, cached: false, leaks: 0 }],
    ['node-alloc-fails', { kept: false, flag: true, cached: false, leaks: 0 }],
    ['charge-fails', { kept: false, flag: false, cached: false, leaks: 0 }],
    ['page-alloc-sleeps', { kept: true, flag: true, cached: true, leaks: 0 }],
    ['node-alloc-sleeps', { kept: true, flag: true, cached: true, leaks: 0 }],
    ['charge-sleeps', { kept: true, flag: true, cached: true, leaks: 0 }],
  ])('%s', (on, left) => expect(alone(on)).toEqual(left));
});
