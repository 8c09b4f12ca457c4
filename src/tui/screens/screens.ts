import type { Place } from '../state.ts';
import { checks } from './checks.ts';
import { list } from './list.ts';
import { review } from './review.ts';
import type { Screen } from './screen.ts';
import { thread } from './thread.ts';
import { trace } from './trace.ts';

const SCREENS = { list, thread, review, checks, trace } satisfies {
  readonly [K in Place['kind']]: Screen<Extract<Place, { kind: K }>>;
};

/** How the screen of a place moves. */
export function screenOf<P extends Place>(place: P): Screen<P> {
  return SCREENS[place.kind] as unknown as Screen<P>;
}
