// What a hunk changes outside the functions that it fits: definitions that it adds, removes or replaces, and text that
// the model does not have. In: a hunk and its fits. Out: the chunks of new C it makes, in the order of the file, and
// the status of every line that no function accounts for.

import type { FunctionDef, Program } from '../ast.ts';
import type { Mapping } from './applied.ts';
import type { Found } from './find.ts';
import { heads } from './find.ts';
import { addsInside, type Fit, type PreImage } from './fit.ts';
import { type Item, isTopLevel, itemsOf } from './items.ts';
import type { LaidOut } from './laid-out.ts';
import { messages } from './messages.ts';
import type { Op, Script } from './script.ts';
import { sameFile } from './section.ts';
import type { Piece } from './splice.ts';
import { type FieldEdit, fieldEdits } from './struct-hunk.ts';

export type Chunk =
  | { readonly kind: 'fit'; readonly fit: Fit }
  | { readonly kind: 'new'; readonly pieces: readonly Piece[]; readonly names: readonly string[] };

export interface Explained {
  readonly chunks: readonly Chunk[];
  readonly fields: readonly FieldEdit[];
  /** Globals, constants and structs that go. */
  readonly removed: readonly string[];
  readonly status: Map<number, { status: Mapping; reason?: string }>;
  /** A modelled function that a part of the hunk is about, though it does not fit. */
  readonly unplaced?: { readonly function: string | null; readonly from: number; readonly to: number };
  /** What the hunk is about, if it is no function of the model. */
  readonly about?: string;
}

interface Placed extends Op {
  /** Its index in the pre-image, or for an addition that of the token behind it. */
  readonly at: number;
}

export interface Surroundings {
  readonly program: Program;
  readonly path: string;
  /** Index of the hunk in its file. */
  readonly hunk: number;
  /** The model has functions of this path. */
  readonly pathKnown: boolean;
}

export function explain(script: Script, pre: PreImage, found: Found, fits: readonly Fit[], s: Surroundings): Explained {
  return new Explainer(script, pre, found, fits, s).run();
}

class Explainer {
  readonly #placed: readonly Placed[];
  readonly #chunks: Chunk[] = [];
  readonly #fields: FieldEdit[] = [];
  readonly #removed: string[] = [];
  readonly #status: Explained['status'] = new Map();
  #unplaced: Explained['unplaced'];
  #about: string | undefined;
  readonly #pre: PreImage;
  readonly #found: Found;
  readonly #fits: readonly Fit[];
  readonly #s: Surroundings;

  constructor(script: Script, pre: PreImage, found: Found, fits: readonly Fit[], s: Surroundings) {
    let at = 0;
    this.#placed = script.ops.map((op) => ({ ...op, at: op.kind === 'add' ? at : at++ }));
    this.#pre = pre;
    this.#found = found;
    this.#fits = fits;
    this.#s = s;
  }

  run(): Explained {
    let from = 0;
    for (const fit of this.#fits) {
      this.#gap(from, fit.from);
      this.#chunks.push({ kind: 'fit', fit });
      from = fit.to;
    }
    this.#gap(from, this.#pre.tokens.length);
    return {
      chunks: this.#chunks,
      fields: this.#fields,
      removed: this.#removed,
      status: this.#status,
      ...(this.#unplaced && { unplaced: this.#unplaced }),
      ...(this.#about !== undefined && { about: this.#about }),
    };
  }

  /** Pre-image tokens `from` to `to`, which lie in no function that fits, and what is added among them. */
  #gap(from: number, to: number): void {
    const ops = this.#placed.filter(({ kind, at }) =>
      kind === 'add' ? at >= from && at <= to && !this.#fits.some((f) => addsInside(f, at)) : at >= from && at < to,
    );
    if (!ops.some(isChange)) return;
    const { depth, sure } = this.#depthAt(from, to);
    // A hunk that begins with the brace of a body is about the function whose head stands before it.
    const isBody = from === 0 && this.#pre.tokens[0]?.norm === '{';
    let inside = isBody || depth > 0 ? headOf(ops, depth) : 0;
    // The brace that closes the depth that is seen may close less than the function.
    if (!sure && !this.#looksOutside(ops.slice(inside), depth)) inside = ops.length;
    if (ops.slice(0, inside).some(isChange)) this.#insideOf(ops.slice(0, inside));
    this.#definitions(ops.slice(inside));
  }

  /** How many braces are open before pre-image token `from`. */
  #depthAt(from: number, to: number): { depth: number; sure: boolean } {
    if (from > 0) return { depth: 0, sure: true };
    const net = (end: number): number => this.#depths(end).at(-1) ?? 0;
    if (to < this.#pre.tokens.length) return { depth: -net(to), sure: true };
    const head = heads(this.#pre)[0];
    if (head !== undefined) return { depth: Math.max(0, -net(head)), sure: true };
    return { depth: -Math.min(0, ...this.#depths(this.#pre.tokens.length)), sure: false };
  }

  #depths(end: number): number[] {
    let depth = 0;
    return this.#pre.tokens.slice(0, end).map((t) => {
      if (t.kind === 'punct' && t.norm === '{') depth++;
      if (t.kind === 'punct' && t.norm === '}') depth--;
      return depth;
    });
  }

  /** Whether what stands behind the last brace that is seen to close may be outside of any function. */
  #looksOutside(ops: readonly Placed[], depth: number): boolean {
    if (depth === 0) return this.#looksTopLevel(ops);
    return (['add', 'remove'] as const).every((without) => {
      const own = ops.filter((op) => op.kind !== without);
      const changed = itemsOf(own.map((op) => op.token)).filter((i) => own.slice(i.from, i.to).some(isChange));
      return changed.every((i) => i.kind !== 'other');
    });
  }

