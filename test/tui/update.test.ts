// The screens as functions: a state and keys in, a state and effects out.

import { describe, expect, test } from 'vitest';
import type { Effect } from '../../src/tui/event.ts';
import { BINDINGS, bindingsOn } from '../../src/tui/keys.ts';
import { listed } from '../../src/tui/screens/list.ts';
import { turns } from '../../src/tui/screens/trace.ts';
import { placeOf, type State } from '../../src/tui/state.ts';
import { update } from '../../src/tui/update.ts';
import { item, judged, LIVELOCK, pressAll, stateWith, summaryOf, told } from './threads.ts';

const two = stateWith(['mm: one', 'net: two']);
const kinds = (state: State): string => state.trail.map((p) => p.kind).join(' ');
const at = (state: State, key: 'at' | 'step' | 'round' | 'candidate' | 'column' | 'of'): unknown =>
  (placeOf(state) as unknown as Record<string, unknown>)[key];
const effects = (state: State, key: string): readonly Effect[] => update(state, { kind: 'key', key }).effects;

describe('moving', () => {
  test('Enter goes down from the list to a run, q back up, and at the top q only reminds', () => {
    const down = pressAll(two, 'Enter', 'v', 'Enter', 'Enter');
    expect(kinds(down)).toBe('list thread review checks trace');
    expect(kinds(pressAll(down, 'q', 'q', 'q', 'q'))).toBe('list');
    const top = pressAll(down, 'q', 'q', 'q', 'q', 'q');
    expect(kinds(top)).toBe('list');
    expect(top.notice).toContain('Q quits');
    expect(effects(two, 'q')).toEqual([]);
    expect(effects(down, 'Q')).toEqual([{ kind: 'quit' }]);
  });

  test('the cursor stays on a row, whatever is pressed', () => {
    expect(at(pressAll(two, 'k', 'k'), 'at')).toBe(0);
    expect(at(pressAll(two, 'j', 'j', 'j', 'C-d', 'Space'), 'at')).toBe(1);
    expect(at(pressAll(two, 'G', 'g'), 'at')).toBe(0);
  });

  test('e, v and c go to a screen of the thread from any other, and do not pile up', () => {
    expect(kinds(pressAll(two, 'c', 'e', 'v', 'c', 'v'))).toBe('list checks review');
    // The screen that is gone back to is as it was left.
    expect(at(pressAll(two, 'e', 'j', 'v', 'e'), 'at')).toBe(1);
    expect(at(pressAll(two, 'e', 'v', '[', 'c', 'v'), 'candidate')).toBe(0);
    expect(placeOf(pressAll(two, 'j', 'c'))).toMatchObject({ kind: 'checks', item: 1 });
  });

  test('] and [ go from patch to patch, } and { from hunk to hunk, . to what the model has not', () => {
    const review = pressAll(two, 'v');
    expect(at(review, 'candidate')).toBe(1);
    expect(at(pressAll(review, '['), 'candidate')).toBe(0);
    expect(pressAll(review, ']').notice).toContain('no further');
    expect(at(pressAll(review, '}', '}'), 'at')).toBe(6);
    expect(at(pressAll(review, '}', '}', '{'), 'at')).toBe(1);
    expect(at(pressAll(review, '.'), 'at')).toBe(5);
    expect(at(pressAll(review, '.', '.'), 'at')).toBe(8);
    expect(at(pressAll(review, '.', '.', ','), 'at')).toBe(5);
  });

  test('a mail of the tree, a folded quote and a patch open with Enter', () => {
    const thread = pressAll(two, 'Enter');
    const mail = pressAll(thread, 'j', 'Enter');
    expect(at(mail, 'at')).toBeGreaterThan(3);
    const fold = pressAll(thread, '/', ...'It spins', 'Enter', 'k', 'k', 'Enter');
    expect(placeOf(fold)).toMatchObject({ unfolded: ['0:2'] });
    expect(kinds(pressAll(thread, 'G', 'Enter'))).toBe('list thread review');
  });
});

