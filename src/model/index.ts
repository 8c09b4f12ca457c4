// The index by which a model is chosen: which functions of which kernel files each has, read without parsing. In: the
// text of every model; out: names. All models are scanned at each start, one of them is parsed.
//
// Invariant: the scan says what the parser says, of every text that the parser takes. A test holds them together.

import { readFileSync } from 'node:fs';
import { filesOf, findModels, type ModelFolder } from './load.ts';
import { readDoc } from './ts/docs.ts';
import { fromDialect } from './ts/names.ts';

/** What one needs to choose a model for a patch. */
export interface ModelIndexEntry extends ModelFolder {
  /** Kernel files that its own functions mirror, sorted. */
  readonly files: readonly string[];
  /** Its own functions that mirror the kernel's. */
  readonly functions: readonly string[];
}

/** A function that mirrors the kernel's, and the file that it is in there. */
export interface Mirror {
  readonly name: string;
  readonly file: string;
}

/** Names of functions and kernel files of every model. Nothing is checked. */
export function indexModels(root: string): ModelIndexEntry[] {
  return findModels(root).map((folder) => {
    const mirrors = filesOf(folder).flatMap((path) => mirrorsOf(readFileSync(path, 'utf8')));
    const files = [...new Set(mirrors.map((m) => m.file))].sort();
    return { ...folder, files, functions: mirrors.map((m) => m.name) };
  });
}

/** What the scan stops at: comments and strings, to pass them whole, and functions, which the dialect does not nest. */
const STOP =
  /(\/\/.*|\/\*[\s\S]*?\*\/)|'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|`(?:[^`\\]|\\[\s\S])*`|\bfunction(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)+([^\s(</]+)/g;

/** The top-level functions of a text whose doc comment begins with a kernel path, in their order. */
export function mirrorsOf(text: string): Mirror[] {
  const found: Mirror[] = [];
  /** End of what was passed. */
  let at = 0;
  /** The last doc comment, while nothing but comments and `export` stands behind it. */
  let doc: string | undefined;
  let isExported = false;
  for (const stop of text.matchAll(STOP)) {
    const [token, comment, name] = stop;
    const between = text.slice(at, stop.index).trim();
    at = stop.index + token.length;
    if (between !== '') {
      if (between !== 'export') doc = undefined;
      isExported = /(?:^|[\s;})])export$/.test(between);
    }
    if (comment !== undefined) {
      if (!isExported && comment.startsWith('/**') && comment !== '/**/') doc = comment.slice(3, -2);
      continue;
    }
    if (name !== undefined) {
      const { file } = readDoc(doc);
      if (file !== undefined) found.push({ name: fromDialect(name), file });
    }
    doc = undefined;
    isExported = false;
  }
  return found;
}
