import { describe, expect, test } from 'vitest';
import { windowLine, windowsText, windowText } from '../../src/report/window-text.ts';
import type { Window, WindowStatement } from '../../src/verdict/window.ts';

const open = (statements: number, switches = 2, interruptions = statements === 0 ? 0 : 1): Window => ({
  ...{ kind: 'open', switches, interruptions },
  at: Array.from({ length: statements }, (): WindowStatement => ({ ...STATEMENT })),
});
const closed = (statements: number, left: number, entered: number): Window => ({
  ...{ kind: 'closed', statements, left, entered },
});
const span = { source: { name: 'x.c', text: ';' }, start: 0, end: 1 };
const STATEMENT: WindowStatement = { function: 'f', statement: { kind: 'empty', span }, tasks: ['a'] };

describe('the window in a line', () => {
  test.each<[Window, Window | undefined, string]>([
    [open(5), open(1), 'narrowed from 5 statements to 1, at least 2 task switches'],
    [open(1, 1), open(5, 1), 'widened from 1 statement to 5, at least 1 task switch'],
    [open(5), open(5), '5 statements, at least 2 task switches, before and after the patch'],
    [open(5), open(4, 3), 'narrowed from 5 statements to 4, from at least 2 task switches to 3'],
    [open(5), open(5, 3), '5 statements before and after the patch, from at least 2 task switches to 3'],
    [open(9, 3, 2), open(7, 3, 2), 'narrowed from 9 statements to 7 (2 of them in one run), at least 3 task switches'],
    [
      open(0),
      open(1, 3),
      'no statement: one call after the other is enough, at least 2 task switches; after the patch 1 statement, at least 3 task switches',
    ],
    // Fewer statements, but more of them are needed in one run: that is not narrower alone.
    [
      open(5),
      open(9, 3, 2),
      '5 statements, at least 2 task switches; after the patch 9 statements (2 of them in one run), at least 3 task switches',
    ],
    [
      open(0),
      open(0),
      'no statement: one call after the other is enough, at least 2 task switches, before and after the patch',
    ],
    [
      open(5),
      closed(5, 5, 5),
      '5 statements, at least 2 task switches; closed after the patch: another task still comes in there, without harm',
    ],
    [
      open(5),
      closed(5, 4, 3),
      '5 statements, at least 2 task switches; closed after the patch: another task still comes in at 3 of its 5 statements, without harm',
    ],
    [
      open(5),
      closed(5, 5, 0),
      '5 statements, at least 2 task switches; closed after the patch: no task comes in there any more',
    ],
    [
      open(5),
      closed(5, 0, 0),
      '5 statements, at least 2 task switches; closed after the patch: its statements are gone',
    ],
    [
      open(5),
      { kind: 'unmeasured', reason: 'the answer is unknown' },
      '5 statements, at least 2 task switches; after the patch not measured: the answer is unknown',
    ],
    [
      { kind: 'unmeasured', reason: 'not all states were seen' },
      open(2),
      'before not measured: not all states were seen; after the patch 2 statements, at least 2 task switches',
    ],
    [open(3), undefined, '3 statements, at least 2 task switches'],
  ])('%#', (before, after, text) => {
    expect(windowsText(before, after)).toBe(text);
  });

  test('is not measured after a patch where nothing was searched, and absent where there is none', () => {
    const answer = { exhaustive: true, states: 1, transitions: 1, vacuous: false, reason: 'x', witness: undefined };
    const violated = { ...answer, answer: 'violated', window: open(3) } as const;
    const unknown = { ...answer, answer: 'unknown' } as const;
    const holds = { ...answer, answer: 'holds' } as const;
    expect(windowLine(violated, unknown)).toBe(
      '3 statements, at least 2 task switches; after the patch not measured: the answer is unknown',
    );
    expect(windowLine(holds, violated)).toBe('after the patch 3 statements, at least 2 task switches');
    expect(windowLine(holds, holds)).toBeUndefined();
  });

  test('of one program alone', () => {
    expect(windowText(closed(2, 2, 1))).toBe(
      'closed; another task still comes in at 1 of its 2 statements, without harm',
    );
    expect(windowText({ kind: 'unmeasured', reason: 'x' })).toBe('not measured: x');
  });
});
