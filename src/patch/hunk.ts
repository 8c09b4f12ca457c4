// One hunk: where it ends, and what each of its lines is. In: the lines behind an `@@` line; out: the hunk, the number
// of lines it took, the damage. The invariant: the counts of the header decide, and a hunk whose lines do not add up
// to them says so (`countsSatisfied`). Nothing is invented to make them fit.

import type { PatchDamage } from './damage.ts';
import type { Hunk, HunkLine } from './patch.ts';
import { type LineKind, readLines } from './reading.ts';
import type { ViewLine } from './view.ts';
import { endOfWindow } from './window.ts';

export interface HunkRead {
  readonly hunk: Hunk;
  /** Lines taken, the header included. */
  readonly taken: number;
  readonly damage: readonly PatchDamage[];
}

const headerForm = /^(@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@) ?(.*)$/;

/** Reads the hunk whose header is at `view[at]`; null if there is no header. */
export function readHunk(view: readonly ViewLine[], at: number): HunkRead | null {
  const header = headerForm.exec(view[at]?.text ?? '');
  if (!header) return null;
  const [, range = '', oldStart, oldCount = '1', newStart, newCount = '1', section = ''] = header;
  const counts = { old: Number(oldCount), new: Number(newCount) };
  const end = endOfWindow(view, at + 1, counts);
  const lines = view.slice(at + 1, end);
  const { kinds, exact, damage } = readLines(lines, counts);
  const overrun = exact && isChange(view[at + 1 + kinds.length], at + 1 + kinds.length < end);
  const found = new Set(damage);
  if (!exact) found.add('hunk-truncated');
  if (overrun) found.add('hunk-overrun');
  if (lines.slice(0, kinds.length).some((l) => l.behind === 'comment')) found.add('interrupted');
  const hunk: Hunk = {
    header: range,
    section: section.trim(),
    oldStart: Number(oldStart),
    oldLines: counts.old,
    newStart: Number(newStart),
    newLines: counts.new,
    lines: kinds.flatMap((kind, i) => hunkLine(kind, lines[i]!)),
    countsSatisfied: exact && !overrun,
  };
  return { hunk, taken: 1 + kinds.length, damage: [...found] };
}

function hunkLine(kind: LineKind, { text, line }: ViewLine): HunkLine[] {
  if (kind === 'no-newline') return [];
  const marked = kind !== 'context' || text.startsWith(' ');
  return [{ kind, text: marked ? text.slice(1) : text, line }];
}

/** A changed line directly behind the last counted one: the header counts too few. Signatures and headers are none. */
function isChange(line: ViewLine | undefined, inWindow: boolean): boolean {
  return (
    inWindow && line !== undefined && line.behind === 'line' && /^(?:\+(?!\+\+ )|-(?!-\s*$|-- |\s*$))/.test(line.text)
  );
}
