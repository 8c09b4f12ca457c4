// Memory as C sees it, not as a machine does: blocks (a variable, an object of a pool) that hold cells, and pointers
// that are a block and the way into it. No address is a number, so nothing depends on where anything lies.

import { Refusal } from '../../base/diagnostic.ts';
import type { Span } from '../../base/source.ts';
import type { FunctionDef, Program, Type } from '../../model/ast.ts';
import { type Value, zero } from './value.ts';

export type Memory =
  | { readonly kind: 'scalar'; readonly type: Type; value: Value }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: ReadonlyMap<string, Memory> }
  | { readonly kind: 'array'; readonly items: readonly Memory[] };

export interface Block {
  readonly kind: 'global' | 'local' | 'object' | 'function';
  /** What a reader of a trace calls it: `swap_info`, `page 1`. */
  readonly name: string;
  readonly type: Type;
  memory: Memory;
  /** A local is freed when its call returns. */
  live: boolean;
}

/** `block` is a number where it is none: 0 for a null pointer, else an integer that was cast to a pointer. */
export interface Place {
  readonly block: Block | number;
  /** Fields and indices. An index into what is no array is an offset from it, in units of its size. */
  readonly path: readonly (string | number)[];
}

export type StopReason = 'bug' | 'null' | 'bounds' | 'use-after-free' | 'double-free';

/** Thrown where a task stops for good. */
export class Stop extends Error {
  readonly reason: StopReason;
  readonly span: Span;

  constructor(reason: StopReason, span: Span) {
    super(`the task stopped: ${reason}`);
    this.reason = reason;
    this.span = span;
  }
}

/** Zeroed memory for a value of this type. */
export function zeroed(type: Type, program: Program): Memory {
  if (type.kind === 'array')
    return { kind: 'array', items: Array.from({ length: type.length }, () => zeroed(type.of, program)) };
  if (type.kind !== 'struct') return { kind: 'scalar', type, value: zero(type) };
  const fields = program.structs.get(type.name)?.fields;
  if (!fields) throw new Refusal(`Cannot lay out struct \`${type.name}\`: the model has no such struct.`);
  return { kind: 'struct', name: type.name, fields: new Map(fields.map((f) => [f.name, zeroed(f.type, program)])) };
}

export function newBlock(kind: Block['kind'], name: string, type: Type, program: Program): Block {
  return { kind, name, type, memory: zeroed(type, program), live: true };
}

/** A function as what a pointer points to: nothing in it can be read. */
export function codeBlock(fn: FunctionDef): Block {
  const type = { kind: 'function', params: fn.params, result: fn.result } as const;
  return { kind: 'function', name: fn.name, type, memory: { kind: 'array', items: [] }, live: true };
}

export function copyOf(m: Memory): Memory {
  switch (m.kind) {
    case 'scalar':
      return { ...m };
    case 'struct':
      return { ...m, fields: new Map([...m.fields].map(([name, field]) => [name, copyOf(field)])) };
    case 'array':
      return { ...m, items: m.items.map(copyOf) };
  }
}

/** An object lies where its first part does. */
export function samePlace(a: Place, b: Place): boolean {
  const x = outermost(a);
  const y = outermost(b);
  return x.block === y.block && x.path.length === y.path.length && x.path.every((key, i) => key === y.path[i]);
}

function outermost(p: Place): Place {
  let { path } = p;
  while (path.length > 0 && isFirstPart(p.block, path)) path = path.slice(0, -1);
  return { block: p.block, path };
}

function isFirstPart(block: Block | number, path: Place['path']): boolean {
  const outer = typeof block === 'number' ? undefined : memoryAt(block.memory, path.slice(0, -1));
  const key = path.at(-1);
  if (outer?.kind === 'array') return key === 0;
  return outer?.kind === 'struct' && key === outer.fields.keys().next().value;
}

