// A hunk as an edit of tokens. In: the lines of a hunk, whose text may begin or end inside a comment or a conditional
// part. Out: keep, remove and add, one operation a token, removals of a change before its additions.
//
// Both images of the hunk are read by themselves, since a line of context may be a comment in one and code in the
// other, or stand under an `#ifdef` that the patch adds. Such a line is a change like any other.

import type { Diagnostic } from '../../base/diagnostic.ts';
import type { Hunk } from '../../patch/patch.ts';
import { type Config, type ConfigWarning, preprocess } from '../c/preprocess.ts';
import { blankComments } from '../c/tokens.ts';
import { type LaidOut, layOut } from './laid-out.ts';
import type { MailSource } from './mail-source.ts';

export interface Op {
  readonly kind: 'keep' | 'remove' | 'add';
  /** Its `line` is an index into the lines of the hunk. */
  readonly token: LaidOut;
}

export interface Script {
  readonly ops: readonly Op[];
  /** Lines that are comments, blank, conditions, or left out by one; the others are code. */
  readonly quiet: ReadonlyMap<number, { readonly status: 'comment' | 'elided' | 'mapped'; readonly reason?: string }>;
  readonly warnings: readonly { readonly line: number; readonly warning: ConfigWarning }[];
  /** A condition that cannot be evaluated, or does not end in the hunk though it matters. */
  readonly refusal?: Diagnostic;
  /** The hunk begins inside a condition, whose value only the rest of the file knows. */
  readonly beginsInCondition: boolean;
}

interface Side {
  readonly byLine: ReadonlyMap<number, readonly LaidOut[]>;
  readonly skipped: ReadonlyMap<number, string>;
  readonly directives: ReadonlySet<number>;
  readonly warnings: readonly { readonly line: number; readonly warning: ConfigWarning }[];
  readonly unclear: readonly { readonly line: number; readonly text: string }[];
  readonly endsSkipped: boolean;
  readonly elseOfOuter: boolean;
  readonly beginsInCondition: boolean;
}

/**
 * The edits of a hunk. `skipsFirst`: the hunk begins in a conditional part that is left out, which only a reader who
 * has tried the other way can know.
 */
export function scriptOf(hunk: Hunk, mail: MailSource, config: Config, skipsFirst = false): Script {
  const inComment = beginsInComment(hunk);
  const before = side(hunk, 'added', config, inComment, skipsFirst);
  const after = side(hunk, 'removed', config, inComment, skipsFirst);
  const ops: Op[] = [];
  let removed: Op[] = [];
  let added: Op[] = [];
  const flush = (): void => {
    if (sameNorms(removed, added)) ops.push(...removed.map((op): Op => ({ ...op, kind: 'keep' })));
    else ops.push(...removed, ...added);
    removed = [];
    added = [];
  };
  for (const [index, line] of hunk.lines.entries()) {
    const old = line.kind === 'added' ? [] : (before.byLine.get(index) ?? []);
    const now = line.kind === 'removed' ? [] : (after.byLine.get(index) ?? []);
    if (line.kind === 'context' && old.length === now.length && old.every((t, i) => t.norm === now[i]!.norm)) {
      if (old.length === 0) continue;
      flush();
      ops.push(...old.map((token): Op => ({ kind: 'keep', token })));
    } else {
      removed.push(...old.map((token): Op => ({ kind: 'remove', token })));
      added.push(...now.map((token): Op => ({ kind: 'add', token })));
    }
  }
  flush();
  const refusal = problem(hunk, mail, before, after);
  return {
    ops,
    quiet: quietLines(hunk, before, after),
    warnings: [...before.warnings, ...after.warnings].filter(
      (w, i, all) => all.findIndex((o) => o.warning.text === w.warning.text) === i,
    ),
    ...(refusal && { refusal }),
    beginsInCondition: before.beginsInCondition,
  };
}

