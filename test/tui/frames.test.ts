// What the screens show, and that it fits the terminal whatever is in the mails and whatever is pressed.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { widthOf } from '../../src/report/wrap.ts';
import { textOf } from '../../src/tui/draw/line.ts';
import { sgr } from '../../src/tui/draw/sgr.ts';
import { frame } from '../../src/tui/frame.ts';
import { BINDINGS } from '../../src/tui/keys.ts';
import type { Size, State } from '../../src/tui/state.ts';
import { update } from '../../src/tui/update.ts';
import { COLORS, CONTROLS, shown, withoutLooks } from './frames.ts';
import { judged, pressAll, stateWith, summaryOf } from './threads.ts';

/** Pieces that move a cursor, turn a line, or are wider or narrower than they look. */
const HOSTILE = [
  '\t',
  '\u001b[2J',
  '\u009b',
  '\u202e',
  '漢',
  '한',
  '👩‍👩‍👧',
  '☕',
  '\ufe0f',
  'é',
  'e\u0301',
  '> ',
  'a',
  ' ',
];

const NARROW: Size = { columns: 80, rows: 24 };
const WIDE: Size = { columns: 200, rows: 60 };
const one = (size: Size = NARROW): State => stateWith(['[PATCH v2] mm/swap: fix livelock'], size);

describe('the screens at 80×24', () => {
  test('list: verdict, subject, author, version, claim, date and what the reviewer decided', () => {
    expect(shown(pressAll(one(), '+', 'd'))).toContain(
      [
        '> FIXED !         [PATCH v2] mm/swap: fix livelock',
        '                  agreed, done · Hugh Dickins · v2 · livelock · 22 May 2020',
      ].join('\n'),
    );
  });

  test('what was decided on v1 is told to be of v1 where v2 is there', () => {
    expect(shown(pressAll(one(), 'v', '[', '-', 'q'))).toContain('disagreed on v1');
    expect(shown(pressAll(one(), 'v', '[', '-', 'q', '+'))).toContain(' agreed · Hugh');
    // Of a thread that has v2 alone.
    const marks = pressAll(one(), 'v', '[', '-').marks;
    const view = { ...judged('[PATCH v2]'), candidates: judged('').candidates.slice(1) };
    const alone = update({ ...one(), marks }, { kind: 'judged', item: 0, view, summary: summaryOf(view) }).state;
    expect(shown(alone)).toContain('disagreed on v1');
  });

  test('thread: a tree with what each mail proposes, quotes folded', () => {
    const page = shown(pressAll(one(), 'e'));
    expect(page).toContain('> [patch-v1] Hugh Dickins · 22 May 2020 · [PATCH v2] mm/swap: fix livelock');
    expect(page).toContain('└ Rafael Aquini');
    expect(page).toContain('┄ 4 quoted lines');
    expect(page).toContain('claims (line 2): livelock in read_swap');
    expect(page).not.toContain('> three');
    expect(shown(pressAll(one(), 'e', 'z'))).toContain('> three');
  });

  test('review: each line of a hunk with what became of it, the model behind Tab', () => {
    const diff = shown(pressAll(one(), 'v', '.'));
    expect(diff).toContain('  = -               cond_resched();');
    expect(diff).toContain('> ~ +               count_vm_event(SWAP);');
    expect(diff).toContain('  # +       /* why */');
    expect(diff).toContain('  ! +       asm("nop");');
    expect(diff).toContain('line 23 of the mail: elided: statistics');
    const model = shown(pressAll(one(), 'v', 'Tab'));
    expect(model).toContain('-     cond_resched()\n');
    expect(model).toContain('+     cond_resched(2)\n');
    expect(model).toContain('models/x/swap.ts: read_swap()');
  });

  test('checks: before and each candidate, the described first, with a sign for what a check is', () => {
    const matrix = shown(pressAll(one(), 'c'));
    expect(matrix).toMatch(/3 of 4 checks +before +patch-v1 {2}patch-v2/);
    expect(matrix).toMatch(/> \* readers\/coop\+page-alloc-sleeps\/every-call-r\S+ +\[VIOLATED] VIOLATED {2}holds/);
    expect(matrix).toMatch(/! readers\/fair\/no-leak +holds +holds +VIOLATED/);
    expect(matrix).toContain('before: violated · 31 states · exhaustive · Enter: the run');
    expect(matrix).toContain('window: 5 statements, at least 2 task switches');
    expect(matrix).not.toContain('no-bug-on');
  });

  test('trace: tasks in columns, the step marked, what it changed starred, the endless part in a bracket', () => {
    const run = pressAll(one(), 'c', 'Enter', 'l', 'l');
    expect(shown(run)).toContain('step 2/5  owner: page = alloc_page_vma(…)  sleeps');
    expect(shown(run)).toContain('>   page = alloc_page_vma(…)  sleeps');
    expect(shown(run)).toContain('held: swap_lock by owner');
    expect(shown(run)).toContain('* swap_map[1] = 2');
    expect(shown(run)).toContain('  flags = 8195');
    expect(shown(run)).toMatch(
      /\n {2}┌ {2,}err = swapcache_prepare\(entry\) → -EE…\n {2}└ {2,}cond_resched\(\)\n {4}↺ these/,
    );
    expect(shown(pressAll(run, 'm'))).not.toContain('cond_resched');
    expect(shown(pressAll(run, 'm', 'm'))).not.toContain('flags');
    expect(shown(pressAll(run, 'm', 'm'))).toContain('cond_resched');
    expect(shown(pressAll(run, '$', 'l'))).toContain('step 4/5, round 2');
    expect(shown(pressAll(run, 'y'))).toContain('patchcheck replay thread.mbox');
  });

  test('help: the keys of the screen, from the table', () => {
    for (const [keys, kind] of [
      ['?', 'list'],
      ['c?', 'checks'],
    ] as const) {
      const pages = [[...keys], [...keys, 'Space'], [...keys, 'Space', 'Space']].map((k) =>
        shown(pressAll(one(), ...k)),
      );
      for (const { help, on } of BINDINGS.filter((b) => b.on === undefined || b.on.includes(kind)))
        expect(pages.some((page) => page.includes(help)) || on === undefined, help).toBe(true);
    }
  });
});