describe('the check matrix', () => {
  test('shows what matters first, all on A, and keeps the cursor on its check', () => {
    const matrix = pressAll(two, 'c', 'j', 'A');
    expect(placeOf(matrix)).toMatchObject({ list: 'all', at: 1 });
  });

  test('a cell without a run says why', () => {
    const holds = pressAll(two, 'c', 'l', 'l', 'Enter');
    expect(kinds(holds)).toBe('list checks');
    expect(holds.notice).toBe('No run to show after patch-v2: the answer is `holds` there.');
  });

  test('. goes to the next violation of a column', () => {
    expect(at(pressAll(two, 'c', '.'), 'at')).toBe(2);
    expect(at(pressAll(two, 'c', 'l', 'l', '.'), 'at')).toBe(1);
  });
});

describe('a run', () => {
  const trace = pressAll(two, 'c', 'Enter');

  test('goes on step by step, and round the endless part', () => {
    const end = pressAll(trace, 'l', 'l', 'l', 'l', 'l');
    expect([at(end, 'step'), at(end, 'round')]).toEqual([5, 1]);
    const again = pressAll(end, 'l');
    expect([at(again, 'step'), at(again, 'round')]).toEqual([4, 2]);
    const back = pressAll(again, 'h');
    expect([at(back, 'step'), at(back, 'round')]).toEqual([5, 1]);
    expect(at(pressAll(back, 'h', 'h'), 'step')).toBe(3);
  });

  test('j and k go by what the table tells', () => {
    const run = told(LIVELOCK, null);
    const few = { ...run, rows: run.rows.filter((_, i) => i === 1 || i === 3) };
    const there = update(trace, { kind: 'traced', item: 0, trace: few }).state;
    expect([at(pressAll(there, 'j'), 'step'), at(pressAll(there, 'j', 'j'), 'step')]).toEqual([2, 4]);
    expect(at(pressAll(there, 'j', 'j', 'l', 'k'), 'step')).toBe(4);
    expect(at(pressAll(there, 'j', 'k', 'k'), 'step')).toBe(0);
    expect([at(pressAll(there, '$', 'j'), 'step'), at(pressAll(there, '$', 'j'), 'round')]).toEqual([4, 2]);
  });

  test('a run that ends says how, and stays there', () => {
    const run = { ...told(LIVELOCK, null), loop: null, rowLoop: null, end: 'use after free' };
    const ends = update(trace, { kind: 'traced', item: 0, trace: run }).state;
    const last = pressAll(ends, '$', 'l', 'l');
    expect(at(last, 'step')).toBe(5);
    expect(last.notice).toContain('use after free');
  });

  test('] and [ go to where another task takes its turn, ^ and $ to the ends', () => {
    expect(turns(told(LIVELOCK, null))).toEqual([1, 3]);
    expect(at(pressAll(trace, ']', ']'), 'step')).toBe(3);
    expect(at(pressAll(trace, ']', ']', ']'), 'step')).toBe(5);
    expect(at(pressAll(trace, '$', '['), 'step')).toBe(3);
    expect(at(pressAll(trace, '$', '[', '[', '['), 'step')).toBe(0);
    expect(at(pressAll(trace, '$', '^'), 'step')).toBe(0);
  });

  test('o goes to the other side, or says what is the answer there', () => {
    const fixed = pressAll(trace, 'o');
    expect(at(fixed, 'of')).toBe(null);
    expect(fixed.notice).toBe('No run to show after patch-v2: the answer is `holds` there.');
    const still = pressAll(two, 'c', 'l', 'Enter', 'l', 'l');
    expect(at(still, 'of')).toBe('patch-v1');
    const before = pressAll(still, 'o');
    expect([at(before, 'of'), at(before, 'step')]).toEqual([null, 2]);
    expect(at(pressAll(before, 'o'), 'of')).toBe('patch-v1');
  });

  test('is asked for once', () => {
    const matrix = pressAll(two, 'c');
    expect(effects(matrix, 'Enter')).toMatchObject([{ kind: 'trace', run: { check: LIVELOCK, candidate: null } }]);
    expect(effects(pressAll(trace, 'q'), 'Enter')).toEqual([]);
  });
});

