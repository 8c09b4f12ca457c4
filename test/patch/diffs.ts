import fc from 'fast-check';
import type { FilePatch, HunkLine } from '../../src/patch/patch.ts';

type Line = Pick<HunkLine, 'kind' | 'text'>;

export interface DiffFile {
  readonly path: string;
  readonly hunks: readonly (readonly Line[])[];
}

/** Lines of C as kernel people write them: indented by tabs, some blank. */
export const codeLine = fc.oneof(
  { weight: 1, arbitrary: fc.constant('') },
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.nat(3),
        fc.constantFrom('x = 1;', 'if (!page)', '}', 'return NULL;', '/* note', ' * more', ' */', '#endif', 'out:'),
      )
      .map(([depth, text]) => '\t'.repeat(depth) + text),
  },
);

const kind = fc.constantFrom<HunkLine['kind']>('context', 'context', 'added', 'removed');

const hunk = fc
  .array(fc.record({ kind, text: codeLine }), { minLength: 1, maxLength: 14 })
  .filter((lines) => lines.some((l) => l.kind !== 'context'))
  // No file of the kernel has two empty lines in a row; behind a stripped hunk they are the mail's.
  .filter((lines) => lines.slice(-2).some((l) => l.text !== '') || lines.length < 2);

const path = fc.constantFrom('mm/swap_state.c', 'fs/io_uring.c', 'include/linux/swap.h', 'Makefile');

export const diffFiles = fc.array(fc.record({ path, hunks: fc.array(hunk, { minLength: 1, maxLength: 3 }) }), {
  minLength: 1,
  maxLength: 3,
});

const marks = { context: ' ', added: '+', removed: '-' } as const;

export type Style = 'git' | 'quilt' | 'plain';

/** The diff as its tool prints it. */
export function printDiff(files: readonly DiffFile[], style: Style = 'git'): string[] {
  return files.flatMap(({ path: name, hunks }) => [
    ...heads[style](name),
    ...hunks.flatMap((lines) => [headerOf(lines), ...lines.map((l) => marks[l.kind] + l.text)]),
  ]);
}

const heads = {
  git: (p: string) => [`diff --git a/${p} b/${p}`, 'index 35a8833..05cb4a9b 100644', `--- a/${p}`, `+++ b/${p}`],
  quilt: (p: string) => [`Index: linux-5.7/${p}`, '='.repeat(67), `--- linux-5.7.orig/${p}`, `+++ linux-5.7/${p}`],
  plain: (p: string) => [
    `--- 5.7-rc6-mm1/${p}\t2020-05-20 12:21:56.149694170 -0700`,
    `+++ linux/${p}\t2020-05-21 20:17:50.188773901 -0700`,
  ],
} satisfies Record<Style, (path: string) => string[]>;

function headerOf(lines: readonly Line[]): string {
  const count = (not: HunkLine['kind']) => lines.filter((l) => l.kind !== not).length;
  return `@@ -10,${count('added')} +10,${count('removed')} @@ int f(void)`;
}

/** What a reader must make of it, white space squeezed where the damage took it. */
export function expected(files: readonly DiffFile[], squeeze = false): unknown {
  return files.map(({ path: name, hunks }) => ({
    path: name,
    hunks: hunks.map((lines) => lines.map(({ kind: k, text }) => [k, squeeze ? text.trim() : text])),
  }));
}

export function found(files: readonly FilePatch[], squeeze = false): unknown {
  return files.map(({ path: name, hunks }) => ({
    path: name,
    hunks: hunks.map((h) => h.lines.map(({ kind: k, text }) => [k, squeeze ? text.trim() : text])),
  }));
}

const words = fc.constantFrom(
  'x',
  'page->flags',
  '&page',
  '<',
  '&&',
  '=',
  'a=b;',
  '(unsigned long)',
  '*',
  'SWAP_HAS_CACHE,',
  'return',
);

/** Lines longer than a mailer lets them be, of words with one blank between them, and the signs that mailers escape. */
export const wideLine = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.array(words, { minLength: 1, maxLength: 16 }))
  .map(([depth, all]) => '\t'.repeat(depth) + all.join(' '));

const wideHunk = fc
  .array(fc.record({ kind, text: fc.oneof(wideLine, codeLine) }), { minLength: 1, maxLength: 14 })
  .filter((lines) => lines.some((l) => l.kind !== 'context') && lines.some((l) => l.text.includes('>')))
  .filter((lines) => lines.slice(-2).some((l) => l.text !== '') || lines.length < 2);

export const wideFiles = fc.array(fc.record({ path, hunks: fc.array(wideHunk, { minLength: 1, maxLength: 3 }) }), {
  minLength: 1,
  maxLength: 3,
});

/** Breaks a line before the word that would end behind column 72, `end` in front of the break. */
export function wrapLine(line: string, end = ''): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > 72) {
    const indent = rest.length - rest.replace(/^[-+]?[ \t]*/, '').length;
    const before = rest.lastIndexOf(' ', 72);
    const at = before > indent ? before : rest.indexOf(' ', indent);
    if (at < 0) break;
    lines.push(rest.slice(0, at) + end);
    rest = rest.slice(at + 1);
  }
  return [...lines, rest];
}
