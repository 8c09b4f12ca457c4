// What each line of a hunk is. Several readings; the first that satisfies the counts is taken:
//
//   strict   lines as diff prints them; a lost leading blank is understood where a tab is left
//   wrapped  a line without a sign is the rest of the one before, which was too long for a mailer
//   unfolded an empty line of context is a blank, which `format=flowed` joins with the changed line behind it
//   loose    archives strip white space: a line that starts with neither blank, + nor - is context
//   either   as loose, but a line without a sign may be the rest of a long one, if only one choice fits
//   rests    as wrapped, but a line with a sign may be the rest of a long one, if only one choice fits
//   signs    as loose, but a line with a sign may be context (`- b` of `a` / `- b`), if only one choice fits
//
// Loose readings end where a context line has kept its blank: in such a hunk nothing was stripped, and a line without
// a sign is a comment.

import { type Choice, choose } from './choice.ts';
import type { PatchDamage } from './damage.ts';
import type { HunkLine } from './patch.ts';
import type { ViewLine } from './view.ts';
import { type Counts, isBoundary } from './window.ts';
import { isBroken } from './wrap.ts';

/** `rest` goes on from the line before it. */
export type LineKind = HunkLine['kind'] | 'no-newline' | 'rest' | Split;

/** An empty line of context and another one stand on one line. */
type Split = 'blank-added' | 'blank-removed' | 'blank-context';

export interface Reading {
  /** One for each line taken. */
  readonly kinds: readonly LineKind[];
  /** The counts are satisfied. */
  readonly exact: boolean;
  readonly damage: readonly PatchDamage[];
}

interface Unfolded extends Reading {
  /** As many lines are short on both sides: only context is missing. */
  readonly onlyContextShort: boolean;
}

/** Reads the lines behind `view[header]` as diff prints them, up to the first that is none; the counts say where to end. */
export function readStrictly(view: readonly ViewLine[], header: number, want: Counts): Reading {
  const kinds: LineKind[] = [];
  let { old, new: fresh } = want;
  let damage = 0;
  for (let at = header + 1; at < view.length; at++) {
    const line = view[at]!;
    const kind = strictKind(line.text);
    if (kind === null || line.behind === 'quote') break;
    if (old === 0 && fresh === 0 && kind !== 'no-newline') break;
    if (kind === 'removed' && isBoundary(view, at)) break;
    if (kind === 'context' || kind === 'removed') old--;
    if (kind === 'context' || kind === 'added') fresh--;
    if (old < 0 || fresh < 0) break;
    if (kind === 'context' && line.text.charCodeAt(0) !== 0x20) damage |= line.text === '' ? 1 : 2;
    kinds.push(kind);
  }
  return { kinds, exact: old === 0 && fresh === 0, damage: contextDamage(damage) };
}

/**
 * Reads as many lines as the counts want; if they cannot be satisfied, those that are surely the hunk's. `goesOn` says
 * that more of the diff stands behind the lines.
 */
export function readDamaged(
  header: string,
  lines: readonly ViewLine[],
  want: Counts,
  strict: Reading,
  goesOn: boolean,
): Reading {
  const wrapped = readWrapped(header, lines, want);
  const stripped = lines.slice(0, endOfStripped(lines));
  const loose = readLoosely(stripped, want);
  const isLoose =
    loose.exact &&
    !swallowsText(loose.kinds, lines, goesOn) &&
    !isKept(lines[loose.kinds.length]) &&
    !takesHeader(header, lines);
  if (wrapped.exact && endsWell(wrapped, lines, goesOn) && !endsWell(loose, lines, goesOn)) return wrapped;
  if (wrapped.exact && !(isLoose && isStripped(lines.slice(0, wrapped.kinds.length)))) return wrapped;
  if (isLoose) return loose;
  const unfolded = readUnfolded(header, lines, want);
  if (unfolded.exact) return unfolded;
  const plain = wrapped.kinds.length > strict.kinds.length ? wrapped : strict;
  const longer = unfolded.onlyContextShort && unfolded.kinds.length >= plain.kinds.length ? unfolded : plain;
  const texts = stripped.map((l) => l.text);
  const mayEnd = (i: number): boolean => i + 1 < stripped.length || !isKept(lines[i + 1]);
  const choices = [
    () => readEither(header, texts, want, mayEnd),
    () => readRests(header, lines, wrapped, want),
    () => readSigns(stripped, texts, want, mayEnd),
  ];
  const doubts: PatchDamage[] = [];
  for (const choice of choices) {
    const read = choice();
    if (typeof read === 'string') doubts.push(read);
    else if (read && !swallowsText(read.kinds, lines, goesOn)) return read;
  }
  const broken = trimmed(longer, lines);
  return doubts.length > 0 ? { ...broken, damage: [...broken.damage, ...doubts] } : broken;
}

