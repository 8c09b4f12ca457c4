// A small language for tests: C in, programs and patches out.

import { type Applied, applyPatch } from '../../src/model/apply/apply.ts';
import type { Definition, FunctionDef, Program } from '../../src/model/ast.ts';
import { C_TYPES } from '../../src/model/base-types.ts';
import { knownOf } from '../../src/model/c/known.ts';
import { parseC } from '../../src/model/c/parse.ts';
import type { Elision } from '../../src/model/model.ts';
import { printConstantC, printFunctionC, printGlobalC, printStructC } from '../../src/model/print/c.ts';
import type { FilePatch, Hunk, HunkLine } from '../../src/patch/patch.ts';

export const EMPTY: Program = {
  functions: new Map(),
  structs: new Map(),
  globals: new Map(),
  constants: new Map(),
  typedefs: C_TYPES,
  initcalls: [],
};

/** A program with the definitions of a C text added. Without `file` they are the vocabulary's, not the kernel's. */
export async function withC(
  program: Program,
  text: string,
  file?: string,
  elides: readonly Elision[] = [],
): Promise<Program> {
  const parsed = await parseC({ name: file ?? 'prelude.c', text }, knownOf(program, elides));
  const [first] = parsed.refusals;
  if (first) throw new Error(first.message);
  const of = <K extends Definition['kind']>(kind: K) =>
    parsed.definitions
      .filter((d): d is Extract<Definition, { kind: K }> => d.kind === kind)
      .map((d): [string, Extract<Definition, { kind: K }>] => [
        d.name,
        file && kind !== 'constant' ? { ...d, file } : d,
      ]);
  return {
    functions: new Map([...program.functions, ...of('function')]),
    structs: new Map([...program.structs, ...of('struct')]),
    globals: new Map([...program.globals, ...of('global')]),
    constants: new Map([...program.constants, ...of('constant')]),
    typedefs: new Map([...program.typedefs, ...parsed.typedefs]),
    initcalls: [...program.initcalls, ...parsed.initcalls],
  };
}

const VOCABULARY = `
typedef unsigned int gfp_t;
#define ENOMEM 12
#define EEXIST 17
#define GFP_KERNEL 0xcc0
struct page { unsigned long flags; int count; struct page *next; };
int a(void) { return 0; }
int b(int x) { return x; }
void c(void) { }
void d(int x, int y) { }
int trylock(struct page *page) { return 1; }
void lock(struct page *page) { }
void unlock(struct page *page) { }
void put_page(struct page *page) { }
struct page *find(int x) { return NULL; }
`;

/** A program of a small vocabulary and the functions of a text, which are of `mm/t.c`. */
export async function programOf(text: string, elides: readonly Elision[] = [], file = 'mm/t.c'): Promise<Program> {
  return withC(await withC(EMPTY, VOCABULARY), text, file, elides);
}

export const elide = (text: string, reason = 'statistics'): Elision => ({ text, reason, function: 'f' });

/**
 * Reads a unified diff of this language: `--- path` begins a file (`mm/t.c` if left out), `@@` a hunk, what follows on
 * that line is its section. Lines are counted, so that headers need no numbers.
 */
export function diffOf(text: string): FilePatch[] {
  const files: { path: string; hunks: Hunk[] }[] = [];
  let lines: HunkLine[] = [];
  let section: string | undefined;
  const end = (): void => {
    if (section === undefined) return;
    while (lines.at(-1)?.kind === 'context' && lines.at(-1)!.text === '' && lines.at(-1)!.line === last) lines.pop();
    const oldLines = lines.filter((l) => l.kind !== 'added').length;
    const newLines = lines.filter((l) => l.kind !== 'removed').length;
    if (files.length === 0) files.push({ path: 'mm/t.c', hunks: [] });
    files.at(-1)!.hunks.push({
      header: `@@ -1,${oldLines} +1,${newLines} @@`,
      section,
      oldStart: 1,
      oldLines,
      newStart: 1,
      newLines,
      lines,
      countsSatisfied: true,
    });
    section = undefined;
    lines = [];
  };
  const all = text.split('\n');
  const last = all.length;
  for (const [i, l] of all.entries()) {
    if (l.startsWith('--- ')) {
      end();
      files.push({ path: l.slice(4).trim(), hunks: [] });
    } else if (l.startsWith('@@')) {
      end();
      section = l.slice(2).trim();
    } else if (section !== undefined) {
      const kind = l[0] === '+' ? 'added' : l[0] === '-' ? 'removed' : 'context';
      lines.push({ kind, text: l.slice(1), line: i + 1 });
    }
  }
  end();
  return files.map((f) => ({
    ...f,
    added: f.hunks.flatMap((h) => h.lines).filter((l) => l.kind === 'added').length,
    deleted: f.hunks.flatMap((h) => h.lines).filter((l) => l.kind === 'removed').length,
  }));
}

export interface World {
  readonly elides?: readonly Elision[];
  readonly config?: Readonly<Record<string, boolean>>;
}

/** Applies a diff of the small language. */
export async function apply(program: Program, diff: string, world: World = {}): Promise<Applied> {
  return applyPatch(program, diffOf(diff), { config: world.config ?? {}, elides: world.elides ?? [] });
}

/** The kernel's functions of a program as canonical C. */
export function kernelC(program: Program): string {
  return [...program.functions.values()]
    .filter((fn) => fn.file !== undefined)
    .map((fn) => printFunctionC(fn, program).text)
    .join('');
}

export function functionC(program: Program, name: string): string | undefined {
  const fn: FunctionDef | undefined = program.functions.get(name);
  return fn && printFunctionC(fn, program).text;
}

export function otherC(program: Program, name: string): string | undefined {
  const struct = program.structs.get(name);
  if (struct) return printStructC(struct);
  const global = program.globals.get(name);
  if (global) return printGlobalC(global);
  const constant = program.constants.get(name);
  return constant && printConstantC(constant);
}

/** Status of the changed lines, in a row: `mapped mapped comment`. */
export function statuses(applied: Applied): string {
  return applied.files
    .flatMap((f) => f.hunks)
    .flatMap((h) => h.lines)
    .filter((l) => l.kind !== 'context')
    .map((l) => l.status)
    .join(' ');
}
