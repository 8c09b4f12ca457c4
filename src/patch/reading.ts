// What each line of a hunk is. Three readings, the first that satisfies the counts is taken:
//
//   strict   lines as diff prints them; a lost leading blank is understood where a tab is left
//   loose    archives strip white space: a line that starts with neither blank, + nor - is context
//   signs    as loose, but a line with a sign may be context (`- b` of `a` / `- b`), if only one choice fits
//
// Loose readings end where a context line has kept its blank: in such a hunk nothing was stripped, and a line without
// a sign is a comment.

import type { PatchDamage } from './damage.ts';
import type { HunkLine } from './patch.ts';
import type { ViewLine } from './view.ts';
import type { Counts } from './window.ts';

export type LineKind = HunkLine['kind'] | 'no-newline';

export interface Reading {
  /** One for each line taken. */
  readonly kinds: readonly LineKind[];
  /** The counts are satisfied. */
  readonly exact: boolean;
  readonly damage: readonly PatchDamage[];
}

/** Reads as many lines as the counts want; if they cannot be satisfied, those that are surely the hunk's. */
export function readLines(lines: readonly ViewLine[], want: Counts): Reading {
  const strict = readAs(strictKind, lines, want);
  if (strict.exact) return strict;
  const stripped = lines.slice(0, endOfStripped(lines));
  const loose = readAs(looseKind, stripped, want);
  if (loose.exact) return loose;
  const signs = readSigns(stripped, want);
  if (signs === 'ambiguous') return { ...trimmed(strict, lines), damage: [...strict.damage, 'context-ambiguous'] };
  return signs ?? trimmed(strict, lines);
}

function strictKind(text: string): LineKind | null {
  switch (text[0]) {
    case '+':
      return 'added';
    case '-':
      return 'removed';
    case '\\':
      return /^\\ \S/.test(text) ? 'no-newline' : null;
    case ' ':
    case '\t':
    case undefined:
      return 'context';
    default:
      return null;
  }
}

function looseKind(text: string): LineKind {
  return strictKind(text) ?? 'context';
}

function readAs(kindOf: (text: string) => LineKind | null, lines: readonly ViewLine[], want: Counts): Reading {
  const kinds: LineKind[] = [];
  let { old, new: fresh } = want;
  for (const { text } of lines) {
    const kind = kindOf(text);
    if (kind === null || (old === 0 && fresh === 0 && kind !== 'no-newline')) break;
    if (kind === 'context' || kind === 'removed') old--;
    if (kind === 'context' || kind === 'added') fresh--;
    if (old < 0 || fresh < 0) break;
    kinds.push(kind);
  }
  return { kinds, exact: old === 0 && fresh === 0, damage: contextDamage(kinds, lines) };
}

function contextDamage(kinds: readonly LineKind[], lines: readonly ViewLine[]): PatchDamage[] {
  const context = lines.filter((_, i) => kinds[i] === 'context');
  if (context.some(({ text }) => text !== '' && !text.startsWith(' '))) return ['context-unindented'];
  return context.some(({ text }) => text === '') ? ['blank-context-stripped'] : [];
}

/** Where a stripped hunk ends at the latest: at a line that was not stripped, a snip, a trailer, an attribution. */
function endOfStripped(lines: readonly ViewLine[]): number {
  const foreign =
    /^ (?:\t|[^ *\s])|^[<[(]?\s*(?:\.{3,}|\u2026|snip(?:ped)?|cut|trimmed)\s*[>\])]?\s*$|^[A-Z][a-z]+(?:-[a-z]+)*-by: |\bwrote:$/i;
  const end = lines.findIndex(({ text }) => foreign.test(text));
  return end < 0 ? lines.length : end;
}

/**
 * The one reading in which some signed lines are context. After k lines the header fixes how many of them: with z lines
 * of plain context, p with a plus, m with a minus, exactly `old - z - m` plus lines and `new - z - p` minus lines are
 * context. Null if there is no such reading.
 */
function readSigns(lines: readonly ViewLine[], want: Counts): Reading | 'ambiguous' | null {
  // Without a line that has visibly lost its blank, nothing says that the hunk was stripped at all.
  const bare = lines.findIndex(({ text }) => strictKind(text) === null);
  if (bare < 0) return null;
  const kinds = lines.map(({ text }) => looseKind(text));
  const able = { added: [] as number[], removed: [] as number[] };
  const total = { context: 0, added: 0, removed: 0, 'no-newline': 0 };
  let found: Reading | null = null;
  let possible = false;
  for (const [i, kind] of kinds.entries()) {
    total[kind]++;
    if ((kind === 'added' || kind === 'removed') && continues(lines, i)) able[kind].push(i);
    const plus = want.old - total.context - total.removed;
    const minus = want.new - total.context - total.added;
    if (plus < 0 || minus < 0) break;
    if (plus > total.added || minus > total.removed || i < bare || !endsAt(lines, i)) continue;
    possible = true;
    const ways = choices(able.added.length, plus) * choices(able.removed.length, minus);
    if (ways === 0) continue;
    if (ways > 1 || found) return 'ambiguous';
    const context = new Set([...(plus ? able.added : []), ...(minus ? able.removed : [])]);
    const read = kinds.slice(0, i + 1).map((k, at) => (context.has(at) ? 'context' : k));
    found = { kinds: read, exact: true, damage: ['context-unindented', 'context-with-sign'] };
  }
  return found ?? (possible ? 'ambiguous' : null);
}

/** A blank line, a comment or nothing behind it. */
function endsAt(lines: readonly ViewLine[], at: number): boolean {
  const next = lines[at + 1];
  return next === undefined || next.text === '' || next.behind !== 'line';
}

/** Could the line, sign and all, be C that goes on from the line before? `++i;` could stand anywhere. */
function continues(lines: readonly ViewLine[], at: number): boolean {
  const text = lines[at]!.text;
  if (/^(\+\+|--)[\w(*]/.test(text)) return true;
  let before = at - 1;
  while (before >= 0 && lines[before]!.text === '') before--;
  const last = lines[before]?.text.replace(/^[+-]/, '').trim() ?? '';
  return last !== '' && !/[;{}:]$|\*\/$|^#|\belse$|^(?:\} )?(?:else )?(?:if|for|while|switch)\b.*\)$/.test(last);
}

/** 0, 1, or 2 for "several": n over k. */
function choices(n: number, k: number): 0 | 1 | 2 {
  if (k > n) return 0;
  return k === 0 || k === n ? 1 : 2;
}

/** A hunk that breaks off does not end in the blank lines of the text behind it. */
function trimmed(reading: Reading, lines: readonly ViewLine[]): Reading {
  let end = reading.kinds.length;
  while (end > 0 && lines[end - 1]!.text.trim() === '') end--;
  return { ...reading, kinds: reading.kinds.slice(0, end) };
}
