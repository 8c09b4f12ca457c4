// Was white space stripped from a hunk, and where does such a hunk end? Its context is nothing but lines without a sign:
// so is the text behind it, and only what was not stripped tells them apart.

import { type LineKind, strictKind } from './line-kind.ts';
import type { ViewLine } from './view.ts';
import { isBroken } from './wrap.ts';

/**
 * Is text behind the hunk taken for its context? A line without a blank stands behind the last change and an empty line,
 * other context has kept its blank, and no diff goes on behind them.
 */
export function swallowsText(kinds: readonly LineKind[], lines: readonly ViewLine[], goesOn: boolean): boolean {
  if (goesOn && kinds.length === lines.length) return false;
  const change = kinds.findLastIndex((kind) => kind === 'added' || kind === 'removed');
  const isText = (kind: LineKind, i: number): boolean =>
    kind === 'context' && i > Math.max(0, change) && strictKind(lines[i]!.text) === null && lines[i - 1]!.text === '';
  return kinds.some(isText) && kinds.some((kind, i) => kind === 'context' && /^ +[^ *]/.test(lines[i]!.text));
}

/** Is the first line the rest of the header, while other lines have kept their blank? */
export function takesHeader(header: string, lines: readonly ViewLine[]): boolean {
  const first = lines[0]?.text ?? '';
  return strictKind(first) === null && isBroken(header, first) && !isStripped(lines);
}

/** A line that has kept its blank: a hunk whose lines were stripped does not go on with one. ` *` is left of a comment. */
export function isKept(line: ViewLine | undefined): boolean {
  return line !== undefined && line.text.charCodeAt(0) === 0x20 && line.text.charCodeAt(1) !== 0x2a;
}

/** No line begins or ends with a blank, but for the middle of comments. */
export function isStripped(lines: readonly ViewLine[]): boolean {
  return !lines.some(({ text }) => text.endsWith(' ') || (text.charCodeAt(0) === 0x20 && text.charCodeAt(1) !== 0x2a));
}

/** Has most context lost its blank? A line or two may have kept it where the hunk was edited by hand. */
export function isMostlyStripped(kinds: readonly LineKind[], lines: readonly ViewLine[]): boolean {
  const texts = lines.filter(({ text }, i) => kinds[i] === 'context' && text !== '').map(({ text }) => text);
  const kept = texts.filter((text) => text.startsWith(' ')).length;
  return kept * 8 < texts.length;
}

/** Where a stripped hunk ends at the latest: at a line that was not stripped, a snip, a trailer, an attribution. */
export function endOfStripped(lines: readonly ViewLine[]): number {
  const end = lines.findIndex(({ text }) => isForeign(text));
  return end < 0 ? lines.length : end;
}

function isForeign(text: string): boolean {
  switch (text.charCodeAt(0)) {
    case 0x20:
      return /^ (?:\t|[^ *\s])/.test(text);
    case 0x2b:
    case 0x2d:
      return false;
    default:
      if (text.length < 24 && snip.test(text)) return true;
      return (
        (text.includes('-by: ') && /^[A-Z][a-z]+(?:-[a-z]+)*-by: /i.test(text)) || /\bwrote:$/.test(text.slice(-8))
      );
  }
}

const snip = /^[<[(]?\s*(?:\.{3,}|\u2026|snip(?:ped)?|cut|trimmed)\s*[>\])]?\s*$/i;