describe('search and limit', () => {
  test('a search goes round, n and N repeat it, Esc ends it', () => {
    const found = pressAll(two, '/', ...'NET', 'Enter');
    expect(at(found, 'at')).toBe(1);
    expect(pressAll(found, 'n').notice).toContain('round');
    expect(at(pressAll(found, 'g', 'N'), 'at')).toBe(1);
    expect(pressAll(found, 'Esc').search).toBe('');
    expect(pressAll(two, '/', ...'nowhere', 'Enter').notice).toContain('Nothing here has `nowhere`');
  });

  test('n is the next match while something is searched, else a note', () => {
    expect(pressAll(two, 'n').prompt?.kind).toBe('note');
    expect(pressAll(two, '/', 'm', 'Enter', 'n').prompt).toBe(null);
  });

  test.each([
    ['s:net', [1]],
    ['f:hugh', [0, 1]],
    ['f:nobody', []],
    ['fn:read_swap s:one', [0]],
    ['v:fixed', [0, 1]],
    ['v:unjudged', []],
    ['d:2020', [0, 1]],
    ['d:2020-06..', []],
    ['d:..2020-05', [0, 1]],
    ['livelock', [0, 1]],
    ['two', [1]],
  ])('the limit %s leaves %j', (limit, rows) => {
    const limited = pressAll(two, 'l', ...[...limit].map((c) => (c === ' ' ? 'Space' : c)), 'Enter');
    expect(listed(limited, limited.trail[0])).toEqual(rows);
  });

  test('a limit that takes away the row of the cursor leaves it on one that there is', () => {
    const limited = pressAll(two, 'G', 'l', ...'s:one', 'Enter');
    expect(at(limited, 'at')).toBe(0);
  });
});

describe('what the reviewer decides', () => {
  const key = (state: State, id: string): string => state.items[0]!.versions.find((v) => v.id === id)!.key;

  test('belongs to the version that is shown, and is saved', () => {
    const v1 = pressAll(two, 'v', '[', '+');
    expect(v1.marks[key(v1, 'patch-v1')]).toMatchObject({ opinion: 'agree', candidate: 'patch-v1', version: 1 });
    expect(v1.marks[key(v1, 'patch-v2')]).toBeUndefined();
    expect(effects(pressAll(two, 'v', '['), '+')).toMatchObject([{ kind: 'save', mark: { candidate: 'patch-v1' } }]);
    const newest = pressAll(two, '-');
    expect(newest.marks[key(newest, 'patch-v2')]).toMatchObject({ opinion: 'disagree' });
  });

  test('the same key takes it back, another one changes it', () => {
    expect(Object.values(pressAll(two, '+', '+').marks)[0]).toMatchObject({ opinion: null });
    expect(Object.values(pressAll(two, '+', '-', 'd').marks)[0]).toMatchObject({
      opinion: 'disagree',
      progress: 'done',
    });
    expect(Object.values(pressAll(two, 'd', 'x').marks)[0]).toMatchObject({ progress: 'skipped' });
  });

  test('a note is typed, and can be changed', () => {
    const noted = pressAll(two, 'n', ...'ab', 'Space', 'c', 'Enter');
    expect(Object.values(noted.marks)[0]).toMatchObject({ note: 'ab c' });
    expect(pressAll(noted, 'n').prompt?.text).toBe('ab c');
    expect(pressAll(noted, 'n', 'C-w', 'Esc').marks).toEqual(noted.marks);
    expect(Object.values(pressAll(noted, 'n', 'C-u', 'x', 'Enter').marks)[0]).toMatchObject({ note: 'x' });
  });

  test('keys that type are no commands', () => {
    expect(effects(pressAll(two, 'n'), 'Q')).toEqual([]);
    expect(pressAll(two, 'n', 'Q', 'q', '?').prompt?.text).toBe('Qq?');
  });

  test('what is skipped can be hidden', () => {
    const hidden = pressAll(two, 'x', 'H');
    // Both threads propose the same patch, so that both are skipped.
    expect(listed(hidden, hidden.trail[0])).toEqual([]);
    expect(listed(pressAll(hidden, 'H'), hidden.trail[0])).toEqual([0, 1]);
  });

  test('a thread that proposes nothing is marked itself', () => {
    const view = { ...judged('a report'), candidates: [], deciding: null };
    const bare = update(
      { ...two, items: [item('a report')] },
      { kind: 'judged', item: 0, view, summary: { ...summaryOf(view), versions: [] } },
    ).state;
    expect(Object.values(pressAll(bare, 'd').marks)[0]).toMatchObject({ candidate: 'thread', progress: 'done' });
  });
});

