// Changes of a patch that are not made. A removed line has no statement that could be mutated: its mutant is the patch
// that leaves it where it was, along with what was added in the same run of lines. Then the same for whole hunks.

import type { FilePatch, Hunk, HunkLine, RecoveredPatch } from '../patch/patch.ts';

export interface Undone {
  readonly parts: readonly RecoveredPatch[];
  /** Index of the message, and 1-based line in its text, of the first removed line that stays. */
  readonly message: number;
  readonly line: number;
  readonly source: string;
  readonly text: string;
}

/** Each run of changed lines with a removed one, not made; and each hunk of several runs. */
export function undoings(parts: readonly RecoveredPatch[]): Undone[] {
  return parts.flatMap((patch, p) =>
    patch.files.flatMap((file, f) =>
      file.hunks.flatMap((hunk, h) => {
        const runs = runsOf(hunk);
        const undo = (run: ReadonlySet<HunkLine>): Undone[] => {
          const first = hunk.lines.find((l) => run.has(l) && l.kind === 'removed' && l.text.trim() !== '');
          if (!first) return [];
          const files = patch.files.with(f, { ...file, hunks: file.hunks.with(h, without(hunk, run)) });
          const undone = parts.with(p, { ...patch, files: files.flatMap(changing) });
          return [
            { parts: undone, message: patch.message, line: first.line, source: first.text.trim(), text: told(run) },
          ];
        };
        return [...runs, ...(runs.length > 1 ? [new Set(runs.flatMap((run) => [...run]))] : [])].flatMap(undo);
      }),
    ),
  );
}

function runsOf({ lines }: Hunk): ReadonlySet<HunkLine>[] {
  const runs: Set<HunkLine>[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.kind === 'context') continue;
    if (i === 0 || lines[i - 1]!.kind === 'context') runs.push(new Set());
    runs.at(-1)!.add(line);
  }
  return runs;
}

function without(hunk: Hunk, run: ReadonlySet<HunkLine>): Hunk {
  const lines = hunk.lines.flatMap((line): HunkLine[] => {
    if (!run.has(line)) return [line];
    return line.kind === 'removed' ? [{ ...line, kind: 'context' }] : [];
  });
  return { ...hunk, lines, newLines: lines.filter((l) => l.kind !== 'removed').length };
}

/** What is left of a file: hunks that change nothing are none. */
function changing(file: FilePatch): FilePatch[] {
  const hunks = file.hunks.filter((h) => h.lines.some((l) => l.kind !== 'context'));
  const count = (kind: HunkLine['kind']): number => hunks.flatMap((h) => h.lines).filter((l) => l.kind === kind).length;
  return hunks.length > 0 || file.hunks.length === 0
    ? [{ ...file, hunks, added: count('added'), deleted: count('removed') }]
    : [];
}

function told(run: ReadonlySet<HunkLine>): string {
  const lines = [...run].filter((l) => l.text.trim() !== '');
  const [removed, added] = (['removed', 'added'] as const).map((kind) => lines.filter((l) => l.kind === kind).length);
  const kept = removed === 1 ? 'the removed line kept' : `the ${removed} removed lines kept`;
  return added === 0 ? kept : `${kept}, ${added === 1 ? 'the added one' : `the ${added} added ones`} left out`;
}
