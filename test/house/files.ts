// The files of this repository, and what each TypeScript file asks for.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Node, parseSync } from 'oxc-parser';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const MADE = new Set(['node_modules', 'dist', 'coverage', '.git']);

/** Paths under a folder, relative to the root, with `/`, sorted; nothing that was installed or built. */
export function filesUnder(folder = '.'): string[] {
  const walk = (path: string): string[] =>
    readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
      if (MADE.has(entry.name)) return [];
      const inside = join(path, entry.name);
      return entry.isDirectory() ? walk(inside) : [relative(ROOT, inside).split(sep).join('/')];
    });
  return walk(join(ROOT, folder)).sort();
}

export function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

export interface Import {
  readonly file: string;
  readonly line: number;
  /** As written: `../base/source.ts`, `commander`, `tree-sitter-c/tree-sitter-c.wasm`. */
  readonly from: string;
  /** Path of the file that it names, relative to the root; none for a package or a module of Node. */
  readonly target?: string;
  /** None for a file of ours or a module of Node. */
  readonly package?: string;
  /** `type`: gone after compilation. `late`: `import()` or `require()`, loaded when it is reached. */
  readonly when: 'type' | 'start' | 'late';
}

/** Everything that a TypeScript file imports, in any form. Throws if what it imports cannot be told from its text. */
export function importsOf(file: string, text = textOf(file)): Import[] {
  const found: Import[] = [];
  const add = (source: Node | null | undefined, when: Import['when']): void => {
    if (source?.type !== 'Literal' || typeof source.value !== 'string')
      throw new Error(`${file}: an import of something that is computed`);
    const from = source.value;
    const line = text.slice(0, source.start).split('\n').length;
    const base = { file, line, from, when };
    if (from.startsWith('.')) found.push({ ...base, target: posix.join(dirname(file), from) });
    else if (from.startsWith('node:')) found.push(base);
    else found.push({ ...base, package: from.split('/', from.startsWith('@') ? 2 : 1).join('/') });
  };
  const { program, errors } = parseSync(file, text, { lang: 'ts', sourceType: 'module' });
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  visit(program, (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
        return add(node.source, node.importKind === 'type' ? 'type' : 'start');
      case 'ExportAllDeclaration':
        return add(node.source, node.exportKind === 'type' ? 'type' : 'start');
      case 'ExportNamedDeclaration':
        if (node.source) add(node.source, node.exportKind === 'type' ? 'type' : 'start');
        return;
      case 'TSImportType':
        return add(node.source, 'type');
      case 'ImportExpression':
        return add(node.source, 'late');
      case 'CallExpression':
        if (isRequire(node.callee)) add(node.arguments[0], 'late');
        return;
      default:
    }
  });
  return found;
}

/** `require` and `require.resolve`. */
function isRequire(callee: Node): boolean {
  if (callee.type === 'MemberExpression') return isRequire(callee.object);
  return callee.type === 'Identifier' && callee.name === 'require';
}

/** Calls back for a node of the parser and all inside it, outer before inner. */
export function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return;
  if ('type' in value && typeof value.type === 'string') see(value as Node);
  for (const inner of Object.values(value)) visit(inner, see);
}
