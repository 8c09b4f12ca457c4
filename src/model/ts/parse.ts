// One file of a model: source in; definitions, imports and the static default export out. Types are not resolved and
// expressions not elaborated, since both take the other files (elaborate.ts). What is refused is listed, one
// diagnostic for each top-level declaration; the rest is there.

import { type Diagnostic, Refusal } from '../../base/diagnostic.ts';
import type { Source, Span } from '../../base/source.ts';
import type { Definition, Type } from '../ast.ts';
import type { Elision } from '../model.ts';
import { statementsOf } from '../walk.ts';
import { lowerAlias, lowerInterface, lowerVariables } from './definitions.ts';
import { type Docs, docsOf, readDoc } from './docs.ts';
import { lowerFunction } from './functions.ts';
import { type Estree, type ImportDeclaration, parseEstree, type Statement, spanOf } from './oxc.ts';
import { readStatic, type StaticValue } from './static.ts';

export interface Import {
  /** As written: `../kernel/list.ts`. */
  readonly from: string;
  readonly names: readonly string[];
  readonly span: Span;
}

export interface Typedef {
  readonly name: string;
  readonly type: Type;
  readonly span: Span;
}

export interface ParsedFile {
  readonly source: Source;
  readonly imports: readonly Import[];
  readonly definitions: readonly Definition[];
  readonly typedefs: readonly Typedef[];
  readonly elisions: readonly Elision[];
  /** The argument of `export default model(…)`. */
  readonly spec?: StaticValue;
  readonly diagnostics: readonly Diagnostic[];
}

interface Out {
  readonly imports: Import[];
  readonly definitions: Definition[];
  readonly typedefs: Typedef[];
  readonly elisions: Elision[];
  readonly specs: StaticValue[];
}

/** Reads one file of the dialect. */
export function parseModelFile(source: Source): ParsedFile {
  const diagnostics: Diagnostic[] = [];
  const out: Out = { imports: [], definitions: [], typedefs: [], elisions: [], specs: [] };
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      diagnostics.push(error.diagnostic);
    }
  };
  attempt(() => {
    const estree: Estree = parseEstree(source);
    const docs = docsOf(estree.comments, source.text);
    for (const node of estree.body) attempt(() => lowerTopLevel(node, node.start, docs, source, out));
  });
  const { imports, definitions, typedefs, elisions, specs } = out;
  const [spec] = specs;
  return { source, imports, definitions, typedefs, elisions, ...(spec && { spec }), diagnostics };
}

function lowerTopLevel(node: Statement, start: number, docs: Docs, at: Source, out: Out): void {
  const doc = readDoc(docs.get(start));
  switch (node.type) {
    case 'ImportDeclaration':
      out.imports.push(lowerImport(node, at));
      return;
    case 'ExportNamedDeclaration':
      if (node.declaration) return lowerTopLevel(node.declaration, start, docs, at, out);
      throw new Refusal('Cannot model this export: only definitions can be exported.', spanOf(node, at));
    case 'ExportDefaultDeclaration': {
      const call = node.declaration;
      const arg = call.type === 'CallExpression' && call.arguments.length === 1 ? call.arguments[0] : undefined;
      const isModel =
        call.type === 'CallExpression' && call.callee.type === 'Identifier' && call.callee.name === 'model';
      if (!isModel || !arg || arg.type === 'SpreadElement')
        throw new Refusal('Cannot read this default export: it is no `model({ … })`.', spanOf(node, at));
      out.specs.push(readStatic(arg, at));
      return;
    }
    case 'FunctionDeclaration':
    case 'TSDeclareFunction': {
      const fn = lowerFunction(node, doc, at);
      out.definitions.push(fn);
      for (const s of statementsOf(fn.body))
        if (s.kind === 'elided') out.elisions.push({ text: s.text, reason: s.reason, function: fn.name });
      return;
    }
    case 'TSInterfaceDeclaration':
      out.definitions.push(lowerInterface(node, doc, at));
      return;
    case 'TSTypeAliasDeclaration':
      out.typedefs.push({ ...lowerAlias(node, doc, at), span: spanOf(node.id, at) });
      return;
    case 'VariableDeclaration':
      out.definitions.push(...lowerVariables(node, doc, at));
      return;
    case 'ClassDeclaration':
      throw new Refusal('Cannot model a class: C has none.', spanOf(node, at), 'Declare an interface and functions.');
    case 'TSEnumDeclaration':
      throw new Refusal(
        'Cannot model an enum: the dialect has none.',
        spanOf(node, at),
        'Export one const for each enumerator.',
      );
    case 'EmptyStatement':
      return;
    default:
      throw new Refusal('Cannot model this statement: nothing runs at the top level.', spanOf(node, at));
  }
}

function lowerImport(node: ImportDeclaration, at: Source): Import {
  const names = node.specifiers.map((specifier) => {
    const isPlain =
      specifier.type === 'ImportSpecifier' &&
      specifier.imported.type === 'Identifier' &&
      specifier.imported.name === specifier.local.name;
    if (isPlain) return specifier.local.name;
    throw new Refusal(
      'Cannot model this import: names keep their spelling.',
      spanOf(specifier, at),
      'Import { name }.',
    );
  });
  return { from: node.source.value, names, span: spanOf(node, at) };
}
