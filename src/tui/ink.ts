// The only file that knows how lines get onto a terminal and keys come from it: ink and react.

import { EventEmitter } from 'node:events';
import { Box, type Key, render, Text, useInput } from 'ink';
import { createElement, type ReactElement, useSyncExternalStore } from 'react';
import { repaint } from './draw/repaint.ts';
import type { State } from './state.ts';

/** What is shown: the state, and a call whenever it is another. */
export interface Store {
  readonly get: () => State;
  readonly subscribe: (changed: () => void) => () => void;
}

export interface ScreenProps {
  readonly store: Store;
  /** The lines of a state, as a terminal takes them. */
  readonly draw: (state: State) => readonly string[];
  readonly press: (key: string) => void;
}

/** The screen: one text for each line. */
export function Screen({ store, draw, press }: ScreenProps): ReactElement {
  const state = useSyncExternalStore(store.subscribe, store.get);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) press(name);
  });
  const lines = draw(state);
  return createElement(
    Box,
    { flexDirection: 'column', width: state.size.columns, height: lines.length },
    lines.map((text, i) => createElement(Text, { key: i, wrap: 'truncate-end' }, text)),
  );
}

const NAMED = [
  ['upArrow', 'Up'],
  ['downArrow', 'Down'],
  ['leftArrow', 'Left'],
  ['rightArrow', 'Right'],
  ['pageDown', 'PageDown'],
  ['pageUp', 'PageUp'],
  ['home', 'Home'],
  ['end', 'End'],
  ['return', 'Enter'],
  ['escape', 'Esc'],
  ['tab', 'Tab'],
  ['backspace', 'Backspace'],
  // What the key above Enter sends.
  ['delete', 'Backspace'],
] as const;

const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'Enter',
  '\n': 'Enter',
  '\t': 'Tab',
  '\x7f': 'Backspace',
  ' ': 'Space',
};

/** Keys by the names of the key table. Keys that came quickly, or a pasted text, come as one input. */
function keyNames(input: string, key: Key): string[] {
  const named = NAMED.find(([flag]) => key[flag]);
  if (named) return [named[1]];
  if (key.ctrl && input.length === 1) return [`C-${input}`];
  if (key.meta) return [];
  return [...input].flatMap((c) => {
    if (Object.hasOwn(CONTROLS, c)) return [CONTROLS[c]!];
    if (c < ' ') return [`C-${String.fromCharCode(c.charCodeAt(0) + 96)}`];
    return [c];
  });
}

export interface Streams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/** Draws a screen until the returned function is called; `failed` hears of an error while drawing. */
export function mount(props: ScreenProps, { input, output }: Streams, failed: (error: unknown) => void): () => void {
  const canvas = canvasOn(output);
  const instance = render(createElement(Screen, props), {
    stdin: input,
    stdout: canvas,
    stderr: canvas,
    exitOnCtrlC: false,
    patchConsole: false,
    // Each frame is written whole and with nothing around it. Else ink 6.8 moves the cursor relative to where it thinks
    // that it is, one line off with `incrementalRendering`, and clears the scrollback under a frame as high as the screen.
    debug: true,
  });
  let isOver = false;
  instance.waitUntilExit().catch((error: unknown) => {
    if (!isOver) failed(error);
  });
  return () => {
    isOver = true;
    instance.unmount();
    instance.cleanup();
  };
}

/**
 * A stream that takes whole frames and sends the terminal what is new of each. It tells nobody of a new size: a new screen
 * is mounted then.
 */
function canvasOn(output: NodeJS.WriteStream): NodeJS.WriteStream {
  let shown: readonly string[] = [];
  const canvas = {
    // The cursor is hidden and shown by whoever holds the terminal.
    isTTY: false,
    columns: output.columns,
    rows: output.rows,
    write: (text: string, done?: unknown): boolean => {
      if (text !== '') {
        const lines = text.split('\n');
        output.write(repaint(shown, lines));
        shown = lines;
      }
      if (typeof done === 'function') done();
      return true;
    },
  };
  return Object.assign(new EventEmitter(), canvas) as unknown as NodeJS.WriteStream;
}
