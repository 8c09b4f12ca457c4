// One hunk: where it ends, and what each of its lines is. In: the lines behind an `@@` line; out: the hunk, the number
// of lines it took, the damage. The invariant: the counts of the header decide, and a hunk whose lines do not add up
// to them says so (`countsSatisfied`). Nothing is invented to make them fit.

import type { Reading } from './count.ts';
import type { PatchDamage } from './damage.ts';
import { mendIndent } from './indent.ts';
import type { LineKind } from './line-kind.ts';
import type { Hunk, HunkLine } from './patch.ts';
import { readDamaged, readStrictly } from './reading.ts';
import { isHtml, unescapeHtml } from './unescape.ts';
import type { ViewLine } from './view.ts';
import { endOfWindow, isBoundary } from './window.ts';
import { isBroken, joinBroken } from './wrap.ts';

export interface HunkRead {
  readonly hunk: Hunk;
  /** Lines taken, the header included. */
  readonly taken: number;
  readonly damage: readonly PatchDamage[];
}

/** How a text was sent. */
export interface Sent {
  /** `delsp=yes`: the blank at which a line was broken is one too many. */
  readonly delsp: boolean;
  /** Every line that begins with a blank has got one more. */
  readonly stuffed: boolean;
}

const asWritten: Sent = { delsp: false, stuffed: false };

interface Mutable {
  readonly kind: HunkLine['kind'];
  text: string;
  readonly line: number;
  noNewline?: true;
}

const headerForm = /^(@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@) ?(.*)$/s;

/** Reads the hunk whose header is at `view[at]`; null if there is no header. */
export function readHunk(view: readonly ViewLine[], at: number, sent: Sent = asWritten): HunkRead | null {
  const text = view[at]!.text;
  const header = text.charCodeAt(0) === 0x40 ? headerForm.exec(text) : null;
  if (!header) return null;
  const [, range = '', oldStart, oldCount = '1', newStart, newCount = '1', section = ''] = header;
  const counts = { old: Number(oldCount), new: Number(newCount) };
  const strict = readStrictly(view, at, counts);
  const end = strict.exact ? at + 1 + strict.kinds.length : endOfWindow(view, at + 1, counts);
  const read = strict.exact
    ? withRest(strict, view, end)
    : readDamaged(text, view.slice(at + 1, end), counts, strict, isDiff(view[end]));
  const behind = at + 1 + read.kinds.length;
  const found = new Set(read.damage);
  const short = !read.exact || endsInBlanks(read.kinds, view, behind);
  const overrun = !short && isChange(view, behind);
  if (short) found.add('hunk-truncated');
  if (overrun) found.add('hunk-overrun');
  const kinds = short ? withoutBlankEnd(read.kinds, view, behind) : read.kinds;
  const lines = hunkLines(kinds, view, at + 1, sent, found);
  const hunk: Hunk = {
    header: range,
    section: sectionOf(section, kinds, view, at),
    oldStart: Number(oldStart),
    oldLines: counts.old,
    newStart: Number(newStart),
    newLines: counts.new,
    lines,
    countsSatisfied: !short && !overrun,
  };
  return { hunk, taken: 1 + kinds.length, damage: [...found] };
}

function isDiff(line: ViewLine | undefined): boolean {
  return line !== undefined && /^(?:@@|diff |--- |Index: )/.test(line.text);
}

/** The last line may have been broken as well, where its rest stands alone before the next header or the end. */
function withRest(read: Reading, view: readonly ViewLine[], behind: number): Reading {
  let end = behind;
  while (end < view.length && end < behind + 4 && isRest(view, end)) end++;
  if (end === behind || (end < view.length && !isBoundary(view, end))) return read;
  const rests = Array.from({ length: end - behind }, () => 'rest' as const);
  return { ...read, kinds: [...read.kinds, ...rests], damage: [...read.damage, 'wrapped'] };
}

