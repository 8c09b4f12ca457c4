// Where the tables of a state space lie behind the image, for a number of states; and how they move to larger rooms.

import { MOST_TAKEN } from './chase.ts';
import type { Image } from './image.ts';
import { memoBytes } from './moves.ts';
import { MOST_FRAMES, rowBytesOf, slotsFor, stagedAtMost } from './rows.ts';

/** Addresses and sizes of the tables, by the names of the globals that hold them. */
export interface Rooms {
  readonly globals: Readonly<Record<string, number>>;
  readonly tables: readonly Table[];
  readonly bytes: number;
}

interface Table {
  readonly at: string;
  /** Global that counts what is used, or the last that is; bytes of each. */
  readonly count: string;
  readonly each: number;
  /** Bytes of which those behind what is used have to be zero; 0 if they may be anything. */
  readonly zero: number;
}

const MOST_MEMO = 1 << 20;

/** How many of each there is room for. */
export interface Capacity {
  readonly states: number;
  /** Different contents of the shared cells, and of frames: far fewer than states, as a rule. */
  readonly shared: number;
  readonly frames: number;
}

/** What is kept of how states are reached. */
export interface Keeps {
  readonly isRecording: boolean;
  readonly isTracing?: boolean;
  readonly isReduced: boolean;
}

/** Rooms from an address on. */
export function roomsFor(capacity: Capacity, image: Image, from: number, keeps: Keeps): Rooms {
  const { tasks } = image;
  const globals: Record<string, number> = {};
  const tables: Table[] = [];
  let end = 64 * Math.ceil(from / 64);
  const room = (name: string, bytes: number): void => {
    globals[name] = end;
    end += 64 * Math.ceil(bytes / 64);
  };
  const table = (at: string, count: string, each: number, most: number): void => {
    room(at, each * most);
    tables.push({ at, count, each, zero: at === 'places' ? each * most : 0 });
  };
  const sizeFor = (most: number): number => {
    let size = 1024;
    while (size <= 2 * most) size *= 2;
    return size;
  };
  const hashed = (at: string, mask: string, most: number): void => table(at, mask, 4, sizeFor(most));
  const margin = stagedAtMost(tasks) + 2 * tasks * (tasks + 2);
  const frames = capacity.frames + margin;
  const shared = capacity.shared + margin;
  const all = capacity.states + margin;
  room('staging', stagedAtMost(tasks) * (8 + rowBytesOf(tasks)));
  room('others', 2 * tasks);
  let memo = 1024;
  while (memo < Math.min(MOST_MEMO, capacity.states)) memo *= 2;
  room('memo', memoBytes(keeps.isReduced) * memo);
  room('moving', 16 * tasks);
  if (keeps.isReduced) room('taken', 4 * MOST_TAKEN);
  // Where it lies, it stays, however many states there are: it need not be made anew when there is more room.
  room('slots', 4 * slotsFor(all));
  table('frameRows', 'frameCount', 4 * image.frame, frames);
  table('frameHashes', 'frameCount', 4, frames);
  hashed('frameSlots', 'frameMask', frames);
  table('sharedRows', 'sharedCount', 4 * image.shared, shared);
  table('sharedHashes', 'sharedCount', 4, shared);
  hashed('sharedSlots', 'sharedMask', shared);
  table('rows', 'count', rowBytesOf(tasks), all);
  if (keeps.isRecording || keeps.isTracing) table('places', 'count', 4, all);
  else room('places', 0);
  if (keeps.isRecording) {
    table('records', 'recordsEnd', 1, 4 * (1 + 5 * tasks) * all);
  } else room('records', 64);
  return {
    globals: {
      ...globals,
      limit: capacity.states,
      sharedLimit: capacity.shared,
      frameLimit: Math.min(capacity.frames, MOST_FRAMES - margin),
      memoMost: memo - 1,
    },
    tables,
    bytes: end,
  };
}
