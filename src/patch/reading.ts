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

import { readEither, readRests, readSigns } from './choices.ts';
import { type Reading, readAs } from './count.ts';
import type { PatchDamage } from './damage.ts';
import { type LineKind, strictKind } from './line-kind.ts';
import { endOfStripped, isKept, isMostlyStripped, isStripped, swallowsText, takesHeader } from './stripped.ts';
import { readUnfolded } from './unfold.ts';
import type { ViewLine } from './view.ts';
import { type Counts, isBoundary } from './window.ts';
import { isBroken } from './wrap.ts';

/** Reads the lines behind `view[header]` as diff prints them, up to the first that is none; the counts say where to end. */
export function readStrictly(view: readonly ViewLine[], header: number, want: Counts): Reading {
  const stops = (at: number, kind: LineKind): boolean =>
    view[at]!.behind === 'quote' || (kind === 'removed' && isBoundary(view, at));
  return readAs(view, '', want, strictKind, header + 1, stops);
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
  const loose = readAs(stripped, header, want, (text) => strictKind(text) ?? 'context');
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
  const mixed = readAs(lines, header, want, (text) => strictKind(text) ?? 'context');
  if (mixed.exact && isMostlyStripped(mixed.kinds, lines) && !swallowsText(mixed.kinds, lines, goesOn)) return mixed;
  const broken = trimmed(longer, lines);
  return doubts.length > 0 ? { ...broken, damage: [...broken.damage, ...doubts] } : broken;
}

function readWrapped(header: string, lines: readonly ViewLine[], want: Counts): Reading {
  const read = readAs(
    lines,
    header,
    want,
    (text, before) => strictKind(text) ?? (isBroken(before, text) ? 'rest' : null),
  );
  if (!read.kinds.includes('rest')) return { ...read, exact: false };
  return { ...read, damage: ['wrapped', ...read.damage] };
}

/** Directly behind stands the next header; or, where none follows, an empty line or nothing. */
function endsWell({ kinds }: Reading, lines: readonly ViewLine[], goesOn: boolean): boolean {
  return kinds.length >= lines.length || (!goesOn && lines[kinds.length]!.text === '');
}

/** A hunk that breaks off does not end in the blank lines of the text behind it. */
function trimmed(reading: Reading, lines: readonly ViewLine[]): Reading {
  let end = reading.kinds.length;
  while (end > 0 && lines[end - 1]!.text.trim() === '') end--;
  return end === reading.kinds.length ? reading : { ...reading, kinds: reading.kinds.slice(0, end) };
}