  #looksTopLevel(ops: readonly Placed[]): boolean {
    const items = [...itemsOf(side(ops, 'add')), ...itemsOf(side(ops, 'remove'))];
    if (items.some(isTopLevel)) return true;
    if (this.#found.section.kind !== 'none' || !items.every((i) => i.kind === 'global' || i.kind === 'typedef'))
      return false;
    // A declaration may be a local as well as a global.
    return !this.#s.pathKnown || items.some((i) => this.#s.program.globals.has(i.name));
  }

  /** Changes inside a body whose head stands before the hunk. */
  #insideOf(ops: readonly Placed[]): void {
    const { section } = this.#found;
    switch (section.kind) {
      case 'function':
        return this.#inFunction(section.name, ops);
      case 'beginning':
        return this.#inFunction(this.#complete(section.name), ops);
      case 'struct':
        return this.#inStruct(section.name, ops);
      case 'none':
        if (!this.#s.pathKnown) return this.#mark(ops, 'unmodelled', messages.nothingOf(this.#s.path));
        this.#unplaced = { function: null, ...extent(ops) };
    }
  }

  #complete(beginning: string): string {
    const whole = [...this.#s.program.functions.values()].filter((f) => f.name.startsWith(beginning));
    return whole.find((f) => this.#isHere(f))?.name ?? `${beginning}…`;
  }

  #isHere(fn: FunctionDef): boolean {
    return fn.file !== undefined && sameFile(fn.file, this.#s.path);
  }

  #inFunction(name: string, ops: readonly Placed[]): void {
    const fn = this.#s.program.functions.get(name);
    this.#about = name;
    if (fn && (this.#isHere(fn) || (!this.#s.pathKnown && fn.file !== undefined))) {
      if (this.#isHere(fn)) this.#unplaced = { function: name, ...extent(ops) };
      else this.#mark(ops, 'unmodelled', messages.otherFile(name, fn.file!));
    } else if (fn?.file !== undefined) {
      this.#mark(ops, 'unmodelled', messages.otherFile(name, fn.file));
    } else {
      this.#mark(ops, 'unmodelled', fn ? messages.ownFunction(name) : messages.noFunction(name));
    }
  }

  #inStruct(name: string, ops: readonly Placed[]): void {
    this.#about ??= name;
    const struct = this.#s.program.structs.get(name);
    if (!struct) return this.#mark(ops, 'unmodelled', messages.noStruct(name));
    const elsewhere = this.#elsewhere(struct);
    if (elsewhere) return this.#mark(ops, 'unmodelled', elsewhere);
    const edit = fieldEdits(struct, ops, this.#s.hunk);
    this.#fields.push(edit);
    this.#mark(ops, 'mapped');
    for (const [line, field] of edit.unknown)
      this.#status.set(line, { status: 'unmodelled', reason: messages.noField(name, field) });
  }

  #definitions(ops: readonly Placed[]): void {
    const now = ops.filter((op) => op.kind !== 'remove');
    const before = ops.filter((op) => op.kind !== 'add');
    const replaced = new Set<string>();
    for (const item of itemsOf(now.map((op) => op.token))) {
      const own = now.slice(item.from, item.to);
      const range = ops.slice(ops.indexOf(own[0]!), ops.indexOf(own.at(-1)!) + 1);
      if (!range.some(isChange)) continue;
      replaced.add(item.name);
      if (own.every((op) => op.kind === 'add')) this.#newItem(item, own, range);
      else this.#changedItem(item, own, range);
    }
    for (const item of itemsOf(before.map((op) => op.token))) {
      const own = before.slice(item.from, item.to);
      if (own.every((op) => op.kind === 'remove') && !replaced.has(item.name)) this.#removedItem(item, own);
      else if (own.some(isChange)) {
        const known = this.#statusOf(own);
        this.#mark(own, known?.status ?? 'mapped', known?.reason);
      }
    }
  }

  #newItem(item: Item, own: readonly Placed[], range: readonly Placed[]): void {
    switch (item.kind) {
      case 'function':
      case 'struct':
      case 'enum':
      case 'typedef':
      case 'global':
      case 'constant':
        this.#about ??= item.kind === 'function' ? item.name : undefined;
        return this.#enter(item, own, range);
      case 'function-macro': {
        // What the model has as a function is changed by it, unseen by the model.
        if (this.#s.program.functions.has(item.name)) return this.#silentItem(item, range);
        this.#emit(own, item.name);
        return this.#mark(range, 'mapped');
      }
      case 'initcall':
        this.#emit(own, item.name);
        return this.#mark(range, 'mapped');
      default:
        return this.#silentItem(item, range);
    }
  }

  #changedItem(item: Item, own: readonly Placed[], range: readonly Placed[]): void {
    const { program } = this.#s;
    switch (item.kind) {
      case 'function':
        return this.#inFunction(item.name, range);
      case 'struct':
        return this.#inStruct(item.name, range);
      case 'global':
        if (!program.globals.has(item.name)) return this.#mark(range, 'unmodelled', messages.notKnown(item.name));
        return this.#enter(item, own, range);
      case 'enum':
        if (!item.complete) return this.#mark(range, 'unmodelled', messages.notUnderstood);
        this.#emit(own, item.name);
        return this.#mark(range, 'mapped');
      default:
        return this.#silentItem(item, range);
    }
  }

