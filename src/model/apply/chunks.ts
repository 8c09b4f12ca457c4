import type { Diagnostic } from '../../base/diagnostic.ts';
import type { PlacedFile } from './place.ts';
import { type Edit, type Piece, splicedTokens } from './splice.ts';
import type { FieldEdit } from './struct-hunk.ts';
import type { Unit } from './unit.ts';

/** Text that is parsed as one: a function, or several that one change ties together. */
export interface Group {
  readonly file: PlacedFile;
  readonly units: readonly Unit[];
  readonly pieces: readonly Piece[];
}

export interface FileChunks {
  readonly file: PlacedFile;
  readonly groups: readonly Group[];
  readonly fields: readonly FieldEdit[];
  readonly removed: readonly string[];
  readonly failure?: Diagnostic;
}

interface Chunk {
  readonly unit?: Unit;
  readonly pieces: readonly Piece[];
}

/** The new text of a placed file, in pieces that are parsed by themselves. */
export function chunksOf(file: PlacedFile): FileChunks {
  const edits = file.hunks.flatMap((h, hunk) => h.fits.map((fit): Edit => ({ fit, pre: h.pre, hunk })));
  const order: Chunk[] = [];
  // A diff may show the end of one function and the head of the next as removed or added together.
  const tied: Set<Chunk>[] = [];
  for (const { explained } of file.hunks) {
    const own = new Set<Chunk>();
    for (const chunk of explained?.chunks ?? []) {
      const known = chunk.kind === 'fit' ? order.find((c) => c.unit === chunk.fit.unit) : undefined;
      const next: Chunk =
        known ??
        (chunk.kind === 'fit'
          ? { unit: chunk.fit.unit, pieces: splicedTokens(chunk.fit.unit, edits) }
          : { pieces: chunk.pieces });
      if (!known) order.push(next);
      own.add(next);
    }
    tied.push(own);
  }
  const groups: Chunk[][] = [];
  for (const chunk of order) {
    const last = groups.at(-1);
    const isTied = last && tied.some((own) => own.has(chunk) && last.some((c) => own.has(c)));
    if (isTied && !balanced(last.flatMap((c) => c.pieces))) last.push(chunk);
    else groups.push([chunk]);
  }
  return {
    file,
    groups: groups.map((g) => ({
      file,
      units: g.flatMap((c) => (c.unit ? [c.unit] : [])),
      pieces: g.flatMap((c) => c.pieces),
    })),
    fields: file.hunks.flatMap((h) => h.explained?.fields ?? []),
    removed: file.hunks.flatMap((h) => h.explained?.removed ?? []),
  };
}

function balanced(pieces: readonly Piece[]): boolean {
  let depth = 0;
  for (const { token } of pieces) {
    if (token.kind !== 'punct') continue;
    if ('{(['.includes(token.norm)) depth++;
    if ('})]'.includes(token.norm) && --depth < 0) return false;
  }
  return depth === 0;
}
