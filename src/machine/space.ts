// All states that a machine was brought to, numbered in the order in which they were found, and the moves of those that
// were expanded. They live in the memory of a WebAssembly instance, which grows; then all moves to where there is room.

import type { Assembled } from './assemble.ts';
import { ALLOCATES, COVERS, FREES, memoBytes } from './generate/moves.ts';
import { type Capacity, type Keeps, type Rooms, roomsFor } from './generate/rooms.ts';
import { MOST_FRAMES, rowBytesOf } from './generate/rows.ts';
import type { Solo } from './generate/solo.ts';
import { CUT } from './generate/space.ts';

export { ALLOCATES, COVERS, CUT, FREES };

export interface SpaceOptions {
  /** Whether moves are kept, or only counted. */
  readonly isRecording: boolean;
  /** Where they are not: whether it is kept from which state each was found. */
  readonly isTracing?: boolean;
  readonly maxStates: number;
  /** Bytes that the space may take. */
  readonly maxBytes: number;
}

/** WebAssembly addresses 32 bits. */
const MOST_BYTES = 65535 * 65536;
const PAGE = 65536;
/** Room that a space begins with, and how that for parts grows; that for states doubles. */
const FEW: Capacity = { states: 4096, shared: 512, frames: 512 };
const GROWTH = 4;

interface Exports {
  readonly [name: string]: WebAssembly.ExportValue;
}

export class Space {
  readonly #assembled: Assembled;
  readonly #options: SpaceOptions;
  readonly #keeps: Keeps;
  readonly #exports: Exports;
  readonly #memory: WebAssembly.Memory;
  #numbers: Int32Array;
  /** Numbers of the row of a state. */
  readonly #rowSize: number;
  #capacity: Capacity;
  /** Known to have room for what comes of one state more. */
  #isRoomy = false;
  /** Where the tables begin, in numbers. */
  #at: Readonly<Record<'rows' | 'places' | 'records' | 'sharedRows' | 'frameRows', number>>;

