// How far a hunk can reach at most, whatever its counts say: the next header, a signature, a deeper quote. Without this
// a hunk that is one line short would swallow the next file.

import type { ViewLine } from './view.ts';

export interface Counts {
  readonly old: number;
  readonly new: number;
}

/** Index behind the last line that may belong to a hunk whose lines begin at `from`. */
export function endOfWindow(view: readonly ViewLine[], from: number, counts: Counts): number {
  const most = Math.min(view.length, from + counts.old + counts.new + 3);
  for (let at = from; at < most; at++) {
    if (view[at]!.behind === 'quote' || isBoundary(view, at)) return at;
  }
  return most;
}

/** Whether something that is no hunk line begins here. */
export function isBoundary(view: readonly ViewLine[], at: number): boolean {
  const text = view[at]!.text;
  const next = view[at + 1]?.text ?? '';
  switch (text[0]) {
    case '@':
      return /^@@+ -\d/.test(text);
    case 'd':
      return /^diff (--git|--cc|--combined|-\w)/.test(text);
    case 'I':
      return text.startsWith('Index: ') && /^={20,}$/.test(next);
    case '-':
      return startsFile(view, at) || isSignature(text, next);
    case 'T':
      return text.startsWith('To unsubscribe from this list: ');
    case '_':
      return /^_{40,}$/.test(text);
    default:
      return false;
  }
}

/** `--- a/x`, `+++ b/x` and a hunk: no three lines of a hunk look like that. */
export function startsFile(view: readonly ViewLine[], at: number): boolean {
  const [minus, plus, hunk] = [view[at]?.text, view[at + 1]?.text, view[at + 2]?.text];
  return /^--- \S/.test(minus ?? '') && /^\+\+\+ \S/.test(plus ?? '') && /^@@ -\d/.test(hunk ?? '');
}

/** `-- ` with a version number, as git signs, or the footer of a list. */
function isSignature(text: string, next: string): boolean {
  if (/^--? ?$/.test(text) && next.startsWith('To unsubscribe from this list: ')) return true;
  return /^-- ?$/.test(text) && /^\d+\.\d+(\.[\w.-]+)*(?: \(.*\))?$/.test(next);
}