function isRest(view: readonly ViewLine[], at: number): boolean {
  const { text, behind } = view[at]!;
  return (
    text !== '' &&
    behind === 'line' &&
    !/^[+\-\\]|^index [0-9a-f]+\.\./.test(text) &&
    !isBoundary(view, at) &&
    isBroken(view[at - 1]!.text, text)
  );
}

/**
 * Empty lines at the end, and no diff behind them, are the mail's and not the file's: two and more; one where the hunk has
 * kept the blank on others; and one behind which the hunk goes on, since someone comments without a quoting mark.
 */
function endsInBlanks(kinds: readonly LineKind[], view: readonly ViewLine[], behind: number): boolean {
  const count = kinds.length;
  if (count < 2 || view[behind - 1]!.text !== '') return false;
  if (behind < view.length && view[behind]!.text !== '' && isBoundary(view, behind)) return false;
  if (view[behind - 2]!.text === '') return true;
  for (let at = behind - count; at < behind; at++) if (view[at]!.text === ' ') return true;
  for (let at = behind; at < Math.min(view.length, behind + longestComment) && !isBoundary(view, at); at++) {
    if (/^[ +-]\t/.test(view[at]!.text)) return true;
  }
  return false;
}

const longestComment = 12;

function withoutBlankEnd(kinds: readonly LineKind[], view: readonly ViewLine[], behind: number): readonly LineKind[] {
  let blank = 0;
  while (blank < kinds.length && view[behind - 1 - blank]!.text === '') blank++;
  return blank === 0 ? kinds : kinds.slice(0, kinds.length - blank);
}

const unsplit = { 'blank-added': 'added', 'blank-removed': 'removed', 'blank-context': 'context' } as const;

function hunkLines(
  kinds: readonly LineKind[],
  view: readonly ViewLine[],
  from: number,
  sent: Sent,
  damage: Set<PatchDamage>,
): HunkLine[] {
  const lines: Mutable[] = [];
  let tail = '';
  let entities = false;
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i]!;
    const line = view[from + i]!;
    if (line.behind === 'comment') damage.add('interrupted');
    if (line.damage) damage.add(line.damage);
    const last = lines.at(-1);
    if (kind === 'rest') {
      // The rest of the header line, or of a note, is no line.
      if (last && tail !== '') last.text = joinBroken(last.text, line.text, sent.delsp);
      continue;
    }
    if (kind === 'no-newline') {
      if (last) last.noNewline = true;
      tail = '';
      continue;
    }
    tail = line.text;
    if (tail.includes('&')) entities = true;
    if (kind === 'blank-added' || kind === 'blank-removed' || kind === 'blank-context') {
      lines.push({ kind: 'context', text: '', line: line.line });
      lines.push({ kind: unsplit[kind], text: tail.trimStart().slice(1), line: line.line });
      if (kind === 'blank-context') lines.at(-1)!.text = tail.slice(2);
      continue;
    }
    const marked = kind !== 'context' || tail.charCodeAt(0) === 0x20;
    lines.push({ kind, text: marked ? tail.slice(1) : tail, line: line.line });
  }
  if (entities && isHtml(lines.map((l) => l.text).join('\n'))) {
    for (const line of lines) line.text = unescapeHtml(line.text);
    damage.add('html-escaped');
  }
  return mendIndent(lines, sent.stuffed, damage);
}

/** What git prints behind the second `@@`, with what a mailer broke off. */
function sectionOf(section: string, kinds: readonly LineKind[], view: readonly ViewLine[], header: number): string {
  let whole = section;
  for (let i = 0; kinds[i] === 'rest'; i++) whole = joinBroken(whole, view[header + 1 + i]!.text, false);
  return whole.trim();
}

/** A changed line directly behind the last counted one: the header counts too few. Signatures and headers are none. */
function isChange(view: readonly ViewLine[], at: number): boolean {
  const line = view[at];
  if (line === undefined || line.behind !== 'line') return false;
  const sign = line.text.charCodeAt(0);
  if (sign !== 0x2b && sign !== 0x2d) return false;
  return /^(?:\+(?!\+\+ )|-(?!-\s*$|-- |\s*$))/.test(line.text) && !isBoundary(view, at);
}