  /** A space without states. */
  constructor(assembled: Assembled, switches: number, options: SpaceOptions) {
    this.#assembled = assembled;
    this.#options = options;
    this.#rowSize = rowBytesOf(assembled.image.tasks) / 4;
    this.#capacity = { ...FEW, states: Math.min(FEW.states, Math.max(1, options.maxStates)) };
    this.#keeps = { ...options, isReduced: assembled.solo !== undefined };
    const rooms = roomsFor(this.#capacity, assembled.image, assembled.end, this.#keeps);
    this.#memory = new WebAssembly.Memory({ initial: pagesOf(rooms.bytes) });
    this.#exports = assembled.instantiate(this.#memory);
    this.#numbers = new Int32Array(this.#memory.buffer);
    this.#at = addresses(rooms);
    for (const [name, value] of Object.entries(rooms.globals)) this.#set(name, value);
    for (const name of ['mask', 'frameMask', 'sharedMask']) this.#set(name, 1023);
    this.#set('memoMask', Math.min(1023, rooms.globals.memoMost!));
    this.#set('recordsEnd', rooms.globals.records!);
    this.#set('recording', options.isRecording ? 1 : 0);
    this.#set('tracing', options.isTracing ? 1 : 0);
    this.#set('why', -1);
    this.isCondition = false;
    this.switches = switches;
  }

  /** Those that are on, a bit each. */
  set switches(mask: number) {
    this.#numbers[this.#assembled.image.switches / 4] = mask;
  }

  /** Where steps, canonical form and conditions work: the cells of one state, and scratch. */
  get cells(): Int32Array {
    const { cells, size } = this.#assembled.image;
    // What stood there is no longer the state that was looked at last.
    this.#set('loaded', 0);
    return this.#numbers.subarray(cells / 4, cells / 4 + size);
  }

  /** Runs a step on the cells. */
  step(slot: number, task: number, choice: number): number {
    const { cells, frames, memories } = this.#assembled.image;
    const place = Math.min(task, frames.length - 1);
    return this.#call('step', slot, cells + 4 * frames[place]!, cells + 4 * memories[place]!, task, choice);
  }

  canonical(): void {
    this.#call('canonical');
  }

  /**
   * Whether some step has allocated, freed, since the last time; the reason of the last mistake of a pure routine; whether a
   * reduced search came to an access, a situation, that it had not known.
   */
  take(what: 'allocated' | 'freed' | 'failed' | 'grew' | 'missed'): number {
    const value = this.#get(what);
    this.#set(what, 0);
    return value;
  }

  /** Takes the cells as a state; its number. */
  add(): number {
    this.#isRoomy = false;
    return this.#call('add');
  }

  /** Forgets all states. */
  clear(): void {
    const rooms = roomsFor(this.#capacity, this.#assembled.image, this.#assembled.end, this.#keeps);
    this.#numbers.fill(0, rooms.globals.memo! >>> 2, rooms.bytes >>> 2);
    for (const name of ['count', 'frameCount', 'sharedCount', 'loaded', 'expanded', 'transitions']) this.#set(name, 0);
    this.#set('recordsEnd', this.#get('records'));
  }

  /** Forgets what moves make of parts: they are made anew. */
  forgetMoves(): void {
    const at = this.#get('memo');
    this.#numbers.fill(0, at >>> 2, (at + memoBytes(this.#keeps.isReduced) * (this.#get('memoMask') + 1)) >>> 2);
  }

  get count(): number {
    return this.#get('count');
  }

  /** States whose moves were made. */
  get expanded(): number {
    return this.#get('expanded');
  }

  /** Moves that were made. */
  get transitions(): number {
    return this.#get('transitions') >>> 0;
  }

  /** Expanded states in which a task was stopped; in which nobody moves although somebody is not over, or stopped. */
  get ends(): { readonly stopped: number; readonly stuck: number } {
    return { stopped: this.#get('stopped'), stuck: this.#get('stuck') };
  }

  /** Moves for which a step ran. */
  get made(): number {
    return this.#get('makes') >>> 0;
  }

  /** Whether some move has allocated an object, or freed one. */
  get did(): { readonly allocate: boolean; readonly free: boolean } {
    return { allocate: this.#get('didAllocate') > 0, free: this.#get('didFree') > 0 };
  }

  /** Bytes in use. */
  get bytes(): number {
    return this.#memory.buffer.byteLength;
  }

  /** Different contents of the shared cells, and of frames. */
  get parts(): { readonly shared: number; readonly frames: number } {
    return { shared: this.#get('sharedCount'), frames: this.#get('frameCount') };
  }

  /** Why the last move that a bound kept from being made was not; once. */
  takeBound(): string | undefined {
    const why = this.#get('why');
    this.#set('why', -1);
    return why < 0 ? undefined : this.#assembled.reasons[why];
  }

  /** By statement number: a bit for each task that ran it on the way to a state. */
  get covered(): Int32Array {
    const { covered, coveredCount } = this.#assembled.image;
    return this.#numbers.slice(covered / 4, covered / 4 + coveredCount);
  }

  forgetCovered(): void {
    const { covered, coveredCount } = this.#assembled.image;
    this.#numbers.fill(0, covered / 4, covered / 4 + coveredCount);
  }

  /** Whether what runs next is a condition: what it reads is noted apart, if anything is. */
  set isCondition(value: boolean) {
    const { solo } = this.#assembled;
    if (solo) this.#set('noted', value ? solo.accesses.conditions : solo.accesses.none);
  }

  /** What reduced searches know (generate/solo.ts), with their addresses. */
  get solo(): { readonly at: Solo; readonly memory: ArrayBufferLike } | undefined {
    const { solo } = this.#assembled;
    return solo && { at: solo, memory: this.#numbers.buffer };
  }

  /** Numbers that `place` points into. */
  get numbers(): Int32Array {
    return this.#numbers;
  }

  /**
   * Where the record of a state begins: how many moves (with `CUT` added), the mode of each task, then for each move the
   * state that it leads to and a word: task, choice << 8, code << 16. 0 for a state that is not expanded.
   */
  place(state: number): number {
    const at = this.#numbers[this.#at.places + state]!;
    return at === 0 ? 0 : this.#at.records + (at >>> 2) - 1;
  }

  /** In a space that traces: the state from which a state was found; -1 for the first. */
  from(state: number): number {
    return this.#numbers[this.#at.places + state]! - 1;
  }

  /** Makes all moves of a state; false if there is no room for them. */
  expand(state: number): boolean {
    if (!this.#isRoomy && !this.#roomy() && !this.#move()) return false;
    this.#isRoomy = this.#call('expand', state) !== 0;
    return true;
  }

  /** Expands states in order from one on, so many at most: the first that is not. It stops where there is no room. */
  run(from: number, most: number): number {
    this.#isRoomy = false;
    for (let next = from; ; ) {
      next = this.#call('run', next, from + most - next) >>> 0;
      if (next >= from + most || next >= this.count || !(this.#roomy() || this.#move())) return next;
    }
  }

  /** Number of what the shared cells of a state hold: equal for two states in which they are equal. */
  shared(state: number): number {
    return this.#numbers[this.#at.rows + state * this.#rowSize]!;
  }

  /** Number of what the frame of a task holds in a state, likewise. */
  frame(state: number, task: number): number {
    const pair = this.#numbers[this.#at.rows + state * this.#rowSize + 1 + (task >> 1)]!;
    return (pair >>> (16 * (task & 1))) & MOST_FRAMES;
  }

  /** Program counter of a task in a state. */
  pc(state: number, task: number): number {
    return this.#numbers[this.#at.frameRows + this.frame(state, task) * this.#assembled.image.frame]!;
  }

  /** The cells of a frame, of all states and tasks that have the same; good until the next move. */
  frameCells(part: number): Int32Array {
    const { frame } = this.#assembled.image;
    const start = this.#at.frameRows + part * frame;
    return this.#numbers.subarray(start, start + frame);
  }

  /** Writes the shared cells of all states that have the same. */
  readShared(part: number, into: Int32Array): void {
    const { shared } = this.#assembled.image;
    const start = this.#at.sharedRows + part * shared;
    into.set(this.#numbers.subarray(start, start + shared));
  }

  /** Writes the cells of a state. */
  read(state: number, into: Int32Array): void {
    const { shared, frame, frames, tasks } = this.#assembled.image;
    const row = this.#at.rows + state * this.#rowSize;
    const put = (at: number, rows: number, part: number, length: number): void => {
      const start = rows + part * length;
      into.set(this.#numbers.subarray(start, start + length), at);
    };
    put(0, this.#at.sharedRows, this.#numbers[row]!, shared);
    for (let t = 0; t < tasks; t++) put(frames[t]!, this.#at.frameRows, this.frame(state, t), frame);
  }

  #roomy(): boolean {
    return (
      this.#get('count') <= this.#get('limit') &&
      this.#get('sharedCount') <= this.#get('sharedLimit') &&
      this.#get('frameCount') <= this.#get('frameLimit')
    );
  }

  /** Makes room for more states; false if there may be no more. */
  #move(): boolean {
    const { image, end } = this.#assembled;
    const { maxStates, maxBytes } = this.#options;
    const { states, shared, frames } = this.#capacity;
    if (this.count > maxStates) return false;
    const larger = (now: number, count: string, limit: string, by = GROWTH): number =>
      this.#get(count) > this.#get(limit) ? now * by : now;
    const capacity: Capacity = {
      states: Math.min(maxStates, larger(states, 'count', 'limit', 2)),
      shared: larger(shared, 'sharedCount', 'sharedLimit'),
      frames: larger(frames, 'frameCount', 'frameLimit'),
    };
    const rooms = roomsFor(capacity, image, end, this.#keeps);
    if (this.#get('frameCount') > rooms.globals.frameLimit!) return false;
    if (rooms.bytes > Math.min(maxBytes, MOST_BYTES)) return false;
    const before = this.bytes;
    const more = pagesOf(rooms.bytes) - before / PAGE;
    if (more > 0 && !grew(this.#memory, more)) return false;
    const bytes = new Uint8Array(this.#memory.buffer);
    const recorded = this.#get('recordsEnd') - this.#get('records');
    // Every table comes to lie behind where it lay: the last is moved first.
    for (const { at, count, each, zero } of [...rooms.tables].reverse()) {
      const start = this.#get(at) >>> 0;
      const used = at === 'records' ? recorded : each * ((this.#get(count) >>> 0) + 1);
      const to = rooms.globals[at]!;
      bytes.copyWithin(to, start, start + used);
      if (zero > 0) bytes.fill(0, to + used, Math.min(to + zero, before));
    }
    const { memo, memoMost, slots } = rooms.globals;
    if (memo !== this.#get('memo') || memoMost !== this.#get('memoMost')) bytes.fill(0, memo, Math.min(slots!, before));
    const isMoved = slots !== this.#get('slots');
    this.#numbers = new Int32Array(this.#memory.buffer);
    this.#capacity = capacity;
    this.#at = addresses(rooms);
    for (const [name, value] of Object.entries(rooms.globals)) this.#set(name, value);
    this.#set('recordsEnd', rooms.globals.records! + recorded);
    if (isMoved) this.#call('rehash', this.#get('mask'));
    return true;
  }

  #call(name: string, ...args: readonly number[]): number {
    return (this.#exports[name] as (...args: readonly number[]) => number)(...args);
  }

  #get(name: string): number {
    return (this.#exports[name] as WebAssembly.Global).value;
  }

  #set(name: string, value: number): void {
    (this.#exports[name] as WebAssembly.Global).value = value;
  }
}

function addresses({ globals }: Rooms) {
  const at = (name: string): number => globals[name]! >>> 2;
  return {
    rows: at('rows'),
    places: at('places'),
    records: at('records'),
    sharedRows: at('sharedRows'),
    frameRows: at('frameRows'),
  };
}

function grew(memory: WebAssembly.Memory, pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function pagesOf(bytes: number): number {
  return Math.ceil(bytes / PAGE);
}
