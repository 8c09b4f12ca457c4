// The one file that knows tree-sitter. Out: its syntax tree copied into plain data, so that nothing of it has to be
// freed by anyone else.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { TIERING_BUDGET } from '../../base/tiering.ts';

export interface CNode {
  /** Name of the grammar rule, or the token itself: `if_statement`, `{`, `ERROR`. */
  readonly type: string;
  readonly named: boolean;
  /** A token that the grammar wants and the text lacks. */
  readonly missing: boolean;
  readonly field: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly children: readonly CNode[];
}

export type CGrammar = (text: string) => CNode;

let loaded: Promise<CGrammar> | undefined;

/** Loads the grammar, once per process. */
export function loadGrammar(): Promise<CGrammar> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<CGrammar> {
  const { Parser, Language } = await import('web-tree-sitter');
  // Resolved at run time, since a bundle has the code but not the two wasm files; read at once, since a wait for the
  // disk in turns is longer than the reading.
  const require = createRequire(import.meta.url);
  const language = await compiledOnce(async () => {
    await Parser.init({ wasmBinary: readFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm')) });
    return Language.load(readFileSync(require.resolve('tree-sitter-c/tree-sitter-c.wasm')));
  });
  const parser = new Parser();
  parser.setLanguage(language);
  return (text) => {
    const tree = parser.parse(text);
    if (!tree) throw new Error('tree-sitter gave no tree');
    const cursor = tree.walk();
    try {
      return copy(cursor);
    } finally {
      cursor.delete();
      tree.delete();
    }
  };
}

/**
 * The grammar's lexer is one function, so large that to compile it a second time takes V8 longer than to read all the C of
 * a thread. So no function of the modules made here is.
 */
async function compiledOnce<T>(make: () => Promise<T>): Promise<T> {
  setFlagsFromString('--wasm-tiering-budget=1000000000');
  try {
    return await make();
  } finally {
    setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);
  }
}

function copy(cursor: import('web-tree-sitter').TreeCursor): CNode {
  const children: CNode[] = [];
  const node = {
    type: cursor.nodeType,
    named: cursor.nodeIsNamed,
    missing: cursor.nodeIsMissing,
    field: cursor.currentFieldName ?? undefined,
    start: cursor.startIndex,
    end: cursor.endIndex,
    children,
  };
  if (cursor.gotoFirstChild()) {
    do children.push(copy(cursor));
    while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return node;
}

/** The child in a field of the rule. */
export function child(node: CNode, field: string): CNode | undefined {
  return node.children.find((c) => c.field === field);
}

/** All children in a field. */
export function children(node: CNode, field: string): CNode[] {
  return node.children.filter((c) => c.field === field);
}

/** The places in a subtree that are no C. */
export function* errorsOf(node: CNode): Generator<CNode> {
  if (node.type === 'ERROR' || node.missing) yield node;
  else for (const c of node.children) yield* errorsOf(c);
}

/** The first of them, if any. */
export function firstError(node: CNode): CNode | undefined {
  return errorsOf(node).next().value ?? undefined;
}
