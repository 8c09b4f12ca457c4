// A line of a mail as a reader of columns sees it: tabs are eight wide, and what stands in front of the whole diagram (the
// stamps of a kernel log, the stars of a comment) is blank.

import type { QuotedLine } from '../../mail/quote.ts';
import { headsInLine, namingOf } from './actor.ts';

/** A stretch of text in a line, and the column it starts at. */
export interface Cell {
  readonly at: number;
  readonly text: string;
}

export interface Line {
  /** Without tabs and without blanks at its end. */
  readonly text: string;
  /** 1-based line in the message. */
  readonly number: number;
  /** Parted by two blanks or more. */
  readonly cells: readonly Cell[];
  /** Columns of the bars that are no operators. */
  readonly bars: readonly number[];
  /** It names CPUs or threads and nothing else: one diagram ends here and another begins. */
  readonly isHead: boolean;
  /** A kernel printed it. */
  readonly isLogged: boolean;
}

/** What most lines begin with begins neither a stamp nor a star. */
const mayHaveGutter = /^[\s[*]/;
/** Longer lines are data. */
const longest = 400;
const gutter = /^(?:\[ *\d+\.\d+\](?:\[ *[CT]\d+\])?|[ \t]*\*(?=[ \t]))/;

export function toLine({ text: raw, line }: QuotedLine): Line {
  const hasGutter = mayHaveGutter.test(raw);
  const bare = hasGutter ? raw.replace(gutter, (mark) => blankFor(mark)) : raw;
  const wide = raw.length > longest ? '' : expand(bare).trimEnd();
  const text = wide.length > longest ? '' : wide;
  return {
    text,
    number: line,
    cells: cellsOf(text),
    bars: barsOf(text),
    isHead: isHead(text),
    isLogged: hasGutter && /^\s*\[ *\d+\.\d+\]/.test(raw),
  };
}

/** Two cells, a tab, a bar, rules side by side, a stamp or a star; and whatever is not plain enough to tell at a glance. */
const mayPart = /\S(?: {2}|\t)|\||[-=]{3} [-=]|^\s*[*[]|[^\0-\x7f]/;

/** More than a name has. */
const fourWords = /[^\W_][\W_]+[^\W_]+[\W_]+[^\W_]+[\W_]+[^\W_]/;

/** Whether a line may hold columns, or heads of such, that toLine would find. */
export function mayHoldColumns(text: string): boolean {
  if (mayPart.test(text)) return true;
  const end = text.trim();
  if (!mayName.test(lastOfWords(end))) return false;
  return headsInLine(end) !== null || (!fourWords.test(end) && namingOf(end) === 'named');
}

/** A stamp takes no room, a star as much as it has. */
function blankFor(mark: string): string {
  return mark.startsWith('[') ? '' : mark.replace('*', ' ');
}

function expand(text: string): string {
  const plain = /[^\0-\x7f]/.test(text)
    ? text
        .replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ')
        .replace(/[│┃∣]/g, '|')
        .replace(/[─━═]/g, '-')
    : text;
  if (!plain.includes('\t')) return plain;
  let out = '';
  for (const char of plain) out += char === '\t' ? ' '.repeat(8 - (out.length % 8)) : char;
  return out;
}

export function cellsOf(text: string, from = 0): Cell[] {
  const start = text.search(/\S/);
  if (start < 0) return [];
  if (!text.includes('  ', start)) return [{ at: from + start, text: text.slice(start).trimEnd() }];
  const cells: Cell[] = [];
  for (const m of text.matchAll(/\S+(?: \S+)*/g)) cells.push({ at: from + m.index, text: m[0] });
  return cells;
}

function isHead(text: string): boolean {
  if (text.length > 200 || !mayName.test(lastOfWords(text))) return false;
  const heads = text.split(/\s*\|\s*|\s{2,}/).filter((part) => part !== '');
  return (heads.length > 1 && heads.every((h) => namingOf(h) === 'named')) || headsInLine(text) !== null;
}

/** What the name of a CPU or thread ends in. */
const mayName = /[\dA-DNXY]/i;

function lastOfWords(text: string): string {
  let end = text.length - 1;
  while (end >= 0 && !/\w/.test(text[end]!)) end--;
  return text[end] ?? '';
}

const noBars: readonly number[] = [];

function barsOf(text: string): readonly number[] {
  const first = text.indexOf('|');
  if (first < 0) return noBars;
  const bars: number[] = [];
  for (let at = first; at >= 0; at = text.indexOf('|', at + 1))
    if (text[at - 1] !== '|' && text[at + 1] !== '|' && text[at + 1] !== '=') bars.push(at);
  return bars;
}

/** A rule under a head: `---- ----`, `=====`, `____|____`. */
export function isRule({ text }: Line): boolean {
  return /^[\s|+=_~-]*$/.test(text) && /([-=_~])\1\1/.test(text);
}

export function isBlank({ text }: Line): boolean {
  return text.trim() === '';
}

/** What ends every diagram: a fence, the verdict of lockdep. */
export function isEnd({ text }: Line): boolean {
  return /^\s*(?:```|\*\*\* DEADLOCK)/.test(text);
}
