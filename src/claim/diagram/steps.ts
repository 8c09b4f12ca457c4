// Lines of cells joined to steps, in the order of time.

import type { Drawing, Entry } from './drawing.ts';

export interface Step {
  readonly actor: number | null;
  readonly text: string;
  readonly lines: readonly [number, number];
}

export function stepsOf({ entries }: Drawing): Step[] {
  return entries
    .filter((e) => /\w/.test(e.text))
    .map((e: Entry) => ({ actor: e.actor, text: e.text, lines: [e.line, e.line] }));
}
