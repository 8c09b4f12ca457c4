import { structuredPatch } from 'diff';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyPatch } from '../../src/model/apply/apply.ts';
import type { FunctionDef, Program, Stmt } from '../../src/model/ast.ts';
import { printFunctionC } from '../../src/model/print/c.ts';
import { statementsOf } from '../../src/model/walk.ts';
import type { FilePatch, HunkLine } from '../../src/patch/patch.ts';
import { arbitraryFunction, world } from './arbitrary.ts';

type Block = Extract<Stmt, { kind: 'block' }>;

interface Edit {
  readonly block: number;
  readonly at: number;
  readonly remove: number;
  readonly insert: readonly Stmt[];
}

const editArbitrary: fc.Arbitrary<Edit> = fc
  .tuple(
    fc.nat(),
    fc.nat(),
    fc.nat(2),
    fc.oneof(
      fc.constant([]),
      arbitraryFunction().map((f) => f.body.body.slice(0, 2)),
    ),
  )
  .map(([block, at, remove, insert]) => ({ block, at, remove, insert }));

/** The function with some statements of one of its blocks removed and others put in their place. */
function edited(fn: FunctionDef, edit: Edit): FunctionDef {
  const blocks = [...statementsOf(fn.body)].filter((s): s is Block => s.kind === 'block');
  const target = blocks[edit.block % blocks.length]!;
  const at = edit.at % (target.body.length + 1);
  const body = target.body.toSpliced(at, edit.remove, ...edit.insert);
  return { ...fn, body: replaced(fn.body, target, { ...target, body }) as Block };
}

function replaced(tree: unknown, old: unknown, now: unknown): unknown {
  if (tree === old) return now;
  if (Array.isArray(tree)) return tree.map((t) => replaced(t, old, now));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([k, v]) => [k, k === 'span' ? v : replaced(v, old, now)]));
}

const path = 'mm/random.c';

/** A unified diff between two texts, as the mail has it. */
function filePatch(before: string, after: string, context: number, mangle: (text: string) => string): FilePatch {
  const { hunks } = structuredPatch(path, path, before, after, '', '', { context });
  return {
    path,
    added: 0,
    deleted: 0,
    hunks: hunks.map((h) => ({
      header: '@@',
      section: '',
      oldStart: h.oldStart,
      oldLines: h.oldLines,
      newStart: h.newStart,
      newLines: h.newLines,
      countsSatisfied: true,
      lines: h.lines
        .filter((l) => !l.startsWith('\\'))
        .map((l, line): HunkLine => {
          const kind = l[0] === '+' ? 'added' : l[0] === '-' ? 'removed' : 'context';
          return { kind, text: mangle(l.slice(1)), line: line + 1 };
        }),
    })),
  };
}

const mangles: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'without indentation': (text) => text.trimStart(),
  'with other white space': (text) => (text.includes('"') ? text : text.replace(/ /g, '  ').replace(/\t/g, ' ')),
  'with comments': (text) => `${text} /* if (x) { */`,
};

const elides = ['count_vm_event(PGFAULT)', "trace('x')", 'do {\n\tf();\n} while (0)'].map((text) => {
  return { text, reason: 'statistics', function: 'f' };
});

const programWith = (fn: FunctionDef): Program => ({
  ...world,
  functions: new Map([...world.functions, [fn.name, fn]]),
});

test.each(Object.entries(mangles))('a random edit as a diff %s gives the edited function', async (_, mangle) => {
  let applied = 0;
  await fc.assert(
    fc.asyncProperty(
      arbitraryFunction({ elided: false }),
      fc.array(editArbitrary, { minLength: 1, maxLength: 3 }),
      fc.nat(6),
      async (fn, edits, context) => {
        const program = programWith(fn);
        const after = edits.reduce(edited, fn);
        const texts = [fn, after].map((f) => printFunctionC(f, program).text);
        const patch = filePatch(texts[0]!, texts[1]!, context, mangle);
        const result = await applyPatch(program, [patch], { config: {}, elides });
        if (result.failure) {
          // Few lines of context may fit in several places, and none in any.
          expect(result.failure.message).toMatch(/ it (fits in \d+ places|has no line of context|names no function)/);
          return;
        }
        // `*done, (swp_entry_t){ … }` alone looks like the beginning of a function; it is refused, and named.
        if (context === 0 && result.refusals.some((r) => r.message.startsWith('Cannot read this C at'))) return;
        applied++;
        const made = result.program.functions.get('f')!;
        expect(printFunctionC(made, program).text).toBe(texts[1]);
      },
    ),
    { numRuns: 150 },
  );
  expect(applied).toBeGreaterThan(100);
});

test('with the whole function as context there is never a doubt', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryFunction(), fc.array(editArbitrary, { maxLength: 3 }), async (fn, edits) => {
      const program = programWith(fn);
      const after = edits.reduce(edited, fn);
      const texts = [fn, after].map((f) => printFunctionC(f, program).text);
      const result = await applyPatch(program, [filePatch(texts[0]!, texts[1]!, 1000, (t) => t)], {
        config: {},
        elides,
      });
      expect(result.failure).toBeUndefined();
      expect(printFunctionC(result.program.functions.get('f')!, program).text).toBe(texts[1]);
    }),
    { numRuns: 150 },
  );
});

test('no diff throws', async () => {
  const lines = fc.constantFrom(
    'int f(struct page *page)',
    '{',
    '}',
    '\treturn page;',
    '#if X',
    '#else',
    '#endif',
    '/*',
    '*/',
    'n++;',
    ');',
    'int h(int x)',
    'int h(int x);',
    'struct page {',
    '};',
    '#define A(x) x',
    '#define B 1',
    '',
    'else',
    '"',
    'case 1:',
    'out:',
    '\\',
    '\u0000',
  );
  const hunk = fc.record({
    section: fc.constantFrom(
      '',
      'f(',
      'struct page {',
      'int h(int x)',
      'int',
      'out:',
      '(((',
      'static struct page *some_very_long_na',
    ),
    lines: fc.array(fc.record({ kind: fc.constantFrom('context', 'added', 'removed'), text: lines }), {
      maxLength: 12,
    }),
  });
  await fc.assert(
    fc.asyncProperty(arbitraryFunction(), fc.array(hunk, { maxLength: 3 }), async (fn, hunks) => {
      const file: FilePatch = {
        path,
        added: 0,
        deleted: 0,
        hunks: hunks.map((h) => ({
          header: '@@',
          section: h.section,
          oldStart: 1,
          oldLines: 1,
          newStart: 1,
          newLines: 1,
          countsSatisfied: true,
          lines: h.lines.map((l, i) => ({ ...l, line: i + 1 }) as HunkLine),
        })),
      };
      const result = await applyPatch(programWith(fn), [file, file], { config: {}, elides });
      for (const h of result.files.flatMap((f) => f.hunks))
        for (const l of h.lines) if (l.status === 'unmodelled') expect(l.reason).toBeTruthy();
    }),
    { numRuns: 400 },
  );
});
