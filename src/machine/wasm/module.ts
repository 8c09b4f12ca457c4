// A WebAssembly module while it is put together: one memory, which it imports, one table of all its functions that are
// called by number, 32-bit globals, functions. Out come the bytes of the binary format.

import { Bytes, type Code, I32, type ValueType } from './code.ts';

const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  global: 6,
  export: 7,
  element: 9,
  code: 10,
} as const;
const FUNCTION_TYPE = 0x60;
const FUNCTION_NAMES = 1;
const FUNCREF = 0x70;

interface Signature {
  readonly params: number;
  readonly results: number;
}

export class ModuleBuilder {
  readonly #signatures: Signature[] = [];
  readonly #functions: { readonly type: number; readonly code: Code | undefined }[] = [];
  readonly #globals: number[] = [];
  readonly #exports: { readonly name: string; readonly kind: number; readonly index: number }[] = [];
  readonly #table: number[] = [];
  readonly #names: { readonly fn: number; readonly name: string }[] = [];

  /** The number of a type whose parameters and results are all 32-bit numbers. */
  type(params: number, results: number): number {
    const known = this.#signatures.findIndex((s) => s.params === params && s.results === results);
    return known >= 0 ? known : this.#signatures.push({ params, results }) - 1;
  }

  /** The number of a function that gets its code later; its name is for those who look at a profile. */
  declare(params: number, results: number, name?: string): number {
    const fn = this.#functions.push({ type: this.type(params, results), code: undefined }) - 1;
    if (name !== undefined) this.#names.push({ fn, name });
    return fn;
  }

  define(fn: number, code: Code): void {
    this.#functions[fn] = { ...this.#functions[fn]!, code };
  }

  /** A variable that is exported under a name, and its number. */
  global(name: string, value = 0): number {
    const index = this.#globals.push(value) - 1;
    this.#exports.push({ name, kind: 3, index });
    return index;
  }

  export(name: string, fn: number): void {
    this.#exports.push({ name, kind: 0, index: fn });
  }

  /** The number by which a function can be called indirectly. */
  slot(fn: number): number {
    return this.#table.push(fn) - 1;
  }

  build(): Uint8Array<ArrayBuffer> {
    const out = new Bytes();
    out.bytes([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    section(out, SECTION.type, () => {
      out.u32(this.#signatures.length);
      for (const { params, results } of this.#signatures) {
        out.byte(FUNCTION_TYPE);
        for (const count of [params, results]) {
          out.u32(count);
          for (let i = 0; i < count; i++) out.byte(I32);
        }
      }
    });
    section(out, SECTION.import, () => {
      out.u32(1);
      out.name('m');
      out.name('m');
      out.bytes([2, 0, 1]);
    });
    section(out, SECTION.function, () => {
      out.u32(this.#functions.length);
      for (const { type } of this.#functions) out.u32(type);
    });
    section(out, SECTION.table, () => {
      out.u32(1);
      out.byte(FUNCREF);
      out.byte(0);
      out.u32(this.#table.length);
    });
    section(out, SECTION.global, () => {
      out.u32(this.#globals.length);
      for (const value of this.#globals) {
        out.bytes([I32, 1, 0x41]);
        out.s32(value);
        out.byte(0x0b);
      }
    });
    section(out, SECTION.export, () => {
      out.u32(this.#exports.length);
      for (const { name, kind, index } of this.#exports) {
        out.name(name);
        out.byte(kind);
        out.u32(index);
      }
    });
    section(out, SECTION.element, () => {
      out.u32(1);
      out.bytes([0, 0x41, 0, 0x0b]);
      out.u32(this.#table.length);
      for (const fn of this.#table) out.u32(fn);
    });
    section(out, SECTION.code, () => {
      out.u32(this.#functions.length);
      for (const { code } of this.#functions) {
        if (!code) throw new Error('a function without code');
        body(out, code);
      }
    });
    section(out, SECTION.custom, () => {
      out.name('name');
      section(out, FUNCTION_NAMES, () => {
        out.u32(this.#names.length);
        for (const { fn, name } of this.#names) {
          out.u32(fn);
          out.name(name);
        }
      });
    });
    return out.written;
  }
}

function section(out: Bytes, id: number, write: () => void): void {
  out.byte(id);
  const size = out.reserve();
  const start = out.length;
  write();
  out.fill(size, out.length - start);
}

function body(out: Bytes, code: Code): void {
  const size = out.reserve();
  const start = out.length;
  const runs: { type: ValueType; count: number }[] = [];
  for (const type of code.locals) {
    const last = runs.at(-1);
    if (last?.type === type) last.count++;
    else runs.push({ type, count: 1 });
  }
  out.u32(runs.length);
  for (const { type, count } of runs) {
    out.u32(count);
    out.byte(type);
  }
  out.bytes(code.written);
  out.byte(0x0b);
  out.fill(size, out.length - start);
}
