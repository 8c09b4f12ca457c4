// Is a quoted diff the copy of one that the thread has? Quoting damages lines, so white space does not count, and what
// is left of a hunk that was cut or broken is enough.

import type { FilePatch, Hunk, RecoveredPatch } from './patch.ts';

/** Whether each hunk of a patch repeats one of the others' hunks. */
export function isCopy(patch: RecoveredPatch, of: readonly RecoveredPatch[]): boolean {
  return (
    of.length > 0 &&
    patch.files.every((file) =>
      repeats(
        file,
        of.flatMap((p) => p.files),
      ),
    )
  );
}

/** Where a patch has no hunks there is only its path to tell. */
function repeats(file: FilePatch, others: readonly FilePatch[]): boolean {
  const same = others.filter((other) => other.path === file.path || file.path === '');
  if (file.hunks.length === 0) return same.length > 0;
  const hunks = same.flatMap((other) => other.hunks);
  return file.hunks.every((hunk) => hunks.some((other) => isPartOf(hunk, other)));
}

function isPartOf(hunk: Hunk, other: Hunk): boolean {
  if (hunk.header !== other.header) return false;
  if (!hunk.countsSatisfied && other.countsSatisfied) return true;
  const [few, many] = [changes(hunk), changes(other)];
  let at = 0;
  for (const line of many) if (at < few.length && few[at] === line) at++;
  return at === few.length;
}

function changes(hunk: Hunk): string[] {
  const changed = hunk.lines.filter((l) => l.kind !== 'context');
  return changed.map((l) => `${l.kind} ${l.text.replace(/\s+/g, '')}`);
}
