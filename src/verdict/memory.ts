// What memory this thread of the process takes: objects, and the tables of searches outside of the heap. Garbage is not
// held against anybody: it is collected before memory is said to be short.

import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const MEGABYTE = 1 << 20;
/** Of the heap that V8 allows: beyond it, V8 ends the process. */
const MOST_OF_HEAP = 0.85;
/** Of its own time that follows a collection before the next: one of a large heap takes a good part of a second. */
const REST = 5;

export interface Memory {
  readonly bytes: number;
  /** Why it is too much, if it is. */
  readonly excess: string | undefined;
}

let collectsAgain = 0;

/** The memory that is taken, held against a bound in megabytes and against what V8 gives. */
export function memory(maxMemory: number): Memory {
  const taken = measure(maxMemory);
  if (taken.excess === undefined) return taken;
  // Between two collections nobody knows what is garbage.
  const start = performance.now();
  if (start < collectsAgain) return { ...taken, excess: undefined };
  collectGarbage();
  collectsAgain = start + (1 + REST) * (performance.now() - start);
  return measure(maxMemory);
}

function measure(maxMemory: number): Memory {
  const { used_heap_size: objects, external_memory: tables, heap_size_limit: limit } = getHeapStatistics();
  const bytes = objects + tables;
  const heap = MOST_OF_HEAP * limit;
  const most = bytes > maxMemory * MEGABYTE ? maxMemory : objects > heap ? Math.floor(heap / MEGABYTE) : undefined;
  return { bytes, excess: most === undefined ? undefined : `more than ${most.toLocaleString('en-US')} MB of memory` };
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
