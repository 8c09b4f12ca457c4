// Lines onto a terminal and keys from it, as ink has them.

import { render } from 'ink-testing-library';
import { createElement } from 'react';
import { describe, expect, test } from 'vitest';
import { repaint } from '../../src/tui/draw/repaint.ts';
import { sgr } from '../../src/tui/draw/sgr.ts';
import { frame } from '../../src/tui/frame.ts';
import { Screen } from '../../src/tui/ink.ts';
import type { State } from '../../src/tui/state.ts';
import { shown, withoutLooks } from './frames.ts';
import { pressAll, stateWith } from './threads.ts';

/** A screen that lives, and what it was told. */
function live(first: State) {
  let state = first;
  let changed = (): void => {};
  const pressed: string[] = [];
  const store = {
    get: () => state,
    subscribe: (call: () => void) => {
      changed = call;
      return () => {};
    },
  };
  const press = (key: string): void => {
    pressed.push(key);
    state = pressAll(state, key);
    changed();
  };
  const draw = (s: State): string[] => frame(s).map((l) => sgr(l, false));
  const screen = render(createElement(Screen, { store, draw, press }));
  const text = (): string =>
    withoutLooks(screen.lastFrame() ?? '')
      .split('\n')
      .map((l) => l.trimEnd())
      .join('\n');
  return { type: (keys: string) => screen.stdin.write(keys), text, pressed, state: () => state };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('a screen', () => {
  test('shows exactly the lines of the state, list, thread, diff, checks and run', async () => {
    const screen = live(stateWith(['[PATCH v2] mm: 漢字 ☕ and a tab\tthere', 'net: two']));
    await settled();
    for (const keys of ['', 'e', 'v', 'c', '\r', 'l', '?']) {
      if (keys !== '') screen.type(keys);
      await settled();
      expect(screen.text()).toBe(shown(screen.state()));
    }
  });

  test('hears keys by the names of the table, also those that come at once', async () => {
    const screen = live(stateWith(['one']));
    await settled();
    for (const keys of [
      'jjk',
      '\u001b[A',
      '\u001b[B',
      '\u001b[6~',
      '\r',
      'z\rq',
      '\u0004',
      '\u0003',
      ' ',
      '\t',
      '\u007f',
      '/a b\r',
    ])
      screen.type(keys);
    await settled();
    screen.type('\u001b');
    await settled();
    expect(screen.pressed.join(' ')).toBe(
      'j j k Up Down PageDown Enter z Enter q C-d C-c Space Tab Backspace / a Space b Enter Esc',
    );
  });
});

describe('repainting', () => {
  /** A terminal that knows no more than what we send it. */
  function terminal(sent: string, rows: string[]): string[] {
    const after = [...rows];
    let row = 0;
    for (const part of sent.split('\u001b[').slice(1)) {
      const [, at, erased] = /^(?:(\d+);1H|2K(.*))$/s.exec(part)!;
      if (at !== undefined) row = Number(at) - 1;
      else after[row] = erased!;
    }
    return after;
  }

  test('sends only the lines that differ, and leaves nothing behind', () => {
    const before = ['a', 'b', 'c', 'd'];
    const sent = repaint(before, ['a', 'x', 'c']);
    expect(sent).not.toContain('a');
    expect(terminal(sent, before)).toEqual(['a', 'x', 'c', '']);
    expect(repaint(before, before)).toBe('');
  });
});
