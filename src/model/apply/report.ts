import type { AppliedFile, AppliedHunk, AppliedLine, Mapping } from './applied.ts';
import { messages } from './messages.ts';
import type { PlacedFile, PlacedHunk } from './place.ts';

/** What became of every line of a file. */
export function fileReport(file: PlacedFile): AppliedFile {
  return { path: file.path, hunks: file.hunks.map(hunkReport) };
}

function hunkReport(placed: PlacedHunk): AppliedHunk {
  const { hunk, failure, fits, explained, script } = placed;
  const codeLines = new Set(script.ops.flatMap(({ token }) => [token.line, token.lastLine]));
  const lines = hunk.lines.map((l, index): AppliedLine => {
    const at = { line: l.line, kind: l.kind };
    if (failure)
      return l.kind === 'context'
        ? { ...at, status: 'mapped' }
        : { ...at, status: 'unmodelled', reason: failure.message };
    const known = placed.status.get(index);
    if (known) return { ...at, ...known };
    const quiet = script.quiet.get(index);
    if (quiet && !codeLines.has(index)) return { ...at, ...quiet };
    return { ...at, ...inFunctions(placed, index, l.kind) };
  });
  const changed = lines.filter((l) => l.kind !== 'context');
  const worst = (['unmodelled', 'mapped', 'elided'] as const).find((m) => changed.some((l) => l.status === m));
  return {
    header: hunk.header,
    function: fits[0]?.unit.fn.name ?? explained?.about ?? null,
    countsSatisfied: hunk.countsSatisfied,
    mapping: worst ?? 'comment',
    lines,
    unmodelled: lines.flatMap(({ line, kind, status, reason }, i) =>
      kind !== 'context' && status === 'unmodelled'
        ? [{ line, text: hunk.lines[i]!.text.trim(), reason: reason ?? messages.outside }]
        : [],
    ),
  };
}

/** Status of a line by the functions that its words fit. */
function inFunctions(placed: PlacedHunk, index: number, kind: string): { status: Mapping; reason?: string } {
  if (kind === 'added') return { status: 'mapped' };
  const reasons: (string | undefined)[] = [];
  let inside = false;
  for (const [i, token] of placed.pre.tokens.entries()) {
    if (token.line !== index) continue;
    const fit = placed.fits.find((f) => i >= f.from && i < f.to);
    if (!fit) continue;
    inside = true;
    reasons.push(elisionAt(fit, fit.places[i - fit.from]!));
  }
  if (!inside)
    return {
      status: kind === 'context' ? 'unmodelled' : 'mapped',
      ...(kind === 'context' && { reason: messages.outside }),
    };
  const [first] = reasons;
  return first !== undefined && reasons.every((r) => r !== undefined)
    ? { status: 'elided', reason: first }
    : { status: 'mapped' };
}

function elisionAt(fit: PlacedHunk['fits'][number], place: number): string | undefined {
  if (place < 0) return messages.leftOut;
  for (const [start, { end, reason }] of fit.unit.elided) if (place >= start && place < end) return reason;
  return undefined;
}
