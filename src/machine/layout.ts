// Where everything lies in a state, which is one row of 32-bit cells:
//
//   leak mark | globals | pool objects, each with its status in front | locals in memory of each task | frames
//   frame:  pc | counts, interrupts off | integer slots | pointer slots
//
// A pointer is 0x40000000 | object << 12 | cell within the object; null is 0. Integers live in other cells than
// pointers, so that renumbering objects never touches an integer that looks like one.

import { Refusal } from '../base/diagnostic.ts';
import type { GlobalDef, Program, Type } from '../model/ast.ts';
import { takenFunctions } from '../model/call-graph.ts';
import { printType } from '../model/print/type.ts';

export const POINTER = 0x40000000;
export const OBJECT_SHIFT = 12;
export const CELL_MASK = 0xfff;
export const OBJECT_MASK = 0x3ffff;

/** Status of a pool object. Its lowest bit says that the object may be accessed. */
export const UNUSED = 0;
export const LIVE = 1;
export const FREED = 2;
/** Live, and not reached from shared cells since it was allocated: what another task cannot know. Reduced searches alone tell it. */
export const PRIVATE = 3;
export const ACCESSIBLE = 1;

export const LEAK_CELL = 0;

export interface MemoryObject {
  /** First cell of its fields. */
  readonly base: number;
  readonly size: number;
  /** Cell of its status; -1 for an object that is never freed. */
  readonly status: number;
  readonly type: Type;
  readonly name: string;
}

export interface Pool {
  readonly struct: string;
  /** Object numbers `first` to `first + count - 1`. */
  readonly first: number;
  readonly count: number;
  readonly size: number;
  /** Offsets of the cells that hold pointers. */
  readonly pointers: readonly number[];
  readonly stable: ReadonlySet<number>;
}

export interface Layout {
  readonly program: Program;
  /** By object number; number 0 is none. */
  readonly objects: readonly MemoryObject[];
  readonly globals: ReadonlyMap<string, number>;
  /** Functions whose address is taken: objects without cells. */
  readonly functions: ReadonlyMap<string, number>;
  readonly pools: readonly Pool[];
  /** Cells of globals that hold pointers. */
  readonly globalPointers: readonly number[];
  /** First cell behind globals and pools. */
  readonly end: number;
}

/** Cells of a type. */
export function sizeOf(type: Type, program: Program): number {
  switch (type.kind) {
    case 'array':
      return type.length * sizeOf(type.of, program);
    case 'struct':
      return structOf(type.name, program).fields.reduce((sum, f) => sum + sizeOf(f.type, program), 0);
    case 'void':
    case 'function':
      return 0;
    default:
      return 1;
  }
}

/** The scalar types of a type's cells, in order. */
export function cellTypes(type: Type, program: Program): Type[] {
  switch (type.kind) {
    case 'array':
      return Array.from({ length: type.length }, () => cellTypes(type.of, program)).flat();
    case 'struct':
      return structOf(type.name, program).fields.flatMap((f) => cellTypes(f.type, program));
    case 'void':
    case 'function':
      return [];
    default:
      return [type];
  }
}

/** Cell of a field within its struct. */
export function offsetOf(struct: string, field: string, program: Program): number {
  let offset = 0;
  for (const f of structOf(struct, program).fields) {
    if (f.name === field) return offset;
    offset += sizeOf(f.type, program);
  }
  throw new Error(`no field ${field} in struct ${struct}`);
}

function structOf(name: string, program: Program) {
  const def = program.structs.get(name);
  if (def) return def;
  throw new Refusal(`Cannot lay out \`${printType({ kind: 'struct', name })}\`: the model has no such struct.`);
}

function pointerCells(type: Type, program: Program): number[] {
  return cellTypes(type, program).flatMap((t, i) => (t.kind === 'pointer' ? [i] : []));
}

/** Lays out globals and pools; frames follow behind `end`. */
export function layOut(
  program: Program,
  variables: readonly GlobalDef[],
  pools: Readonly<Record<string, number>>,
): Layout {
  const objects: MemoryObject[] = [{ base: 0, size: 0, status: -1, type: { kind: 'void' }, name: 'none' }];
  const globals = new Map<string, number>();
  const globalPointers: number[] = [];
  let end = LEAK_CELL + 1;

  for (const g of variables) {
    const size = sizeOf(g.type, program);
    globals.set(g.name, objects.length);
    objects.push({ base: end, size, status: -1, type: g.type, name: g.name });
    for (const cell of pointerCells(g.type, program)) globalPointers.push(end + cell);
    end += size;
  }

  const functions = new Map<string, number>();
  for (const name of takenFunctions(program)) {
    functions.set(name, objects.length);
    objects.push({ base: 0, size: 0, status: -1, type: { kind: 'void' }, name });
  }

  const laid: Pool[] = [];
  for (const [struct, count] of Object.entries(pools)) {
    const type: Type = { kind: 'struct', name: struct };
    const size = sizeOf(type, program);
    const def = structOf(struct, program);
    const stable = new Set(def.stable.flatMap((f) => stableCells(struct, f, program)));
    laid.push({ struct, first: objects.length, count, size, pointers: pointerCells(type, program), stable });
    for (let i = 0; i < count; i++) {
      objects.push({ base: end + 1, size, status: end, type, name: `${struct} ${i + 1}` });
      end += 1 + size;
    }
  }
  return { program, objects, globals, functions, pools: laid, globalPointers, end };
}

function stableCells(struct: string, field: string, program: Program): number[] {
  const offset = offsetOf(struct, field, program);
  const type = structOf(struct, program).fields.find((f) => f.name === field)!.type;
  return Array.from({ length: sizeOf(type, program) }, (_, i) => offset + i);
}
