// The parts of the program and what each may import: the table in docs/architecture.md, as data.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesUnder, type Import, importsOf, ROOT, textOf } from './files.ts';

/** The parts of src, each of which imports only parts above it. */
const PARTS = [
  'base',
  'mail',
  'patch',
  'claim',
  'model',
  'machine',
  'explore',
  'verdict',
  'check.ts',
  'mutate',
  'report',
  'batch',
  'tui',
  'cli',
] as const;
type Part = (typeof PARTS)[number];

/** Third-party packages: the part that has each. One file of it imports the package. */
const PACKAGES: Readonly<Record<string, Part>> = {
  mailparser: 'mail',
  'oxc-parser': 'model',
  'web-tree-sitter': 'model',
  'tree-sitter-c': 'model',
  diff: 'report',
  picocolors: 'report',
  preact: 'report',
  'preact-render-to-string': 'report',
  '@photostructure/sqlite': 'batch',
  piscina: 'batch',
  bullmq: 'batch',
  ioredis: 'batch',
  ink: 'tui',
  react: 'tui',
  commander: 'cli',
};

/** Packages that a run loads only where it needs them. */
const LATE = [
  'oxc-parser',
  'mailparser',
  'web-tree-sitter',
  'ink',
  'react',
  '@photostructure/sqlite',
  'piscina',
  'bullmq',
  'ioredis',
];

const DIALECT = 'src/model/dialect.ts';

/** What a file may not import, in words; none if it may. */
function offence(at: Import): string | undefined {
  const models = (path: string): string | undefined => /^models\/([^/]+)\//.exec(path)?.[1];
  const own = models(at.file);
  if (own !== undefined) {
    if (at.target === DIALECT) return undefined;
    const folder = at.target && models(at.target);
    if (folder === own || folder === 'kernel') return undefined;
    return own === 'kernel'
      ? 'the vocabulary imports only the dialect and itself'
      : 'a model imports only the dialect, models/kernel and its own folder';
  }
  const part = partOf(at.file);
  if (part === undefined) return 'it is in no part that the table names';
  if (at.package !== undefined) {
    const home = Object.hasOwn(PACKAGES, at.package) ? PACKAGES[at.package] : undefined;
    return home === part ? undefined : `the package belongs to ${home ?? 'no part'}`;
  }
  if (at.target === undefined || at.target === 'package.json') return undefined;
  if (at.target.startsWith('models/')) return 'models are found by walking the folder, never by name';
  const other = partOf(at.target);
  if (other === undefined) return 'what it imports is in no part that the table names';
  return PARTS.indexOf(other) <= PARTS.indexOf(part) ? undefined : `${other} stands below ${part}`;
}

function partOf(file: string): Part | undefined {
  const [top, part] = file.split('/');
  return top === 'src' ? PARTS.find((p) => p === part) : undefined;
}

const files = [...filesUnder('src'), ...filesUnder('models')].filter((file) => file.endsWith('.ts'));
const imports = files.flatMap((file) => importsOf(file));
const place = (at: Import): string => `${at.file}:${at.line} imports ${at.from}`;

describe('imports', () => {
  test('every part imports only parts above it, models only the dialect and the vocabulary', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.flatMap((at) => offence(at)?.replace(/^/, `${place(at)}: `) ?? [])).toEqual([]);
  });

  test('every file of src is in a part', () => {
    expect(files.filter((file) => file.startsWith('src/') && partOf(file) === undefined)).toEqual([]);
  });

  test('every import names a file that exists', () => {
    const missing = imports.filter((at) => at.target !== undefined && !existsSync(join(ROOT, at.target)));
    expect(missing.map(place)).toEqual([]);
  });

  test('each package is imported by one file', () => {
    const importers = new Set(imports.flatMap((at) => (at.package === undefined ? [] : `${at.package} in ${at.file}`)));
    const names = [...importers].map((line) => line.split(' ')[0]);
    expect([...importers].filter((_, i) => names.indexOf(names[i]) !== names.lastIndexOf(names[i]))).toEqual([]);
  });

  test('the packages of package.json are those that are imported', () => {
    const { dependencies, optionalDependencies } = JSON.parse(textOf('package.json')) as {
      dependencies: Record<string, string>;
      optionalDependencies: Record<string, string>;
    };
    const used = new Set(imports.flatMap((at) => at.package ?? []));
    expect(Object.keys({ ...dependencies, ...optionalDependencies }).sort()).toEqual([...used].sort());
    expect(Object.keys(PACKAGES).sort()).toEqual([...used].sort());
  });

  // Siblings may call one another, as the rules of a grammar do.
  test('no two files of different folders import one another in a circle', () => {
    expect(circle(imports)).toBeUndefined();
  });

  test('heavy packages load only when they are reached', () => {
    const start = ['src/cli/main.ts', 'src/check.ts'].filter((file) => files.includes(file));
    expect(start).not.toEqual([]);
    const reached = packagesAtStart(start, imports);
    expect(LATE.filter((name) => reached.has(name))).toEqual([]);
  });
});

