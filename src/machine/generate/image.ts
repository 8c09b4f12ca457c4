// Where everything of a machine lies in the memory of its WebAssembly module, in bytes, and what stands there at first:
//
//   switches | tables | covered statements | cells: shared | frame of each task | frame and memory of pure routines
//
// The shared cells are the globals, the pools and what tasks keep in memory. All frames are equally long.

import { levelOf } from '../../model/context.ts';
import type { Task } from '../../model/model.ts';
import type { Layout, MemoryObject } from '../layout.ts';
import type { Frame } from '../slots.ts';

export interface ImageSpec {
  readonly layout: Layout;
  readonly tasks: readonly Task[];
  /** Of each task, and then of each pure routine. */
  readonly frames: readonly Frame[];
  /** Statements whose execution is recorded. */
  readonly covered: number;
}

export interface Image {
  readonly layout: Layout;
  readonly tasks: number;
  /** A row of four numbers by object: address of its first cell, cells, address of its status or 0, its pool from 1 or 0. */
  readonly objectTable: number;
  readonly objectCount: number;
  /** By pool: first object, count. */
  readonly pools: number;
  /** A byte by shared cell: 1 if it may be read after its object was freed. */
  readonly stable: number;
  /** By task: its CPU, its level, where its memory begins. */
  readonly cpus: number;
  readonly levels: number;
  readonly memoryTable: number;
  /** Of the tasks themselves. */
  readonly taskLevels: readonly number[];
  readonly taskCpus: readonly number[];
  readonly switches: number;
  readonly covered: number;
  readonly coveredCount: number;
  readonly objects: readonly MemoryObject[];
  /** Object numbers of locals in memory: `first + task * perTask + region`. */
  readonly locals: { readonly first: number; readonly perTask: number };
  /** Address of the first cell. */
  readonly cells: number;
  /** Cells outside of frames; a multiple of four, as is the length of a frame. */
  readonly shared: number;
  readonly frame: number;
  /** First cell of each task's frame and of its memory, and last those that the pure routines share. */
  readonly frames: readonly number[];
  readonly memories: readonly number[];
  /** Shared cells that hold pointers, and those of each task's frame. */
  readonly roots: readonly number[];
  readonly frameRoots: readonly (readonly number[])[];
  /** Cells of a state, and all with those of the pure routines. */
  readonly kept: number;
  readonly size: number;
  /** First byte behind all this. */
  readonly end: number;
  /** What stands below the cells at first. */
  readonly head: Int32Array;
}

/** Lays out a machine. */
export function imageOf({ layout, tasks, frames, covered }: ImageSpec): Image {
  const taskFrames = frames.slice(0, tasks.length);
  const pure = frames.slice(tasks.length);
  const memories: number[] = [];
  let shared = layout.end;
  for (const f of taskFrames) {
    memories.push(shared);
    shared += f.size - f.memory;
  }
  shared = inFours(shared);
  const frame = inFours(Math.max(...frames.map((f) => f.memory)));
  const starts = tasks.map((_, t) => shared + t * frame);
  const kept = shared + tasks.length * frame;
  starts.push(kept);
  memories.push(kept + frame);
  const size = inFours(kept + frame + Math.max(0, ...pure.map((f) => f.size - f.memory)));

  const perTask = Math.max(0, ...frames.map((f) => f.regions.length));
  const objectCount = layout.objects.length + frames.length * perTask;
  const head: number[] = [];
  const table = (...numbers: readonly number[]): number => {
    const at = 4 * head.length;
    head.push(...numbers);
    return at;
  };
  const switches = table(0, 0, 0, 0);
  const cpus = table(...tasks.map((t) => t.cpu), 0);
  const levels = table(...tasks.map(levelOf), 0);
  const memoryTable = 4 * head.length;
  head.push(...memories.map(() => 0));
  const pools = table(...layout.pools.flatMap((p) => [p.first, p.count]));
  const objectTable = 4 * head.length;
  const stable = objectTable + 16 * objectCount;
  const coveredAt = stable + 4 * Math.ceil(layout.end / 4);
  const cells = 8 * Math.ceil((coveredAt + 4 * covered) / 8);

  const address = (cell: number): number => cells + 4 * cell;
  for (const [t, m] of memories.entries()) head[memoryTable / 4 + t] = address(m);
  const poolOf = (o: number): number => 1 + layout.pools.findIndex((p) => o >= p.first && o < p.first + p.count);
  for (const [o, { base, size: count, status }] of layout.objects.entries())
    table(address(base), count, status < 0 ? 0 : address(status), poolOf(o));
  for (const [t, f] of frames.entries())
    for (let region = 0; region < perTask; region++) {
      const status = memories[Math.min(t, tasks.length)]! + (f.regions[region] ?? f.memory) - f.memory;
      table(address(status + 1), f.routine.memory[region]?.length ?? 0, address(status), 0);
    }
  const bytes = new Uint8Array(cells);
  bytes.set(new Uint8Array(Int32Array.from(head).buffer));
  for (const pool of layout.pools)
    for (let i = 0; i < pool.count; i++)
      for (const cell of pool.stable) bytes[stable + layout.objects[pool.first + i]!.base + cell] = 1;

  const inMemory = taskFrames.map((f, t) =>
    f.pointers.filter((p) => p >= f.memory).map((p) => memories[t]! + p - f.memory),
  );
  return {
    layout,
    tasks: tasks.length,
    objectTable,
    objectCount,
    pools,
    stable,
    cpus,
    levels,
    memoryTable,
    taskLevels: tasks.map(levelOf),
    taskCpus: tasks.map((t) => t.cpu),
    switches,
    covered: coveredAt,
    coveredCount: covered,
    objects: layout.objects,
    locals: { first: layout.objects.length, perTask },
    cells,
    shared,
    frame,
    frames: starts,
    memories,
    roots: [...layout.globalPointers, ...inMemory.flat()],
    frameRoots: taskFrames.map((f, t) => f.pointers.filter((p) => p < f.memory).map((p) => starts[t]! + p)),
    kept,
    size,
    end: cells + 4 * size,
    head: new Int32Array(bytes.buffer),
  };
}

function inFours(n: number): number {
  return 4 * Math.ceil(n / 4);
}
