import { describe, expect, test, vi } from 'vitest';
import { checkThread } from '../../src/check.ts';
import type { Answer, Judge } from '../../src/explore/judge.ts';
import type { BuiltIn } from '../../src/model/built-in.ts';
import type { Property } from '../../src/model/model.ts';
import { type Limits, type Look, type SearchProgress, Watch } from '../../src/verdict/watch.ts';
import { invariant, judgeOf } from '../explore/ask.ts';
import { LIVELOCK, ROOT } from './mails.ts';

const NO_LIMITS: Limits = { deadline: Infinity, maxMemory: Infinity };

/** Two tasks that count without a lock: far more states than steps, and `n` is 3 after a few moves. */
function counting(to: number): Judge {
  return judgeOf({
    text: `export let n: int = 0
      export function setup(): void {}
      export function count(): void { for (let i: int = 0; i < ${to}; i++) n++ }
      export function low(): bool { return n < 3 }
      export function fine(): bool { return n < 100000 }`,
    tasks: ['count', 'count'],
    conditions: ['low', 'fine'],
    maxStates: 5_000_000,
  });
}

function over(watch: Watch, judge: Judge, property: Property | BuiltIn): Promise<Answer | undefined> {
  return watch.over({ program: 'before', graph: judge.graph }, 'toy/fair/x', judge.answering('fair', property));
}

describe('a search', () => {
  test('that takes less than 50 ms takes no turn of the process', async () => {
    let turned = false;
    setImmediate(() => {
      turned = true;
    });
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    try {
      const watch = new Watch(NO_LIMITS, () => 'interrupted');
      expect(await over(watch, counting(14), invariant('fine'))).toMatchObject({ answer: 'holds' });
    } finally {
      clock.mockRestore();
    }
    expect(turned).toBe(false);
  });

  test('that takes longer lets others have theirs, and tells how it gets on', async () => {
    const seen: SearchProgress[] = [];
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const look: Look = (at) => {
      seen.push(at);
      return undefined;
    };
    expect(await over(new Watch(NO_LIMITS, look), counting(20), invariant('fine'))).toMatchObject({ answer: 'holds' });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
    const searched = seen.flatMap((at) => at.found ?? []);
    expect(searched.length).toBeGreaterThan(0);
    expect(searched.map((f) => f.states)).toEqual(searched.map((f) => f.states).sort((a, b) => a - b));
    expect(searched[0]).toMatchObject({ states: expect.any(Number), waiting: expect.any(Number) });
    expect(seen[0]).toMatchObject({ program: 'before', check: 'toy/fair/x' });
    expect(seen[0]!.bytes).toBeGreaterThan(1 << 20);
  });

  const COVERED = /: [\d,]+ states explored to depth \d+, [\d,]+ waiting$/;

  test.each<[string, Limits, string | undefined]>([
    ['somebody interrupts', NO_LIMITS, 'interrupted'],
    ['the time is up', { ...NO_LIMITS, deadline: performance.now() }, undefined],
    ['memory is short', { ...NO_LIMITS, maxMemory: 1 }, undefined],
  ])('that is ended because %s keeps the violation it found, and says what it covered', async (_, limits, stop) => {
    const watch = new Watch(limits, () => stop);
    const judge = counting(600);
    const [low, fine] = [await over(watch, judge, invariant('low')), await over(watch, judge, invariant('fine'))];
    expect(low).toMatchObject({ answer: 'violated', exhaustive: false, witness: { steps: expect.any(Number) } });
    expect(fine).toMatchObject({ answer: 'unknown', exhaustive: false });
    const why = stop ?? (limits.maxMemory === 1 ? 'more than 1 MB of memory' : 'the time is up');
    expect(fine!.reason).toMatch(COVERED);
    expect(fine!.reason).toMatch(new RegExp(`^${why}: `));
    // What is told is what there is.
    const { table, expanded } = judge.graph;
    const told = fine!.reason!.match(/[\d,]+/g)!.map((n) => Number(n.replaceAll(',', '')));
    expect(told.slice(-3)).toEqual([expanded, expect.any(Number), table.count - expanded]);
    expect(watch.stopped).toBe(limits.maxMemory === 1 ? undefined : why);
  });
});

describe('a thread', () => {
  test('that is interrupted keeps what was decided, and searches nothing more', async () => {
    let looks = 0;
    const seen = new Set<string>();
    const look: Look = (at) => {
      seen.add(at.program);
      return ++looks > 2 ? 'interrupted' : undefined;
    };
    const verdict = await checkThread(LIVELOCK, { root: ROOT, look, asked: { list: 'all' } });
    const answers = (of: (check: (typeof verdict.checks)[number]) => Answer): Answer[] => verdict.checks.map(of);
    const [before, after] = [answers((c) => c.before), answers((c) => c.after.get('patch-v1')!)];
    const decided = before.filter((a) => a.answer !== 'unknown');
    expect(decided.length).toBeGreaterThan(0);
    expect(after.every((a) => a.reason === 'interrupted: not searched')).toBe(true);
    expect([...seen]).toEqual(['before']);
    expect(verdict).toMatchObject({ verdict: 'unknown', candidates: [{ introduced: null, residual: null }] });
    const cut = verdict.warnings.filter((w) => w.code === 'search-cut').map((w) => w.text);
    const open = before.length - decided.length;
    expect(cut).toEqual([
      expect.stringContaining(`before the patch was cut in ${open} of ${before.length} checks: interrupted: `),
      `the search was cut in ${after.length} of ${after.length} checks: interrupted: not searched`,
    ]);
  });
});
