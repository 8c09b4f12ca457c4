// The tables of a reduced search in the memory of its space: from them what was seen is read, and what follows from it
// is written there.

import { MOST_LOCKS, SITUATION, SITUATIONS, type Solo } from '../generate/solo.ts';
import type { Lock, Reduction, Seen, Situation } from './harmless.ts';

export interface Tables {
  readonly at: Solo;
  readonly memory: ArrayBufferLike;
}

/** All that a search has come to know, for the next one. */
export function knowledgeOf({ at, memory }: Tables): Uint8Array {
  return new Uint8Array(memory.slice(at.accesses.at, at.end));
}

/** By class of cells, whether conditions have read it. */
export function seenByConditions({ at, memory }: Tables): Uint8Array {
  const { conditions, classes } = at.accesses;
  return new Uint8Array(memory.slice(conditions, conditions + classes));
}

/**
 * Gives a space what it, or another, has come to know, with what follows from it where some classes of cells are visible.
 * False if other locks are to be looked at: then situations have to be learned anew.
 */
export function instruct(
  { at, memory }: Tables,
  knowledge: Uint8Array,
  visible: Uint8Array,
  reduction: Reduction,
): boolean {
  const bytes = new Uint8Array(memory);
  const numbers = new Int32Array(memory);
  bytes.set(knowledge, at.accesses.at);
  bytes.fill(0, at.harmless, at.end);
  const { seen, conditions, classes, classOf } = at.accesses;
  const known: Seen = { table: bytes.slice(seen, conditions), classes, classOf };
  const locks = reduction.locks(known).slice(0, MOST_LOCKS);
  const row = [locks.length, ...locks.map(({ cell }) => 4 * cell)];
  if (row.some((n, i) => numbers[at.locks / 4 + i] !== n)) {
    numbers.set(row, at.locks / 4);
    numbers[at.known / 4] = 0;
    bytes.fill(0, at.situations, at.harmless);
    return false;
  }
  const places = new Map<string, number>();
  let end = at.harmless;
  for (let slot = at.situations / 4; slot < at.situations / 4 + 2 * SITUATIONS; slot += 2) {
    const key = numbers[slot]!;
    numbers[slot + 1] = 0;
    if (key === 0) continue;
    const harmless = reduction.harmless(situationOf(key - 1, locks), known, visible);
    if (!harmless) continue;
    const text = Buffer.from(harmless.buffer).toString('latin1');
    const place = places.get(text) ?? end;
    if (place === end) {
      if (end + harmless.length > at.end) continue;
      places.set(text, place);
      bytes.set(harmless, place);
      end += harmless.length;
    }
    numbers[slot + 1] = place;
  }
  return true;
}

function situationOf(key: number, locks: readonly Lock[]): Situation {
  const task = (key >>> SITUATION.task) & 15;
  const held = locks.flatMap((lock, i) => {
    const how = (key >>> (SITUATION.locks + 2 * i)) & 3;
    return how === 0 ? [] : [{ lock, value: how === 1 ? task + 1 : -1 - task }];
  });
  return { pc: key & 0xffff, held };
}