/** The part of memory with this type that lies where a pointer points: a pointer may have been cast from another type. */
export function viewedAs(p: Place, type: Type): Place {
  if (typeof p.block === 'number') return p;
  const fits = (m: Memory | undefined): boolean => {
    if (m?.kind === 'struct') return type.kind === 'struct' && m.name === type.name;
    if (m?.kind === 'array') return type.kind === 'array';
    return m !== undefined && type.kind !== 'struct' && type.kind !== 'array';
  };
  const here = memoryAt(p.block.memory, p.path);
  if (!here || fits(here)) return p;
  for (let { path } = p; path.length > 0 && isFirstPart(p.block, path); ) {
    path = path.slice(0, -1);
    if (fits(memoryAt(p.block.memory, path))) return { block: p.block, path };
  }
  for (let path = p.path, m: Memory | undefined = here; m; ) {
    if (fits(m)) return { block: p.block, path };
    const first: string | number | undefined = m.kind === 'struct' ? m.fields.keys().next().value : 0;
    if (first === undefined || m.kind === 'scalar') break;
    path = [...path, first];
    m = memoryAt(p.block.memory, path);
  }
  return p;
}

/** Where the struct lies of which this is the member at the end of the way; nothing if it is none. */
export function wholeAround(
  p: Place,
  way: readonly { readonly struct: string; readonly field: string }[],
): Place | undefined {
  if (typeof p.block === 'number') return undefined;
  const { memory } = p.block;
  let path = outermost(p).path;
  for (let m = memoryAt(memory, path); m; m = memoryAt(memory, path)) {
    const outer = path.slice(0, -way.length);
    const struct = path.length < way.length ? undefined : memoryAt(memory, outer);
    const isWay = way.every(({ field }, i) => path[path.length - way.length + i] === field);
    if (isWay && struct?.kind === 'struct' && struct.name === way[0]!.struct) return { block: p.block, path: outer };
    const first: string | number | undefined = m.kind === 'struct' ? m.fields.keys().next().value : 0;
    if (first === undefined || m.kind === 'scalar') return undefined;
    path = [...path, first];
  }
  return undefined;
}

/** The memory at the end of a path, or nothing if the path leads outside. */
export function memoryAt(m: Memory, path: Place['path']): Memory | undefined {
  let at: Memory | undefined = m;
  for (const key of path) {
    if (typeof key === 'number') at = at?.kind === 'array' ? at.items[key] : key === 0 ? at : undefined;
    else at = at?.kind === 'struct' ? at.fields.get(key) : undefined;
  }
  return at;
}

/** `p + n`. */
export function offset(p: Place, n: number): Place {
  if (n === 0) return p;
  const last = p.path.at(-1);
  if (typeof last !== 'number') return { block: p.block, path: [...p.path, n] };
  const outer = p.path.slice(0, -1);
  const inArray = typeof p.block !== 'number' && memoryAt(p.block.memory, outer)?.kind === 'array';
  return { block: p.block, path: last + n === 0 && !inArray ? outer : [...outer, last + n] };
}

/** An address in the first page is a null pointer with an offset. */
export function isNull(address: number): boolean {
  return address < 4096;
}

/** What an access to a place finds there; stops the task if it may not. */
export function access(p: Place, mode: 'read' | 'write', program: Program, span: Span): Memory {
  if (typeof p.block === 'number') throw new Stop(isNull(p.block) ? 'null' : 'bounds', span);
  if (p.block.kind === 'function') throw new Stop('bounds', span);
  if (!p.block.live && !(mode === 'read' && isStable(p.block, p.path[0], program)))
    throw new Stop('use-after-free', span);
  const memory = memoryAt(p.block.memory, p.path);
  if (!memory) throw new Stop('bounds', span);
  return memory;
}

function isStable(block: Block, field: string | number | undefined, program: Program): boolean {
  if (block.kind !== 'object' || block.type.kind !== 'struct' || typeof field !== 'string') return false;
  return program.structs.get(block.type.name)?.stable.includes(field) ?? false;
}

export function load(m: Memory): Value {
  if (m.kind === 'scalar') return m.value;
  return { kind: 'struct', memory: copyOf(m) };
}