describe('judging', () => {
  const waiting: State = { ...two, items: [item('waits'), ...two.items] };

  test('C-c ends the search, then the judging, then the program', () => {
    const searching = pressAll(waiting, '/', 'w', 'Enter');
    expect(effects(searching, 'C-c')).toEqual([]);
    expect(effects(pressAll(searching, 'C-c'), 'C-c')).toEqual([{ kind: 'cancel' }]);
    const stopped = update(waiting, { kind: 'cancelled' }).state;
    expect(stopped.items.map((i) => i.progress.kind)).toEqual(['cancelled', 'judged', 'judged']);
    expect(effects(stopped, 'C-c')).toEqual([{ kind: 'quit' }]);
  });

  test('a thread that is not judged opens nothing but its state, and J judges it', () => {
    expect(pressAll(waiting, 'c').notice).toContain('not judged yet');
    expect(pressAll(waiting, 'v').notice).toContain('not judged yet');
    expect(effects(waiting, 'J')).toEqual([{ kind: 'judge', item: 0 }]);
    expect(effects(waiting, 'Enter')).toEqual([{ kind: 'judge', item: 0 }]);
    const stopped = update(waiting, { kind: 'cancelled' }).state;
    expect(effects(stopped, 'Enter')).toEqual([]);
    expect(pressAll(waiting, 'd').notice).toContain('not read yet');
  });

  test('the mails of a thread can be read before it is judged', () => {
    const read = update(waiting, { kind: 'read', item: 0, summary: summaryOf(judged('waits')) }).state;
    const page = pressAll(read, 'Enter', 'j', 'Enter', 'z');
    expect(at(page, 'at')).toBeGreaterThan(2);
    expect(page.notice).toBe('');
    expect(pressAll(page, 'd').notice).toBe('Marked on patch-v2.');
    expect(pressAll(page, 'Enter').notice).toContain('not judged yet');
  });

  test('a failure is told of its thread, and takes no verdict away', () => {
    const failed = update(waiting, { kind: 'failed', item: 0, message: 'out of memory' }).state;
    expect(failed.items[0]!.progress).toEqual({ kind: 'failed', message: 'out of memory' });
    expect(update(two, { kind: 'failed', item: 0, message: 'gone' }).state.items[0]!.view).not.toBe(null);
  });

  test('a result that comes while its screen is shown leaves the cursor on a row', () => {
    const deep = pressAll(two, 'c', 'A', 'G');
    const view = { ...judged('mm: one'), checks: judged('x').checks.slice(0, 1) };
    const after = update(deep, { kind: 'judged', item: 0, view, summary: summaryOf(view) }).state;
    expect(at(after, 'at')).toBe(0);
  });
});

describe('the key table', () => {
  test.each(['list', 'thread', 'review', 'checks', 'trace'] as const)(
    'no key means two things on the %s screen',
    (on) => {
      const keys = bindingsOn(on).flatMap((b) => b.keys);
      expect(new Set(keys).size).toBe(keys.length);
    },
  );

  test('every action of the table does something on a screen of its own', () => {
    const screens = { list: [], thread: ['e'], review: ['v'], checks: ['c'], trace: ['c', 'Enter'] } as const;
    for (const on of ['list', 'thread', 'review', 'checks', 'trace'] as const)
      for (const { keys } of bindingsOn(on)) {
        const before = pressAll(two, ...screens[on], ...(on === 'trace' ? ['l'] : ['j']));
        const { state, effects: done } = update(before, { kind: 'key', key: keys[0]! });
        expect([on, keys[0], state.notice, done]).not.toEqual([
          on,
          keys[0],
          expect.stringContaining('means nothing'),
          [],
        ]);
      }
    expect(BINDINGS.length).toBeGreaterThan(40);
  });
});
