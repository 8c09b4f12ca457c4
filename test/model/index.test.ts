import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexModels, mirrorsOf } from '../../src/model/index.ts';
import { filesOf, findModels } from '../../src/model/load.ts';
import { parseModelFile } from '../../src/model/ts/parse.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What the parser finds. */
function parsed(text: string, name = 'a.ts'): ReturnType<typeof mirrorsOf> {
  return parseModelFile({ name, text }).definitions.flatMap((d) =>
    d.kind === 'function' && d.file !== undefined ? [{ name: d.name, file: d.file }] : [],
  );
}

describe.each(findModels(ROOT))('models/$name', (folder) => {
  test.each(filesOf(folder))('the scan of %s says what the parser says', (path) => {
    const text = readFileSync(path, 'utf8');
    expect(mirrorsOf(text)).toEqual(parsed(text));
  });
});

test('the index has the functions of the folder that mirror the kernel, and their files', () => {
  const root = mkdtempSync(join(tmpdir(), 'models-'));
  try {
    for (const path of ['models/one', 'models/kernel']) mkdirSync(join(root, path), { recursive: true });
    writeFileSync(
      join(root, 'models/one/model.ts'),
      '/** mm/b.c */\nfunction g$(): void {}\nfunction own(): void {}\n',
    );
    writeFileSync(join(root, 'models/one/a.ts'), '/** mm/a.c, v5.7 @atomic */\nexport function f(): void {}\n');
    writeFileSync(join(root, 'models/kernel/k.ts'), '/** mm/k.c */\nexport function k(): void {}\n');
    cpSync(join(root, 'models/one'), join(root, 'models/another'), { recursive: true });
    const one = { files: ['mm/a.c', 'mm/b.c'], functions: ['f', 'g'], root };
    expect(indexModels(root)).toEqual([
      { ...one, name: 'another', path: join(root, 'models/another') },
      { ...one, name: 'one', path: join(root, 'models/one') },
    ]);
    expect(indexModels(join(root, 'nowhere'))).toEqual([]);
  } finally {
    rmSync(root, { recursive: true });
  }
});

describe('the scan is not led astray', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a function in a comment', '/* /** mm/a.c\nfunction f(): void {} */\n// function g(): void {}'],
    ['a function in a string', "/** mm/a.c */\nfunction f(): void { elide('/** mm/b.c */ function g() {', '}') }"],
    [
      'a brace in a string',
      "/** mm/a.c */\nfunction f(): void { elide('{', '\\'{') }\n/** mm/b.c */\nfunction g(): void {}",
    ],
    ['a path above another comment', '/** mm/a.c */\n// and so on\n/* more */ function f(): void {}'],
    ['two doc comments', '/** mm/a.c */\n/** The last one counts. */\nfunction f(): void {}'],
    ['the path of a variable', '/** mm/a.c */\nexport let n: int = 0\nexport function f(): void {}'],
    ['a path behind a variable', 'let n: int = 0 /** mm/a.c */\nexport function f(): void {}'],
    ['a path behind export', 'export /** mm/a.c */ function f(): void {}'],
    ['a comment behind export', '/** mm/a.c */ export /** mm/b.c */ /* c */ function f(): void {}'],
    [
      'a comment behind function',
      '/** mm/a.c */ function /* ( */ f(): void {}\n/** mm/b.c */ function // g\nh(): void {}',
    ],
    ['an empty comment', '/** mm/a.c */ /**/ function f(): void {}\n/** mm/a.c */ /***/ function g(): void {}'],
    ['a path inside of a function', 'function f(): void {\n/** mm/a.c */\n}\nfunction g(): void {}'],
  ];
  test.each(cases)('by %s', (_, text) => {
    expect(mirrorsOf(text)).toEqual(parsed(text));
    expect(parseModelFile({ name: 'a.ts', text }).diagnostics).toEqual([]);
  });

  test('by any text of such parts', () => {
    const parts = [
      ...['/** mm/a.c */', '/** include/linux/b.h @atomic */', '/** Words. */', '/**/', '// mm/c.c {', '/* } */'],
      ...['let n: int = 0', 'export let m: int = 1;', ';', 'export interface s { a: { b: int } }'],
      ...[
        'function f(): void {}',
        'export function g$(a: int): int { return a }',
        'export /* x */ function h(): void {}',
      ],
      ...[
        'export',
        "function k(): void { elide('}', '/** mm/d.c */') }",
        'function l(): void { { f() } /** mm/e.c */ }',
      ],
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 12 }), (chosen) => {
        const text = chosen.join('\n');
        const { diagnostics } = parseModelFile({ name: 'a.ts', text });
        fc.pre(diagnostics.length === 0);
        expect(mirrorsOf(text), text).toEqual(parsed(text));
      }),
      { numRuns: 2000 },
    );
  });
});
