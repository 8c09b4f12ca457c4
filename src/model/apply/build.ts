// Parses the new text and puts what it defines into the program.

import type { Diagnostic } from '../../base/diagnostic.ts';
import { placeOf, type Source } from '../../base/source.ts';
import type { Definition, FunctionDef, Initcall, Program, Stmt } from '../ast.ts';
import { knownOf } from '../c/known.ts';
import type { MacroDef } from '../c/macros.ts';
import { parseC } from '../c/parse.ts';
import { takenFunctions } from '../call-graph.ts';
import { checkDefinition } from '../check-definitions.ts';
import { checkFunction } from '../check-function.ts';
import { printFunctionC, printSignatureC } from '../print/c.ts';
import { addedStatements, markElided } from './added.ts';
import type { ApplyOptions, ApplyWarning } from './applied.ts';
import type { FileChunks, Group } from './chunks.ts';
import { layOut } from './laid-out.ts';
import { usedMacros } from './macros.ts';
import type { PlacedFile } from './place.ts';
import { type Piece, type Text, write } from './splice.ts';
import type { FieldEdit } from './struct-hunk.ts';

interface Written extends Text {
  readonly source: Source;
  readonly file: PlacedFile;
}

/** A program under change. Its maps are new; the given program stays as it is. */
export class Builder {
  readonly #before: Program;
  readonly #options: ApplyOptions;
  readonly #functions: Map<string, FunctionDef>;
  readonly #structs: Map<string, Program['structs'] extends ReadonlyMap<string, infer S> ? S : never>;
  readonly #globals: Map<string, Extract<Definition, { kind: 'global' }>>;
  readonly #constants: Map<string, Extract<Definition, { kind: 'constant' }>>;
  readonly #typedefs: Map<string, Program['typedefs'] extends ReadonlyMap<string, infer T> ? T : never>;
  readonly #initcalls: Initcall[];
  readonly #macros = new Map<string, MacroDef>();
  readonly #written = new Map<Source, Written>();
  readonly #touched = new Set<string>();
  readonly addedStatements = new Map<string, readonly Stmt[]>();
  readonly refused = new Map<string, readonly Diagnostic[]>();
  readonly refusals: Diagnostic[] = [];
  readonly warnings: ApplyWarning[] = [];
  readonly program: Program;

  constructor(program: Program, options: ApplyOptions) {
    this.#before = program;
    this.#options = options;
    this.#functions = new Map(program.functions);
    this.#structs = new Map(program.structs);
    this.#globals = new Map(program.globals);
    this.#constants = new Map(program.constants);
    this.#typedefs = new Map(program.typedefs);
    this.#initcalls = [...program.initcalls];
    this.program = {
      functions: this.#functions,
      structs: this.#structs,
      globals: this.#globals,
      constants: this.#constants,
      typedefs: this.#typedefs,
      initcalls: this.#initcalls,
    };
  }