function strictKind(text: string): Exclude<LineKind, 'rest'> | null {
  switch (text.charCodeAt(0)) {
    case 0x2b:
      return 'added';
    case 0x2d:
      return 'removed';
    case 0x5c:
      return isNote(text) ? 'no-newline' : null;
    case 0x20:
    case 0x09:
      return 'context';
    default:
      return text === '' ? 'context' : null;
  }
}

/** `\ No newline at end of file`, in any language. */
function isNote(text: string): boolean {
  return /^\\ \S/.test(text);
}

function contextDamage(bits: number): PatchDamage[] {
  if (bits & 2) return ['context-unindented'];
  return bits & 1 ? ['blank-context-stripped'] : [];
}

function readLoosely(lines: readonly ViewLine[], want: Counts): Reading {
  const kinds: LineKind[] = [];
  let { old, new: fresh } = want;
  let damage = 0;
  for (const { text } of lines) {
    const kind = strictKind(text) ?? 'context';
    if (old === 0 && fresh === 0 && kind !== 'no-newline') break;
    if (kind === 'context' || kind === 'removed') old--;
    if (kind === 'context' || kind === 'added') fresh--;
    if (old < 0 || fresh < 0) break;
    if (kind === 'context' && text.charCodeAt(0) !== 0x20) damage |= text === '' ? 1 : 2;
    kinds.push(kind);
  }
  return { kinds, exact: old === 0 && fresh === 0, damage: contextDamage(damage) };
}

function readWrapped(header: string, lines: readonly ViewLine[], want: Counts): Reading {
  const kinds: LineKind[] = [];
  let { old, new: fresh } = want;
  let damage = 0;
  let before = header;
  let rests = 0;
  for (const { text } of lines) {
    const kind = strictKind(text) ?? (isBroken(before, text) ? 'rest' : null);
    if (kind === null || (old === 0 && fresh === 0 && kind !== 'no-newline' && kind !== 'rest')) break;
    if (kind === 'context' || kind === 'removed') old--;
    if (kind === 'context' || kind === 'added') fresh--;
    if (old < 0 || fresh < 0) break;
    if (kind === 'context' && text.charCodeAt(0) !== 0x20) damage |= text === '' ? 1 : 2;
    if (kind === 'rest') rests++;
    kinds.push(kind);
    before = text;
  }
  const exact = old === 0 && fresh === 0 && rests > 0;
  return { kinds, exact, damage: [...(rests > 0 ? (['wrapped'] as const) : []), ...contextDamage(damage)] };
}

/**
 * An empty line of context is a blank, at whose end `format=flowed` allows to join: ` +x` is then an empty line and `+x`.
 * Lines of context that begin with two blanks are parted if the counts want all of them parted.
 */
