// Forms of a diff that are recognised and not read: of a merge, and with `***`. In: a view and a place; out: how many
// lines the hunk there takes, so that nobody takes them for a unified diff.
//
//   @@@ -1,2 -1,2 +1,3 @@@     ***************
//     context                  *** 10,5 ****
//   - of the first parent        context
//    -of the second            ! changed
//   ++of neither               --- 10,5 ----

import type { ViewLine } from './view.ts';
import { isBoundary } from './window.ts';

export interface UnreadHunk {
  readonly form: 'combined' | 'context';
  readonly taken: number;
  readonly complete: boolean;
}

/** The hunk of a merge or of a context diff that begins at `view[at]`; null if none does. */
export function readUnread(view: readonly ViewLine[], at: number): UnreadHunk | null {
  const text = view[at]!.text;
  if (text.startsWith('@@@ -')) return readCombined(view, at);
  if (text.startsWith('***************')) return readContext(view, at);
  return null;
}

function readCombined(view: readonly ViewLine[], from: number): UnreadHunk | null {
  const header = /^(@{3,18})((?: -\d{1,9}(?:,\d{1,9})?)+) \+(\d{1,9})(?:,(\d{1,9}))? \1/.exec(view[from]!.text);
  const parents = header ? header[1]!.length - 1 : 0;
  const ranges = header ? header[2]!.trim().split(' ') : [];
  if (!header || ranges.length !== parents) return null;
  const old = ranges.map((range) => Number(range.split(',')[1] ?? 1));
  let fresh = Number(header[4] ?? 1);
  let at = from + 1;
  for (; at < view.length && (fresh > 0 || old.some((n) => n > 0)); at++) {
    const line = view[at]!;
    // Behind a blank that was stripped there is a line of context.
    const marks = line.text.padEnd(parents).slice(0, parents);
    if (line.behind === 'quote' || !/^[ +-]+$/.test(marks) || /^@@@|^diff /.test(line.text)) break;
    const removed = marks.includes('-');
    for (let i = 0; i < parents; i++) if (marks[i] === '-' || (!removed && marks[i] === ' ')) old[i]!--;
    if (!removed) fresh--;
  }
  return { form: 'combined', taken: at - from, complete: fresh === 0 && old.every((n) => n === 0) };
}

function readContext(view: readonly ViewLine[], from: number): UnreadHunk | null {
  const before = readBlock(view, from + 1, /^\*\*\* \d{1,9}(?:,\d{1,9})? \*\*\*\*/);
  if (before === null) return null;
  const after = readBlock(view, before, /^--- \d{1,9}(?:,\d{1,9})? ----/);
  return { form: 'context', taken: (after ?? before) - from, complete: after !== null };
}

/** Index behind the lines of one side; null if its header is not there. */
function readBlock(view: readonly ViewLine[], from: number, header: RegExp): number | null {
  if (!header.test(view[from]?.text ?? '')) return null;
  let at = from + 1;
  while (at < view.length && view[at]!.behind !== 'quote' && /^[ !+-](?:[ \t]|$)/.test(view[at]!.text)) {
    if (isBoundary(view, at)) break;
    at++;
  }
  return at;
}
