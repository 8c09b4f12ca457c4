import { unreachable } from '../base/unreachable.ts';
import type { Window } from '../verdict/window.ts';
import { placeOf } from './shorten.ts';

/** The window of a check as JSON. */
export function windowJson(window: Window): object {
  switch (window.kind) {
    case 'open': {
      const { kind, at, interruptions, switches } = window;
      const named = at.map((s) => ({ function: s.function, text: placeOf(s.statement), tasks: s.tasks }));
      return { kind, statements: at.length, interruptions, switches, at: named };
    }
    case 'closed':
    case 'unmeasured':
      return window;
    default:
      return unreachable(window);
  }
}