function readUnfolded(header: string, lines: readonly ViewLine[], want: Counts): Unfolded {
  const kinds: LineKind[] = [];
  let { old, new: fresh } = want;
  let before = header;
  for (const { text } of lines) {
    const kind = splitKind(text) ?? strictKind(text) ?? (isBroken(before, text) ? 'rest' : null);
    if (kind === null || (old === 0 && fresh === 0 && kind !== 'no-newline' && kind !== 'rest')) break;
    if (kind === 'blank-added' || kind === 'blank-removed' || kind === 'context') {
      old--;
      fresh--;
    }
    if (kind === 'blank-removed' || kind === 'removed') old--;
    if (kind === 'blank-added' || kind === 'added') fresh--;
    if (old < 0 || fresh < 0) break;
    kinds.push(kind);
    before = text;
  }
  const able = kinds.map((kind, i) => kind === 'context' && /^ {2}(?:\t|[^ *])/.test(lines[i]!.text));
  // Where no line of context begins with a single blank, two are what `format=flowed` makes of one.
  const single = lines.some(({ text }) => /^ (?:\t|[^ *+-])/.test(text));
  const all = single && old > 0 && old === fresh && able.filter(Boolean).length === old;
  const read = all ? kinds.map((kind, i) => (able[i] ? 'blank-context' : kind)) : kinds;
  const joined = read.some((kind) => kind.startsWith('blank-'));
  const damage: PatchDamage[] = ['blank-context-joined', ...(read.includes('rest') ? (['wrapped'] as const) : [])];
  return {
    kinds: read,
    exact: joined && (all || (old === 0 && fresh === 0)),
    onlyContextShort: joined && old === fresh,
    damage,
  };
}

function splitKind(text: string): Split | null {
  const sign = text.charCodeAt(0) === 0x20 ? /^ {1,3}([+-])/.exec(text) : null;
  return sign ? (sign[1] === '+' ? 'blank-added' : 'blank-removed') : null;
}

/**
 * Is text behind the hunk taken for its context? A line without a blank stands behind the last change and an empty line,
 * other context has kept its blank, and no diff goes on behind them.
 */
function swallowsText(kinds: readonly LineKind[], lines: readonly ViewLine[], goesOn: boolean): boolean {
  if (goesOn && kinds.length === lines.length) return false;
  const change = kinds.findLastIndex((kind) => kind === 'added' || kind === 'removed');
  const isText = (kind: LineKind, i: number): boolean =>
    kind === 'context' && i > Math.max(0, change) && strictKind(lines[i]!.text) === null && lines[i - 1]!.text === '';
  return kinds.some(isText) && kinds.some((kind, i) => kind === 'context' && /^ +[^ *]/.test(lines[i]!.text));
}

/** Is the first line the rest of the header, while other lines have kept their blank? */
function takesHeader(header: string, lines: readonly ViewLine[]): boolean {
  const first = lines[0]?.text ?? '';
  return strictKind(first) === null && isBroken(header, first) && !isStripped(lines);
}

/** Directly behind stands the next header; or, where none follows, an empty line or nothing. */
function endsWell({ kinds }: Reading, lines: readonly ViewLine[], goesOn: boolean): boolean {
  return kinds.length >= lines.length || (!goesOn && lines[kinds.length]!.text === '');
}

/** A line that has kept its blank: a hunk whose lines were stripped does not go on with one. */
function isKept(line: ViewLine | undefined): boolean {
  return line !== undefined && line.text.charCodeAt(0) === 0x20 && isForeign(line.text);
}

/** No line begins or ends with a blank, but for the middle of comments. */
function isStripped(lines: readonly ViewLine[]): boolean {
  return !lines.some(({ text }) => text.endsWith(' ') || (text.charCodeAt(0) === 0x20 && text.charCodeAt(1) !== 0x2a));
}