  #removedItem(item: Item, own: readonly Placed[]): void {
    const { program } = this.#s;
    switch (item.kind) {
      case 'function':
        return this.#inFunction(item.name, own);
      case 'struct':
      case 'global':
      case 'constant': {
        const known =
          program.structs.has(item.name) || program.globals.has(item.name) || program.constants.has(item.name);
        if (!known) return this.#mark(own, 'unmodelled', messages.notKnown(item.name));
        const elsewhere = this.#elsewhere(program.structs.get(item.name) ?? program.globals.get(item.name));
        if (elsewhere) return this.#mark(own, 'unmodelled', elsewhere);
        this.#removed.push(item.name);
        return this.#mark(own, 'mapped');
      }
      case 'initcall':
        if (!program.initcalls.some((i) => i.function === item.name))
          return this.#mark(own, 'elided', messages.declaration);
        this.#removed.push(item.name);
        return this.#mark(own, 'mapped');
      default:
        return this.#silentItem(item, own);
    }
  }

  #silentItem(item: Item, ops: readonly Placed[]): void {
    switch (item.kind) {
      case 'prototype':
      case 'export':
        return this.#mark(ops, 'elided', messages.declaration);
      case 'include':
        return this.#mark(ops, 'elided', messages.include);
      case 'function-macro':
      case 'macro':
        return this.#mark(ops, 'unmodelled', messages.noMacro(item.name));
      default:
        return this.#mark(ops, 'unmodelled', messages.notUnderstood);
    }
  }

  /** A definition that the program is to have, unless it has another of that name in another file. */
  #enter(item: Item, own: readonly Placed[], range: readonly Placed[]): void {
    const { functions, structs, globals } = this.#s.program;
    const old = item.kind === 'struct' ? structs.get(item.name) : (functions.get(item.name) ?? globals.get(item.name));
    const elsewhere = item.kind === 'enum' ? undefined : this.#elsewhere(old);
    if (elsewhere) return this.#mark(range, 'unmodelled', elsewhere);
    this.#emit(own, item.name);
    this.#mark(range, 'mapped');
  }

  /** Why a definition of the model is not the one that this file has. */
  #elsewhere(old: { readonly name: string; readonly file?: string } | undefined): string | undefined {
    if (!old) return undefined;
    if (old.file !== undefined)
      return sameFile(old.file, this.#s.path) ? undefined : messages.otherFile(old.name, old.file);
    // The vocabulary's own: only a file that the model knows may replace it.
    return this.#s.pathKnown ? undefined : messages.taken(old.name);
  }

  #emit(own: readonly Placed[], name: string): void {
    const pieces = own.map(
      ({ token }): Piece => ({ token, origin: { kind: 'added', hunk: this.#s.hunk, line: token.line } }),
    );
    this.#chunks.push({ kind: 'new', pieces, names: [name] });
  }

  #statusOf(ops: readonly Placed[]): { status: Mapping; reason?: string } | undefined {
    for (const op of ops) {
      const known = this.#status.get(op.token.line);
      if (known) return known;
    }
    return undefined;
  }

  #mark(ops: readonly Placed[], status: Mapping, reason?: string): void {
    for (const op of ops) {
      if (!isChange(op) || this.#status.has(op.token.line)) continue;
      this.#status.set(op.token.line, { status, ...(reason && { reason }) });
    }
  }
}

function isChange(op: Op): boolean {
  return op.kind !== 'keep';
}

function side(ops: readonly Op[], without: 'add' | 'remove'): LaidOut[] {
  return ops.filter((op) => op.kind !== without).map((op) => op.token);
}

/** How many operations lie inside a body that has `depth` braces open. */
function headOf(ops: readonly Placed[], depth: number): number {
  let open = depth;
  for (const [i, { kind, token }] of ops.entries()) {
    if (kind === 'add' || token.kind !== 'punct') continue;
    if (token.norm === '{') open++;
    if (token.norm === '}' && --open === 0) return ops[i + 1]?.token.norm === ';' ? i + 2 : i + 1;
  }
  return ops.length;
}

function extent(ops: readonly Placed[]): { from: number; to: number } {
  const last = ops.at(-1)!;
  return { from: ops[0]!.at, to: last.kind === 'add' ? last.at : last.at + 1 };
}
