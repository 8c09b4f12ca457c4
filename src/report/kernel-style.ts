// Canonical C laid out as the kernel has it: an empty line behind declarations, no line over 80 columns that can be broken.
// Only white space is added, which the C front end does not see.

import type { FunctionDef, Program, Stmt } from '../model/ast.ts';
import { printFunctionC } from '../model/print/c.ts';
import { statementsOf } from '../model/walk.ts';

const WIDTH = 80;
const TAB = 8;

/** A function as the kernel lays it out. */
export function functionText(fn: FunctionDef, program: Program): string {
  const { text, lines } = printFunctionC(fn, program);
  const breaks = new Set<number>();
  for (const s of statementsOf(fn.body)) {
    const behind = s.kind === 'block' ? behindDeclarations(s) : undefined;
    const line = behind && lines.get(behind);
    if (line !== undefined) breaks.add(line);
  }
  const laidOut = text.split('\n').flatMap((line, i) => [...(breaks.has(i + 1) ? [''] : []), ...folded(line)]);
  return laidOut.join('\n');
}

/** The statement behind the declarations that a block begins with. */
function behindDeclarations({ body }: Extract<Stmt, { kind: 'block' }>): Stmt | undefined {
  const end = body.findIndex((s) => s.kind !== 'declare' && s.kind !== 'elided');
  const last = body.slice(0, end === -1 ? body.length : end).findLastIndex((s) => s.kind === 'declare');
  return body[last === -1 ? body.length : last + 1];
}

/** A line broken behind commas and the like; parameters go on under the first, all else two tabs further in. */
export function folded(line: string): string[] {
  const tabs = /^\t*/.exec(line)![0];
  const open = tabs === '' ? line.indexOf('(') + 1 : 0;
  const indent = open > 0 ? '\t'.repeat(Math.floor(open / TAB)) + ' '.repeat(open % TAB) : `${tabs}\t\t`;
  const lines: string[] = [];
  let current = '';
  for (const word of piecesOf(line.slice(tabs.length))) {
    const start = lines.length === 0 ? tabs : indent;
    if (current !== '' && columns(start + current) + 1 + columns(word) > WIDTH) {
      lines.push(start + current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, (lines.length === 0 ? tabs : indent) + current];
}

/** Parts of a line between which it may be broken, no string among them in two. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let isOpen = false;
  for (const word of text.match(/(?:"(?:[^"\\]|\\.)*"|[^ ])+/g) ?? []) {
    pieces.push(isOpen ? `${pieces.pop()} ${word}` : word);
    isOpen = !/[,;{}]$|^(?:&&|\|\||\|)$/.test(word);
  }
  return pieces;
}

function columns(text: string): number {
  let width = 0;
  for (const c of text) width = c === '\t' ? width - (width % TAB) + TAB : width + 1;
  return width;
}