  get touched(): readonly string[] {
    return [...this.#touched];
  }

  /** Parses and enters the text of several files: new definitions first, since functions of any file may use them. */
  async build(files: readonly FileChunks[]): Promise<void> {
    const groups = files.flatMap((f) => f.groups);
    for (const { removed } of files) for (const name of removed) this.#remove(name);
    for (const { fields, file } of files) for (const edit of fields) await this.#editStruct(edit, file);
    for (const g of groups) if (g.units.length === 0) await this.#parse(g);
    for (const g of groups) if (g.units.length > 0) await this.#parse(g);
  }

  /** Checks what changed against the program that came out, and all that may use what changed by its name. */
  check(): void {
    this.#checkDefinitions();
    this.#makeMacros();
    const all = this.#changesNames();
    for (const fn of this.#functions.values()) {
      const isOld = this.#before.functions.get(fn.name) === fn;
      if (isOld && !all) continue;
      const found = checkFunction(this.program, fn);
      if (found.length === 0) continue;
      if (isOld && checkFunction(this.#before, fn).length > 0) continue;
      for (const d of found) this.#refuse(fn.name, d);
    }
    for (const initcall of this.#initcalls) this.#checkInitcall(initcall);
  }

  #makeMacros(): void {
    const changed = [...this.#functions.values()].filter((fn) => this.#before.functions.get(fn.name) !== fn);
    const { made, refused } = usedMacros(this.program, this.#macros, changed);
    for (const fn of made) this.#functions.set(fn.name, fn);
    for (const { function: name, diagnostic } of refused) this.#refuse(name, diagnostic);
  }

  /** Takes out what came new and cannot be, so that what uses it is refused by its name. */
  #checkDefinitions(): void {
    for (const [now, before] of [
      [this.#globals, this.#before.globals],
      [this.#structs, this.#before.structs],
      [this.#constants, this.#before.constants],
    ] as const)
      for (const [name, d] of now) {
        if (before.get(name) === d) continue;
        const found = checkDefinition(this.program, d);
        for (const refusal of found) this.#refuse('', refusal);
        if (found.length > 0) now.delete(name);
      }
  }

  /** Whether anything changed that a function elsewhere can see: a signature, or what is no function. */
  #changesNames(): boolean {
    const { functions, structs, globals, constants, typedefs } = this.#before;
    const same = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean =>
      a.size === b.size && [...a].every(([name, d]) => b.get(name) === d);
    if (!same(structs, this.#structs) || !same(globals, this.#globals)) return true;
    if (!same(constants, this.#constants) || !same(typedefs, this.#typedefs)) return true;
    // A function that has become a value is what calls through pointers may be of.
    const taken = [takenFunctions(this.#before), takenFunctions(this.program)].map((names) => [...names].join());
    if (taken[0] !== taken[1]) return true;
    return [...functions.values()].some((old) => {
      const now = this.#functions.get(old.name);
      return now !== old && (!now || printSignatureC(now) !== printSignatureC(old));
    });
  }

  #checkInitcall({ function: name, span }: Initcall): void {
    const fn = this.#functions.get(name);
    const why = fn ? fn.params.length > 0 && 'it takes parameters' : 'the model has no function of that name';
    if (why) this.#refuse('', { message: `Cannot run \`${name}()\` at the start: ${why}.`, span });
  }

  #remove(name: string): void {
    this.#globals.delete(name);
    this.#constants.delete(name);
    this.#structs.delete(name);
    const at = this.#initcalls.findIndex((i) => i.function === name);
    if (at >= 0) this.#initcalls.splice(at, 1);
  }

  async #parse(group: Group): Promise<void> {
    const written = this.#write(group.file, group.pieces);
    const known = knownOf(this.program, this.#options.elides, this.#options.config);
    const parsed = await parseC(written.source, known);
    // As parsed: one that the program has already, unchanged, keeps its old tree, whose places are elsewhere.
    const functions: FunctionDef[] = [];
    for (const [name, type] of parsed.typedefs) this.#typedefs.set(name, type);
    for (const d of parsed.definitions) {
      if (d.kind === 'function') {
        functions.push(d);
        this.#enter(d, group.file.path);
      } else this.#enterOther(d, group.file.path);
    }
    for (const macro of parsed.macros) this.#macros.set(macro.name, macro);
    this.#initcalls.push(...parsed.initcalls);
    this.#initcalls.sort((a, b) => a.level - b.level);
    for (const w of parsed.warnings) this.warnings.push(this.#warning(w.text, w.span.start, written));
    for (const refusal of parsed.refusals) {
      const at = refusal.span?.start ?? 0;
      const inside = functions.filter((f) => f.span.start <= at && at < f.span.end);
      const lost = group.units.filter((u) => !functions.some((f) => f.name === u.fn.name));
      const names = inside.length > 0 ? inside.map((f) => f.name) : lost.map((u) => u.fn.name);
      for (const name of names.length > 0 ? names : ['']) this.#refuse(name, refusal);
    }
    for (const { fn } of group.units) {
      if (functions.some((f) => f.name === fn.name)) continue;
      this.#functions.delete(fn.name);
      this.#touched.add(fn.name);
    }
    for (const fn of functions) {
      markElided(fn, written);
      const added = addedStatements(fn, written);
      if (added.length > 0) this.addedStatements.set(fn.name, added);
    }
  }

  /** A function of the patch takes from the model's what C does not say. */
  #enter(fn: FunctionDef, path: string): void {
    const old = this.#before.functions.get(fn.name);
    const entered: FunctionDef = old
      ? {
          ...fn,
          file: old.file ?? path,
          atomic: old.atomic,
          declares: old.declares,
          ...(old.byName && { byName: old.byName }),
          variadic: old.variadic || fn.variadic,
        }
      : { ...fn, file: path };
    const now = this.#functions.get(fn.name);
    if (now && this.#print(now) === this.#print(entered)) return;
    this.#functions.set(fn.name, entered);
    this.#touched.add(fn.name);
  }

  #print(fn: FunctionDef): string {
    return printFunctionC(fn, this.program).text;
  }

  #enterOther(d: Exclude<Definition, FunctionDef>, path: string): void {
    switch (d.kind) {
      case 'struct': {
        const old = this.#structs.get(d.name);
        this.#structs.set(d.name, { ...d, file: old?.file ?? path, stable: old?.stable ?? [] });
        return;
      }
      case 'global':
        this.#globals.set(d.name, { ...d, file: this.#globals.get(d.name)?.file ?? path });
        return;
      case 'constant':
        this.#constants.set(d.name, d);
    }
  }

  async #editStruct(edit: FieldEdit, file: PlacedFile): Promise<void> {
    const old = this.#structs.get(edit.struct);
    if (!old) return;
    const [open, close] = [layOut(`struct ${edit.struct} {`), layOut('};')].map((tokens) =>
      tokens.map((token): Piece => ({ token, origin: { kind: 'model', function: '', line: 0 } })),
    );
    const written = this.#write(file, [...open!, ...edit.added, ...close!]);
    const parsed = await parseC(written.source, knownOf(this.program, [], this.#options.config));
    for (const refusal of parsed.refusals) this.#refuse('', refusal);
    const added = parsed.definitions.flatMap((d) => (d.kind === 'struct' ? d.fields : []));
    const gone = new Set([...edit.removed, ...added.map((f) => f.name)]);
    const fields = [...old.fields.filter((f) => !gone.has(f.name)), ...added];
    this.#structs.set(old.name, { ...old, fields, stable: old.stable.filter((s) => fields.some((f) => f.name === s)) });
  }

  #write(file: PlacedFile, pieces: readonly Piece[]): Written {
    const text = write(pieces);
    const source: Source = { name: file.path, text: text.text };
    const written = { ...text, source, file };
    this.#written.set(source, written);
    return written;
  }

  /** Notes a refusal, in its function if it has one, and at its line of the mail if that is where it came from. */
  #refuse(name: string, refusal: Diagnostic): void {
    if (name) this.refused.set(name, [...(this.refused.get(name) ?? []), refusal]);
    if (!this.refusals.includes(refusal)) this.refusals.push(refusal);
    const written = refusal.span && this.#written.get(refusal.span.source);
    const origin = written?.origins[placeOf(refusal.span!.source, refusal.span!.start).line - 1];
    if (written && origin?.kind === 'added')
      written.file.hunks[origin.hunk]!.status.set(origin.line, { status: 'unmodelled', reason: refusal.message });
  }

  #warning(text: string, at: number, written: Written): ApplyWarning {
    const origin = written.origins[placeOf(written.source, at).line - 1];
    const line = origin?.kind === 'added' ? written.file.hunks[origin.hunk]!.hunk.lines[origin.line]!.line : 0;
    return { code: 'unknown-config-symbol', file: written.file.path, line, text };
  }
}

export type { Written };
