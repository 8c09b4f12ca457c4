// Rules that no compiler keeps.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { type Node, parseSync } from 'oxc-parser';
import { describe, expect, test } from 'vitest';
import { INTRINSICS } from '../../src/model/intrinsics.ts';
import { WORDS } from '../../src/model/ts/words.ts';
import { filesUnder, ROOT, textOf } from './files.ts';

const all = filesUnder();
const texts = all.filter((file) => !/\.(gz|bin|png|wasm)$/.test(file) && !textOf(file).includes('\0'));

describe('files', () => {
  test('no file of src is longer than 400 lines', () => {
    const long = all.filter((file) => file.startsWith('src/') && textOf(file).split('\n').length > 401);
    expect(long).toEqual([]);
  });

  test('no file knows the machine it was written on', () => {
    const places = ['work', 'root', 'home'].map((folder) => `(?<![\\w.])/${folder}/`);
    const machine = new RegExp([...places, 'registry\\.[a-z]+js\\.', '"resolved": "http(?=s?:)'].join('|'));
    const ours = texts.filter((file) => !file.startsWith('fixtures/'));
    expect(ours.filter((file) => machine.test(textOf(file)))).toEqual([]);
  });

  test('models are found by folder: each has a model.ts, and models/kernel has none', () => {
    const folders = new Set(all.flatMap((file) => /^models\/([^/]+)\//.exec(file)?.[1] ?? []));
    const without = [...folders].filter((folder) => !existsSync(join(ROOT, 'models', folder, 'model.ts')));
    expect(without).toEqual(['kernel']);
  });
});

describe('package', () => {
  const manifest = JSON.parse(textOf('package.json')) as {
    readonly license: string;
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const lock = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, { version: string }> };

  test('every package has an exact version, and the lock file has the same', () => {
    const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    const exact = asked.map(([name, version]) => [name, version.replace(/^npm:.*@/, '')] as const);
    expect(exact.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(exact.filter(([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version)).toEqual([]);
  });

  test('the licence is the text of the GPL, version 2', () => {
    expect(manifest.license).toBe('GPL-2.0-only');
    // Of the text with each run of blanks and line ends made one blank.
    const digest = createHash('sha256').update(textOf('LICENSE').replace(/\s+/g, ' ')).digest('hex');
    expect(digest).toBe('20fa0856be14827c5c004b9be30380b0817c1541e55f63765fe27dbda46c3e95');
  });
});

describe('documentation', () => {
  const pages = all.filter((file) => file.endsWith('.md'));
  const links = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map((m) => m[1]!)
      .filter((to) => !/^[a-z]+:/.test(to))
      .map((to) => ({ page, to: posix.join(dirname(page), to) })),
  );

  test('every file in docs can be reached from the README or docs/README.md', () => {
    const linked = new Set(links.filter((l) => /^(docs\/)?README\.md$/.test(l.page)).map((l) => l.to));
    const unlinked = all.filter((file) => file.startsWith('docs/') && file !== 'docs/README.md' && !linked.has(file));
    expect(unlinked).toEqual([]);
    expect(links.some((l) => l.page === 'README.md' && l.to === 'docs/README.md')).toBe(true);
  });

  test('every document that code or a document names exists', () => {
    const named = texts.flatMap((file) =>
      [...textOf(file).matchAll(/(?<![\w./-])docs\/[\w./-]+\.\w+/g)].map((m) => ({ file, to: m[0] })),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((n) => !existsSync(join(ROOT, n.to))).map((n) => `${n.file}: ${n.to}`)).toEqual([]);
  });

  test('every link to a file leads to one', () => {
    expect(links.filter((l) => !existsSync(join(ROOT, l.to))).map((l) => `${l.page}: ${l.to}`)).toEqual([]);
  });
});

describe('the dialect', () => {
  test('dialect.ts declares exactly the intrinsics that the machine has, and the words of the front end', () => {
    const { program } = parseSync('dialect.ts', textOf('src/model/dialect.ts'), { lang: 'ts', sourceType: 'module' });
    const declared = new Map(program.body.flatMap(functionIn));
    const intrinsics = [...declared].filter(
      ([name]) => Object.hasOwn(INTRINSICS, name) || !(WORDS.has(name) || name === 'model'),
    );
    const known = Object.entries(INTRINSICS).map(([name, { params }]) => [name, params.length] as const);
    expect(new Map(intrinsics)).toEqual(new Map(known));
  });

  /** Name of a declared function, and how many arguments and types it takes. */
  function functionIn(node: Node): [string, number][] {
    if (node.type !== 'ExportNamedDeclaration' || node.declaration?.type !== 'TSDeclareFunction') return [];
    const { id, params, typeParameters } = node.declaration;
    if (!id) return [];
    const takesType = id.name === 'alloc' ? (typeParameters?.params.length ?? 0) : 0;
    return [[id.name, params.length + takesType]];
  }
});
