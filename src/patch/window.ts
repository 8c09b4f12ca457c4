// How far a hunk can reach at most, whatever its counts say: the next header, a signature, a deeper quote. Without this
// a hunk that is one line short would swallow the next file.

import type { ViewLine } from './view.ts';

export interface Counts {
  readonly old: number;
  readonly new: number;
}

/** Index behind the last line that may belong to a hunk whose lines begin at `from`. */
export function endOfWindow(view: readonly ViewLine[], from: number, counts: Counts): number {
  // Each line may have been broken in two.
  const most = Math.min(view.length, from + 2 * (counts.old + counts.new) + 4);
  for (let at = from; at < most; at++) {
    if (view[at]!.behind === 'quote' || isBoundary(view, at)) return at;
  }
  return most;
}

/** Whether something that is no hunk line begins here. */
export function isBoundary(view: readonly ViewLine[], at: number): boolean {
  const text = view[at]!.text;
  switch (text.charCodeAt(0)) {
    case 0x40: // @
      return /^@@+ -\d/.test(text);
    case 0x64: // d
      return /^diff (?:--git|--cc|--combined|-\w)/.test(text);
    case 0x49: // I
      return text.startsWith('Index: ') && isRuler(view[at + 1]?.text);
    case 0x2d: // -
      if (text.charCodeAt(1) === 0x2d) return startsFile(view, at) > 0 || isSignature(view, at);
      return text.length < 3 && isListEnd(view, at);
    case 0x54: // T
      return text.startsWith('To unsubscribe from this list: ');
    case 0x5f: // _
      return /^_{40,}$/.test(text);
    case 0x2a: // *
      return text.startsWith('***************') && /^\*\*\* \d/.test(view[at + 1]?.text ?? '');
    default:
      return false;
  }
}

export function isRuler(text: string | undefined): boolean {
  return text?.startsWith('====================') === true && /^=+$/.test(text);
}

/**
 * How many lines `--- a/x` and `+++ b/x` take at this place if a hunk follows, else 0. No three lines of a hunk look like
 * that. A mailer may have broken a line before its time stamp.
 */
export function startsFile(view: readonly ViewLine[], at: number): number {
  if (!isHead('--- ', view[at]?.text)) return 0;
  let plus = at + 1;
  if (!isHead('+++ ', view[plus]?.text) && isStamp(view[plus]?.text)) plus++;
  if (!isHead('+++ ', view[plus]?.text)) return 0;
  let hunk = plus + 1;
  if (isStamp(view[hunk]?.text)) hunk++;
  return isHunk(view[hunk]?.text) ? hunk - at : 0;
}

export function isHead(mark: '--- ' | '+++ ', text: string | undefined): boolean {
  return text?.startsWith(mark) === true && text.length > 4 && !/\s/.test(text[4]!);
}

function isHunk(text: string | undefined): boolean {
  return text?.startsWith('@@ -') === true && /^\d/.test(text.slice(4, 5));
}

/** The rest of a header line: a date, a time, a zone, in any order of them. */
function isStamp(text: string | undefined): boolean {
  return text !== undefined && text.length < 60 && /^(?:\d{4}[-/]\d\d|\d\d:\d\d|[+-]\d{4}$|[A-Z][a-z]{2} )/.test(text);
}

/**
 * `-- ` with a version number, as git signs, with words, or with nothing behind it. Lines of a hunk behind it make it a
 * removed `- `.
 */
function isSignature(view: readonly ViewLine[], at: number): boolean {
  const text = view[at]!.text;
  if (text !== '-- ' && text !== '--') return false;
  const next = view[at + 1]?.text;
  if (/^\d+\.\d+(\.[\w.-]+)*(?: \(.*\))?$/.test(next ?? '') || isListEnd(view, at)) return true;
  return next === undefined || next === '' ? text === '-- ' : !/^[ \t+\-@\\]|^diff |^Index: /.test(next);
}

function isListEnd(view: readonly ViewLine[], at: number): boolean {
  const next = view[at + 1]?.text;
  return next?.startsWith('To unsubscribe from this list: ') === true && /^--? ?$/.test(view[at]!.text);
}
