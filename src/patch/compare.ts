// What became of a hunk when it was quoted. In: the patches of a thread; out: for each quoted hunk its original and what
// the quote made of it. White space does not count: quoting changes it.
//
//   same     every line of the original, in its order
//   cut      some of its lines, in their order
//   altered  lines that the original does not have there: someone changed the code inside of the quote
//   unknown  the thread does not have the original

import type { FilePatch, Hunk, HunkLine, RecoveredPatch } from './patch.ts';

export interface HunkPlace {
  readonly patch: RecoveredPatch;
  readonly file: FilePatch;
  readonly hunk: Hunk;
}

export interface QuotedHunk {
  readonly quoted: HunkPlace;
  readonly original: HunkPlace | null;
  readonly is: 'same' | 'cut' | 'altered' | 'unknown';
  /** Lines of the quote that its original does not have there. */
  readonly altered: readonly HunkLine[];
}

/** Compares each quoted hunk with the one that the thread has under the same header, the nearest of several. */
export function compareQuoted(patches: readonly RecoveredPatch[]): QuotedHunk[] {
  const originals = new Map<string, HunkPlace[]>();
  for (const place of patches.filter((p) => !p.quoted).flatMap(placesOf)) {
    const known = originals.get(place.hunk.header);
    if (known) known.push(place);
    else originals.set(place.hunk.header, [place]);
  }
  return patches
    .filter((p) => p.quoted)
    .flatMap(placesOf)
    .map((quoted) => nearest(quoted, originals.get(quoted.hunk.header) ?? []));
}

function placesOf(patch: RecoveredPatch): HunkPlace[] {
  return patch.files.flatMap((file) => file.hunks.map((hunk) => ({ patch, file, hunk })));
}

const order = { same: 0, cut: 1, altered: 2, unknown: 3 } as const;

/** A quote without a file header may be of any file. Of equals the last one sent before the quote is taken. */
function nearest(quoted: HunkPlace, originals: readonly HunkPlace[]): QuotedHunk {
  const { path } = quoted.file;
  let best: QuotedHunk = { quoted, original: null, is: 'unknown', altered: [] };
  for (const original of originals) {
    if (original.patch.message === quoted.patch.message) continue;
    if (path !== '' && path !== original.file.path) continue;
    const found = compare(quoted, original);
    const rank = order[found.is] - order[best.is];
    const fewer = found.altered.length - best.altered.length;
    if (rank < 0 || (rank === 0 && (fewer < 0 || (fewer === 0 && isNearer(found, best))))) best = found;
  }
  // One header and no line in common: two hunks that happen to begin at one place.
  return best.altered.length > 0 && best.altered.length === quoted.hunk.lines.length
    ? { quoted, original: null, is: 'unknown', altered: [] }
    : best;
}

function isNearer(found: QuotedHunk, best: QuotedHunk): boolean {
  const at = found.quoted.patch.message;
  const [now, then] = [found.original!.patch.message, best.original?.patch.message ?? -1];
  return now < at ? then > at || now > then : then > at && now < then;
}

function compare(quoted: HunkPlace, original: HunkPlace): QuotedHunk {
  const places = new Map<string, { readonly at: number[]; next: number }>();
  for (const [i, line] of original.hunk.lines.entries()) {
    const key = keyOf(line);
    const known = places.get(key);
    if (known) known.at.push(i);
    else places.set(key, { at: [i], next: 0 });
  }
  const altered: HunkLine[] = [];
  let at = 0;
  for (const line of quoted.hunk.lines) {
    const left = places.get(keyOf(line));
    while (left && left.next < left.at.length && left.at[left.next]! < at) left.next++;
    if (!left || left.next === left.at.length) altered.push(line);
    else at = left.at[left.next++]! + 1;
  }
  const whole = quoted.hunk.lines.length === original.hunk.lines.length;
  return { quoted, original, is: altered.length > 0 ? 'altered' : whole ? 'same' : 'cut', altered };
}

function keyOf({ kind, text }: HunkLine): string {
  return `${kind} ${text.replace(/\s+/g, '')}`;
}