/** Whether the first line of a hunk belongs to a comment that opened before it. */
function beginsInComment(hunk: Hunk): boolean {
  return (['added', 'removed'] as const).some((other) => {
    const text = hunk.lines
      .filter((l) => l.kind !== other)
      .map((l) => l.text)
      .join('\n');
    const close = text.indexOf('*/');
    const open = text.indexOf('/*');
    if (close >= 0) return open < 0 || close < open;
    const words = text.split('\n').filter((l) => l.trim() !== '');
    return open < 0 && words.length > 0 && words.every((l) => /^\s*\*(\s|$)/.test(l));
  });
}

function side(hunk: Hunk, without: 'added' | 'removed', config: Config, inComment: boolean, skipsFirst: boolean): Side {
  const lines = [...hunk.lines.entries()].filter(([, l]) => l.kind !== without);
  const indexOf = (line: number): number => lines[line]?.[0] ?? 0;
  const raw = lines.map(([, l]) => l.text.replace(/\r$/, '')).join('\n');
  const clean = blankComments(raw, inComment);
  const lineOf = (offset: number): number => indexOf(clean.slice(0, offset).split('\n').length - 1);
  const conditional = preprocess({ name: '', text: clean }, config, false, skipsFirst);
  const byLine = new Map<number, LaidOut[]>();
  for (const t of layOut(conditional.text)) {
    const line = indexOf(t.line);
    byLine.set(line, [...(byLine.get(line) ?? []), { ...t, line, lastLine: indexOf(t.lastLine) }]);
  }
  const skipped = new Map<number, string>();
  for (const part of conditional.skipped)
    for (let l = lineOf(part.start); l <= lineOf(part.end); l++) skipped.set(l, part.condition);
  const directives = new Set(lines.filter(([, l]) => /^\s*#/.test(l.text)).map(([i]) => i));
  return {
    byLine,
    skipped,
    directives,
    warnings: conditional.warnings.map((warning) => ({ line: lineOf(warning.span.start), warning })),
    unclear: conditional.unclear.map(({ span, text }) => ({ line: lineOf(span.start), text })),
    endsSkipped: conditional.endsSkipped,
    elseOfOuter: conditional.elseOfOuter,
    beginsInCondition: conditional.elseOfOuter || conditional.closesOuter > 0,
  };
}

function problem(hunk: Hunk, mail: MailSource, before: Side, after: Side): Diagnostic | undefined {
  const changed = (line: number): boolean => hunk.lines[line]?.kind !== 'context';
  const unclear = after.unclear[0] ?? before.unclear[0];
  if (unclear)
    return {
      message: `Cannot evaluate \`${unclear.text}\`.`,
      span: mail.line(unclear.line, hunk),
      help: 'Only conditions over CONFIG_ symbols are understood.',
    };
  if (before.endsSkipped === after.endsSkipped && before.elseOfOuter === after.elseOfOuter) return undefined;
  const directive = [...after.directives, ...before.directives].find(changed);
  return {
    message: 'Cannot apply a condition that begins in one hunk and ends in another: the lines between are left out.',
    ...(directive !== undefined && { span: mail.line(directive, hunk) }),
    help: 'Make the diff with more context, so that the whole condition is in one hunk.',
  };
}

function quietLines(hunk: Hunk, before: Side, after: Side): Script['quiet'] {
  const quiet = new Map<number, { status: 'comment' | 'elided' | 'mapped'; reason?: string }>();
  for (const [index, line] of hunk.lines.entries()) {
    const seen = line.kind === 'removed' ? before : after;
    if (before.byLine.get(index)?.length && line.kind !== 'added') continue;
    if (after.byLine.get(index)?.length && line.kind !== 'removed') continue;
    if (seen.directives.has(index)) quiet.set(index, { status: 'mapped' });
    else if (seen.skipped.has(index) && blankComments(line.text).trim() !== '')
      quiet.set(index, { status: 'elided', reason: `\`${seen.skipped.get(index)}\` does not hold` });
    else quiet.set(index, { status: 'comment' });
  }
  return quiet;
}

function sameNorms(a: readonly Op[], b: readonly Op[]): boolean {
  return a.length === b.length && a.every((op, i) => op.token.norm === b[i]!.token.norm);
}
