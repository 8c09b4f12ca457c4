import { placeOf } from '../../base/source.ts';
import type { FunctionDef, Stmt } from '../ast.ts';
import { scan } from '../c/tokens.ts';
import { isRun, statementsOf } from '../walk.ts';
import type { Written } from './build.ts';

/** The statements of a function that have a word of their own on a line that the patch adds. */
export function addedStatements(fn: FunctionDef, written: Written): Stmt[] {
  const { text } = written.source;
  const lineOf = lineIndex(text);
  const statements = [...statementsOf(fn.body)];
  const added = new Set<Stmt>();
  for (const token of scan(text)) {
    if (token.start < fn.body.span.start || token.end > fn.body.span.end) continue;
    if (written.origins[lineOf(token.start)]?.kind !== 'added') continue;
    // Outer statements come first, so the last one that holds a token is the innermost.
    const owner = statements.findLast((s) => s.span.start <= token.start && token.end <= s.span.end);
    if (owner && isRun(owner)) added.add(owner);
  }
  return statements.filter((s) => added.has(s));
}

/** Marks the added lines that say nothing but what the model leaves out. */
export function markElided(fn: FunctionDef, written: Written): void {
  const lines = written.source.text.split('\n');
  for (const s of statementsOf(fn.body)) {
    if (s.kind !== 'elided') continue;
    const first = placeOf(s.span.source, s.span.start).line - 1;
    const last = placeOf(s.span.source, s.span.end).line - 1;
    let offset = lines.slice(0, first).reduce((sum, l) => sum + l.length + 1, 0);
    for (let line = first; line <= last; line++) {
      const text = lines[line] ?? '';
      const start = offset + (text.length - text.trimStart().length);
      const origin = written.origins[line];
      if (origin?.kind === 'added' && s.span.start <= start && offset + text.trimEnd().length <= s.span.end)
        written.file.hunks[origin.hunk]!.status.set(origin.line, { status: 'elided', reason: s.reason });
      offset += text.length + 1;
    }
  }
}

function lineIndex(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => starts.findLastIndex((s) => s <= offset);
}