/** Where a stripped hunk ends at the latest: at a line that was not stripped, a snip, a trailer, an attribution. */
function endOfStripped(lines: readonly ViewLine[]): number {
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

/** Of lines without a sign some are context that was stripped, others the rest of a long line. */
function readEither(
  header: string,
  lines: readonly string[],
  want: Counts,
  mayEnd: (line: number) => boolean,
): Reading | PatchDamage | null {
  const kinds = lines.map((text) => strictKind(text) ?? 'context');
  const able = lines.map((text, i) => strictKind(text) === null && isBroken(i === 0 ? header : lines[i - 1]!, text));
  if (!able.includes(true)) return null;
  const found = choose({
    kinds,
    able,
    as: 'rest',
    want,
    endsAt: (i) => (lines[i] === '' || endsAt(lines, i)) && mayEnd(i),
  });
  return chosen(found, 'wrapping-ambiguous', ['wrapped', 'context-unindented']);
}

/** A mailer may break before `- b` of `a - b`. */
function readRests(
  header: string,
  lines: readonly ViewLine[],
  wrapped: Reading,
  want: Counts,
): Reading | PatchDamage | null {
  const texts = lines.map((l) => l.text);
  const kinds: LineKind[] = [];
  for (const [i, text] of texts.entries()) {
    const kind = strictKind(text) ?? (isBroken(texts[i - 1] ?? header, text) ? 'rest' : null);
    if (kind === null) break;
    kinds.push(kind);
  }
  const able = kinds.map(
    (kind, i) => (kind === 'added' || kind === 'removed') && isWrappedSign(texts[i - 1] ?? header, texts[i]!),
  );
  if (!able.includes(true)) return null;
  const found = choose({ kinds, able, as: 'rest', want, endsAt: (i) => endsAt(texts, i) });
  return chosen(found, 'wrapping-ambiguous', ['wrapped', ...wrapped.damage.filter((d) => d !== 'wrapped')]);
}

/** An operator with its blank, behind a line that a mailer would have broken there. */
function isWrappedSign(line: string, next: string): boolean {
  return /^[+-] \S/.test(next) && isBroken(line, next);
}

/** Of lines with a sign some are context that begins so. Nothing was stripped if no line has visibly lost its blank. */
function readSigns(
  lines: readonly ViewLine[],
  texts: readonly string[],
  want: Counts,
  mayEnd: (line: number) => boolean,
): Reading | PatchDamage | null {
  const bare = texts.findIndex((text) => strictKind(text) === null);
  if (bare < 0) return null;
  const kinds = texts.map((text) => strictKind(text) ?? 'context');
  const able = kinds.map((kind, i) => (kind === 'added' || kind === 'removed') && continues(texts, i));
  const ends = (i: number): boolean => i >= bare && mayEnd(i) && (endsAt(texts, i) || lines[i + 1]!.behind !== 'line');
  const found = choose({ kinds, able, as: 'context', want, endsAt: ends });
  return chosen(found, 'context-ambiguous', ['context-unindented', 'context-with-sign']);
}

function chosen(found: Choice | null, doubt: PatchDamage, damage: PatchDamage[]): Reading | PatchDamage | null {
  if (found === null) return null;
  return found === 'ambiguous' ? doubt : { kinds: found, exact: true, damage };
}

/** A blank line or nothing behind it. */
function endsAt(lines: readonly string[], at: number): boolean {
  const next = lines[at + 1];
  return next === undefined || next === '';
}

/** Could the line, sign and all, be C that goes on from the line before? `++i;` could stand anywhere. */
function continues(lines: readonly string[], at: number): boolean {
  const text = lines[at]!;
  if (/^(\+\+|--)[\w(*]/.test(text)) return true;
  let before = at - 1;
  while (before >= 0 && lines[before] === '') before--;
  const last = lines[before]?.replace(/^[+-]/, '').trim() ?? '';
  return last !== '' && !/[;{}:]$|\*\/$|^#|\belse$|^(?:\} )?(?:else )?(?:if|for|while|switch)\b.*\)$/.test(last);
}

/** A hunk that breaks off does not end in the blank lines of the text behind it. */
function trimmed(reading: Reading, lines: readonly ViewLine[]): Reading {
  let end = reading.kinds.length;
  while (end > 0 && lines[end - 1]!.text.trim() === '') end--;
  return end === reading.kinds.length ? reading : { ...reading, kinds: reading.kinds.slice(0, end) };
}