describe('the table itself', () => {
  const verdictOn = (file: string, code: string): (string | undefined)[] => importsOf(file, code).map(offence);

  test.each([
    ['src/base/a.ts', `import { x } from '../mail/b.ts'`],
    ['src/mail/a.ts', `import type { X } from '../patch/b.ts'`],
    ['src/mail/a.ts', `export * from '../patch/b.ts'`],
    ['src/mail/a.ts', `export { x } from '../patch/b.ts'`],
    ['src/mail/a.ts', `let x: import('../patch/b.ts').X`],
    ['src/mail/a.ts', `const x = await import('../patch/b.ts')`],
    ['src/report/a.ts', `import { run } from '../cli/main.ts'`],
    ['src/check.ts', `import { text } from './report/text.ts'`],
    ['src/mail/a.ts', `import { Command } from 'commander'`],
    ['src/cli/a.ts', `import ts from 'typescript'`],
    ['src/cli/a.ts', `require.resolve('tree-sitter-c/x.wasm')`],
    ['src/cli/a.ts', `import { f } from '../../models/kernel/page.ts'`],
    ['src/other/a.ts', `import { x } from '../base/b.ts'`],
    ['models/a/x.ts', `import { f } from '../b/y.ts'`],
    ['models/a/x.ts', `import { readFileSync } from 'node:fs'`],
    ['models/a/x.ts', `import { Refusal } from '../../src/base/diagnostic.ts'`],
    ['models/kernel/x.ts', `import { f } from '../a/y.ts'`],
  ])('%s may not say %s', (file, code) => {
    expect(verdictOn(file, code)).toEqual([expect.any(String)]);
  });

  test.each([
    ['src/cli/a.ts', `import { check } from '../check.ts'`],
    ['src/mail/a.ts', `import { x } from './b.ts'`],
    ['src/mail/a.ts', `import x from 'mailparser'`],
    ['models/a/x.ts', `import { f } from '../kernel/y.ts'`],
    ['models/a/x.ts', `import { f } from './y.ts'`],
    ['models/kernel/x.ts', `import type { int } from '../../src/model/dialect.ts'`],
  ])('%s may say %s', (file, code) => {
    expect(verdictOn(file, code)).toEqual([undefined]);
  });

  test('an import of something computed is an error', () => {
    expect(() => importsOf('src/cli/a.ts', 'await import(name)')).toThrow('computed');
  });

  test('circles are seen, but for those of types alone', () => {
    const a = `import { b } from './c/b.ts'`;
    const both = (b: string): Import[] => [...importsOf('src/mail/a.ts', a), ...importsOf('src/mail/c/b.ts', b)];
    expect(circle(both(`import { a } from '../a.ts'`))).toContain('src/mail/a.ts');
    expect(circle(both(`import type { A } from '../a.ts'`))).toBeUndefined();
  });

  test('what loads at the start is followed through files, and not through import()', () => {
    const chain = (how: string): Import[] => [
      ...importsOf('src/cli/main.ts', how),
      ...importsOf('src/mail/mime.ts', `import x from 'mailparser'`),
    ];
    expect(packagesAtStart(['src/cli/main.ts'], chain(`import '../mail/mime.ts'`))).toContain('mailparser');
    expect(packagesAtStart(['src/cli/main.ts'], chain(`import('../mail/mime.ts')`))).not.toContain('mailparser');
  });
});

/** Two files of different folders, each of which loads the other as it starts, directly or not. */
function circle(all: readonly Import[]): [string, string] | undefined {
  const reached = new Map<string, Set<string>>();
  for (const { file } of all) if (!reached.has(file)) reached.set(file, filesAtStart([file], all));
  for (const [file, others] of reached)
    for (const other of others)
      if (dirname(file) !== dirname(other) && reached.get(other)?.has(file)) return [file, other];
  return undefined;
}

/** Files that some files load as they start, with themselves. */
function filesAtStart(start: readonly string[], all: readonly Import[]): Set<string> {
  const seen = new Set(start);
  for (const file of seen)
    for (const at of all) if (at.file === file && at.when === 'start' && at.target !== undefined) seen.add(at.target);
  return seen;
}

/** Packages that some files load as they start, directly or not. */
function packagesAtStart(start: readonly string[], all: readonly Import[]): Set<string> {
  const files = filesAtStart(start, all);
  const loaded = all.filter((at) => at.when === 'start' && files.has(at.file));
  return new Set(loaded.flatMap((at) => at.package ?? []));
}