describe('the screens at 200×60', () => {
  test('review: both halves side by side, at the same function', () => {
    const page = shown(pressAll(one(WIDE), 'v', '}'));
    expect(page).toMatch(/> @@ -1,4 \+1,5 @@ read_swap +│/);
    expect(page).toMatch(/│ {2}\+ {5}cond_resched\(2\)/);
  });

  test('trace: memory beside the run', () => {
    expect(shown(pressAll(one(WIDE), 'c', 'Enter', 'l'))).toMatch(
      /swapcache_prepare\(entry\) → 0 +│ \* swap_map\[1] = 1/,
    );
  });

  test('list: one line for each thread, under the names of the columns', () => {
    expect(shown(one(WIDE))).toMatch(/verdict +subject +v +claim +author +date +yours\n> FIXED ! +\[PATCH v2]/);
  });
});

describe('any terminal, any mail, any keys', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(fc.constantFrom(...HOSTILE), { maxLength: 60 }).map((parts) => parts.join('')),
  );
  const keys = fc.array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...new Set(BINDINGS.flatMap((b) => b.keys))) },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
    ),
    { maxLength: 40 },
  );
  const size = fc.record({ columns: fc.integer({ min: 1, max: 220 }), rows: fc.integer({ min: 1, max: 70 }) });

  test('never throw, and never leave the terminal', () => {
    fc.assert(
      fc.property(
        fc.array(hostile, { minLength: 3, maxLength: 3 }),
        keys,
        size,
        size,
        (texts, pressed, first, second) => {
          let state = hostileState(texts, first);
          for (const [i, key] of pressed.entries()) {
            if (i === 20) state = update(state, { kind: 'resized', size: second }).state;
            state = pressAll(state, key);
            fits(state);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('nothing of a mail reaches the terminal but what it draws', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 3, maxLength: 3 }), (texts) => {
        for (const keys of [[], ['e', 'z'], ['v'], ['c'], ['c', 'Enter', 'l']]) {
          const state = pressAll(hostileState(texts, NARROW), ...keys);
          for (const line of frame(state)) expect(textOf(line)).not.toMatch(CONTROLS);
          for (const line of frame(state)) expect(withoutLooks(sgr(line, true))).not.toContain('\u001b');
        }
      }),
      { numRuns: 100 },
    );
  });

  function hostileState(texts: readonly string[], size: Size): State {
    const base = stateWith([texts[0]!], size);
    const view = judged(texts[0]!, texts);
    const named = { ...view, author: texts[1]!, candidates: view.candidates.map((c) => ({ ...c, title: texts[2]! })) };
    return update(base, { kind: 'judged', item: 0, view: named, summary: summaryOf(named) }).state;
  }

  function fits(state: State): void {
    const { columns, rows } = state.size;
    const lines = frame(state);
    expect(lines.length).toBeLessThanOrEqual(Math.max(1, rows - 1));
    for (const line of lines) expect(widthOf(textOf(line))).toBeLessThanOrEqual(columns);
  }
});

describe('without colours', () => {
  test('only attributes are left, and the text is the same', () => {
    const screens = [[], ['e'], ['v'], ['c'], ['c', 'Enter', 'l']].map((keys) => frame(pressAll(one(), ...keys)));
    for (const lines of screens)
      for (const line of lines) {
        expect(sgr(line, false)).not.toMatch(COLORS);
        expect(withoutLooks(sgr(line, true))).toBe(textOf(line) || ' ');
      }
  });
});

describe('long lists', () => {
  test('of 500 threads only those that are seen are drawn, in a moment', () => {
    const state = stateWith(
      Array.from({ length: 500 }, (_, i) => `[PATCH] thread ${i}`),
      WIDE,
    );
    const begin = performance.now();
    let now = state;
    for (let i = 0; i < 100; i++) {
      now = pressAll(now, i % 2 === 0 ? 'C-d' : 'j');
      frame(now);
    }
    // A key is held at 30 a second: 33 ms for each.
    expect((performance.now() - begin) / 100).toBeLessThan(33);
    expect(shown(now)).toContain('[PATCH] thread 499');
  });
});
